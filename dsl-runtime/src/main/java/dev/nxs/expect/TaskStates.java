// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Query;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.isa.Follower;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.ValuePool;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that ask for nothing but the state of one task, such as {@code ready(ui) or running(ui)}. Such a condition
 * is a set of states, found by running it once for each, so one look at the task tells what all of its conditions come to.
 */
final class TaskStates {
  private static final Query[] QUERIES = Query.values();
  private static final int STATES = TaskState.values().length;
  private static final int[] NONE = {};

  /** In place of a task. */
  static final int ANYBODY = -1;

  static final int NOBODY = 0;

  /** Which state a task is in is not known. */
  private static final int UNKNOWN = -1;

  private static final int MOST_BITS = 64;

  private final int tasks;
  private final IntUnaryOperator stateOf;
  private final Follower follower;
  private final int[][] byTask;
  private final boolean[] touched;

  /** By hart, the task that started last, as far as is known. */
  private final int[] started;

  /** By task and state, a bit for each of the task's conditions that holds then; states with equal bits are the same here. */
  private final long[] bits;

  /** The state that a task was last seen in, or one with the same bits. */
  private final int[] seen;

  private final int[] pending;
  private int pendingCount;

  /** By condition: its task, the bits of the states in which it holds, whether it does, whether anybody wants to know. */
  private int[] pids = new int[16];

  private long[] sets = new long[16];
  private boolean[] holds = new boolean[16];
  private boolean[] wanted = new boolean[16];
  private int size;

  /** What is supposed while a condition is run, and what it asked about. */
  private int supposed;

  private int asked;
  private boolean asksMore;

  /**
   * Knows no condition yet.
   *
   * @param tasks how many tasks there are from boot on; pids behind may change hands
   * @param stateOf the number of the state that a task is in
   */
  TaskStates(int tasks, int harts, ValuePool pool, IntUnaryOperator stateOf) {
    this.tasks = tasks;
    this.stateOf = stateOf;
    follower = new Follower(pool, this::suppose);
    byTask = new int[tasks + 1][];
    Arrays.fill(byTask, NONE);
    touched = new boolean[tasks + 1];
    started = new int[harts];
    pending = new int[tasks + 1];
    bits = new long[(tasks + 1) * STATES];
    seen = new int[tasks + 1];
    Arrays.fill(seen, UNKNOWN);
  }

  /** Takes a condition; its number, or -1 where it asks for anything else. */
  int add(Bytecode program) {
    asked = 0;
    asksMore = false;
    long set = 0;
    for (supposed = 0; supposed < STATES; supposed++) {
      if (!follower.follow(program) || asksMore) {
        return -1;
      }
      set |= follower.holds() ? 1L << supposed : 0;
    }
    if (asked == 0) {
      return -1;
    }
    if (size == pids.length) {
      pids = Arrays.copyOf(pids, size * 2);
      sets = Arrays.copyOf(sets, size * 2);
      holds = Arrays.copyOf(holds, size * 2);
      wanted = Arrays.copyOf(wanted, size * 2);
    }
    pids[size] = asked;
    sets[size] = set;
    if (!isConstant(size)) {
      int bit = byTask[asked].length;
      for (int state = 0; state < STATES && bit < MOST_BITS; state++) {
        bits[asked * STATES + state] |= (set >>> state & 1) << bit;
      }
      byTask[asked] = Questions.with(byTask[asked], size);
    }
    return size++;
  }

  /** Whether a condition comes to the same whatever the task does. */
  boolean isConstant(int condition) {
    return sets[condition] == 0 || sets[condition] == (1L << STATES) - 1;
  }

  /** Whether a condition is the same for a task that runs and one that is ready to. */
  boolean ignoresTurns(int condition) {
    return (sets[condition] >>> TaskState.READY.ordinal() & 1) == (sets[condition] >>> TaskState.RUNNING.ordinal() & 1);
  }

  private long suppose(int number, long first, long second) {
    TaskState state = number == Follower.NOW ? null : stateIn(QUERIES[number]);
    if (state == null || first < 1 || first > tasks || (asked != 0 && asked != first)) {
      asksMore = true;
      return 0;
    }
    asked = (int) first;
    return state.ordinal() == supposed ? 1 : 0;
  }

  private static @Nullable TaskState stateIn(Query query) {
    return switch (query) {
      case RUNNING -> TaskState.RUNNING;
      case READY -> TaskState.READY;
      case BLOCKED -> TaskState.BLOCKED;
      case SLEEPING -> TaskState.SLEEPING;
      case EXITED -> TaskState.EXITED;
      default -> null;
    };
  }

  /**
   * An event of a task at a hart; those that are about harts have none.
   *
   * @return the task that ran before at the hart of a dispatch and may be told of by nothing else, as who yields is; {@link
   *     #NOBODY} for all other events, {@link #ANYBODY} where it is not known
   */
  int touch(EventKind kind, int hart, int pid, long first) {
    if (pid > 0 && pid <= tasks) {
      if (!isSame(pid, next(kind, first))) {
        touch(pid);
      }
    } else if (pid == ANYBODY) {
      touchAll();
    }
    int before = relieved(kind, hart, pid);
    if (before > 0 && before <= tasks) {
      // It is ready now; whatever else may have become of it was told by an event of its own.
      if (!isSame(before, TaskState.READY.ordinal())) {
        touch(before);
      }
    } else if (before == ANYBODY) {
      touchAll();
    }
    return before;
  }

  /** The state that a task is in after an event of its, where that is certain. */
  private static int next(EventKind kind, long first) {
    return switch (kind) {
      case DISPATCH -> TaskState.RUNNING.ordinal();
      // One that finds no room is told to be blocked after it was told to be awake.
      case WAKE, PREEMPT -> TaskState.READY.ordinal();
      case BLOCK ->
          first == BlockReason.SLEEP.ordinal() || first == BlockReason.PERIOD.ordinal()
              ? TaskState.SLEEPING.ordinal()
              : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  /** Whether no condition of a task comes to anything else in a state than in the one that it was seen in. */
  private boolean isSame(int pid, int state) {
    return state != UNKNOWN
        && seen[pid] != UNKNOWN
        && byTask[pid].length <= MOST_BITS
        && bits[pid * STATES + seen[pid]] == bits[pid * STATES + state];
  }

  private int relieved(EventKind kind, int hart, int pid) {
    if (kind == EventKind.DISPATCH) {
      int before = started[hart];
      started[hart] = pid;
      return before;
    }
    if (kind == EventKind.BLOCK && started[hart] == pid) {
      started[hart] = NOBODY;
    }
    return NOBODY;
  }

  /** A task may be in another state. */
  void touch(int pid) {
    if (byTask[pid].length > 0 && !touched[pid]) {
      touched[pid] = true;
      pending[pendingCount++] = pid;
    }
  }

  /** Nothing is known any more. */
  void forget() {
    Arrays.fill(started, ANYBODY);
    Arrays.fill(seen, UNKNOWN);
    touchAll();
  }

  /** Any task may be. */
  void touchAll() {
    for (int pid = 1; pid <= tasks; pid++) {
      touch(pid);
    }
  }

  /** Whether no task can be in another state than it was. */
  boolean isQuiet() {
    return pendingCount == 0;
  }

  /** Whether a condition holds now; from now on its changes are told. */
  boolean want(int condition) {
    wanted[condition] = true;
    holds[condition] = (sets[condition] >>> stateOf.applyAsInt(pids[condition]) & 1) != 0;
    // The others may have been looked at in another state.
    seen[pids[condition]] = UNKNOWN;
    return holds[condition];
  }

  /** Nobody wants to know any more. */
  void release(int condition) {
    wanted[condition] = false;
  }

  /**
   * Looks at the tasks that may be in another state.
   *
   * @param changed takes the conditions that came to something else
   * @return how many these are
   */
  int refresh(int[] changed) {
    int count = 0;
    for (int i = 0; i < pendingCount; i++) {
      int pid = pending[i];
      touched[pid] = false;
      int state = stateOf.applyAsInt(pid);
      seen[pid] = state;
      for (int condition : byTask[pid]) {
        boolean now = (sets[condition] >>> state & 1) != 0;
        if (now != holds[condition] && wanted[condition]) {
          holds[condition] = now;
          changed[count++] = condition;
        }
      }
    }
    pendingCount = 0;
    return count;
  }

  /** Whether a condition held when it was looked at last. */
  boolean holds(int condition) {
    return holds[condition];
  }
}
