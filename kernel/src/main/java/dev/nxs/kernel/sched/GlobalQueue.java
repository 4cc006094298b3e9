// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.TaskColumns;

/**
 * One queue for all harts: which hart should look into it. A ready task goes to an idle hart that it may run on, its last
 * one if that is idle, else the lowest; without an idle one to the hart that runs the least urgent task, if that is less
 * urgent than it. So the most urgent tasks run, and no hart idles while one waits that it may run. A hart that is meant and
 * not just deciding is told by an interrupt.
 *
 * <p>The queue lies in the row of hart 0.
 */
final class GlobalQueue {
  /** The hart whose row holds the queue. */
  static final int ROW = 0;

  private final CoreTables core;
  private final Order order;
  private final RunQueues queues;
  private final Scheduler scheduler;

  /** The hart that decided last: the one that tells others. */
  private int decider;

  GlobalQueue(CoreTables core, Order order, RunQueues queues, Scheduler scheduler) {
    this.core = core;
    this.order = order;
    this.queues = queues;
    this.scheduler = scheduler;
  }

  void decidesOn(int hart) {
    decider = hart;
  }

  /** The first queued task that a hart may run, 0 for none. */
  int next(int hart) {
    for (int level = queues.highest(ROW); level >= 0; level--) {
      int task = queues.front(ROW, level);
      while (task != 0 && !scheduler.mayRun(task, hart)) {
        task = core.taskAt(task, TaskColumns.NEXT);
      }
      if (task != 0) {
        return task;
      }
    }
    return 0;
  }

  /** Tells the harts at which a queued task should run. */
  void spread() {
    for (int level = queues.highest(ROW); level >= 0; level--) {
      int task = queues.front(ROW, level);
      while (task != 0) {
        int behind = core.taskAt(task, TaskColumns.NEXT);
        int hart = target(task);
        if (hart >= 0) {
          tell(hart);
        } else if (isAllowedEverywhere(task)) {
          // What comes behind is no more urgent and finds no place either.
          return;
        }
        task = behind;
      }
    }
  }

  private void tell(int hart) {
    if (hart == decider) {
      scheduler.wish(hart);
    } else {
      scheduler.requestResched(hart, decider);
    }
  }

  /** The hart at which a queued task should run, -1 if it should wait. Harts that were told already are left out. */
  int target(int task) {
    int home = core.taskAt(task, TaskColumns.HOME);
    if (isFree(home) && core.hartAt(home, HartColumns.CURRENT) == 0 && scheduler.mayRun(task, home)) {
      return home;
    }
    int target = -1;
    for (int hart = 0; hart < core.harts(); hart++) {
      if (!isFree(hart) || !scheduler.mayRun(task, hart)) {
        continue;
      }
      int current = core.hartAt(hart, HartColumns.CURRENT);
      if (current == 0) {
        return hart;
      }
      if (isBefore(task, current) && (target < 0 || isLess(current, core.hartAt(target, HartColumns.CURRENT)))) {
        target = hart;
      }
    }
    return target;
  }

  private boolean isFree(int hart) {
    return scheduler.isOnline(hart) && core.hartAt(hart, HartColumns.IPI_PENDING) == 0;
  }

  /** Whether a task is the first to lose its hart: the less urgent one, of equals the one declared last. */
  private boolean isLess(int task, int other) {
    return isBefore(other, task) || (!isBefore(task, other) && task > other);
  }

  private boolean isBefore(int task, int other) {
    int difference = order.level(task) - order.level(other);
    return difference > 0 || (difference == 0 && order.isSorted() && order.isBefore(task, other));
  }

  private boolean isAllowedEverywhere(int task) {
    for (int hart = 0; hart < core.harts(); hart++) {
      if (!core.allows(task, hart)) {
        return false;
      }
    }
    return true;
  }
}
