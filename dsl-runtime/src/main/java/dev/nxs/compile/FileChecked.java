// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A checked file; makes instances of its scenarios. */
final class FileChecked implements CheckedFile {
  /** The most combinations of swept values. */
  static final int MAX_INSTANCES = 10_000;

  private final ParsedFile file;
  private final FileTypes types;
  private final List<ScenarioHead> heads;
  private final List<ScenarioTypes> scenarios;
  private final Map<ScenarioHead, ScenarioTypes> unusedSets;

  FileChecked(
      ParsedFile file,
      FileTypes types,
      List<ScenarioHead> heads,
      List<ScenarioTypes> scenarios,
      Map<ScenarioHead, ScenarioTypes> unusedSets) {
    this.file = file;
    this.types = types;
    this.heads = List.copyOf(heads);
    this.scenarios = List.copyOf(scenarios);
    this.unusedSets = unusedSets;
  }

  @Override
  public SourceFile tree() {
    return file.tree();
  }

  @Override
  public List<ScenarioOutline> scenarios() {
    return heads.stream().map(ScenarioHead::outline).toList();
  }

  @Override
  public Map<String, TopLevel.ExpectSet> expectSets() {
    return Collections.unmodifiableMap(types.symbols().sets());
  }

  @Override
  public List<TopLevel.Log> logs() {
    List<TopLevel.Log> logs = new ArrayList<>();
    logs(file, new ArrayList<>(), logs);
    return logs;
  }

  private static void logs(ParsedFile of, List<ParsedFile> seen, List<TopLevel.Log> into) {
    if (seen.contains(of)) {
      return;
    }
    seen.add(of);
    for (TopLevel item : of.tree().items()) {
      if (item instanceof TopLevel.Log log) {
        into.add(log);
      }
    }
    of.imports().forEach(step -> logs(step.file(), seen, into));
  }

  @Override
  public List<FunctionSymbol> functions() {
    return List.copyOf(types.symbols().ownFunctions());
  }

  @Override
  public Diagnostic withWay(Diagnostic diagnostic) {
    return file.withWay(diagnostic);
  }

  @Override
  public Typing typing() {
    return types.tables();
  }

  @Override
  public void eachInstance(
      List<ScenarioOutline> selected,
      Overrides overrides,
      Diagnostics diagnostics,
      BiConsumer<CheckedScenario, Supplier<CheckedScenario>> into) {
    Diagnostics found = new Diagnostics();
    unknownParameters(selected, overrides, found);
    for (int i = 0; i < heads.size(); i++) {
      if (selected.contains(heads.get(i).outline())) {
        eachInstance(heads.get(i), scenarios.get(i), overrides, found, into);
      }
    }
    Problems.inFileOrder(found, file).forEach(diagnostics::add);
  }

  @Override
  public List<CheckedScenario> unusedSets() {
    List<CheckedScenario> bare = new ArrayList<>();
    unusedSets.forEach(
        (head, scenario) -> {
          Diagnostics found = new Diagnostics();
          ScenarioInstance instance =
              new InstanceBuilder(types, scenario, head, Overrides.NONE, Map.of(), found).build(head.outline().title());
          if (!found.hasErrors()) {
            bare.add(instance);
          }
        });
    return bare;
  }

  private static void unknownParameters(
      List<ScenarioOutline> selected, Overrides overrides, Diagnostics diagnostics) {
    List<String> known = new ArrayList<>();
    for (ScenarioOutline outline : selected) {
      outline.parameters().forEach(parameter -> known.add(parameter.name()));
    }
    for (String name : overrides.parameters().keySet()) {
      if (!known.contains(name)) {
        diagnostics.add(
            Diagnostic.error(Code.UNKNOWN_PARAMETER, "the parameter `" + name + "` does not exist")
                .help(Problems.didYouMean(name, known)));
      }
    }
  }

  private void eachInstance(
      ScenarioHead head,
      ScenarioTypes scenario,
      Overrides overrides,
      Diagnostics diagnostics,
      BiConsumer<CheckedScenario, Supplier<CheckedScenario>> into) {
    int before = diagnostics.errorCount();
    Map<String, ConstantValue> settings = settings(head.outline(), overrides, diagnostics);
    if (diagnostics.errorCount() != before || missing(head.outline(), settings, diagnostics)) {
      return;
    }
    Values values =
        new Values(scenario.tables(), types.constants().values(), scenario.names().constants(), diagnostics);
    settings.forEach(values::set);
    List<Map<String, ConstantValue>> combinations = combinations(scenario, values, settings, diagnostics);
    for (Map<String, ConstantValue> combination : combinations) {
      Map<String, ConstantValue> all = new LinkedHashMap<>(settings);
      all.putAll(combination);
      String title = title(head.outline().title(), combination);
      ScenarioInstance instance = new InstanceBuilder(types, scenario, head, overrides, all, diagnostics).build(title);
      if (diagnostics.errorCount() != before) {
        return;
      }
      into.accept(
          instance, () -> new InstanceBuilder(types, scenario, head, overrides, all, new Diagnostics()).build(title));
    }
  }

  private static String title(String title, Map<String, ConstantValue> swept) {
    if (swept.isEmpty()) {
      return title;
    }
    List<String> values = new ArrayList<>();
    swept.forEach((name, value) -> values.add(name + "=" + Arithmetic.text(value)));
    return title + " [" + String.join(", ", values) + "]";
  }

  private static Map<String, ConstantValue> settings(
      ScenarioOutline outline, Overrides overrides, Diagnostics diagnostics) {
    Map<String, ConstantValue> settings = new LinkedHashMap<>();
    Map<String, String> texts = overrides.parameters();
    for (ConstantSymbol parameter : outline.parameters()) {
      String text = texts.get(parameter.name());
      if (text == null || parameter.type() == Type.ERROR) {
        continue;
      }
      ConstantValue value = ParameterText.parse(text, parameter.type());
      if (value == null) {
        diagnostics.add(
            Diagnostic.error(
                    Code.TYPE_MISMATCH,
                    parameter.span(),
                    "`" + text + "` is not " + Types.withArticle(parameter.type()))
                .label("given as `-p " + parameter.name() + "=" + text + "`"));
      } else {
        settings.put(parameter.name(), value);
      }
    }
    return settings;
  }

  private static boolean missing(
      ScenarioOutline outline, Map<String, ConstantValue> settings, Diagnostics diagnostics) {
    boolean any = false;
    for (ScenarioItem item : outline.node().items()) {
      if (item instanceof ScenarioItem.Param param && isOpen(outline, param, settings)) {
        any = true;
        String name = param.name().text();
        diagnostics.add(
            Diagnostic.error(Code.MISSING_PARAMETER, param.name().span(), "the parameter `" + name + "` has no value")
                .help("give it one: `-p " + name + "=…`, or a default: `param " + name + ": … = …`"));
      }
    }
    return any;
  }

  private static boolean isOpen(
      ScenarioOutline outline, ScenarioItem.Param param, Map<String, ConstantValue> settings) {
    boolean declared = param.value() == null && param.type() != null;
    return declared && !settings.containsKey(param.name().text()) && !isSwept(outline, param);
  }

  private static boolean isSwept(ScenarioOutline outline, ScenarioItem.Param param) {
    return outline.node().items().stream()
        .filter(ScenarioItem.Sweep.class::isInstance)
        .flatMap(item -> ((ScenarioItem.Sweep) item).axes().stream())
        .anyMatch(axis -> axis.name().text().equals(param.name().text()));
  }

  /** All combinations of swept values, the last name changing fastest; names that the caller set are not swept. */
  private static List<Map<String, ConstantValue>> combinations(
      ScenarioTypes scenario, Values values, Map<String, ConstantValue> settings, Diagnostics diagnostics) {
    List<Map<String, ConstantValue>> all = List.of(Map.of());
    for (ScenarioItem.Sweep.Axis axis : scenario.objects().axes()) {
      if (settings.containsKey(axis.name().text())) {
        continue;
      }
      List<ConstantValue> points = points(axis.values(), values, diagnostics);
      if (points.isEmpty()) {
        return List.of();
      }
      if ((long) all.size() * points.size() > MAX_INSTANCES) {
        diagnostics.add(
            Diagnostic.error(
                Code.TOO_MANY, axis.span(), "a scenario is run for at most " + MAX_INSTANCES + " combinations"));
        return List.of();
      }
      List<Map<String, ConstantValue>> next = new ArrayList<>();
      for (Map<String, ConstantValue> combination : all) {
        for (ConstantValue point : points) {
          Map<String, ConstantValue> extended = new LinkedHashMap<>(combination);
          extended.put(axis.name().text(), point);
          next.add(extended);
        }
      }
      all = next;
    }
    return all;
  }

  private static List<ConstantValue> points(Expr expr, Values values, Diagnostics diagnostics) {
    ConstantValue value = values.evaluate(expr);
    boolean elements = value instanceof ConstantValue.OfList || value instanceof ConstantValue.OfRange;
    if (value == null || !elements) {
      return List.of();
    }
    try {
      List<ConstantValue> points = Arithmetic.elements(value, MAX_INSTANCES, expr.span());
      if (points.isEmpty()) {
        diagnostics.add(Problems.outOfRange(expr.span(), "a sweep goes over at least one value"));
      }
      return points;
    } catch (NotKnown e) {
      if (e.problem() != null) {
        diagnostics.add(e.problem());
      }
      return List.of();
    }
  }
}
