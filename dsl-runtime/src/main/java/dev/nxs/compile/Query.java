// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static dev.nxs.compile.CallParameter.required;
import static dev.nxs.compile.CallParameter.optional;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one table of the queries: what expectations, acts, {@code run until}, {@code expect} statements and the prompt can
 * ask of a machine. The ordinal is the number of {@code UserContext.query}.
 *
 * <p>Words of a query: the first is the task's pid, the hart's number, the index of the counted event in
 * {@link ObservingScope#counted()}, or −1 where an argument that sums over all was left out. The second is the class of
 * {@link #QUEUE_LENGTH} or the idle state of {@link #IDLE_TIME} (−1: all), or the {@link Statistic} of a distribution.
 * Those of {@link #GANTT} are the hart and the number of a list of the pool: unit, until (−1: now), from (−1: boot); the
 * answer is −1 where nothing can be drawn. Answers: ints and durations as they are,
 * bools 0 or 1, a class by its wire value, a hart by number, a task by pid (0: none), a float as its bits, a state by
 * the ordinal of {@code TaskState}; the compiled program turns that into the text.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections are never changed
public enum Query implements CallTarget {
  QOS(Type.QOS, "the class of a task", task()),
  STATE(Type.STRING, "what a task does: \"running\", \"ready\", \"blocked\", \"sleeping\", \"exited\"", task()),
  RUNNING(Type.BOOL, "whether a task runs on a hart", task()),
  READY(Type.BOOL, "whether a task waits for a hart", task()),
  BLOCKED(Type.BOOL, "whether a task waits for something other than time", task()),
  SLEEPING(Type.BOOL, "whether a task waits for a time", task()),
  EXITED(Type.BOOL, "whether a task has ended", task()),
  EXIT_CODE(Type.INT, "the exit code of a task that has ended", task()),
  HART_OF(Type.HART, "the home hart of a task", task()),
  CPU_TIME(Type.DURATION, "how long a task has run", task()),
  WAIT_TIME(Type.DURATION, "how long a task has been ready without running", task()),
  DISPATCHES(Type.INT, "how often a task was put on a hart", task()),
  PREEMPTIONS(Type.INT, "how often a task was taken off its hart for another", task()),
  MIGRATIONS(Type.INT, "how often a task got a new home", task()),
  WAKEUPS(Type.INT, "how often a task was made ready", task()),
  DEADLINE_MISSES(Type.INT, "how many jobs of a task ended after their deadline", task()),
  TIMERS(Type.INT, "the live timers of a task", task()),
  MISSED_PERIODS(Type.INT, "how many periods a declared timer has let pass, because its block still ran",
      required("t", Type.TIMER)),
  HOLDER(Type.TASK, "the task that holds a mutex", required("m", Type.MUTEX)),
  ONLINE(Type.BOOL, "whether a hart is online", required("h", Type.HART)),
  IDLE(Type.BOOL, "whether a hart is online and has nothing to run", required("h", Type.HART)),
  CURRENT(Type.TASK, "the task that runs on a hart", required("h", Type.HART)),
  QUEUE_LENGTH(Type.INT, "how many tasks wait for a hart", hart(), optional("class", Type.QOS, "all classes")),
  UTILIZATION(Type.FLOAT, "the part of the time so far that a hart was busy, 0 to 1", hart()),
  SWITCHES(Type.INT, "how often a hart went from one task to another", hart()),
  IPIS(Type.INT, "interrupts between harts that a hart received", hart()),
  STEALS(Type.INT, "tasks that a hart took from others", hart()),
  IDLE_WAKEUPS(Type.INT, "how often a hart left idle", hart()),
  IDLE_TIME(Type.DURATION, "how long a hart was idle, in all or in one of the states \"wfi\", \"retention\", \"off\"",
      hart(), optional("state", Type.STRING, "all states")),
  ENERGY(Type.FLOAT, "the microjoules that a hart used, by the power model (docs/power.md)", hart()),
  TIMER_WAKEUPS(Type.INT, "instants at which timed delivered at least one timer"),
  WAKEUPS_SAVED(Type.INT,
      "how many more of these there would have been with each timer delivered at its own deadline, as the policy none does"),
  EXPIRATIONS(Type.INT, "timers and sleeps that were delivered"),
  COUNT(Type.INT, "how often an event happened so far", required("event", Type.ANY)),
  NOW(Type.DURATION, "the time since boot"),
  WAKE_LATENCY(Type.DISTRIBUTION, "from made ready to running", anyTask()),
  RUN_DELAY(Type.DISTRIBUTION, "stretches of being ready without running", anyTask()),
  TIMER_LATENESS(Type.DISTRIBUTION, "from the deadline asked for to the delivery of a timer", anyTask()),
  RESPONSE_TIME(Type.DISTRIBUTION, "from release or wake to the end of the job", anyTask()),
  BLOCKING(Type.DISTRIBUTION, "waiting for a lock that a less urgent task holds", anyTask()),
  GANTT(Type.STRING, "who ran, one character a unit: the first letter of the task that ran longest in it, or a dot",
      required("unit", Type.DURATION), optional("until", Type.DURATION, "now"),
      optional("h", Type.HART, "all harts, a line each"), optional("from", Type.DURATION, "0ns"));

  /**
   * The number of a question that no author writes: what the event of a {@code when} captured. Its words are the place of
   * the act and that of the capture; {@link #NO_MORE} forgets the event.
   */
  public static final int CAPTURED = values().length;

  /** The second word of {@link #CAPTURED} when the act has taken all. */
  public static final int NO_MORE = -1;

  private final String text;
  private final Type result;
  private final String doc;
  private final List<CallParameter> parameters;

  Query(Type result, String doc, CallParameter... parameters) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.result = result;
    this.doc = doc;
    this.parameters = List.of(parameters);
  }

  /** The query of a name, or null. */
  public static @Nullable Query named(String name) {
    for (Query query : values()) {
      if (query.text().equals(name)) {
        return query;
      }
    }
    return null;
  }

  /** The name that authors call it by. */
  public String text() {
    return text;
  }

  public List<CallParameter> parameters() {
    return parameters;
  }

  public Type result() {
    return result;
  }

  /** One sentence for help, lower case and without full stop. */
  public String doc() {
    return doc;
  }

  private static CallParameter task() {
    return required("t", Type.TASK);
  }

  private static CallParameter anyTask() {
    return optional("t", Type.TASK, "all tasks");
  }

  private static CallParameter hart() {
    return optional("h", Type.HART, "all harts");
  }
}
