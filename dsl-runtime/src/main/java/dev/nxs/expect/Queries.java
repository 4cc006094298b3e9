// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Query;
import dev.nxs.compile.Statistic;
import dev.nxs.compile.Type;
import dev.nxs.kernel.HartId;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Observer;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.user.IdleState;
import dev.nxs.kernel.user.PowerModel;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.TimedView;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Answers the queries of conditions; what they mean and how their words are read is said by {@link Query}. */
public final class Queries implements Observer {
  private static final Query[] ALL = Query.values();
  private static final IdleState[] IDLE_STATES = IdleState.values();

  private final Machine machine;
  private final MachineView view;
  private final @Nullable TimedView timed;
  private final Judge judge;
  private final LongUnaryOperator missed;
  private final @Nullable Distributions distributions;
  private final @Nullable Gantt gantt;
  private final @Nullable SavedWakeups saved;
  private boolean askedEmpty;

  /**
   * Answers about one machine.
   *
   * @param timed null where it has no timer service
   * @param judge knows what was counted and captured
   * @param missed periods that a timer let pass, by its handle
   * @param distributions null where nobody asks for any
   * @param gantt null where nobody asks for a drawing
   * @param saved null where nobody asks what coalescing saves
   */
  Queries(
      Machine machine,
      @Nullable TimedView timed,
      Judge judge,
      LongUnaryOperator missed,
      @Nullable Distributions distributions,
      @Nullable Gantt gantt,
      @Nullable SavedWakeups saved) {
    this.machine = machine;
    this.view = machine.view();
    this.timed = timed;
    this.judge = judge;
    this.missed = missed;
    this.distributions = distributions;
    this.gantt = gantt;
    this.saved = saved;
  }

  /** Whether a figure of a distribution without samples was asked for since this was asked last. */
  boolean takeAskedEmpty() {
    boolean asked = askedEmpty;
    askedEmpty = false;
    return asked;
  }

  /**
   * Who answers a question again and again, for a task that is there from boot on or a hart that exists; null where nothing is
   * quicker than {@link #query}.
   */
  @Nullable LongSupplier reader(Query query, long first, long second) {
    if (query == Query.QUEUE_LENGTH && first >= 0 && second < 0) {
      HartId hart = hart(first);
      return () -> view.queueLength(hart);
    }
    return switch (query) {
      case RUNNING -> state(first, TaskState.RUNNING);
      case READY -> state(first, TaskState.READY);
      case BLOCKED -> state(first, TaskState.BLOCKED);
      case SLEEPING -> state(first, TaskState.SLEEPING);
      case EXITED -> state(first, TaskState.EXITED);
      default -> null;
    };
  }

  private LongSupplier state(long task, TaskState state) {
    Pid pid = pid(task);
    return () -> view.state(pid) == state ? 1 : 0;
  }

  /** Of a task or hart that does not exist all figures are 0. */
  @Override
  public long query(int number, long first, long second) {
    if (number == Query.CAPTURED) {
      return judge.captured((int) first, (int) second);
    }
    Query query = ALL[number];
    if (first > view.tasks() && takesTask(query)) {
      return query(number, view.named(first), second);
    }
    if (isOfNobody(query, first)) {
      return 0;
    }
    return switch (query) {
      case QOS -> view.qos(pid(first)).wire();
      case STATE -> view.state(pid(first)).ordinal();
      case RUNNING -> is(first, TaskState.RUNNING);
      case READY -> is(first, TaskState.READY);
      case BLOCKED -> is(first, TaskState.BLOCKED);
      case SLEEPING -> is(first, TaskState.SLEEPING);
      case EXITED -> is(first, TaskState.EXITED);
      case EXIT_CODE -> view.exitCode(pid(first));
      case HART_OF -> view.hartOf(pid(first));
      case CPU_TIME -> view.cpuTimeNs(pid(first));
      case WAIT_TIME -> view.waitTimeNs(pid(first));
      case DISPATCHES -> view.dispatches(pid(first));
      case PREEMPTIONS -> view.preemptions(pid(first));
      case MIGRATIONS -> view.migrations(pid(first));
      case WAKEUPS -> view.wakeups(pid(first));
      case DEADLINE_MISSES -> view.deadlineMisses(pid(first));
      case TIMERS -> timed == null ? 0 : timed.liveTimers((int) first);
      case ONLINE -> view.online(hart(first)) ? 1 : 0;
      case IDLE -> view.idle(hart(first)) ? 1 : 0;
      case CURRENT -> view.handle(view.current(hart(first)));
      case QUEUE_LENGTH -> overHarts(first, hart -> queueLength(hart, second));
      case UTILIZATION -> Double.doubleToLongBits(utilization(first));
      case SWITCHES -> overHarts(first, view::switches);
      case IPIS -> overHarts(first, view::ipis);
      case STEALS -> overHarts(first, view::steals);
      case IDLE_WAKEUPS -> overHarts(first, view::idleWakeups);
      case IDLE_TIME -> overHarts(first, hart -> idleNs(hart, (int) second));
      case ENERGY -> Double.doubleToLongBits(PowerModel.microjoules(overHarts(first, view::picojoules)));
      case TIMER_WAKEUPS -> timed == null ? 0 : timed.timerWakeups();
      case WAKEUPS_SAVED -> timed == null || saved == null ? 0 : saved.deadlines() - timed.timerWakeups();
      case EXPIRATIONS -> view.expirations() + (timed == null ? 0 : timed.expirations());
      case COUNT -> judge.counted((int) first);
      case GANTT -> draw(first, (int) second);
      case NOW -> machine.nowNs();
      case WAKE_LATENCY, RUN_DELAY, TIMER_LATENESS, RESPONSE_TIME, BLOCKING -> distribution(query, first, second);
      case MISSED_PERIODS -> missed.applyAsLong(first);
      case HOLDER -> view.handle(view.holder((int) first));
    };
  }

  private static boolean takesTask(Query query) {
    return !query.parameters().isEmpty() && query.parameters().get(0).type() == Type.TASK;
  }

  private boolean isOfNobody(Query query, long first) {
    if (query == Query.GANTT) {
      return first >= view.harts();
    }
    Type type = query.parameters().isEmpty() ? Type.VOID : query.parameters().get(0).type();
    boolean optional = !query.parameters().isEmpty() && query.parameters().get(0).isOptional();
    long least = type == Type.TASK ? 1 : 0;
    long most = type == Type.TASK ? view.tasks() : type == Type.HART ? view.harts() - 1 : Long.MAX_VALUE;
    if (type == Type.TIMER) {
      return false;
    }
    return (first < least || first > most) && !(optional && first == -1) && query != Query.NOW;
  }

  private long is(long pid, TaskState state) {
    return view.state(pid(pid)) == state ? 1 : 0;
  }

  private long queueLength(HartId hart, long qos) {
    QosClass of = QosClass.ofWire(qos);
    return of == null ? view.queueLength(hart) : view.queueLength(hart, of);
  }

  private long idleNs(HartId hart, int state) {
    return state < 0 ? view.idleNs(hart) : view.idleNs(hart, IDLE_STATES[state]);
  }

  private double utilization(long hart) {
    long nowNs = machine.nowNs();
    return nowNs == 0 ? 0 : (double) overHarts(hart, view::busyNs) / nowNs;
  }

  private long overHarts(long hart, ToLongFunction<HartId> figure) {
    if (hart >= 0) {
      return figure.applyAsLong(hart(hart));
    }
    long sum = 0;
    for (int each = 0; each < view.harts(); each++) {
      sum = PowerModel.sum(sum, figure.applyAsLong(new HartId(each)));
    }
    return sum;
  }

  private long distribution(Query query, long pid, long second) {
    long statistic = Statistic.known(second);
    if (distributions == null) {
      // Nobody collects samples, so there are none.
      askedEmpty = statistic != Statistic.COUNT.word();
      return 0;
    }
    if (statistic != Statistic.COUNT.word() && distributions.count(query, pid) == 0) {
      askedEmpty = true;
    }
    return distributions.answer(query, pid, statistic);
  }

  /** The number of a drawing in the pool, −1 for none. */
  private long draw(long hart, int arguments) {
    if (gantt == null) {
      throw new IllegalStateException("nobody draws");
    }
    long[] words = machine.pool().words(arguments);
    String text = gantt.draw(hart, words[0], words[2], words[1]);
    return text == null ? -1 : machine.pool().intern(text);
  }

  private static Pid pid(long word) {
    return new Pid((int) word);
  }

  private static HartId hart(long word) {
    return new HartId((int) word);
  }
}
