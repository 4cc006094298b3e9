// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.ConsoleLine;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.report.ConsoleFormat;
import dev.nxs.report.FtraceText;
import dev.nxs.report.KernelLog;
import dev.nxs.report.PerfettoTrace;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Suggest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code nxs export}: runs a scenario, and writes what happened in the form of another tool. */
final class ExportCommand {
  private static final Map<String, List<String>> STYLES =
      Map.of("log", List.of("kernel", "ts", "plain", "nxs"), "trace", List.of("perfetto", "ftrace"));

  private final Arguments arguments;
  private final Surroundings surroundings;

  ExportCommand(Arguments arguments, Surroundings surroundings) {
    this.arguments = arguments;
    this.surroundings = surroundings;
  }

  Exit run() throws UsageException {
    List<String> words = arguments.operands();
    List<String> styles = words.isEmpty() ? null : STYLES.get(words.get(0));
    if (styles == null) {
      throw UsageException.badUsage(
          "`nxs export` needs what to export, `log` or `trace`, as in `nxs export log boot.nxs`",
          words.isEmpty() ? null : Suggest.closest(words.get(0), List.of("log", "trace")));
    }
    if (words.size() != 2) {
      throw UsageException.badUsage("`nxs export " + words.get(0) + "` needs one file");
    }
    String named = arguments.text(Option.STYLE);
    String style = named == null ? styles.get(0) : named;
    if (!styles.contains(style)) {
      throw UsageException.badUsage(
          "a " + words.get(0) + " has the styles " + String.join(", ", styles) + ", not `" + style + "`",
          Suggest.closest(style, styles));
    }
    try {
      return export(OneRun.file(words.get(1), arguments), style);
    } catch (NxsException e) {
      surroundings.err().print(Renderer.plain().render(e.diagnostics()));
      return Exit.USAGE;
    } catch (IOException e) {
      throw UsageException.badUsage("the trace cannot be written: " + Reason.of(e));
    }
  }

  private Exit export(SourceFinder.Found file, String style) throws UsageException, IOException {
    RunOptions options = Settings.of(arguments, surroundings).all();
    return switch (style) {
      case "perfetto", "ftrace" -> {
        Instance instance = OneRun.of(file, arguments, options);
        if (style.equals("perfetto")) {
          try (PerfettoTrace trace = new PerfettoTrace(surroundings.out())) {
            yield exit(instance.run(trace));
          }
        }
        try (FtraceText trace = new FtraceText(surroundings.out())) {
          yield exit(instance.run(trace));
        }
      }
      default -> {
        ConsoleFormat format = ConsoleFormat.of(OneRun.of(file, arguments, options).taskNames());
        RunOptions listening = options.listener(line -> surroundings.out().print(text(line, style, format)));
        yield exit(OneRun.of(file, arguments, listening).run());
      }
    };
  }

  private static String text(ConsoleLine line, String style, ConsoleFormat format) {
    return switch (style) {
      case "kernel" -> KernelLog.line(line);
      case "ts" -> KernelLog.stamped(line);
      case "plain" -> Renderer.visible(line.text()) + "\n";
      default -> Renderer.visible(format.line(line)) + "\n";
    };
  }

  /** What was asked for is there, whatever the run came to; only a run that was stopped gave less. */
  private Exit exit(Report report) {
    if (surroundings.interrupted().getAsBoolean()) {
      return Exit.INTERRUPTED;
    }
    return report.end() != null && report.end().isAbnormal() ? Exit.STOPPED : Exit.PASSED;
  }
}
