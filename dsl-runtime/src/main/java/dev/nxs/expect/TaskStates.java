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
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that ask for nothing but the state of one task, such as {@code ready(ui) or running(ui)}. Such a condition
 * is a set of states, found by running it once for each, so one look at the task tells what all of its conditions come to.
 */
final class TaskStates {
  private static final Query[] QUERIES = Query.values();
  private static final int STATES = TaskState.values().length;
  private static final Guarded[] NONE = {};

  /** In place of a task. */
  static final int ANYBODY = -1;

  static final int NOBODY = 0;

  /** Which state a task is in is not known. */
  private static final int UNKNOWN = -1;

  /** All states. */
  static final long ALL = (1L << STATES) - 1;

  private final int tasks;
  private final IntUnaryOperator stateOf;
  private final BitSet ask;
  private final Follower follower;

  /**
   * By task, its conditions but for those that never change; a bit of the words below stands for each. There are as many as
   * there are sets of states at most, which are fewer than 64.
   */
  private final Guarded[][] byTask;

  /** By task and state, which conditions hold then. */
  private final long[] bits;

  /** By task, which conditions hold in the state that it was last known to be in. */
  private final long[] told;

  /** By task, the conditions of which anybody wants to know. */
  private final long[] wanted;

  private final boolean[] touched;

  /** By hart, the task that started last, as far as is known. */
  private final int[] started;

  private final int[] pending;
  private int pendingCount;

  /** What is supposed while a condition is run, and what it asked about. */
  private int supposed;

  private int asked;
  private boolean asksMore;

  /**
   * Knows no condition yet.
   *
   * @param tasks how many tasks there are from boot on; pids behind may change hands
   * @param stateOf the number of the state that a task is in
   * @param ask takes who has to be asked at the end of the instant
   */
  TaskStates(int tasks, int harts, ValuePool pool, IntUnaryOperator stateOf, BitSet ask) {
    this.tasks = tasks;
    this.stateOf = stateOf;
    this.ask = ask;
    follower = new Follower(pool, this::suppose);
    byTask = new Guarded[tasks + 1][];
    Arrays.fill(byTask, NONE);
    bits = new long[(tasks + 1) * STATES];
    told = new long[tasks + 1];
    wanted = new long[tasks + 1];
    touched = new boolean[tasks + 1];
    started = new int[harts];
    pending = new int[tasks + 1];
  }

  /** Takes a condition; null where it asks for anything else. */
  @Nullable Guarded add(Bytecode program) {
    asked = 0;
    asksMore = false;
    long set = 0;
    for (supposed = 0; supposed < STATES; supposed++) {
      if (!follower.follow(program) || asksMore) {
        return null;
      }
      set |= follower.holds() ? 1L << supposed : 0;
    }
    if (asked == 0) {
      return null;
    }
    Guarded[] mine = byTask[asked];
    for (Guarded guarded : mine) {
      if (guarded.set == set) {
        return guarded;
      }
    }
    Guarded guarded = new Guarded(program, asked, set);
    if (guarded.isConstant()) {
      return guarded;
    }
    int bit = mine.length;
    for (int state = 0; state < STATES; state++) {
      bits[asked * STATES + state] |= (set >>> state & 1) << bit;
    }
    byTask[asked] = Arrays.copyOf(mine, bit + 1);
    byTask[asked][bit] = guarded;
    return guarded;
  }

  /** Whether a condition is the same for a task that runs and one that is ready to. */
  static boolean ignoresTurns(Guarded guarded) {
    return (guarded.set >>> TaskState.READY.ordinal() & 1) == (guarded.set >>> TaskState.RUNNING.ordinal() & 1);
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
      int state = next(kind, first);
      if (state == UNKNOWN) {
        touch(pid);
      } else {
        turn(pid, state);
      }
    } else if (pid == ANYBODY) {
      touchAll();
    }
    int before = relieved(kind, hart, pid);
    if (before > 0 && before <= tasks) {
      // If it is not ready now, then because of an event of its own, or because it has ended or runs elsewhere.
      if (turned(before, TaskState.READY.ordinal()) != 0) {
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

  /**
   * A task is in a state, unless it is to be looked at all the same. Who minds is asked at the end of the instant, when it
   * may be in yet another: that is one question too many, which comes to nothing new.
   */
  private void turn(int pid, int state) {
    long turned = turned(pid, state);
    if (turned == 0 || touched[pid]) {
      return;
    }
    told[pid] ^= turned;
    long now = told[pid];
    for (; turned != 0; turned &= turned - 1) {
      int bit = Long.numberOfTrailingZeros(turned);
      Guarded guarded = byTask[pid][bit];
      guarded.holds = (now >>> bit & 1) != 0;
      for (int place : guarded.holds ? guarded.watchers : guarded.minding) {
        ask.set(place);
      }
    }
  }

  /** The conditions that come to something else in a state than when they were told last. */
  private long turned(int pid, int state) {
    return (bits[pid * STATES + state] ^ told[pid]) & wanted[pid];
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
    if (wanted[pid] != 0 && !touched[pid]) {
      touched[pid] = true;
      pending[pendingCount++] = pid;
    }
  }

  /** Nothing is known any more. */
  void forget() {
    Arrays.fill(started, ANYBODY);
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

  /** Finds out whether a condition holds now; from now on its changes are told. */
  void want(Guarded guarded) {
    int pid = guarded.pid;
    guarded.holds = (guarded.set >>> stateOf.applyAsInt(pid) & 1) != 0;
    guarded.isKnown = true;
    long bit = bit(guarded);
    wanted[pid] |= bit;
    told[pid] = guarded.holds ? told[pid] | bit : told[pid] & ~bit;
  }

  /** Nobody wants to know any more. */
  void release(Guarded guarded) {
    guarded.isKnown = false;
    wanted[guarded.pid] &= ~bit(guarded);
  }

  /** The bit of a condition; none where it never changes. */
  private long bit(Guarded guarded) {
    return guarded.isConstant() ? 0 : 1L << Arrays.asList(byTask[guarded.pid]).indexOf(guarded);
  }

  /** Looks at the tasks that may be in another state. */
  void refresh() {
    for (int i = 0; i < pendingCount; i++) {
      int pid = pending[i];
      touched[pid] = false;
      turn(pid, stateOf.applyAsInt(pid));
    }
    pendingCount = 0;
  }
}
