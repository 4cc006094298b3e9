// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.compile.Query;
import dev.nxs.kernel.AttachedTable;
import dev.nxs.kernel.user.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The watchers of one plan at work on one thing watched. What it keeps itself follows from the words of the state and is
 * found again after {@link #restored}.
 */
public final class Judge {
  private static final long[] NOTHING = {};

  private final Plan plan;
  private final Watched watched;
  private final List<Watcher> watchers;
  private final AttachedTable[] tables;

  /** The table with a row for each watcher. */
  private final AttachedTable mine;

  /** Whether there are phases: without one, nobody's has to be looked up at every event. */
  private final boolean phased;

  /** Knows which watchers of states have to be asked; null where all are asked each time. */
  private @Nullable StateGuard guard;

  /** No deadline is earlier; {@link #deadlinesKnown} tells whether one is as early. */
  private long nextDeadlineNs = Column.NEVER;

  private boolean deadlinesKnown;
  private int failures;
  private boolean ending;
  private boolean acting;
  private boolean stopWanted;
  private Ending ended = Ending.STOPPED;
  private Predicate<Monitor> doubted = monitor -> false;

  public Judge(Plan plan, Watched watched) {
    this.plan = plan;
    this.watched = watched;
    this.watchers = plan.watchers();
    this.tables = new AttachedTable[plan.tables().size()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = watched.table(i);
    }
    this.mine = tables[Columns.TABLE];
    this.phased = !plan.phases().isEmpty();
  }

  public Plan plan() {
    return plan;
  }

  /** Leaves it to a guard which watchers of states are asked. */
  void guardedBy(StateGuard by) {
    guard = by;
  }

  /** Whether somebody has to be asked at the end of every instant. */
  public boolean asksAlways() {
    return guard == null ? plan.watchesStates() : guard.asksAlways();
  }

  /** Whether somebody has to be asked at the end of this instant. */
  public boolean asksNow() {
    return guard == null ? plan.watchesStates() : guard.isAsking();
  }

  /** Whether the states of this place of the run are judged already, while the machine ran. */
  public boolean isSettled() {
    return guard != null && guard.isSettled();
  }

  /** Something happened to a watcher. */
  void touch(Watcher watcher) {
    if (guard != null) {
      guard.touch(watcher);
    }
  }

  /** An event was counted for somebody who asks. */
  void touchCounts() {
    if (guard != null) {
      guard.counted();
    }
  }

  /** Sets the words up; to be called once after boot. */
  public void start() {
    nextDeadlineNs = Column.NEVER;
    deadlinesKnown = true;
    for (Watcher watcher : watchers) {
      set(watcher, Columns.DEADLINE, Column.NEVER);
      set(watcher, Columns.HART, -1);
      if (plan.gate(watcher) < 0) {
        watcher.start(this);
      }
    }
    plan.firstPhases().forEach(this::begin);
  }

  /** A phase begins, by the row of its start: its items are set to work. */
  void begin(int gate) {
    Watcher start = watchers.get(gate);
    set(start, Columns.PHASE, PhaseStart.RUNNING);
    for (Watcher watcher : watchers) {
      if (plan.gate(watcher) == gate && !(watcher instanceof Phase)) {
        watcher.start(this);
        touch(watcher);
      }
    }
  }

  /** The last instant of a phase is over: what is open in it is decided. */
  void close(Phase phase) {
    for (Monitor monitor : plan.monitors()) {
      if (plan.gate(monitor) == phase.gate() && monitor != phase && isOpen(monitor)) {
        decideAtEnd(monitor, Ending.PHASE);
      }
    }
    set(watchers.get(phase.gate()), Columns.PHASE, PhaseStart.OVER);
    decide(phase, Judgement.PASSED);
  }

  /** Closes the phases of which the last event was seen, for what has no states that still could settle. */
  void closeEnded() {
    for (Phase phase : plan.phases()) {
      if (mine.get(phase.gate(), Columns.PHASE) == PhaseStart.ENDING) {
        close(phase);
      }
    }
  }

  private void decideAtEnd(Monitor monitor, Ending ending) {
    Judgement judgement = monitor.end(this, ending);
    if (judgement == Judgement.OPEN) {
      throw new IllegalStateException("an expectation is open after the end: row=" + monitor.row());
    }
    if (!isOpen(monitor)) {
      return;
    }
    set(monitor, Columns.AT, watched.nowNs());
    set(monitor, Columns.STEP, watched.step());
    set(monitor, Columns.VERDICT, judgement.ordinal());
    deadlinesKnown = false;
    if (ending == Ending.PHASE && judgement == Judgement.FAILED) {
      stop(monitor);
    }
  }

  /** Whether a watcher is open and sees what happens; an item of a phase does so only while that runs. */
  boolean seesEvents(Watcher watcher) {
    return isOpen(watcher) && standing(watcher) == PhaseStart.RUNNING;
  }

  boolean seesStates(Watcher watcher) {
    long standing = standing(watcher);
    return isOpen(watcher) && (standing == PhaseStart.RUNNING || standing == PhaseStart.ENDING);
  }

  /** Where the phase of a watcher stands; one without a phase is in one that always runs. */
  private long standing(Watcher watcher) {
    int gate = phased ? plan.gate(watcher) : -1;
    return gate < 0 ? PhaseStart.RUNNING : mine.get(gate, Columns.PHASE);
  }

  /** Whether an item belongs to a phase that never began. */
  boolean neverBegan(Monitor monitor) {
    return standing(monitor) == PhaseStart.WAITING && !(monitor instanceof Phase);
  }

  /** The words were replaced by others, such as those of a snapshot. */
  public void restored() {
    nextDeadlineNs = 0;
    deadlinesKnown = false;
    failures = 0;
    ending = false;
    acting = false;
    for (Watcher watcher : watchers) {
      if (judgement(watcher) == Judgement.FAILED && plan.stopsAtFailure(watcher)) {
        failures++;
      }
      ending |= watcher instanceof UntilWatcher until && until.isMet(this);
      acting |= watcher instanceof WhenWatcher when && when.pending(this) > 0;
    }
    if (guard != null) {
      guard.forget();
    }
  }

  /** The machine is settled: everything of this instant is done. */
  public void settled() {
    if (guard != null) {
      guard.settle();
      return;
    }
    for (Watcher watcher : plan.stateWatchers()) {
      if (seesStates(watcher)) {
        watcher.settled(this);
      }
    }
  }

  /** Everything of this instant is done; watchers whose deadline it is look again. */
  public void due() {
    if (nextDeadlineNs > watched.nowNs() || nextDeadlineNs() > watched.nowNs()) {
      return;
    }
    for (Watcher watcher : watchers) {
      if (isOpen(watcher) && word(watcher, Columns.DEADLINE) <= watched.nowNs()) {
        set(watcher, Columns.DEADLINE, Column.NEVER);
        watcher.due(this);
        touch(watcher);
      }
    }
    deadlinesKnown = false;
  }

  /**
   * An instant before which {@link #due} has nothing to decide; it may have nothing to decide then, either. Deadlines come
   * and go with many events, and looking for the first one among all each time would cost more than the events.
   */
  public long soonestDeadlineNs() {
    return nextDeadlineNs > watched.nowNs() ? nextDeadlineNs : nextDeadlineNs();
  }

  /** The next instant at which {@link #due} has something to decide, {@code Column.NEVER} for none. */
  public long nextDeadlineNs() {
    if (!deadlinesKnown) {
      nextDeadlineNs = Column.NEVER;
      for (Watcher watcher : watchers) {
        if (isOpen(watcher)) {
          nextDeadlineNs = Math.min(nextDeadlineNs, word(watcher, Columns.DEADLINE));
        }
      }
      deadlinesKnown = true;
    }
    return nextDeadlineNs;
  }

  /** Decides what is open. */
  public void end(Ending ending) {
    ended = ending;
    closeEnded();
    for (Monitor monitor : plan.monitors()) {
      if (isOpen(monitor) && neverBegan(monitor)) {
        set(monitor, Columns.AT, watched.nowNs());
        set(monitor, Columns.STEP, watched.step());
        decide(monitor, ending == Ending.STOPPED ? Judgement.UNDECIDED : Judgement.VACUOUS);
      } else if (isOpen(monitor)) {
        decideAtEnd(monitor, ending);
      }
    }
  }

  /** Whether an expectation failed that was not expected to, so that the run should stop. */
  public boolean failed() {
    return failures > 0;
  }

  /** How many expectations failed that were not expected to. */
  public int failures() {
    return failures;
  }

  /** Whether the condition of the run (or the caller's marker) has come. */
  public boolean ending() {
    return ending;
  }

  /**
   * Whether what ends the run has come.
   *
   * @param callers asks for the caller's marker rather than for the condition of the scenario
   */
  public boolean hasCome(boolean callers) {
    for (Watcher watcher : watchers) {
      if (watcher instanceof UntilWatcher until && until.isCallers() == callers && until.isMet(this)) {
        return true;
      }
    }
    return false;
  }

  /** The acts that are to happen now, each as often as its condition came; they are taken by asking. */
  public List<Integer> takeActs() {
    if (!acting) {
      return List.of();
    }
    acting = false;
    List<Integer> acts = new ArrayList<>();
    for (Watcher watcher : watchers) {
      if (watcher instanceof WhenWatcher when) {
        for (long i = when.take(this); i > 0; i--) {
          acts.add(when.act());
        }
      }
    }
    return acts;
  }

  /** How often the event of a {@code count(EVENT)} happened. */
  public long counted(int index) {
    return word(plan.counters().get(index), Columns.COUNT);
  }

  /** What the event of an act captured, see {@link Query#CAPTURED}. */
  long captured(int act, int index) {
    for (Watcher watcher : watchers) {
      if (watcher instanceof WhenWatcher when && when.act() == act) {
        return when.captured(this, index);
      }
    }
    throw new IllegalArgumentException("no such act waits for an event: act=" + act);
  }

  /** How what a monitor watched ended; for explanations alone. */
  Ending ended(Monitor monitor) {
    return standing(monitor) == PhaseStart.OVER ? Ending.PHASE : ended;
  }

  /** When what a monitor watched ended. */
  long endedNs(Monitor monitor) {
    int gate = plan.gate(monitor);
    return standing(monitor) == PhaseStart.OVER
        ? mine.get(gate, Columns.SINCE)
        : watched.nowNs();
  }

  /** Why a monitor came to what it did. */
  Explanation explain(Monitor monitor) {
    Phase phase = plan.phaseOf(monitor);
    if (phase == null || phase == monitor) {
      return monitor.explain(this);
    }
    if (neverBegan(monitor)) {
      return new Explanation(monitor.source().form().span(), "the phase `" + phase.name() + "` never began");
    }
    Explanation explanation = monitor.explain(this);
    return judgement(monitor) == Judgement.FAILED
        ? explanation.note("in the phase `" + phase.name() + "`" + (phase == firstFailed() ? ", the first that failed" : ""))
        : explanation;
  }

  /** Says of which monitors it cannot be known that they failed, so that nothing follows from it. */
  void doubt(Predicate<Monitor> which) {
    doubted = which;
  }

  /** Whether a phase failed, by itself or by one of its items. */
  boolean hasFailed(Phase phase) {
    for (Monitor monitor : plan.monitors()) {
      boolean its = plan.gate(monitor) == phase.gate() && !doubted.test(monitor);
      if (its && judgement(monitor) == Judgement.FAILED && (monitor == phase || monitor.source().xfail() == null)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a phase that failed by one of its items, whatever became of its edges. */
  boolean failedByItem(Monitor monitor) {
    return monitor instanceof Phase phase && judgement(phase) != Judgement.FAILED && hasFailed(phase);
  }

  /** What a monitor came to, beyond the verdict; empty where there is nothing to add. */
  String detail(Monitor monitor) {
    if (monitor instanceof Phase phase && hasFailed(phase)) {
      return phase == firstFailed() ? "the first phase that failed" : "";
    }
    return monitor.detail(this);
  }

  /** The first phase of the file that failed, null for none. */
  @Nullable Phase firstFailed() {
    for (Phase phase : plan.phases()) {
      if (hasFailed(phase)) {
        return phase;
      }
    }
    return null;
  }

  /** What a watcher has come to. */
  Judgement judgement(Watcher watcher) {
    return Judgement.of(word(watcher, Columns.VERDICT));
  }

  boolean isOpen(Watcher watcher) {
    return word(watcher, Columns.VERDICT) == 0;
  }

  Watched watched() {
    return watched;
  }

  long nowNs() {
    return watched.nowNs();
  }

  long word(Watcher watcher, int column) {
    return mine.get(watcher.row(), column);
  }

  void set(Watcher watcher, int column, long value) {
    mine.set(watcher.row(), column, value);
  }

  /** A word of one of the tables that {@link Plan#tables()} asks for. */
  long word(int table, int row, int column) {
    return tables[table].get(row, column);
  }

  void setWord(int table, int row, int column, long value) {
    tables[table].set(row, column, value);
  }

  void count(Watcher watcher, int column) {
    set(watcher, column, word(watcher, column) + 1);
  }

  /** Asks to be called at an instant, once everything of it is done; {@code Column.NEVER} takes that back. */
  void setDeadline(Watcher watcher, long ns) {
    replaceDeadline(watcher, ns);
    if (ns < nextDeadlineNs) {
      // The stretch that runs now may reach beyond it.
      nextDeadlineNs = ns;
      deadlinesKnown = true;
      requestStop();
    }
  }

  /** Only where the first deadline of all goes, another one has to be found. */
  private void replaceDeadline(Watcher watcher, long ns) {
    long before = word(watcher, Columns.DEADLINE);
    deadlinesKnown &= before == Column.NEVER || before > nextDeadlineNs;
    set(watcher, Columns.DEADLINE, ns);
  }

  /** The value of a condition; one that cannot be evaluated fails the watcher. */
  boolean holds(Watcher watcher, Observed state) {
    int known = guard == null ? -1 : guard.known(watcher, state);
    if (known >= 0) {
      return known > 0;
    }
    Watched.Answer answer = watched.observe(state, NOTHING);
    if (answer.faulted()) {
      fail(watcher);
      return false;
    }
    return answer.value() != 0;
  }

  void pass(Watcher watcher) {
    decide(watcher, Judgement.PASSED);
    set(watcher, Columns.AT, watched.nowNs());
    set(watcher, Columns.STEP, watched.step());
  }

  void pass(Watcher watcher, Occurrence event) {
    decide(watcher, Judgement.PASSED);
    witness(watcher, event);
  }

  void vacuous(Watcher watcher) {
    decide(watcher, Judgement.VACUOUS);
    set(watcher, Columns.AT, watched.nowNs());
    set(watcher, Columns.STEP, watched.step());
  }

  /** Fails at this instant, by what did not happen or what holds. */
  void fail(Watcher watcher) {
    decide(watcher, Judgement.FAILED);
    set(watcher, Columns.AT, watched.nowNs());
    set(watcher, Columns.STEP, watched.step());
    stop(watcher);
  }

  /** Fails by an event. */
  void fail(Watcher watcher, Occurrence event) {
    decide(watcher, Judgement.FAILED);
    witness(watcher, event);
    stop(watcher);
  }

  /** Keeps an event for the explanation. */
  void witness(Watcher watcher, Occurrence event) {
    set(watcher, Columns.AT, event.timeNs);
    set(watcher, Columns.STEP, event.step);
    set(watcher, Columns.HART, event.hart);
    set(watcher, Columns.PID, event.pid);
    set(watcher, Columns.TEXT, event.text == null ? 0 : watched.pool().intern(event.text) + 1L);
  }

  /** The condition of the run has come. */
  void requestEnd() {
    ending = true;
    requestStop();
  }

  /** An act is to happen now. */
  void requestAct() {
    acting = true;
    requestStop();
  }

  private void requestStop() {
    stopWanted = true;
    watched.requestStop();
  }

  /** Whether the run that is under way was asked to come back since {@link #forgetStop}. */
  boolean wantsStop() {
    return stopWanted;
  }

  void forgetStop() {
    stopWanted = false;
  }

  private void decide(Watcher watcher, Judgement judgement) {
    set(watcher, Columns.VERDICT, judgement.ordinal());
    replaceDeadline(watcher, Column.NEVER);
  }

  private void stop(Watcher watcher) {
    if (plan.stopsAtFailure(watcher)) {
      failures++;
      requestStop();
    }
  }
}
