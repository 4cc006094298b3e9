// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.ConsoleLine;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.Verdict;
import dev.nxs.compile.Image;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Fault;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells why the expectations of a finished run came to what they did: the place in the source, when and by whom it was
 * decided, what was seen instead, and the values on both sides.
 */
public final class Explainer {
  private static final int LINES_BEFORE = 6;

  private final Image image;
  private final WatchedMachine run;
  private final Judge judge;
  private final PartValues values;
  private final List<ConsoleLine> lines;
  private final Function<Position, String> replay;
  private final Runnable silence;

  /**
   * Explains a run.
   *
   * @param lines the marker lines that are known, oldest first
   * @param replay the command that goes to a position
   * @param silence called before the machine runs on; nothing that happens from there on belongs to the run
   */
  public Explainer(
      Image image,
      WatchedMachine run,
      List<ConsoleLine> lines,
      Function<Position, String> replay,
      Runnable silence) {
    this.image = image;
    this.run = run;
    this.judge = run.judge();
    this.values = new PartValues(image, run);
    this.lines = lines;
    this.replay = replay;
    this.silence = silence;
  }

  /** The results of all expectations, in file order. To be asked once: the machine runs on to see what comes late. */
  public List<ExpectationResult> results() {
    List<Told> told = new ArrayList<>();
    List<EventMatcher> late = new ArrayList<>();
    for (Monitor monitor : judge.plan().monitors()) {
      Told each = tell(monitor);
      told.add(each);
      if (each.late() != null) {
        late.add(each.late());
      }
    }
    Map<EventMatcher, String> coming = lookAhead(late);
    Map<Monitor, Told> byMonitor = new HashMap<>();
    told.forEach(each -> byMonitor.put(each.monitor(), each));
    List<ExpectationResult> results = new ArrayList<>();
    for (Listed item : Listed.of(image.expectations(), judge.plan())) {
      Told found = byMonitor.get(item.monitor());
      results.add(
          found == null
              ? new ExpectationResult(item.text(), item.item().span(), Verdict.SKIPPED, "its `if` does not hold", null)
              : result(item.text(), found, coming));
    }
    return results;
  }

  private Map<EventMatcher, String> lookAhead(List<EventMatcher> late) {
    if (late.isEmpty() || judge.plan().hasWhen()) {
      return Map.of();
    }
    silence.run();
    long lastNs = image.run().durationNs().orElse(image.limitNs());
    return LookAhead.of(run, late, lastNs);
  }

  /** What is told about an expectation, as far as it is known at the end of the run. */
  private record Told(
      Monitor monitor, Verdict verdict, Diagnostic.@Nullable Builder diagnostic, @Nullable EventMatcher late) {}

  private Told tell(Monitor monitor) {
    Expectation item = monitor.source();
    Verdict verdict = verdict(judge, monitor);
    // A phase that failed by its items says no more than they do.
    boolean byItem = verdict != Verdict.PASSED && judge.failedByItem(monitor);
    if (verdict == Verdict.PASSED || byItem) {
      return new Told(monitor, verdict, null, null);
    }
    if (verdict == Verdict.FAILED && item.xfail() != null) {
      return new Told(monitor, verdict, unexpected(item, judge.detail(monitor)), null);
    }
    Explanation explanation = judge.explain(monitor);
    EventMatcher late = verdict == Verdict.FAILED ? explanation.late() : null;
    return new Told(monitor, verdict, diagnostic(monitor, verdict, explanation), late);
  }

  /** What an expectation came to, with what was hoped for; items of a phase that is to fail may fail. */
  static Verdict verdict(Judge judge, Monitor monitor) {
    boolean hoped = monitor.source().xfail() == null;
    Phase phase = judge.plan().phaseOf(monitor);
    boolean spared = phase != null && phase.source().xfail() != null;
    Judgement judgement = judge.failedByItem(monitor) ? Judgement.FAILED : judge.judgement(monitor);
    return switch (judgement) {
      case PASSED -> hoped ? Verdict.PASSED : Verdict.FAILED;
      case FAILED -> hoped && !spared ? Verdict.FAILED : Verdict.EXPECTED_FAILURE;
      case VACUOUS -> Verdict.VACUOUS;
      case UNDECIDED -> Verdict.UNDECIDED;
      case OPEN -> throw new IllegalStateException("an expectation is open after the end: row=" + monitor.row());
    };
  }

  private ExpectationResult result(String text, Told told, Map<EventMatcher, String> coming) {
    Monitor monitor = told.monitor();
    Expectation item = monitor.source();
    String detail = judge.detail(monitor);
    Diagnostic.Builder diagnostic = told.diagnostic();
    if (diagnostic == null) {
      return new ExpectationResult(text, item.span(), told.verdict(), detail, null);
    }
    if (told.late() != null && coming.containsKey(told.late())) {
      diagnostic.note("it comes too late, at " + coming.get(told.late()));
    }
    return new ExpectationResult(text, item.span(), told.verdict(), detail, finish(monitor, diagnostic));
  }

  private static Diagnostic.Builder unexpected(Expectation item, String detail) {
    Span span = item.xfail() == null ? item.span() : item.xfail().span();
    return Diagnostic.error(Code.UNEXPECTED_PASS, span, quoted(item) + " was expected to fail and passed")
        .label(detail.isEmpty() ? "passed" : "passed, " + detail)
        .help("remove the `xfail`");
  }

  private static String quoted(Expectation item) {
    return item.name() == null ? "`" + Listed.title(item) + "`" : "\"" + Listed.title(item) + "\"";
  }

  private Diagnostic.Builder diagnostic(Monitor monitor, Verdict verdict, Explanation explanation) {
    String name = quoted(monitor.source());
    Diagnostic.Builder diagnostic =
        switch (verdict) {
          case VACUOUS ->
              Diagnostic.warning(Code.EXPECTATION_VACUOUS, explanation.span(), name + " is vacuous");
          case UNDECIDED ->
              Diagnostic.warning(Code.EXPECTATION_UNDECIDED, explanation.span(), name + " is undecided");
          default -> Diagnostic.error(Code.EXPECTATION_FAILED, explanation.span(), name + " failed");
        };
    diagnostic.label(explanation.label());
    decidedBy(monitor, diagnostic);
    explanation.notes().forEach(diagnostic::note);
    if (explanation.values() != null && verdict != Verdict.UNDECIDED) {
      values.of(explanation.values()).forEach(diagnostic::note);
    }
    Set<String> near = new LinkedHashSet<>();
    for (EventMatcher event : explanation.sought()) {
      near.addAll(Nearest.notes(event, lines));
      near.addAll(values.missed(event, lines));
    }
    near.forEach(diagnostic::note);
    return diagnostic;
  }

  /** The line that decided, where one did; when, where and by whom it was written is told with the position. */
  private void decidedBy(Monitor monitor, Diagnostic.Builder diagnostic) {
    long text = judge.word(monitor, Columns.TEXT);
    if (judge.judgement(monitor) != Judgement.FAILED || (judge.word(monitor, Columns.HART) < 0 && text == 0)) {
      return;
    }
    String line = text == 0 ? "" : run.pool().text(text - 1);
    if (text > 0) {
      diagnostic.note("the line that decided: \"" + line + "\"");
    }
    values.decided(monitor, line).forEach(diagnostic::note);
  }

  private Failure finish(Monitor monitor, Diagnostic.Builder diagnostic) {
    Position position = new Position(judge.word(monitor, Columns.AT), judge.word(monitor, Columns.STEP));
    int hart = (int) judge.word(monitor, Columns.HART);
    String task = hart < 0 ? null : task((int) judge.word(monitor, Columns.PID));
    return failure(diagnostic.build(), position, hart, task);
  }

  /** Adds to a diagnostic what every failure has. */
  public Failure failure(Diagnostic diagnostic, Position position, int hart, @Nullable String task) {
    return new Failure(diagnostic, position, hart, task, before(position), null, replay.apply(position));
  }

  private List<ConsoleLine> before(Position position) {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).step() > position.step()) {
      end--;
    }
    return lines.subList(Math.max(0, end - LINES_BEFORE), end);
  }

  private String task(int pid) {
    return image.taskNames().get(pid);
  }

  /** What a fault is called. */
  public static String words(Fault fault) {
    return switch (fault) {
      case DIVISION_BY_ZERO -> "a division by zero";
      case OVERFLOW -> "an overflow of 64 bits";
      case INDEX_OUT_OF_RANGE -> "an index out of range";
      case UNHANDLED_ERROR -> "a call that failed";
      case CHECK_FAILED -> "a check that did not hold";
      case LIVELOCK -> "too many steps without time passing";
      case LIMIT -> "a value that grew past a limit";
      case MUTEX_HELD -> "its end, with a mutex held";
    };
  }
}
