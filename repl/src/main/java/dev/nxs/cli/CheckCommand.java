// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.EngineOptions;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.LogCheck;
import dev.nxs.NxsException;
import dev.nxs.Scenario;
import dev.nxs.SourceLoader;
import dev.nxs.Verdict;
import dev.nxs.report.FailureText;
import dev.nxs.report.LogCheckJson;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code nxs check}: judges expectations over a captured log. What came of each stands on a line; what failed is explained
 * below, and the last line sums up.
 */
final class CheckCommand {
  private final Arguments arguments;
  private final Surroundings surroundings;
  private final Renderer renderer;
  private final String log;
  private final SourceFinder.Found file;
  private final boolean json;

  /**
   * Reads the command line.
   *
   * @throws UsageException if it makes no sense
   */
  CheckCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    this.arguments = arguments;
    this.surroundings = surroundings;
    renderer = Coloring.of(arguments, surroundings) ? Renderer.colored() : Renderer.plain();
    if (arguments.operands().size() != 1) {
      throw UsageException.badUsage("`nxs check` needs one file, as in `nxs check boot.nxs --log uart.log`");
    }
    List<SourceFinder.Found> files = SourceFinder.find(arguments.operands(), arguments.text(Option.ROOT));
    if (files.size() != 1) {
      throw UsageException.badUsage("`" + arguments.operands().get(0) + "` holds several files, and `nxs check` needs one");
    }
    file = files.get(0);
    String named = arguments.text(Option.LOG);
    if (named == null) {
      throw UsageException.badUsage("`nxs check` needs a log: `--log FILE`, or `--log -` for the standard input");
    }
    log = named;
    json = Sinks.isJson(arguments);
  }

  Exit run() throws UsageException {
    try {
      LogCheck check = prepare();
      boolean follow = arguments.has(Option.FOLLOW);
      LogCheck.Options options =
          new LogCheck.Options(arguments.has(Option.FROM_RESET), arguments.has(Option.KILLED), follow, arguments.texts(Option.PHASE), torn());
      try (InputStream in = new InterruptibleStream(open(follow), surroundings.interrupted())) {
        Exit exit = print(check.judge(in, log, options));
        return surroundings.interrupted().getAsBoolean() ? Exit.INTERRUPTED : exit;
      }
    } catch (NxsException e) {
      surroundings.err().print(renderer.render(e.diagnostics()));
      return Exit.USAGE;
    } catch (IllegalArgumentException e) {
      throw UsageException.badUsage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw UsageException.badUsage("the log `" + log + "` cannot be read: " + Reason.of(e));
    }
  }

  private LogCheck.Torn torn() throws UsageException {
    String how = arguments.text(Option.TORN);
    for (LogCheck.Torn torn : LogCheck.Torn.values()) {
      if (how == null || torn.name().toLowerCase(Locale.ROOT).equals(how)) {
        return torn;
      }
    }
    throw UsageException.badUsage("`--torn` needs fail, hint or accept, not `" + how + "`");
  }

  private LogCheck prepare() throws UsageException {
    SourceLoader loader = SourceLoader.below(file.root());
    EngineOptions engine = EngineOptions.defaults().loader(loader);
    Source source = loader.load(file.path());
    List<String> sets = arguments.texts(Option.EXPECT);
    String title = arguments.text(Option.SCENARIO);
    if (title != null) {
      if (!sets.isEmpty()) {
        throw UsageException.badUsage("`--expect` and `--scenario` do not go together");
      }
      return LogCheck.ofScenario(source, engine, title, Settings.parameters(arguments.texts(Option.PARAMETER)));
    }
    CompiledFile compiled = Compiling.compile(file);
    if (!sets.isEmpty() || LogCheck.hasSets(compiled)) {
      if (!arguments.texts(Option.PARAMETER).isEmpty()) {
        throw UsageException.badUsage("`-p` sets a parameter of a scenario, and named sets have none; choose one with `--scenario`");
      }
      return LogCheck.ofSets(source, engine, sets);
    }
    List<Scenario> scenarios = compiled.scenarios();
    if (scenarios.size() != 1) {
      throw UsageException.badUsage(
          scenarios.isEmpty()
              ? "`" + file.path() + "` expects nothing"
              : "`" + file.path() + "` holds several scenarios and no named set, choose one with `--scenario`");
    }
    return LogCheck.ofScenario(
        source, engine, scenarios.get(0).title(), Settings.parameters(arguments.texts(Option.PARAMETER)));
  }

  private InputStream open(boolean follow) throws IOException, UsageException {
    if (log.equals("-")) {
      return surroundings.in();
    }
    Path path;
    try {
      path = Path.of(log);
    } catch (InvalidPathException e) {
      throw UsageException.badUsage("the log `" + log + "` cannot be read: " + Reason.of(e));
    }
    if (Files.isDirectory(path)) {
      throw UsageException.badUsage("the log `" + log + "` cannot be read: it is a folder");
    }
    // What is no plain file, such as a pipe, has an end that its writer gives it.
    boolean grows = follow && Files.isRegularFile(path);
    return grows ? new GrowingFile(path, surroundings.interrupted()) : Files.newInputStream(path);
  }

  private Exit print(LogCheck.Result result) throws IOException {
    if (json) {
      Exit worst = Exit.PASSED;
      for (ExpectationResult each : result.expectations()) {
        worst = worst.and(exit(each.verdict(), arguments.has(Option.STRICT)));
      }
      LogCheckJson.write(surroundings.out(), log, result, worst.code());
      return worst;
    }
    boolean quiet = arguments.has(Option.QUIET);
    boolean strict = arguments.has(Option.STRICT);
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    Exit exit = Exit.PASSED;
    for (ExpectationResult each : result.expectations()) {
      counts.merge(each.verdict(), 1, Integer::sum);
      Exit one = exit(each.verdict(), strict);
      exit = exit.and(one);
      if (!quiet || !one.equals(Exit.PASSED)) {
        surroundings.out().print(Outcome.line(each));
      }
      Failure failure = each.failure();
      boolean told = each.verdict() == Verdict.FAILED || one.equals(Exit.FAILED) || arguments.has(Option.VERBOSE);
      if (failure != null && told) {
        String text = new FailureText(renderer).writeOfLog(failure);
        surroundings.out().print("  " + text.stripTrailing().replace("\n", "\n  ") + "\n");
      }
    }
    surroundings.out().print(summary(result, counts));
    return exit;
  }

  private static Exit exit(Verdict verdict, boolean strict) {
    return switch (verdict) {
      case PASSED, SKIPPED, EXPECTED_FAILURE -> Exit.PASSED;
      case VACUOUS -> strict ? Exit.FAILED : Exit.PASSED;
      case UNDECIDED, STOPPED -> Exit.OPEN;
      case FAILED -> Exit.FAILED;
    };
  }

  private String summary(LogCheck.Result result, Map<Verdict, Integer> counts) {
    StringBuilder line = new StringBuilder("# ").append(Renderer.visible(log)).append(": ");
    line.append(counts.getOrDefault(Verdict.PASSED, 0)).append(" passed");
    counts.forEach(
        (verdict, count) -> {
          if (verdict != Verdict.PASSED) {
            line.append(", ").append(count).append(' ').append(verdict.text());
          }
        });
    if (result.firstFailedPhase() != null) {
      line.append(", first failed phase ").append(result.firstFailedPhase());
    }
    line.append("   ").append(result.lines()).append(" lines");
    if (result.boots() > 1) {
      line.append(", the last of ").append(result.boots()).append(" boots");
    }
    line.append(result.headCut() ? ", head cut" : "").append(result.tailCut() ? ", tail cut" : "");
    line.append(result.folded() > 0 ? ", folded" : "").append(result.torn() > 0 ? ", " + result.torn() + " torn" : "");
    return line.append('\n').toString();
  }
}
