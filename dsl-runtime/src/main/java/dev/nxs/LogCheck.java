// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Image;
import dev.nxs.compile.Overrides;
import dev.nxs.compile.ScenarioOutline;
import dev.nxs.expect.LogJudge;
import dev.nxs.expect.Plan;
import dev.nxs.expect.PlanBuilder;
import dev.nxs.log.LineReader;
import dev.nxs.log.LogLine;
import dev.nxs.log.FoldedLine;
import dev.nxs.log.LogRules;
import dev.nxs.log.TornLines;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges the expectations of a file over a captured log (docs/logs.md). Immutable; each call of {@link #judge} reads one
 * log, in memory that does not grow with it.
 */
public final class LogCheck {
  /** The one instance of a scenario that holds nothing but named sets. */
  private static final String TITLE = "log";

  private static final int MOST_HARTS = 64;

  private final LogRules rules;
  private final Image image;
  private final Plan plan;

  private LogCheck(LogRules rules, Image image, Plan plan) {
    this.rules = rules;
    this.image = image;
    this.plan = plan;
  }

  /** What a line comes to that another writer tore apart. */
  public enum Torn {
    /** What it would decide has failed. */
    FAIL,
    /** What it would decide is undecided. */
    HINT,
    /** It counts as the line that it was. */
    ACCEPT
  }

  /**
   * How a log is read.
   *
   * @param fromReset whether its head is known to be complete
   * @param killed whether its tail may be cut although its last line has an end
   * @param stopEarly whether to stop reading at the first failure, or when all is decided
   * @param phases the names of the phases that are judged, none for everything; reading stops when they are decided
   * @param torn what becomes of an expectation that a torn line would decide
   */
  public record Options(boolean fromReset, boolean killed, boolean stopEarly, List<String> phases, Torn torn) {
    public Options {
      phases = List.copyOf(phases);
    }

    public Options(boolean fromReset, boolean killed, boolean stopEarly) {
      this(fromReset, killed, stopEarly, List.of());
    }

    public Options(boolean fromReset, boolean killed, boolean stopEarly, List<String> phases) {
      this(fromReset, killed, stopEarly, phases, Torn.FAIL);
    }
  }

  /**
   * What came of a log.
   *
   * @param lines how many were read
   * @param boots how often a boot began; the last one was judged
   * @param firstFailedPhase the first phase of the file that failed, null for none
   * @param folded lines that sum up a group, of which the markers are not in the log
   * @param torn texts that are looked for and were torn by another writer
   */
  public record Result(
      List<ExpectationResult> expectations, long lines, int boots, boolean headCut, boolean tailCut, long zeroBytes,
      @Nullable String firstFailedPhase, long folded, int torn) {
    public Result {
      expectations = List.copyOf(expectations);
    }
  }

  /**
   * Prepares the named sets of a file.
   *
   * @param sets the names of those that are meant, none for all
   * @throws NxsException if the file has errors
   * @throws IllegalArgumentException if there is no such set, or none at all, or nothing is expected in them
   */
  public static LogCheck ofSets(Source source, EngineOptions options, List<String> sets) {
    CompiledFile plain = Engine.create(options).compile(source);
    List<String> all = List.copyOf(checked(plain).expectSets().keySet());
    for (String name : sets) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException("there is no set of expectations `" + name + "`");
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("the file has no named set of expectations");
    }
    // A scenario of its own uses them, behind everything that the file holds, so that places stay as they are.
    StringBuilder text = new StringBuilder(source.text());
    text.append("\nscenario \"").append(title(plain)).append("\" (limit: 1000000s) {\n");
    text.append("  machine(harts: ").append(MOST_HARTS).append(")\n");
    (sets.isEmpty() ? all : sets).forEach(name -> text.append("  expect ").append(name).append('\n'));
    text.append("}\n");
    CompiledFile whole = Engine.create(options).compile(Source.of(source.name(), text.toString()));
    return of(whole, title(plain), Map.of());
  }

  /** Whether a file has named sets of expectations. */
  public static boolean hasSets(CompiledFile file) {
    return !file.hasErrors() && !checked(file).expectSets().isEmpty();
  }

  private static String title(CompiledFile file) {
    StringBuilder title = new StringBuilder(TITLE);
    while (file.scenarios().stream().anyMatch(s -> s.title().contentEquals(title))) {
      title.append('\'');
    }
    return title.toString();
  }

  /**
   * Prepares the expectations of a scenario.
   *
   * @param parameters as behind {@code -p}
   * @throws NxsException if the file has errors, or the parameters do not fit
   * @throws IllegalArgumentException if there is no such scenario, or it has several combinations of swept
   *     values, or if it expects nothing
   */
  public static LogCheck ofScenario(
      Source source, EngineOptions options, String title, Map<String, String> parameters) {
    return of(Engine.create(options).compile(source), title, parameters);
  }

  private static CheckedFile checked(CompiledFile file) {
    if (file instanceof FileOfScenarios known) {
      return known.checked();
    }
    throw new IllegalStateException("an engine compiles to files that it knows");
  }

  private static LogCheck of(CompiledFile file, String title, Map<String, String> parameters) {
    CheckedFile checked = checked(file);
    Diagnostics found = new Diagnostics();
    LogRules rules = LogRules.of(checked.logs(), found);
    ScenarioOutline outline = null;
    for (ScenarioOutline each : checked.scenarios()) {
      outline = each.title().equals(title) ? each : outline;
    }
    if (outline == null) {
      throw new IllegalArgumentException("there is no scenario `" + title + "`");
    }
    Overrides overrides = new Overrides(parameters, OptionalInt.empty(), OptionalLong.empty(), List.of(), List.of());
    List<CheckedScenario> instances = checked.instances(List.of(outline), overrides, found);
    if (!found.hasErrors() && instances.size() != 1) {
      throw new IllegalArgumentException(
          "the scenario `" + title + "` has " + instances.size() + " combinations of swept values; choose one with `-p`");
    }
    Image image = found.hasErrors() ? null : Image.of(instances.get(0), found);
    Plan plan = image == null ? null : PlanBuilder.build(image, null, found);
    if (image == null || plan == null || found.hasErrors()) {
      throw new NxsException(found.list());
    }
    if (image.expectations().isEmpty()) {
      throw new IllegalArgumentException("nothing is expected of the log, so nothing could fail");
    }
    return new LogCheck(rules, image, plan);
  }

  private static void judge(List<LogLine> lines, LogJudge judge) {
    lines.forEach(judge::line);
    lines.clear();
  }

  /**
   * Reads a log to its end and judges it. Where a banner comes again, a new boot begins, and what was before counts no more.
   * A stream that throws {@link InterruptedIOException} ends a log whose tail nobody has seen.
   *
   * @param name of the log, for messages
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if there is no phase of a name that is asked for
   */
  public Result judge(InputStream in, String name, Options options) throws IOException {
    for (String phase : options.phases()) {
      if (!plan.phaseNames().contains(phase)) {
        throw new IllegalArgumentException("there is no phase `" + phase + "`");
      }
    }
    LineReader reader = new LineReader(in, rules.isEscaped());
    List<LogLine> ready = new ArrayList<>();
    TornLines torn = new TornLines(plan.wantedTexts(), rules, options.torn() == Torn.ACCEPT);
    long folded = 0;
    LogJudge judge = new LogJudge(image, plan, options.phases());
    boolean headCut = !options.fromReset();
    boolean complete = true;
    long number = 0;
    int boots = 1;
    boolean stopped = false;
    while (!stopped) {
      String text;
      try {
        text = reader.read();
      } catch (InterruptedIOException e) {
        stopped = true;
        break;
      }
      if (text == null) {
        break;
      }
      number++;
      LogLine line = rules.line(number, text, reader.isComplete());
      if (rules.isBanner(line)) {
        if (number > 1) {
          boots++;
          torn.finish(ready);
          ready.clear();
          judge = new LogJudge(image, plan, options.phases());
          torn = new TornLines(plan.wantedTexts(), rules, options.torn() == Torn.ACCEPT);
          folded = 0;
        }
        headCut = false;
      }
      folded += FoldedLine.is(line.body()) ? 1 : 0;
      torn.feed(line, ready);
      judge(ready, judge);
      complete = reader.isComplete();
      stopped =
          (options.stopEarly() && judge.hasFailed())
              || ((options.stopEarly() || !options.phases().isEmpty()) && judge.isDecided());
    }
    torn.finish(ready);
    judge(ready, judge);
    if (options.torn() != Torn.ACCEPT) {
      judge.torn(torn.tears(), options.torn() == Torn.FAIL);
    }
    judge.folded(folded > 0);
    boolean tailCut = !complete || options.killed() || stopped;
    return new Result(
        judge.results(headCut, tailCut, name), number, boots, headCut, tailCut, reader.dropped(),
        judge.firstFailedPhase(), folded, torn.tears().size());
  }
}
