// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.script;

import dev.nxs.CompiledFile;
import dev.nxs.ConsoleLine;
import dev.nxs.ConsoleListener;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.report.ConsoleFormat;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/** A text without errors, which can be run any number of times, each time with other bindings. Immutable. */
public final class NxsScript extends CompiledScript {
  private static final String HARTS = "harts";
  private static final String SEED = "seed";

  private final NxsScriptEngine engine;
  private final CompiledFile file;

  NxsScript(NxsScriptEngine engine, CompiledFile file) {
    this.engine = engine;
    this.file = file;
  }

  @Override
  public NxsScriptEngine getEngine() {
    return engine;
  }

  @Override
  public List<Report> eval(ScriptContext context) throws ScriptException {
    try {
      List<Report> reports = new ArrayList<>();
      Lines lines = new Lines(context.getWriter());
      for (Instance instance : file.instances(file.scenarios(), options(context).listener(lines))) {
        lines.format = ConsoleFormat.of(instance.taskNames());
        reports.add(instance.run());
        lines.flush();
      }
      return List.copyOf(reports);
    } catch (NxsException e) {
      throw NxsScriptEngine.refused(e);
    }
  }

  /** Writes lines as they happen; what cannot be written is told when the run is over. */
  private static final class Lines implements ConsoleListener {
    private final @Nullable Writer writer;
    private ConsoleFormat format = ConsoleFormat.of(List.of());
    private @Nullable IOException failure;

    Lines(@Nullable Writer writer) {
      this.writer = writer;
    }

    @Override
    public void line(ConsoleLine line) {
      if (writer == null || failure != null) {
        return;
      }
      try {
        writer.write(format.line(line) + "\n");
      } catch (IOException e) {
        failure = e;
      }
    }

    void flush() throws ScriptException {
      try {
        if (failure != null) {
          throw failure;
        }
        if (writer != null) {
          writer.flush();
        }
      } catch (IOException e) {
        throw new ScriptException(e);
      }
    }
  }

  private RunOptions options(ScriptContext context) throws ScriptException {
    Set<String> known = new HashSet<>();
    for (Scenario scenario : file.scenarios()) {
      known.addAll(scenario.parameters());
    }
    Map<String, Object> wanted = new TreeMap<>();
    Bindings global = context.getBindings(ScriptContext.GLOBAL_SCOPE);
    if (global != null) {
      global.forEach(
          (name, value) -> {
            if (known.contains(name) && value != null) {
              wanted.put(name, value);
            }
          });
    }
    Bindings own = context.getBindings(ScriptContext.ENGINE_SCOPE);
    for (Map.Entry<String, Object> binding : own.entrySet()) {
      String name = binding.getKey();
      if (name.indexOf('.') >= 0) {
        continue;
      }
      if (binding.getValue() == null) {
        throw new ScriptException("the parameter `" + name + "` is null");
      }
      wanted.put(name, binding.getValue());
    }
    RunOptions options = RunOptions.defaults();
    for (Map.Entry<String, Object> parameter : wanted.entrySet()) {
      options = with(options, known, parameter.getKey(), parameter.getValue());
    }
    return options;
  }

  private static RunOptions with(RunOptions options, Set<String> known, String name, Object value)
      throws ScriptException {
    boolean ofTheMachine = !known.contains(name) && (name.equals(HARTS) || name.equals(SEED));
    if (!ofTheMachine) {
      return options.with(name, text(name, value));
    }
    if (!(value instanceof Integer || value instanceof Long)) {
      throw new ScriptException("`" + name + "` is a whole number, not " + value.getClass().getName());
    }
    long number = ((Number) value).longValue();
    try {
      return name.equals(SEED) ? options.seed(number) : options.harts(Math.toIntExact(number));
    } catch (ArithmeticException e) {
      throw new ScriptException("`" + name + "` is too large: " + number);
    }
  }

  /** A value as it stands behind {@code -p name=}. */
  private static String text(String name, Object value) throws ScriptException {
    if (value instanceof Duration duration) {
      try {
        return duration.toNanos() + "ns";
      } catch (ArithmeticException e) {
        throw new ScriptException("the parameter `" + name + "` is too long: " + duration);
      }
    }
    boolean plain =
        value instanceof CharSequence || value instanceof Number || value instanceof Boolean || value instanceof Character;
    if (!plain) {
      throw new ScriptException(
          "the parameter `" + name + "` is a number, a bool, a duration or a text, not " + value.getClass().getName());
    }
    return value.toString();
  }
}
