// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that one looks at while it goes: it stops where one wants, goes back, and goes on in another way. The same place
 * of a run is the same state, word for word, whichever way it was reached.
 *
 * <p>Nothing that is asked changes the run. What is added or done ({@link #add}, {@link #act}, {@link #set}) makes another
 * run, equal up to here; {@link #source} is the file that does the same without a session.
 *
 * <p>A motion whose text does not fit the scenario throws an {@link NxsException} that says what is wrong, and the session
 * stays where it was. After a failure a session can go on: the failure is told once.
 *
 * <p>A session belongs to one thread at a time: a call from another while one is under way fails with an
 * {@link IllegalStateException} and changes nothing. {@link #requestStop} alone may be called from anywhere.
 */
public final class Session implements AutoCloseable {
  private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();
  private final Motions motions;
  private volatile boolean stopRequested;
  private boolean closed;

  Session(SessionText text) {
    motions =
        new Motions(
            this, text, () -> stopRequested || text.instance().options().interrupted().getAsBoolean());
  }

  /** Runs to the next breakpoint, failure or end. */
  public Stop run() {
    return move(() -> motions.forward(Column.NEVER, Long.MAX_VALUE, List.of()));
  }

  /**
   * Lets some virtual time pass, unless a breakpoint, a failure or the end comes first.
   *
   * @param ns 0 or more
   */
  public Stop runFor(long ns) {
    require(ns >= 0, "a run takes 0ns or longer: ns=" + ns);
    return move(() -> motions.forward(later(ns), Long.MAX_VALUE, List.of()));
  }

  /**
   * Runs to a place ahead, unless a breakpoint, a failure or the end comes first.
   *
   * @param place with {@code Long.MAX_VALUE} as its step: the end of its instant
   * @throws NxsException if the run has no such place: another event there, or none
   */
  public Stop runTo(Position place) {
    return move(() -> motions.runTo(place));
  }

  /** Runs until something happens or becomes true; a breakpoint, a failure or the end may come first. */
  public Stop runUntil(Condition condition) {
    return move(() -> motions.until(condition, Column.NEVER));
  }

  /**
   * Runs until something happens or becomes true, or as much virtual time has passed.
   *
   * @param timeoutNs 0 or more
   */
  public Stop runUntil(Condition condition, long timeoutNs) {
    require(timeoutNs >= 0, "a timeout is 0ns or longer: timeoutNs=" + timeoutNs);
    return move(() -> motions.until(condition, later(timeoutNs)));
  }

  /** Takes one event. */
  public Stop step() {
    return step(1);
  }

  /**
   * Takes some events, unless a breakpoint, a failure or the end comes first.
   *
   * @param events 1 or more
   */
  public Stop step(long events) {
    require(events >= 1, "a step is 1 event or more: events=" + events);
    return move(
        () -> motions.forward(Column.NEVER, saturated(motions.timeline().step(), events), List.of()));
  }

  /** Takes as many events as it needs for some that happen on a hart. */
  public Stop stepHart(int hart, long events) {
    return move(
        () -> {
          requireHart(hart);
          return motions.repeated(events, filter(-1L, (kind, on, pid, first, second) -> on == hart));
        });
  }

  /** Takes as many events as it needs for some of a task. */
  public Stop stepTask(String task, long events) {
    return move(
        () -> {
          int pid = motions.pid(task);
          return motions.repeated(events, filter(-1L, (kind, hart, by, first, second) -> by == pid));
        });
  }

  /** Runs to the next dispatch on a hart, or the one after some. */
  public Stop next(int hart, long dispatches) {
    return move(
        () -> {
          requireHart(hart);
          return motions.repeated(
              dispatches, filter(EventKind.DISPATCH.bit(), (kind, on, pid, first, second) -> on == hart));
        });
  }

  /** Runs until a task waits, is taken off its hart, or ends. */
  public Stop finish(String task) {
    long kinds =
        EventKind.BLOCK.bit() | EventKind.PREEMPT.bit() | EventKind.EXIT.bit() | EventKind.SLICE_END.bit();
    return move(
        () -> {
          int pid = motions.pid(task);
          return motions.repeated(
              1,
              filter(
                  kinds,
                  (kind, hart, by, first, second) ->
                      by == pid && (kind != EventKind.SLICE_END || second != 0)));
        });
  }

  /**
   * Goes some events back.
   *
   * @param events 1 or more; more than there are lead to the start
   */
  public Stop back(long events) {
    require(events >= 1, "back is 1 event or more: events=" + events);
    return move(() -> motions.back(events));
  }

  /** Goes back to the last place before here at which a breakpoint or watch was met, or to the start. */
  public Stop backRun() {
    return move(motions::backRun);
  }

  /** Goes back to the last place before here where something happened or became true. */
  public Stop backTo(Condition condition) {
    return move(() -> motions.backTo(condition));
  }

  /**
   * Goes to a place, forward or back, past all breakpoints.
   *
   * @param place with {@code Long.MAX_VALUE} as its step: the end of its instant
   * @throws NxsException if the run has no such place
   */
  public Stop goTo(Position place) {
    return move(() -> motions.goTo(place));
  }

  /**
   * Goes to an instant, past all breakpoints: everything of it has happened then.
   *
   * @param timeNs 0 or later
   * @throws NxsException if the run ends before
   */
  public Stop goTo(long timeNs) {
    require(timeNs >= 0, "an instant is 0ns or later: timeNs=" + timeNs);
    return goTo(new Position(timeNs, Long.MAX_VALUE));
  }

  /** Goes to boot. */
  public Stop goToStart() {
    return move(motions::toStart);
  }

  /** Goes to the end of the run, past all breakpoints and failures. */
  public Stop goToEnd() {
    return move(motions::toEnd);
  }

  /** Takes the last motion back, whatever it was; one that made another run, too. */
  public Stop undo() {
    return call(motions::undo);
  }

  /** The place with its whole state. */
  public Snapshot snapshot() {
    return call(motions::here);
  }

  /**
   * Goes to a place that was kept, in the run of then.
   *
   * @throws IllegalArgumentException if the snapshot is of another session
   */
  public Stop restore(Snapshot snapshot) {
    return move(() -> motions.restore(snapshot));
  }

  /**
   * The words in which two places differ, by name, with their values.
   *
   * @param most how many are told at most
   * @throws IllegalArgumentException if they are places of runs of different texts
   */
  public List<Machine.Difference> differences(Snapshot from, Snapshot to, int most) {
    require(from.timeline() == to.timeline(), "the snapshots are of runs of different texts");
    return call(() -> from.timeline().machine().differences(from.state(), to.state(), most));
  }

  /** Adds a declaration to the scenario, or beside it, and goes to this instant of the new run. */
  public Stop add(String declaration) {
    return move(() -> motions.add(declaration));
  }

  /**
   * Makes something happen now, as the acts of {@code at} do: {@code set_qos(idle, of: ui)}, {@code signal(ready)}. Where
   * everything of this instant has happened, it happens a nanosecond later; the session stands behind it then.
   */
  public Stop act(String statements) {
    return move(() -> motions.act(statements));
  }

  /** Sets a parameter of the scenario, or {@code harts} or {@code seed}, from boot on, and goes to this instant. */
  public Stop set(String parameter, String value) {
    return move(() -> motions.set(parameter, value));
  }

  /** Reads another text in place of the one that is run, and stands at its boot. */
  public Stop reload(Source source) {
    return move(() -> motions.reload(source));
  }

  /** The text that is run: the file, with all that was added. */
  public Source source() {
    return call(() -> motions.text().source());
  }

  /** The text that is run, with some more expectations: what a session becomes when it is written down. */
  public String textWith(List<String> expectations) {
    return call(() -> motions.text().with(expectations));
  }

  /** The title of the scenario that is run. */
  public String title() {
    return call(() -> motions.timeline().image().title());
  }

  /** Stops the session where something happens or becomes true, in both directions. */
  public Breakpoint breakOn(Condition condition) {
    return breakOn(condition, false, 0);
  }

  /**
   * Stops the session where something happens or becomes true.
   *
   * @param once whether it goes with its first stop
   * @param ignored how many hits are let pass, forward
   */
  public Breakpoint breakOn(Condition condition, boolean once, long ignored) {
    return call(
        () -> motions.breakpoints().add(Breakpoint.Kind.CONDITION, condition.text(), once, ignored));
  }

  /**
   * Stops the session at a place, in both directions. In another run, made later, that has no such place it stops nothing.
   *
   * @param place with {@code Long.MAX_VALUE} as its step: the end of its instant
   * @throws NxsException if the run has no such place
   */
  public Breakpoint breakAt(Position place) {
    return call(
        () -> {
          if (place.step() != Long.MAX_VALUE) {
            motions.requirePlace(place);
          }
          return motions.breakpoints().add(Breakpoint.Kind.POSITION, Positions.text(place), false, 0);
        });
  }

  /** Stops the session where the value of an expression changes, in both directions. */
  public Breakpoint watch(String expression) {
    return call(() -> motions.breakpoints().add(Breakpoint.Kind.WATCH, expression.strip(), false, 0));
  }

  /** All breakpoints and watches, by number. */
  public List<Breakpoint> breakpoints() {
    return call(() -> motions.breakpoints().list());
  }

  /** Takes a breakpoint or watch away. */
  public void delete(int number) {
    call(
        () -> {
          motions.breakpoints().delete(number);
          return this;
        });
  }

  /** Says whether a breakpoint or watch stops the session from now on. */
  public void enable(int number, boolean enabled) {
    call(
        () -> {
          motions.breakpoints().enable(number, enabled);
          return this;
        });
  }

  public Position position() {
    return call(() -> motions.timeline().position());
  }

  /** Whether everything of this instant has happened. */
  public boolean isSettled() {
    return call(() -> motions.timeline().isSettled());
  }

  /** How far the run has been. */
  public long furthestStep() {
    return call(() -> motions.timeline().furthestStep());
  }

  /** How many checkpoints are kept, to go back from. */
  public int checkpoints() {
    return call(() -> motions.timeline().checkpoints());
  }

  /** How the run ended, where the session is at its end or at a failure. */
  public java.util.Optional<End> end() {
    return call(() -> java.util.Optional.ofNullable(motions.timeline().end()));
  }

  /** The marker lines written so far, as far as they are kept. */
  public List<ConsoleLine> markers() {
    return call(() -> motions.timeline().record().markers());
  }

  /** Those of the marker lines so far that are an event: {@code marker r"…"}, with whatever narrows it. */
  public List<ConsoleLine> markersOf(Condition condition) {
    return call(() -> motions.questions().linesOf(condition));
  }

  /** The lines of the audit log written so far, as far as they are kept. */
  public List<ConsoleLine> audit() {
    return call(() -> motions.timeline().record().audit());
  }

  /** The value of an expression here. */
  public Value query(String expression) {
    return call(() -> motions.questions().value(expression));
  }

  /** Whether a condition holds here, with the values of its parts. */
  public Check check(String expression) {
    return call(() -> motions.questions().check(expression));
  }

  /** What the expectations have come to so far; what is open is undecided unless the run is over. */
  public Report report() {
    return call(() -> motions.timeline().report());
  }

  /** Why a task does what it does, or does nothing: the chain of causes, nearest first. */
  public List<String> why(String task) {
    return call(() -> new Why(motions.timeline()).task(motions.pid(task)));
  }

  /**
   * Why a timer is delivered when it is: the chain of causes, nearest first.
   *
   * @param timer its id, as it is shown by {@link Tables#timers}
   */
  public List<String> whyTimer(long timer) {
    return call(() -> new Why(motions.timeline()).timer(timer));
  }

  /** What there is to see of the machine here, as tables. */
  public Tables tables() {
    return call(() -> new Tables(motions.timeline()));
  }

  /**
   * What ran where, from an instant up to here.
   *
   * @param fromNs 0 or later, and not behind here
   */
  public Schedule schedule(long fromNs) {
    require(fromNs >= 0, "an instant is 0ns or later: fromNs=" + fromNs);
    return call(() -> Schedule.of(motions.timeline(), fromNs));
  }

  /** The tasks by pid; 0 is the kernel. */
  public List<String> taskNames() {
    return call(motions::names);
  }

  /** A hash of what the machine will do: equal for states that nobody can tell apart by what happens next. */
  public long stateHash() {
    return call(() -> motions.timeline().machine().stateHash());
  }

  /** Asks a motion that is under way to stop; may be called from any thread. Without one it does nothing. */
  public void requestStop() {
    stopRequested = user.get() != null;
  }

  /** Nothing can be asked of a closed session; closing it again does nothing. */
  @Override
  public void close() {
    closed = true;
  }

  private Stop move(Supplier<Stop> motion) {
    return call(() -> motions.move(motion));
  }

  private <T> T call(Supplier<T> work) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    if (!user.compareAndSet(null, Thread.currentThread())) {
      throw new IllegalStateException(
          "the session is in use by thread " + user.get() + "; a session belongs to one thread at a time");
    }
    try {
      return work.get();
    } catch (Timeline.Interrupted e) {
      throw Questions.refused(Code.BAD_COMMAND, "", "it was interrupted before the answer was known");
    } finally {
      stopRequested = false;
      user.set(null);
    }
  }

  private long later(long ns) {
    return saturated(motions.timeline().position().timeNs(), ns);
  }

  private static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static Stops.Sought filter(long kinds, Stops.Filter filter) {
    return Stops.Sought.filter(kinds, filter);
  }

  private void requireHart(int hart) {
    int harts = motions.timeline().machine().view().harts();
    if (hart < 0 || hart >= harts) {
      throw Questions.refused(
          Code.NO_SUCH_HART, Integer.toString(hart), "hart " + hart + " does not exist: the machine has " + harts);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
