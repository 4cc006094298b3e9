// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Query;
import dev.nxs.kernel.isa.Follower;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The questions that conditions on states ask, each with its answer and the range in which no condition comes to something
 * else. An answer is looked up again only when it may have changed: after an event of its task or hart, when the time has
 * come at which it can have grown out of its range at the earliest, or, of questions about which nothing is known, always.
 */
final class Questions {
  /** What may change nearly everything, and is rare. */
  private static final long RARE =
      bits(
          EventKind.EXIT, EventKind.FAULT, EventKind.QOS_CHANGE, EventKind.OFFLINE, EventKind.ONLINE, EventKind.MIGRATE,
          EventKind.STEAL, EventKind.PREEMPT, EventKind.SLICE_END);

  private static final long STARTS = bits(EventKind.DISPATCH) | RARE;
  private static final long WAITS = bits(EventKind.BLOCK, EventKind.WAKE) | RARE;

  private static final Query[] QUERIES = Query.values();
  private static final int[] NONE = {};

  /** How an answer changes. */
  private enum Change {
    /** With events that name the task. */
    TASK,
    /** With events at the hart, or at any. */
    HART,
    /** Grows with time, at a known speed at most. */
    TIME,
    /** When somebody counts. */
    COUNT,
    /** Nobody knows. */
    UNKNOWN
  }

  private record Question(int number, long first, long second) {}

  /** Knows quick ways to an answer. */
  @FunctionalInterface
  interface Readers {
    /** Who answers a question about something that is there from boot on; null where {@code Answers} does. */
    @Nullable LongSupplier of(Query query, long first, long second);
  }

  private final Follower.Answers answers;
  private final Readers readers;
  private final TaskStates states;
  private final int tasks;
  private final int harts;
  private final Map<Question, Integer> known = new HashMap<>();
  private final List<Question> questions = new ArrayList<>();
  private final List<LongSupplier> suppliers = new ArrayList<>();
  private Change[] changes = new Change[16];
  private long[] values = new long[16];
  private long[] lows = new long[16];
  private long[] highs = new long[16];
  private boolean[] touched = new boolean[16];
  private int[] pending = new int[16];
  private int pendingCount;
  private final int[][] byTask;
  private final int[][] byHart;

  private int[] byCount = NONE;
  private int[] timed = NONE;
  private int[] unknown = NONE;
  private long lookNs = Column.NEVER;

  /**
   * Knows no question yet.
   *
   * @param states is told of each task that an event names, too
   * @param tasks how many tasks there are from boot on; pids behind may change hands
   */
  Questions(Follower.Answers answers, Readers readers, TaskStates states, int tasks, int harts) {
    this.answers = answers;
    this.readers = readers;
    this.states = states;
    this.tasks = tasks;
    this.harts = harts;
    byTask = new int[tasks + 1][];
    Arrays.fill(byTask, NONE);
    byHart = new int[harts][];
    Arrays.fill(byHart, NONE);
  }

  private static long bits(EventKind... kinds) {
    long bits = 0;
    for (EventKind kind : kinds) {
      bits |= kind.bit();
    }
    return bits;
  }

  /** The bits of the kinds of events that can change an answer to a query. */
  static long interest(Query query) {
    return switch (query) {
      case BLOCKED, SLEEPING, WAKEUPS -> WAITS;
      case EXITED, EXIT_CODE, QOS, PREEMPTIONS -> RARE;
      case DISPATCHES, HART_OF, MIGRATIONS -> STARTS | EventKind.WAKE.bit();
      case RUNNING, READY, STATE -> STARTS | WAITS;
      case DEADLINE_MISSES -> RARE | EventKind.DEADLINE_MISS.bit();
      case QUEUE_LENGTH -> STARTS | EventKind.WAKE.bit();
      case IDLE, CURRENT, SWITCHES, IDLE_WAKEUPS -> STARTS | bits(EventKind.BLOCK, EventKind.IDLE);
      case IPIS -> RARE | EventKind.IPI.bit();
      case ONLINE, STEALS -> RARE;
      case CPU_TIME, WAIT_TIME, IDLE_TIME, NOW, COUNT, TIMERS, MISSED_PERIODS, HOLDER, UTILIZATION, ENERGY, TIMER_WAKEUPS,
          WAKEUPS_SAVED, EXPIRATIONS, WAKE_LATENCY, RUN_DELAY, TIMER_LATENESS, RESPONSE_TIME, BLOCKING, GANTT -> 0;
    };
  }

  private static Change changeOf(Query query) {
    return switch (query) {
      case QOS, STATE, RUNNING, READY, BLOCKED, SLEEPING, EXITED, EXIT_CODE, HART_OF, DISPATCHES, PREEMPTIONS, MIGRATIONS,
          WAKEUPS, DEADLINE_MISSES -> Change.TASK;
      case ONLINE, IDLE, CURRENT, QUEUE_LENGTH, SWITCHES, IPIS, STEALS, IDLE_WAKEUPS -> Change.HART;
      case CPU_TIME, WAIT_TIME, IDLE_TIME, NOW -> Change.TIME;
      case COUNT -> Change.COUNT;
      case TIMERS, MISSED_PERIODS, HOLDER, UTILIZATION, ENERGY, TIMER_WAKEUPS, WAKEUPS_SAVED, EXPIRATIONS, WAKE_LATENCY,
          RUN_DELAY, TIMER_LATENESS, RESPONSE_TIME, BLOCKING, GANTT -> Change.UNKNOWN;
    };
  }

  private Change changeOf(Question question) {
    if (question.number() == Follower.NOW) {
      return Change.TIME;
    }
    Query query = QUERIES[question.number()];
    boolean declared = question.first() >= 1 && question.first() <= tasks;
    boolean hart = question.first() >= -1 && question.first() < harts;
    Change change = changeOf(query);
    boolean sure =
        switch (query) {
          case CPU_TIME, WAIT_TIME -> declared;
          // The stretch that is not over moves from one idle state to the next.
          case IDLE_TIME -> hart && question.second() < 0;
          case NOW -> true;
          default -> change == Change.TASK ? declared : change != Change.HART || hart;
        };
    return sure ? change : Change.UNKNOWN;
  }

  /** The number of a question, which is asked the first time if it is new. */
  int of(int number, long first, long second) {
    Question question = new Question(number, first, second);
    Integer old = known.get(question);
    if (old != null) {
      return old;
    }
    int place = questions.size();
    questions.add(question);
    known.put(question, place);
    if (place == values.length) {
      int size = place * 2;
      changes = Arrays.copyOf(changes, size);
      values = Arrays.copyOf(values, size);
      lows = Arrays.copyOf(lows, size);
      highs = Arrays.copyOf(highs, size);
      touched = Arrays.copyOf(touched, size);
      pending = Arrays.copyOf(pending, size);
    }
    lows[place] = Long.MIN_VALUE;
    highs[place] = Long.MAX_VALUE;
    changes[place] = changeOf(question);
    suppliers.add(supplier(question, changes[place]));
    register(place, question);
    ask(place);
    return place;
  }

  private void register(int place, Question question) {
    switch (changes[place]) {
      case TASK -> byTask[(int) question.first()] = with(byTask[(int) question.first()], place);
      case HART -> {
        for (int hart = 0; hart < harts; hart++) {
          if (question.first() < 0 || question.first() == hart) {
            byHart[hart] = with(byHart[hart], place);
          }
        }
      }
      case TIME -> timed = with(timed, place);
      case COUNT -> byCount = with(byCount, place);
      case UNKNOWN -> unknown = with(unknown, place);
    }
  }

  static int[] with(int[] list, int place) {
    int[] longer = Arrays.copyOf(list, list.length + 1);
    longer[list.length] = place;
    return longer;
  }

  int size() {
    return questions.size();
  }

  /** The answer as it was looked up last. */
  long value(int place) {
    return values[place];
  }

  /** Says in which range of an answer nothing changes. */
  void range(int place, long low, long high) {
    lows[place] = low;
    highs[place] = high;
    if (changes[place] == Change.TIME) {
      lookNs = 0;
    }
  }

  boolean isTouched() {
    return pendingCount > 0;
  }

  /**
   * An event of a task at a hart.
   *
   * @param before the task that ran there before, as {@link TaskStates#touch(EventKind, int, int, long)} tells
   */
  void touch(EventKind kind, int hart, int pid, int before, long first, long second) {
    touchTask(pid);
    touchTask(before);
    if (kind == EventKind.OFFLINE || kind == EventKind.ONLINE || kind == EventKind.QOS_CHANGE) {
      for (int[] places : byHart) {
        touch(places);
      }
      return;
    }
    touchHart(hart);
    switch (kind) {
      case WAKE -> touchHart(second);
      case MIGRATE -> {
        touchHart(first);
        touchHart(second);
      }
      case STEAL -> touchHart(first);
      default -> { }
    }
  }

  void touchTask(int pid) {
    if (pid >= 0 && pid <= tasks) {
      touch(byTask[pid]);
    } else if (pid == TaskStates.ANYBODY) {
      for (int[] places : byTask) {
        touch(places);
      }
    }
  }

  private void touchHart(long hart) {
    if (hart >= 0 && hart < harts) {
      touch(byHart[(int) hart]);
    }
  }

  /** Somebody counted. */
  void touchCounts() {
    touch(byCount);
  }

  private void touch(int[] places) {
    for (int place : places) {
      if (!touched[place]) {
        touched[place] = true;
        pending[pendingCount++] = place;
      }
    }
  }

  /** Anything may have changed. */
  void touchAll() {
    states.forget();
    for (int place = 0; place < questions.size(); place++) {
      touch(new int[] {place});
    }
    lookNs = 0;
  }

  /** Whether nothing can have changed up to now. */
  boolean isQuiet(long nowNs) {
    return pendingCount == 0 && states.isQuiet() && nowNs < lookNs && unknown.length == 0;
  }

  /**
   * Looks up what may have changed.
   *
   * @param left takes the questions whose answers left their ranges
   * @return how many these are
   */
  int refresh(long nowNs, int[] left) {
    int count = 0;
    for (int i = 0; i < pendingCount; i++) {
      int place = pending[i];
      touched[place] = false;
      count = look(place, left, count);
    }
    pendingCount = 0;
    for (int place : unknown) {
      count = look(place, left, count);
    }
    if (nowNs >= lookNs) {
      for (int place : timed) {
        count = look(place, left, count);
      }
      plan(nowNs);
    }
    return count;
  }

  private int look(int place, int[] left, int count) {
    ask(place);
    if (values[place] >= lows[place] && values[place] <= highs[place]) {
      return count;
    }
    left[count] = place;
    return count + 1;
  }

  /** Looks up what changes with time alone. */
  void refreshTimes() {
    for (int place : timed) {
      ask(place);
    }
  }

  /** Finds out when an answer that grows with time can leave its range at the earliest. */
  void plan(long nowNs) {
    lookNs = Column.NEVER;
    for (int place : timed) {
      boolean sum = questions.get(place).first() < 0 && questions.get(place).number() != Follower.NOW;
      long speed = sum ? harts : 1;
      long room = highs[place] - values[place];
      if (highs[place] != Long.MAX_VALUE && (room < 0 || room / speed < Column.NEVER - 1 - nowNs)) {
        lookNs = Math.min(lookNs, room < 0 ? nowNs : nowNs + room / speed + 1);
      }
    }
  }

  private LongSupplier supplier(Question question, Change change) {
    boolean there = change == Change.TASK || change == Change.HART;
    LongSupplier quick = there ? readers.of(QUERIES[question.number()], question.first(), question.second()) : null;
    return quick != null ? quick : () -> answers.answer(question.number(), question.first(), question.second());
  }

  private void ask(int place) {
    values[place] = suppliers.get(place).getAsLong();
  }
}
