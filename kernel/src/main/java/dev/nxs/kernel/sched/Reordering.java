// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.user.SchedulingPolicy.Moment;

/**
 * Changes of urgency: a task gets another class, another deadline, is lent the urgency of one that waits for it, or has
 * waited long. A queued task goes to its new place at this instant, and a running one may lose its hart.
 */
final class Reordering {
  private static final int RUNNING = 1;
  private static final int READY = 2;

  private final CoreTables core;
  private final Order order;
  private final RunQueues queues;
  private final Aging aging;
  private final Scheduler scheduler;

  Reordering(CoreTables core, Order order, RunQueues queues, Aging aging, Scheduler scheduler) {
    this.core = core;
    this.order = order;
    this.queues = queues;
    this.aging = aging;
    this.scheduler = scheduler;
  }

  /** Gives a queued or running task another class, at once: its place is the tail of the new queue. */
  boolean setClass(int task, int qos) {
    boolean queued = core.taskAt(task, TaskColumns.STATE) == READY;
    if (queued && order.byClass()) {
      int queue = scheduler.queueOf(core.taskAt(task, TaskColumns.HOME));
      int level = order.level(task, qos);
      if (level != core.taskAt(task, TaskColumns.LEVEL) && !queues.hasRoom(queue, level)) {
        return false;
      }
    }
    core.setTask(task, TaskColumns.QOS, qos);
    reorder(task);
    return true;
  }

  /**
   * Gives a task the place that it should have after what it is ordered by was changed: a queued one goes to the tail of
   * its level, or where its rank puts it; a running one may lose its hart at this instant. A queued task must find room at
   * its new level.
   */
  void reorder(int task) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    if (order.isSorted() && (state == READY || state == RUNNING)) {
      if (state == RUNNING) {
        scheduler.account(home);
      }
      order.rank(task, Moment.CHANGE);
    }
    if (state == READY) {
      int queue = scheduler.queueOf(home);
      queues.remove(queue, task);
      queues.insert(queue, scheduler.level(task), task, false);
      scheduler.parked().admit(home);
      scheduler.wish(home);
    } else if (state == RUNNING) {
      scheduler.wish(home);
    } else {
      // It may itself wait for room, which its new level has.
      if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()) {
        scheduler.parked().moved(task);
      }
      scheduler.parked().admit(home);
    }
  }

  /** A queued task has waited long enough to go up by a class; where that has no room it waits as long again. */
  void promote(int task) {
    int home = core.taskAt(task, TaskColumns.HOME);
    int queue = scheduler.queueOf(home);
    aging.taken(task);
    core.addTask(task, TaskColumns.BOOST, 1);
    int level = scheduler.level(task);
    if (!queues.hasRoom(queue, level)) {
      core.addTask(task, TaskColumns.BOOST, -1);
      aging.again(task);
      return;
    }
    queues.remove(queue, task);
    queues.insert(queue, level, task, false);
    aging.queued(task);
    scheduler.parked().admit(home);
    scheduler.wish(home);
  }

  /**
   * The urgency of a task has changed, because of what others lend it or of the ceilings that it is under: a queued one
   * goes to the place that it has now, and a running one may lose its hart.
   */
  void reposition(int task) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    long rank = core.task(task, TaskColumns.RANK);
    if (order.isSorted()) {
      order.settleRank(task);
    }
    if (state == RUNNING) {
      scheduler.wish(home);
    } else if (state == READY
        && (scheduler.level(task) != core.taskAt(task, TaskColumns.LEVEL) || rank != core.task(task, TaskColumns.RANK))) {
      queues.remove(scheduler.queueOf(home), task);
      aging.taken(task);
      scheduler.place(task, home, home);
      scheduler.parked().admit(home);
    } else if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()) {
      scheduler.parked().moved(task);
      scheduler.parked().admit(home);
    }
  }
}
