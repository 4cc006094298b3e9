// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.ConsoleLine;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.Scenario;
import dev.nxs.report.ConsoleFormat;
import dev.nxs.report.PerfettoTrace;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Suggest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code nxs run}: runs one scenario, in each combination of its swept values, and prints its console lines as they
 * appear. What was found stands behind them on lines that begin with {@code #}, so that the two can be told apart;
 * explanations go to the stream of diagnostics.
 */
final class RunCommand {
  private static final int MOST_TITLES = 10;

  private final PrintStream out;
  private final PrintStream err;
  private final SourceFinder.Found file;
  private final @Nullable String title;
  private final Settings settings;
  private final Outcome.Style style;
  private final boolean quiet;
  private final boolean disassemble;
  private final @Nullable String trace;
  private final Pages pages;
  private final boolean live;
  private final BooleanSupplier interrupted;
  private ConsoleFormat format = ConsoleFormat.of(List.of());

  /**
   * Reads the command line.
   *
   * @throws UsageException if it makes no sense
   */
  RunCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    out = surroundings.out();
    err = surroundings.err();
    interrupted = surroundings.interrupted();
    if (arguments.operands().size() != 1) {
      throw UsageException.badUsage("`nxs run` needs one file, as in `nxs run examples/coalesce.nxs`");
    }
    List<SourceFinder.Found> files = SourceFinder.find(arguments.operands(), arguments.text(Option.ROOT));
    if (files.size() != 1) {
      throw UsageException.badUsage("`" + arguments.operands().get(0) + "` holds several files, and `nxs run` needs one");
    }
    file = files.get(0);
    title = arguments.text(Option.SCENARIO);
    settings = Settings.of(arguments, surroundings);
    boolean colored = Coloring.of(arguments, surroundings);
    Renderer renderer = colored ? Renderer.colored() : Renderer.plain();
    style = new Outcome.Style(renderer, arguments.has(Option.STRICT), arguments.has(Option.VERBOSE));
    disassemble = arguments.has(Option.DISASSEMBLE);
    trace = arguments.text(Option.TRACE);
    pages = Pages.of(arguments);
    if (trace != null && arguments.has(Option.REPORT)) {
      throw UsageException.badUsage("`--trace` and `--report` do not go together");
    }
    quiet = arguments.has(Option.QUIET);
    live = surroundings.colorful().getAsBoolean();
  }

  Exit run() throws UsageException {
    try {
      CompiledFile compiled = Compiling.compile(file);
      if (compiled.hasErrors()) {
        return refuse(compiled.diagnostics());
      }
      Scenario scenario = choose(file.path().toString(), compiled.scenarios(), title);
      List<Instance> instances = compiled.instances(List.of(scenario), settings.all().listener(this::print));
      if (!quiet) {
        err.print(style.renderer().render(compiled.diagnostics()));
      }
      if (trace != null && instances.size() > 1) {
        throw UsageException.badUsage("`--trace` takes one run, and this scenario has " + instances.size() + "; choose one with `-p`");
      }
      Exit exit = Exit.PASSED;
      for (Instance instance : instances) {
        exit = exit.and(run(instance, instances.size() > 1));
        if (interrupted.getAsBoolean()) {
          return Exit.INTERRUPTED;
        }
      }
      return exit;
    } catch (NxsException e) {
      return refuse(e.diagnostics());
    }
  }

  private Exit refuse(List<Diagnostic> diagnostics) {
    err.print(style.renderer().render(diagnostics));
    return Exit.USAGE;
  }

  /** The one scenario that is meant: that of a title, or the only one. */
  static Scenario choose(String path, List<Scenario> scenarios, @Nullable String title) throws UsageException {
    String name = "`" + path + "`";
    if (scenarios.isEmpty()) {
      throw UsageException.nothingMatched(name + " holds no scenario");
    }
    if (title == null) {
      if (scenarios.size() > 1) {
        throw UsageException.badUsage(
            name + " holds several scenarios, choose one with `--scenario`: " + titles(scenarios));
      }
      return scenarios.get(0);
    }
    List<String> titles = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      if (scenario.title().equals(title)) {
        return scenario;
      }
      titles.add(scenario.title());
    }
    String meant = Suggest.closest(title, titles);
    String missing = name + " has no scenario `" + title + "`";
    throw UsageException.nothingMatched(
        meant == null ? missing + ", it holds " + titles(scenarios) : missing + ", did you mean `" + meant + "`?");
  }

  private static String titles(List<Scenario> scenarios) {
    StringBuilder titles = new StringBuilder();
    for (Scenario scenario : scenarios.subList(0, Math.min(MOST_TITLES, scenarios.size()))) {
      titles.append(titles.isEmpty() ? "" : ", ").append('"').append(scenario.title()).append('"');
    }
    int more = scenarios.size() - MOST_TITLES;
    return titles + (more > 0 ? " and " + more + " more" : "");
  }

  private Report paged(Instance instance) throws UsageException {
    try {
      return pages.run(instance);
    } catch (UncheckedIOException e) {
      throw UsageException.badUsage("the page of `--report` cannot be written: " + Reason.of(e));
    }
  }

  /** Runs with a trace, which appears as a whole when the run is over. */
  private static Report traced(Instance instance, String file) throws UsageException {
    try (PerfettoTrace written = PerfettoTrace.into(Path.of(file))) {
      return instance.run(written);
    } catch (IOException | InvalidPathException e) {
      throw UsageException.badUsage("`--trace " + file + "` cannot be written: " + Reason.of(e));
    }
  }

  private Exit run(Instance instance, boolean oneOfSeveral) throws UsageException {
    if (oneOfSeveral && !quiet) {
      out.print("# " + Renderer.visible(instance.title()) + "\n");
    }
    if (disassemble) {
      instance.listing().lines().forEach(line -> out.print(Renderer.visible(line) + "\n"));
      return Exit.PASSED;
    }
    format = ConsoleFormat.of(instance.taskNames());
    Report report = trace == null ? paged(instance) : traced(instance, trace);
    Outcome outcome = style.of(report);
    if (!quiet) {
      report.expectations().forEach(e -> out.print("# " + Outcome.line(e)));
      if (style.verbose()) {
        report.audit().forEach(line -> out.print("# audit " + Renderer.visible(format.line(line)) + "\n"));
        PowerText.of(instance, report).lines().forEach(line -> out.print("# " + line + "\n"));
      }
      String figures = outcome.figures().isEmpty() ? "" : "   " + outcome.figures();
      out.print("# " + Renderer.visible(report.title()) + ": " + verdict(report) + figures + "\n");
    }
    out.flush();
    err.print(outcome.explanation());
    err.flush();
    return outcome.exit();
  }

  private static String verdict(Report report) {
    String reason = report.reason();
    return report.verdict().text() + (reason == null ? "" : " (" + Renderer.visible(reason) + ")");
  }

  private void print(ConsoleLine line) {
    out.print(Renderer.visible(format.line(line)) + "\n");
    if (live) {
      out.flush();
    }
  }
}
