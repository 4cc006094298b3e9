// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import dev.nxs.CompiledFile;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.Session;
import dev.nxs.syntax.diag.Renderer;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives methods with {@link NxsScenario} what they take. Each parameter is made anew: nothing is shared between tests. */
final class NxsScenarioExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace SESSIONS = ExtensionContext.Namespace.create(NxsScenarioExtension.class);

  NxsScenarioExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Report.class || type == Instance.class || type == Scenario.class || type == Session.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    NxsScenario wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), NxsScenario.class)
            .orElseThrow(() -> new ParameterResolutionException("the method has no @NxsScenario"));
    try {
      Object resolved = resolve(parameter.getParameter(), wanted, context.getRequiredTestClass());
      if (resolved instanceof Session session) {
        // The store closes what it holds behind the test, however that ended.
        context.getStore(SESSIONS).put(parameter.getIndex(), session);
      }
      return resolved;
    } catch (NxsException e) {
      throw new ParameterResolutionException(Renderer.plain().render(e.diagnostics()), e);
    }
  }

  private static Object resolve(Parameter parameter, NxsScenario wanted, Class<?> test) {
    CompiledFile file = Compiling.compile(path(wanted.value(), test), null);
    if (file.hasErrors()) {
      throw new ParameterResolutionException(Renderer.plain().render(file.diagnostics()));
    }
    Scenario scenario = scenario(file, wanted);
    if (parameter.getType() == Scenario.class) {
      return scenario;
    }
    RunOptions options = RunOptions.defaults().strict(wanted.strict());
    for (String setting : wanted.with()) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new ParameterResolutionException("a parameter is given as name=value, not " + setting);
      }
      options = options.with(setting.substring(0, equals), setting.substring(equals + 1));
    }
    List<Instance> instances = scenario.instances(options);
    if (instances.size() != 1) {
      throw new ParameterResolutionException(
          "the scenario has " + instances.size() + " combinations of swept values, choose one: with = {\"name=value\"}");
    }
    Instance instance = instances.get(0);
    if (parameter.getType() == Session.class) {
      return instance.open();
    }
    return parameter.getType() == Instance.class ? instance : instance.run();
  }

  private static Path path(String name, Class<?> test) {
    URL resource = test.getResource(name);
    if (resource == null || !resource.getProtocol().equals("file")) {
      return Path.of(name);
    }
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new ParameterResolutionException("not a file: " + resource, e);
    }
  }

  private static Scenario scenario(CompiledFile file, NxsScenario wanted) {
    List<Scenario> scenarios = file.scenarios();
    if (wanted.scenario().isEmpty() && scenarios.size() == 1) {
      return scenarios.get(0);
    }
    for (Scenario scenario : scenarios) {
      if (scenario.title().equals(wanted.scenario())) {
        return scenario;
      }
    }
    List<String> titles = scenarios.stream().map(Scenario::title).toList();
    throw new ParameterResolutionException(
        "the file " + wanted.value() + " has no scenario `" + wanted.scenario() + "`, it holds " + titles);
  }
}
