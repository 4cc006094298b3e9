// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.sched.Order;
import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;

/**
 * Who lends whom urgency (priority inheritance: Sha, Rajkumar, Lehoczky 1990). A task that waits for a mutex with
 * inheritance lends to its holder, one that waits for the answer to a call lends to the task that has received the call,
 * and both pass on what they are lent themselves. A task keeps the most urgent of all that wait for it so; schedulers read
 * that one and need not know why.
 *
 * <p>The lender is found anew from the lists of those who wait whenever one of them comes, goes or changes, so nothing is
 * left over when a chain breaks, and tasks that wait for each other in a circle do not keep each other urgent. Which of
 * several that are equally urgent is the lender is history that nobody can tell, and not hashed.
 */
final class Lending {
  private final CoreTables core;
  private final StateTable mutexes;
  private final MachineConfig config;
  private final Scheduler scheduler;
  private final Order order;

  /** Tasks that are still to be looked at, and in which search each was seen last; dead between two searches. */
  private final int[] open;

  private final int[] seen;
  private final int[] passed;
  private int search;

  /** Of the search under way: how many were found, and the most urgent of them. */
  private int found;

  private int best;
  private int bestLevel;
  private long bestRank;

  Lending(Tables tables, MachineConfig config, Scheduler scheduler) {
    this.core = tables.core;
    this.mutexes = tables.mutexes;
    this.config = config;
    this.scheduler = scheduler;
    this.order = scheduler.order();
    this.open = new int[core.tasks()];
    this.seen = new int[core.tasks()];
    this.passed = new int[core.tasks()];
  }

  /** Those who wait for a task have changed, or the urgency of one of them: it, and all that it waits for, are told. */
  void changed(int task) {
    int first = search + 1;
    int at = task;
    while (at != 0 && passed[at] < first) {
      int lender = mostUrgentDependent(at, Integer.MAX_VALUE, Long.MIN_VALUE);
      passed[at] = search;
      core.setTask(at, TaskColumns.LENDER, lender);
      scheduler.reposition(at);
      at = waitsFor(at);
    }
  }

  /**
   * A task waits for another now. Where that one waits for nobody, and so ends every chain that it is in, its lender is the
   * better of the one it had and those that come, without a look at all others: a service with a thousand callers would
   * spend its time on that.
   */
  void joined(int task, int waiter) {
    if (waitsFor(task) != 0) {
      changed(task);
      return;
    }
    int behind = core.taskAt(waiter, TaskColumns.LENDER);
    int comes = behind != 0 && isMore(behind, waiter) ? behind : waiter;
    int lender = core.taskAt(task, TaskColumns.LENDER);
    if (lender == 0 || isMore(comes, lender)) {
      core.setTask(task, TaskColumns.LENDER, comes);
      scheduler.reposition(task);
    }
  }

  /** A task waits for another no more: nothing changes for that one unless its lender was among those that go. */
  void left(int task, int waiter) {
    int lender = core.taskAt(task, TaskColumns.LENDER);
    if (waitsFor(task) != 0) {
      changed(task);
    } else if (lender == waiter || lender == core.taskAt(waiter, TaskColumns.LENDER)) {
      int next = mostUrgentDependent(task, order.lentLevel(lender), order.lentRank(lender));
      core.setTask(task, TaskColumns.LENDER, next);
      scheduler.reposition(task);
    }
  }

  /** The task that a waiting task lends its urgency to, 0 for none. */
  int waitsFor(int task) {
    int block = core.taskAt(task, TaskColumns.BLOCK);
    if (block == BlockReason.MUTEX.ordinal()) {
      int mutex = core.taskAt(task, TaskColumns.BLOCK_ON);
      return isLent(mutex) ? mutexes.at(mutex, MutexColumns.HOLDER) : 0;
    }
    return block == BlockReason.REPLY.ordinal() ? core.taskAt(task, TaskColumns.SERVER) : 0;
  }

  private boolean isLent(int mutex) {
    return config.mutexes().get(mutex).protocol() == Protocol.INHERIT;
  }

  /**
   * The most urgent of all that wait for a task, 0 for none. The search ends at the first that is as urgent as a bound,
   * which nobody exceeds: of a thousand equal callers one answer concerns one.
   */
  private int mostUrgentDependent(int task, int boundLevel, long boundRank) {
    search++;
    seen[task] = search;
    best = 0;
    int at = task;
    int next = 0;
    found = 0;
    while (true) {
      if (addWaiters(at, boundLevel, boundRank) || next == found) {
        return best;
      }
      at = open[next++];
    }
  }

  /** Adds those who wait for a task to those found; whether one of them reaches the bound. */
  private boolean addWaiters(int task, int boundLevel, long boundRank) {
    boolean reached = add(core.taskAt(task, TaskColumns.CALLERS), boundLevel, boundRank);
    int held = core.taskAt(task, TaskColumns.HELD);
    while (held != 0 && !reached) {
      if (isLent(held - 1)) {
        reached = add(mutexes.at(held - 1, MutexColumns.WAITERS), boundLevel, boundRank);
      }
      held = mutexes.at(held - 1, MutexColumns.NEXT_HELD);
    }
    return reached;
  }

  private boolean add(int head, int boundLevel, long boundRank) {
    for (int task = head; task != 0; task = core.taskAt(task, TaskColumns.WAIT_NEXT)) {
      if (seen[task] != search) {
        seen[task] = search;
        open[found++] = task;
        int level = order.lentLevel(task);
        long rank = order.lentRank(task);
        if (best == 0 || isMore(level, rank, bestLevel, bestRank)) {
          best = task;
          bestLevel = level;
          bestRank = rank;
        }
        if (!isMore(boundLevel, boundRank, level, rank)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isMore(int task, int than) {
    return isMore(order.lentLevel(task), order.lentRank(task), order.lentLevel(than), order.lentRank(than));
  }

  /** By level, then by rank. */
  private static boolean isMore(int level, long rank, int thanLevel, long thanRank) {
    return level != thanLevel ? level > thanLevel : rank < thanRank;
  }
}
