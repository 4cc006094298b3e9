// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.ConsoleLine;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.Verdict;
import dev.nxs.compile.Image;
import dev.nxs.compile.Observed;
import dev.nxs.kernel.AttachedTable;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.Observation;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.log.LogLine;
import dev.nxs.log.TornLines;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of a plan at work on the lines of a log instead of a machine. What a log does not tell is undecided: the
 * hart or time of a line that has none, anything but lines, absence where the head or tail is cut.
 *
 * <p>The machine of the scenario is booted and never runs: it only holds the words of the monitors and evaluates the
 * conditions behind {@code where}.
 */
public final class LogJudge implements Watched {
  private static final int LINES_BEFORE = 6;

  /** Lines that are kept to find the nearest among: so many from the start, so many from the end. */
  private static final int KEPT = 2_000;

  private final Image image;
  private final List<String> phases;
  private final Machine machine;
  private final Judge judge;
  private final Dispatcher dispatcher;
  private final List<LogMonitor> monitors = new ArrayList<>();
  private final List<LogMonitor> particular = new ArrayList<>();
  private final List<ConsoleLine> head = new ArrayList<>();
  private final Deque<ConsoleLine> tail = new ArrayDeque<>();
  private Map<String, TornLines.Tear> torn = Map.of();
  private boolean tornFails;
  private boolean folded;
  private long nowNs;
  private long number;

  /**
   * Sets the monitors to work, at the start of a boot.
   *
   * @param phases the names of those that are meant, none for everything
   */
  public LogJudge(Image image, Plan plan, List<String> phases) {
    this.image = image;
    this.phases = List.copyOf(phases);
    machine = Machine.boot(image.config(plan.tables()));
    // Whatever asks a machine that never ran is undecided, and the answer goes nowhere.
    machine.observer((query, first, second) -> 0);
    judge = new Judge(plan, this);
    dispatcher = new Dispatcher(judge);
    for (Monitor monitor : plan.monitors()) {
      LogMonitor one = new LogMonitor(monitor, plan.phaseOf(monitor));
      monitors.add(one);
      if (one.needsMoreThanText()) {
        particular.add(one);
      }
    }
    judge.start();
  }

  /** The next line. */
  public void line(LogLine line) {
    number = line.number();
    if (line.timeNs() > nowNs) {
      passTime(line.timeNs());
    }
    for (LogMonitor monitor : particular) {
      monitor.see(line);
    }
    if (!line.complete()) {
      monitors.stream().filter(one -> judge.isOpen(one.monitor())).forEach(one -> one.seeUnended(line));
    }
    int pid = line.source() == null ? 0 : Math.max(0, image.taskNames().indexOf(line.source()));
    keep(new ConsoleLine(nowNs, number, line.hart(), pid, line.source() == null ? "" : line.source(), line.body()));
    dispatcher.line(EventKind.MARKER, nowNs, number, line.hart(), pid, line.body());
    judge.closeEnded();
  }

  /** Deadlines are met or missed before the first line behind them. */
  private void passTime(long ns) {
    while (judge.soonestDeadlineNs() < ns && judge.nextDeadlineNs() < ns) {
      nowNs = Math.max(nowNs, judge.nextDeadlineNs());
      judge.due();
    }
    nowNs = ns;
  }

  private void keep(ConsoleLine line) {
    if (head.size() < KEPT) {
      head.add(line);
    } else {
      tail.addLast(line);
      if (tail.size() > KEPT) {
        tail.removeFirst();
      }
    }
  }

  /**
   * Tells which texts were torn apart.
   *
   * @param fails whether what they would decide has failed; it is undecided otherwise
   */
  public void torn(Map<String, TornLines.Tear> tears, boolean fails) {
    torn = Map.copyOf(tears);
    tornFails = fails;
  }

  /** Tells whether the log sums groups up, so that their lines are not in it. */
  public void folded(boolean is) {
    folded = is;
  }

  /** The torn text that would decide an expectation, null where none would. */
  private @Nullable String tornText(LogMonitor one, Judgement judgement) {
    if (torn.isEmpty() || (judgement == Judgement.PASSED && one.isPresence())) {
      return null;
    }
    for (EventMatcher event : one.monitor().named()) {
      if (event.text() instanceof TextMatcher.Exact exact && torn.containsKey(exact.text())) {
        return exact.text();
      }
    }
    return null;
  }

  private ExpectationResult torn(String title, Monitor monitor, String text, String name) {
    Expectation item = monitor.source();
    TornLines.Tear tear = torn.getOrDefault(text, new TornLines.Tear(0, 0));
    String label = "a torn line would decide it";
    String message = "`" + title + "` " + (tornFails ? "failed" : "is undecided");
    Diagnostic.Builder diagnostic =
        tornFails
            ? Diagnostic.error(Code.EXPECTATION_FAILED, item.form().span(), message)
            : Diagnostic.warning(Code.EXPECTATION_UNDECIDED, item.form().span(), message);
    String place = name + ":" + tear.first() + (tear.last() == tear.first() ? "" : " and " + tear.last());
    diagnostic.label(label).note("pieces of \"" + text + "\" stand in " + place);
    diagnostic.help("`--torn accept` takes them for the line");
    boolean hoped = item.xfail() == null;
    Verdict verdict = !tornFails ? Verdict.UNDECIDED : hoped ? Verdict.FAILED : Verdict.EXPECTED_FAILURE;
    Failure failure = failure(diagnostic.build(), new Position(nowNs, tear.last()));
    return new ExpectationResult(title, item.span(), verdict, label, failure);
  }

  /** Whether an expectation failed already, whatever comes. */
  public boolean hasFailed() {
    if (phases.isEmpty()) {
      return judge.failed();
    }
    for (Monitor monitor : judge.plan().monitors()) {
      boolean failed = judge.judgement(monitor) == Judgement.FAILED && judge.plan().stopsAtFailure(monitor);
      if (failed && isWanted(monitor)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing that comes can change a verdict. */
  public boolean isDecided() {
    for (Monitor monitor : judge.plan().monitors()) {
      if (judge.isOpen(monitor) && isWanted(monitor)) {
        return false;
      }
    }
    return true;
  }

  private boolean isWanted(@Nullable Monitor monitor) {
    if (phases.isEmpty()) {
      return true;
    }
    Phase phase = monitor == null ? null : judge.plan().phaseOf(monitor);
    return phase != null && phases.contains(phase.name());
  }

  /** The first phase of the file that failed, null for none. */
  public @Nullable String firstFailedPhase() {
    Phase first = judge.firstFailed();
    return first == null ? null : first.name();
  }

  /**
   * The results of all expectations, in file order; asked once, at the end of the log.
   *
   * @param headCut whether lines may be missing at the start
   * @param tailCut whether lines may be missing at the end
   * @param name of the log
   */
  public List<ExpectationResult> results(boolean headCut, boolean tailCut, String name) {
    judge.end(tailCut ? Ending.STOPPED : Ending.QUIESCENT);
    List<ExpectationResult> results = new ArrayList<>();
    Map<Monitor, LogMonitor> byMonitor = new HashMap<>();
    monitors.forEach(one -> byMonitor.put(one.monitor(), one));
    judge.doubt(
        monitor -> {
          LogMonitor one = byMonitor.get(monitor);
          return !(monitor instanceof Phase) && one != null && !whyUnknown(one, headCut).isEmpty();
        });
    for (Listed item : Listed.of(image.expectations(), judge.plan())) {
      LogMonitor found = byMonitor.get(item.monitor());
      if (isWanted(item.monitor())) {
        results.add(
            found == null
                ? new ExpectationResult(
                    item.text(), item.item().span(), Verdict.SKIPPED, "its `if` does not hold", null)
                : result(item.text(), found, headCut, name));
      }
    }
    return results;
  }

  /** Why the log cannot tell what a monitor came to; empty where it can. */
  private String whyUnknown(LogMonitor one, boolean headCut) {
    Judgement judgement = judge.judgement(one.monitor());
    boolean byLine = judge.word(one.monitor(), Columns.TEXT) > 0;
    String why = one.unknown(judgement, headCut, byLine);
    return why.isEmpty() && folded && judgement == Judgement.FAILED && !byLine
        ? "the log is folded: it sums groups up, and their lines are not in it by design"
        : why;
  }

  /** Why it cannot be known that a phase passed: one of its items may have failed. */
  private String doubtOf(Phase phase, boolean headCut) {
    for (LogMonitor one : monitors) {
      boolean fails = judge.judgement(one.monitor()) == Judgement.FAILED && one.monitor().source().xfail() == null;
      if (one.monitor() != phase && fails && judge.plan().phaseOf(one.monitor()) == phase) {
        return whyUnknown(one, headCut);
      }
    }
    return "";
  }

  private ExpectationResult result(String title, LogMonitor one, boolean headCut, String name) {
    Monitor monitor = one.monitor();
    Expectation item = monitor.source();
    if (judge.failedByItem(monitor)) {
      return new ExpectationResult(title, item.span(), Explainer.verdict(judge, monitor), judge.detail(monitor), null);
    }
    Judgement judgement = judge.judgement(monitor);
    String tornText = tornText(one, judgement);
    if (tornText != null) {
      return torn(title, monitor, tornText, name);
    }
    String why = whyUnknown(one, headCut);
    if (why.isEmpty() && monitor instanceof Phase phase && judgement == Judgement.PASSED) {
      why = doubtOf(phase, headCut);
    }
    if (!why.isEmpty()) {
      String prefix = prefixMissing(monitor.named());
      why += prefix.isEmpty() ? "" : "; " + prefix;
      Diagnostic diagnostic =
          Diagnostic.warning(Code.EXPECTATION_UNDECIDED, item.form().span(), "`" + title + "` is undecided")
              .label(why)
              .build();
      return new ExpectationResult(title, item.span(), Verdict.UNDECIDED, why, failure(diagnostic, monitor));
    }
    Verdict verdict = Explainer.verdict(judge, monitor);
    boolean hoped = item.xfail() == null;
    return switch (judgement) {
      case PASSED -> {
        long line = judge.word(monitor, Columns.STEP);
        String detail = one.isPresence() && line > 0 ? "line " + line : "";
        yield hoped
            ? new ExpectationResult(title, item.span(), Verdict.PASSED, detail, null)
            : told(monitor, title, Verdict.FAILED, Code.UNEXPECTED_PASS, "was expected to fail and passed", name);
      }
      case FAILED ->
          told(monitor, title, verdict, Code.EXPECTATION_FAILED, "failed", name);
      case VACUOUS -> told(monitor, title, Verdict.VACUOUS, Code.EXPECTATION_VACUOUS, "is vacuous", name);
      case UNDECIDED -> told(monitor, title, Verdict.UNDECIDED, Code.EXPECTATION_UNDECIDED, "is undecided", name);
      case OPEN -> throw new IllegalStateException("an expectation is open after the end: row=" + monitor.row());
    };
  }

  private ExpectationResult told(
      Monitor monitor, String title, Verdict verdict, Code code, String what, String name) {
    Expectation item = monitor.source();
    if (code == Code.UNEXPECTED_PASS) {
      Diagnostic diagnostic =
          Diagnostic.error(code, item.span(), "`" + title + "` " + what).help("remove the `xfail`").build();
      return new ExpectationResult(title, item.span(), verdict, "", failure(diagnostic, monitor));
    }
    Explanation explanation = judge.explain(monitor);
    PartValues values = new PartValues(image, this);
    String message = "`" + title + "` " + what;
    Diagnostic.Builder diagnostic =
        verdict == Verdict.FAILED || verdict == Verdict.EXPECTED_FAILURE
            ? Diagnostic.error(code, explanation.span(), message)
            : Diagnostic.warning(code, explanation.span(), message);
    diagnostic.label(explanation.label());
    long text = judge.word(monitor, Columns.TEXT);
    if (judge.judgement(monitor) == Judgement.FAILED && text > 0) {
      diagnostic.note(
          "the line that decided: " + name + ":" + judge.word(monitor, Columns.STEP) + ": \""
              + machine.pool().text(text - 1) + "\"");
      values.decided(monitor, machine.pool().text(text - 1)).forEach(diagnostic::note);
    }
    explanation.notes().forEach(diagnostic::note);
    Set<String> near = new LinkedHashSet<>();
    List<ConsoleLine> kept = new ArrayList<>(head);
    kept.addAll(tail);
    for (EventMatcher event : explanation.sought()) {
      near.addAll(Nearest.notes(event, kept));
      near.addAll(values.missed(event, kept));
    }
    near.forEach(diagnostic::note);
    String prefix = prefixMissing(explanation.sought());
    if (!prefix.isEmpty()) {
      diagnostic.help(prefix);
    }
    return new ExpectationResult(title, item.span(), verdict, "", failure(diagnostic.build(), monitor));
  }

  /** What to do where a line came with something in front of it that no rule takes off; empty where none did. */
  private String prefixMissing(List<EventMatcher> sought) {
    List<ConsoleLine> kept = new ArrayList<>(head);
    kept.addAll(tail);
    for (EventMatcher event : sought) {
      ConsoleLine line = Nearest.behindSomething(event, kept);
      if (line != null && event.text() instanceof TextMatcher.Exact exact) {
        String front = line.text().substring(0, line.text().length() - exact.text().length());
        return "line " + line.step() + " has it behind \"" + front + "\": a `prefix` rule in `log` takes that off";
      }
    }
    return "";
  }

  private Failure failure(Diagnostic diagnostic, Monitor monitor) {
    return failure(diagnostic, new Position(judge.word(monitor, Columns.AT), judge.word(monitor, Columns.STEP)));
  }

  private Failure failure(Diagnostic diagnostic, Position position) {
    List<ConsoleLine> before = new ArrayList<>();
    for (List<ConsoleLine> part : List.of(head, List.copyOf(tail))) {
      for (ConsoleLine line : part) {
        if (line.step() <= position.step() && line.step() > position.step() - LINES_BEFORE) {
          before.add(line);
        }
      }
    }
    return new Failure(diagnostic, position, -1, null, before, null, "");
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long step() {
    return number;
  }

  @Override
  public AttachedTable table(int number) {
    return machine.attachment(number);
  }

  @Override
  public Answer observe(Observed observed, long[] captures) {
    Observation found = machine.observe(observed.program(), captures);
    return new Answer(found.value(), found.fault(), found.site(), false);
  }

  @Override
  public boolean runs() {
    return false;
  }

  @Override
  public String quiet() {
    return "the log has nothing more";
  }

  @Override
  public void requestStop() {
    // Lines come one by one; whoever feeds them looks after each.
  }

  @Override
  public ValuePool pool() {
    return machine.pool();
  }

  @Override
  public Waits waits() {
    return Waits.NONE;
  }

  @Override
  public long readySinceNs(int pid) {
    return Column.NEVER;
  }
}
