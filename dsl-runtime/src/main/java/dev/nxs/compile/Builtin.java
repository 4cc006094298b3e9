// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static dev.nxs.compile.CallParameter.required;
import static dev.nxs.compile.CallParameter.optional;
import static dev.nxs.compile.CallParameter.repeated;

import dev.nxs.kernel.user.Errno;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one table of the built-in calls: what a task, an act of the world or an observing expression can call, other than
 * queries. Checker, lowering, help, completion and the reference all read it.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections are never changed
public enum Builtin implements CallTarget {
  COMPUTE(Type.VOID, Place.TASKS, failing(), true,
      "uses that much CPU time; can be preempted; of a range, an amount that the seed decides",
      required("d", Type.DURATION)),
  SLEEP(Type.VOID, Place.TASKS, failing(Errno.EINVAL), true,
      "sleeps that long, through timed where the scenario has it, else on the kernel's own timer",
      required("d", Type.DURATION)),
  SLEEP_UNTIL(Type.VOID, Place.TASKS, failing(Errno.EINVAL), true,
      "sleeps until that instant, like `sleep`",
      required("t", Type.DURATION)),
  NEXT_PERIOD(Type.VOID, Place.TASKS, failing(Errno.EINVAL), true,
      "waits for the task's next release, on the kernel's own timer; returns at once if that has passed"),
  YIELD(Type.VOID, Place.TASKS, failing(), true, "hands the hart to the next task of the same class"),
  EXIT(Type.VOID, Place.TASKS, failing(), true, "ends the task", optional("code", Type.INT, "0")),
  NOW(Type.DURATION, Place.BODIES, failing(), true, "the time since boot"),
  SELF(Type.TASK, Place.TASKS, failing(), true, "the task that runs"),
  /** Without an argument the hart that runs the task; with one, the hart of that number. */
  HART(Type.HART, Place.EVERYWHERE, failing(), true,
      "the hart of that number; in a task and without a number, the hart that runs it",
      optional("number", Type.INT, "the hart that runs the task")),
  MARK(Type.VOID, Place.BODIES, failing(), true, "writes a marker line", required("text", Type.STRING)),
  QOS(Type.QOS, Place.TASKS, failing(Errno.EPERM, Errno.ESRCH), true, "the class of a task",
      optional("of", Type.TASK, "self")),
  SET_QOS(Type.VOID, Place.BODIES, failing(Errno.EPERM, Errno.EINVAL, Errno.ESRCH, Errno.EAGAIN), true,
      "sets the class of a task; as an act of the world, with the authority of execd",
      required("class", Type.QOS), optional("of", Type.TASK, "self")),
  SET_QOS_RAW(Type.VOID, Place.BODIES, failing(Errno.EPERM, Errno.EINVAL, Errno.ESRCH, Errno.EAGAIN), true,
      "like `set_qos` with the number that goes over the wire, which need not be a class",
      required("value", Type.INT), optional("of", Type.TASK, "self")),
  AFFINITY(new Type.ListOf(Type.HART), Place.TASKS, failing(Errno.ESRCH), true, "the harts that a task may run on",
      optional("of", Type.TASK, "self")),
  SET_AFFINITY(Type.VOID, Place.BODIES, failing(Errno.EPERM, Errno.EINVAL), true,
      "sets the harts that a task may run on",
      required("harts", new Type.ListOf(Type.HART)), optional("of", Type.TASK, "self")),
  SHARES(Type.INT, Place.TASKS, failing(Errno.ESRCH), true, "the shares of a task", optional("of", Type.TASK, "self")),
  SET_SHARES(Type.VOID, Place.BODIES, failing(Errno.EPERM, Errno.EINVAL), true, "sets the shares of a task, clamped to 1 to 1000",
      required("n", Type.INT), optional("of", Type.TASK, "self")),
  ALARM(Type.TIMER, Place.TASKS,
      failing(Errno.EINVAL, Errno.EPERM, Errno.ENOSPC, Errno.EAGAIN, Errno.ETIMEDOUT), true,
      "registers a timer that is due that long from now; with a timeout, waits no longer for timed to take the request",
      required("after", Type.DURATION), optional("qos", Type.QOS, "the task's class"),
      optional("timeout", Type.DURATION, "none")),
  TIMER_REGISTER(Type.TIMER, Place.TASKS,
      failing(Errno.EINVAL, Errno.EPERM, Errno.ENOSPC, Errno.EAGAIN, Errno.ETIMEDOUT), true,
      "registers a timer with an instant as its deadline; with a timeout, waits no longer for timed to take the request",
      required("deadline", Type.DURATION), optional("qos", Type.QOS, "the task's class"),
      optional("timeout", Type.DURATION, "none")),
  TIMER_REGISTER_RAW(Type.TIMER, Place.TASKS, failing(Errno.EINVAL, Errno.EPERM, Errno.ENOSPC), true,
      "like `timer_register` with the number that goes over the wire as the class",
      required("deadline", Type.DURATION), required("value", Type.INT)),
  TIMER_CANCEL(Type.VOID, Place.TASKS, failing(Errno.ESRCH), true, "cancels a timer of the task",
      required("t", Type.TIMER)),
  TIMER_WAIT(Type.DURATION, Place.TASKS, failing(Errno.ESRCH), true,
      "waits until a timer of the task is delivered and gives the time of delivery",
      required("t", Type.TIMER)),
  TIMER_DEADLINE(Type.DURATION, Place.TASKS, failing(Errno.ESRCH), true,
      "the deadline of a timer of the task after coalescing",
      required("t", Type.TIMER)),
  SEND(Type.VOID, Place.BODIES, failing(Errno.EAGAIN, Errno.ETIMEDOUT, Errno.EPIPE), true,
      "puts a value into an endpoint; waits while that is full",
      required("ep", Type.ENDPOINT), required("value", Type.ANY), optional("timeout", Type.DURATION, "none")),
  RECV(Type.ANY, Place.TASKS, failing(Errno.EAGAIN, Errno.ETIMEDOUT, Errno.EPIPE), true,
      "takes the oldest value of an endpoint; waits for one",
      required("ep", Type.ENDPOINT), optional("timeout", Type.DURATION, "none")),
  CALL(Type.ANY, Place.TASKS, failing(Errno.EAGAIN, Errno.ETIMEDOUT, Errno.EPIPE), true,
      "sends a value and waits for the reply, which it gives",
      required("ep", Type.ENDPOINT), required("value", Type.ANY), optional("timeout", Type.DURATION, "none")),
  REPLY(Type.VOID, Place.TASKS, failing(Errno.ESRCH), true, "answers the call received last",
      required("value", Type.ANY)),
  WAIT(Type.VOID, Place.TASKS, failing(Errno.ETIMEDOUT), true, "waits for a signal of an event",
      required("e", Type.EVENT), optional("timeout", Type.DURATION, "none")),
  SIGNAL(Type.VOID, Place.BODIES, failing(), true,
      "wakes one task that waits for the event; a latched event keeps one signal that nobody waited for",
      required("e", Type.EVENT)),
  BROADCAST(Type.VOID, Place.BODIES, failing(), true, "wakes all tasks that wait for the event",
      required("e", Type.EVENT)),
  LOCK(Type.VOID, Place.TASKS, failing(Errno.EPERM, Errno.ETIMEDOUT), true, "takes a mutex; waits while another holds it",
      required("m", Type.MUTEX), optional("timeout", Type.DURATION, "none")),
  UNLOCK(Type.VOID, Place.TASKS, failing(Errno.EPERM), true, "gives a mutex back", required("m", Type.MUTEX)),
  ARRIVE(Type.VOID, Place.TASKS, failing(Errno.ETIMEDOUT), true, "waits until all parties have arrived at a barrier",
      required("b", Type.BARRIER), optional("timeout", Type.DURATION, "none")),
  SPAWN(Type.TASK, Place.TASKS, failing(Errno.EPERM, Errno.ENOSPC), true,
      "starts a task that runs a program, with the shares and harts of the one that spawns it",
      required("program", Type.ANY), optional("qos", Type.QOS, "the task's class"),
      optional("name", Type.STRING, "the program's name")),
  JOIN(Type.INT, Place.TASKS, failing(Errno.ESRCH, Errno.EINVAL), true, "waits for the end of a task and gives its exit code",
      required("t", Type.TASK)),
  KILL(Type.VOID, Place.BODIES, failing(Errno.EPERM, Errno.ESRCH), true, "ends a task with exit code -9",
      required("t", Type.TASK)),
  RANDOM(Type.ANY, Place.BODIES, failing(), true, "a value of a range of int or duration, decided by the run's seed",
      required("range", Type.ANY)),
  CHOOSE(Type.ANY, Place.BODIES, failing(), true, "one of the values, decided by the run's seed",
      repeated("value", Type.ANY)),
  BUSY_UNTIL(Type.VOID, Place.TASKS, failing(), true, "spins, using CPU time, until the condition holds",
      required("condition", Type.BOOL)),
  START(Type.VOID, Place.ACTS, failing(Errno.ESRCH), true, "starts a declared task that has not started",
      required("t", Type.TASK)),
  OFFLINE(Type.VOID, Place.ACTS, failing(Errno.EINVAL), true, "takes a hart offline; its tasks move",
      required("h", Type.HART)),
  ONLINE(Type.VOID, Place.ACTS, failing(Errno.EINVAL), true, "brings a hart online", required("h", Type.HART)),
  INJECT(Type.VOID, Place.ACTS, failing(Errno.EINVAL), true, "makes a fault of the machine happen", required("fault", Type.ANY)),
  /** A list that is known before running. */
  TASKS(new Type.ListOf(Type.TASK), Place.EVERYWHERE, failing(), true,
      "the declared tasks whose name fits the text, in which `*` stands for anything",
      optional("pattern", Type.STRING, "all"));

  /** Where an expression or statement stands. */
  public enum Place {
    /** The body of a task, a program or a timer's job. */
    TASK,
    /** An act of the world: {@code at}, {@code every}, {@code when}. */
    ACT,
    /** A condition that observes: expectations, {@code expect} statements, {@code busy_until}, {@code run until}. */
    OBSERVING,
    /** A function, which computes and nothing else. */
    FUNCTION,
    /** A value known before running: an argument of a declaration, a {@code let}. */
    CONSTANT;

    private static final Set<Place> TASKS = EnumSet.of(TASK);
    private static final Set<Place> ACTS = EnumSet.of(ACT);
    private static final Set<Place> BODIES = EnumSet.of(TASK, ACT);
    private static final Set<Place> EVERYWHERE = EnumSet.of(TASK, ACT, OBSERVING, CONSTANT);
  }

  private final String text;
  private final Type result;
  private final Set<Place> places;
  private final Set<Errno> errors;
  private final boolean implemented;
  private final String doc;
  private final List<CallParameter> parameters;

  Builtin(
      Type result,
      Set<Place> places,
      Set<Errno> errors,
      boolean implemented,
      String doc,
      CallParameter... parameters) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.result = result;
    this.places = places;
    this.errors = errors;
    this.implemented = implemented;
    this.doc = doc;
    this.parameters = List.of(parameters);
  }

  /** The call of a name, or null. */
  public static @Nullable Builtin named(String name) {
    for (Builtin builtin : values()) {
      if (builtin.text().equals(name)) {
        return builtin;
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

  /** What the call gives; {@link Type#ANY} where it depends on the arguments, {@link Type#VOID} for nothing. */
  public Type result() {
    return result;
  }

  /** The errors that can come, without those of a machine in a strange state; empty for a call that cannot fail. */
  public Set<Errno> errors() {
    return errors.isEmpty() ? EnumSet.noneOf(Errno.class) : EnumSet.copyOf(errors);
  }

  /** Whether the call may stand there. */
  public boolean allowedIn(Place place) {
    return places.contains(place);
  }

  /** Whether this version runs it. */
  public boolean implemented() {
    return implemented;
  }

  /** One sentence for help, lower case and without full stop. */
  public String doc() {
    return doc;
  }

  private static Set<Errno> failing(Errno... errors) {
    Set<Errno> set = EnumSet.noneOf(Errno.class);
    set.addAll(List.of(errors));
    return set;
  }
}
