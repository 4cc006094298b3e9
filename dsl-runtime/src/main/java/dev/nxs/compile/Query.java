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
 * {@link #QUEUE_LENGTH} (−1: all), or the {@link Statistic} of a distribution. Those of {@link #GANTT} are the hart and the
 * number of a list of the pool: unit, until (−1: now), from (−1: boot); the answer is −1 where
 * nothing can be drawn. Answers: ints and durations as they are,
 * bools 0 or 1, a class by its wire value, a hart by number, a task by pid (0: none), a float as its bits, a state by
 * the ordinal of {@code TaskState}; the compiled program turns that into the text.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections are never changed
public enum Query implements CallTarget {
  QOS(Type.QOS, true, "the class of a task", task()),
  STATE(Type.STRING, true, "what a task does: \"running\", \"ready\", \"blocked\", \"sleeping\", \"exited\"", task()),
  RUNNING(Type.BOOL, true, "whether a task runs on a hart", task()),
  READY(Type.BOOL, true, "whether a task waits for a hart", task()),
  BLOCKED(Type.BOOL, true, "whether a task waits for something other than time", task()),
  SLEEPING(Type.BOOL, true, "whether a task waits for a time", task()),
  EXITED(Type.BOOL, true, "whether a task has ended", task()),
  EXIT_CODE(Type.INT, true, "the exit code of a task that has ended", task()),
  HART_OF(Type.HART, true, "the home hart of a task", task()),
  CPU_TIME(Type.DURATION, true, "how long a task has run", task()),
  WAIT_TIME(Type.DURATION, true, "how long a task has been ready without running", task()),
  DISPATCHES(Type.INT, true, "how often a task was put on a hart", task()),
  PREEMPTIONS(Type.INT, true, "how often a task was taken off its hart for another", task()),
  MIGRATIONS(Type.INT, true, "how often a task got a new home", task()),
  WAKEUPS(Type.INT, true, "how often a task was made ready", task()),
  DEADLINE_MISSES(Type.INT, true, "how many jobs of a task ended after their deadline", task()),
  TIMERS(Type.INT, true, "the live timers of a task", task()),
  HOLDER(Type.TASK, true, "the task that holds a mutex", required("m", Type.MUTEX)),
  ONLINE(Type.BOOL, true, "whether a hart is online", required("h", Type.HART)),
  IDLE(Type.BOOL, true, "whether a hart has nothing to run", required("h", Type.HART)),
  CURRENT(Type.TASK, true, "the task that runs on a hart", required("h", Type.HART)),
  QUEUE_LENGTH(Type.INT, true, "how many tasks wait for a hart", hart(), optional("class", Type.QOS, "all classes")),
  UTILIZATION(Type.FLOAT, true, "the part of the time so far that a hart was busy, 0 to 1", hart()),
  SWITCHES(Type.INT, true, "how often a hart went from one task to another", hart()),
  IPIS(Type.INT, true, "interrupts between harts that a hart received", hart()),
  STEALS(Type.INT, true, "tasks that a hart took from others", hart()),
  IDLE_WAKEUPS(Type.INT, true, "how often a hart left idle", hart()),
  TIMER_WAKEUPS(Type.INT, true, "instants at which timed delivered at least one timer"),
  EXPIRATIONS(Type.INT, true, "timers and sleeps that were delivered"),
  COUNT(Type.INT, true, "how often an event happened so far", required("event", Type.ANY)),
  NOW(Type.DURATION, true, "the time since boot"),
  WAKE_LATENCY(Type.DISTRIBUTION, true, "from made ready to running", anyTask()),
  RUN_DELAY(Type.DISTRIBUTION, true, "stretches of being ready without running", anyTask()),
  TIMER_LATENESS(Type.DISTRIBUTION, true, "from the deadline asked for to the delivery of a timer", anyTask()),
  RESPONSE_TIME(Type.DISTRIBUTION, true, "from release or wake to the end of the job", anyTask()),
  BLOCKING(Type.DISTRIBUTION, true, "waiting for a lock that a less urgent task holds", anyTask()),
  ENERGY(Type.FLOAT, false, "the energy that a hart used, by the power model of the profile", hart()),
  GANTT(Type.STRING, true, "who ran, one character a unit: the first letter of the task that ran longest in it, or a dot",
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
  private final boolean implemented;
  private final String doc;
  private final List<CallParameter> parameters;

  Query(Type result, boolean implemented, String doc, CallParameter... parameters) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.result = result;
    this.implemented = implemented;
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

  /** Whether this version answers it. */
  public boolean implemented() {
    return implemented;
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
