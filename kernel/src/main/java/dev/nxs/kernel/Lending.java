// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.MachineConfig.Protocol;
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
 * left over when a chain breaks, and tasks that wait for each other in a circle do not keep each other urgent.
 */
final class Lending {
  private final CoreTables core;
  private final StateTable mutexes;
  private final MachineConfig config;
  private final Scheduler scheduler;

  /** Tasks that are still to be looked at, and in which search each was seen last; dead between two searches. */
  private final int[] open;

  private final int[] seen;
  private final int[] passed;
  private int search;

  Lending(Tables tables, MachineConfig config, Scheduler scheduler) {
    this.core = tables.core;
    this.mutexes = tables.mutexes;
    this.config = config;
    this.scheduler = scheduler;
    this.open = new int[core.tasks()];
    this.seen = new int[core.tasks()];
    this.passed = new int[core.tasks()];
  }

  /** Those who wait for a task have changed, or the urgency of one of them: it, and all that it waits for, are told. */
  void changed(int task) {
    int first = search + 1;
    int at = task;
    while (at != 0 && passed[at] < first) {
      int best = mostUrgentDependent(at);
      passed[at] = search;
      core.setTask(at, TaskColumns.LENDER, best);
      scheduler.reposition(at);
      at = waitsFor(at);
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

  /** The most urgent of all that wait for a task, of equals the one with the lowest pid; 0 for none. */
  private int mostUrgentDependent(int task) {
    search++;
    seen[task] = search;
    int count = addWaiters(task, 0);
    int best = 0;
    while (count > 0) {
      count--;
      int waiter = open[count];
      best = best == 0 || isBetter(waiter, best) ? waiter : best;
      count = addWaiters(waiter, count);
    }
    return best;
  }

  private boolean isBetter(int task, int than) {
    return scheduler.order().lendsMore(task, than) || (task < than && !scheduler.order().lendsMore(than, task));
  }

  private int addWaiters(int task, int count) {
    int found = add(core.taskAt(task, TaskColumns.CALLERS), count);
    int held = core.taskAt(task, TaskColumns.HELD);
    while (held != 0) {
      if (isLent(held - 1)) {
        found = add(mutexes.at(held - 1, MutexColumns.WAITERS), found);
      }
      held = mutexes.at(held - 1, MutexColumns.NEXT_HELD);
    }
    return found;
  }

  private int add(int head, int count) {
    int found = count;
    for (int task = head; task != 0; task = core.taskAt(task, TaskColumns.WAIT_NEXT)) {
      if (seen[task] != search) {
        seen[task] = search;
        open[found++] = task;
      }
    }
    return found;
  }
}
