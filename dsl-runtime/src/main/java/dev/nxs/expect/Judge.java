// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.user.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The watchers of one plan at work on one thing watched. What it keeps itself follows from the words of the state and is
 * found again after {@link #restored}.
 */
public final class Judge {
  private static final long[] NOTHING = {};

  private final Plan plan;
  private final Watched watched;
  private final List<Watcher> watchers;
  private long nextDeadlineNs = Column.NEVER;
  private boolean deadlinesKnown;
  private int failures;
  private boolean ending;
  private boolean acting;
  private Ending ended = Ending.STOPPED;

  public Judge(Plan plan, Watched watched) {
    this.plan = plan;
    this.watched = watched;
    this.watchers = plan.watchers();
  }

  public Plan plan() {
    return plan;
  }

  /** Sets the words up; to be called once after boot. */
  public void start() {
    for (Watcher watcher : watchers) {
      set(watcher, Columns.DEADLINE, Column.NEVER);
      set(watcher, Columns.HART, -1);
      watcher.start(this);
    }
    deadlinesKnown = false;
  }

  /** The words were replaced by others, such as those of a snapshot. */
  public void restored() {
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
  }

  /** The machine is settled: everything of this instant is done. */
  public void settled() {
    for (Watcher watcher : plan.stateWatchers()) {
      if (isOpen(watcher)) {
        watcher.settled(this);
      }
    }
  }

  /** Everything of this instant is done; watchers whose deadline it is look again. */
  public void due() {
    if (nextDeadlineNs() > watched.nowNs()) {
      return;
    }
    for (Watcher watcher : watchers) {
      if (isOpen(watcher) && word(watcher, Columns.DEADLINE) <= watched.nowNs()) {
        set(watcher, Columns.DEADLINE, Column.NEVER);
        watcher.due(this);
      }
    }
    deadlinesKnown = false;
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
    for (Monitor monitor : plan.monitors()) {
      if (isOpen(monitor)) {
        Judgement judgement = monitor.end(this, ending);
        if (judgement == Judgement.OPEN) {
          throw new IllegalStateException("an expectation is open after the end: row=" + monitor.row());
        }
        if (isOpen(monitor)) {
          set(monitor, Columns.AT, watched.nowNs());
          set(monitor, Columns.STEP, watched.step());
          set(monitor, Columns.VERDICT, judgement.ordinal());
        }
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

  /** How it ended; for explanations alone. */
  Ending ended() {
    return ended;
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
    return watched.word(Columns.TABLE, watcher.row(), column);
  }

  void set(Watcher watcher, int column, long value) {
    watched.setWord(Columns.TABLE, watcher.row(), column, value);
  }

  void count(Watcher watcher, int column) {
    set(watcher, column, word(watcher, column) + 1);
  }

  /** Asks to be called at an instant, once everything of it is done; {@code Column.NEVER} takes that back. */
  void setDeadline(Watcher watcher, long ns) {
    set(watcher, Columns.DEADLINE, ns);
    if (ns < nextDeadlineNs) {
      // The stretch that runs now may reach beyond it.
      nextDeadlineNs = ns;
      watched.requestStop();
    } else {
      deadlinesKnown = false;
    }
  }

  /** The value of a condition; one that cannot be evaluated fails the watcher. */
  boolean holds(Watcher watcher, Observed state) {
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
    watched.requestStop();
  }

  /** An act is to happen now. */
  void requestAct() {
    acting = true;
    watched.requestStop();
  }

  private void decide(Watcher watcher, Judgement judgement) {
    set(watcher, Columns.VERDICT, judgement.ordinal());
    set(watcher, Columns.DEADLINE, Column.NEVER);
    deadlinesKnown = false;
  }

  private void stop(Watcher watcher) {
    if (plan.stopsAtFailure(watcher)) {
      failures++;
      watched.requestStop();
    }
  }
}
