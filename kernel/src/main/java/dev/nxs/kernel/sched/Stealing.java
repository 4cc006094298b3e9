// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;

/**
 * How an idle hart takes work from others: classes from highest to lowest, victims in ascending order, the oldest task
 * that may run here; where tasks are sorted, of all the one that goes first. Of several the first runs, and the others
 * are queued at the thief as far as there is room. A task that its own hart is about to run is not behind another and
 * stays.
 */
final class Stealing {
  private final CoreTables core;
  private final Order order;
  private final RunQueues queues;
  private final Scheduler scheduler;
  private final Tracer tracer;
  private final int limit;
  private final boolean takesNext;

  /** Whether a task was left where it is because it may not run on the hart that looked for work. */
  private boolean refused;

  /**
   * Stealing between the queues of one machine.
   *
   * @param limit how many tasks are taken at a time; 0 for none
   * @param takesNext whether a task is taken that its own hart is about to run
   */
  Stealing(
      CoreTables core,
      Order order,
      RunQueues queues,
      Scheduler scheduler,
      Tracer tracer,
      int limit,
      boolean takesNext) {
    this.core = core;
    this.order = order;
    this.queues = queues;
    this.scheduler = scheduler;
    this.tracer = tracer;
    this.limit = limit;
    this.takesNext = takesNext;
  }

  /** Whether there might be something to take. */
  boolean isPossible() {
    return limit > 0 && queues.queued() > 0 && !queues.isBarren();
  }

  /**
   * Takes work for an idle hart, of which the first task runs; false if there is none for it. What one idle hart does not
   * find, unless for affinity, no other finds either before somebody is queued or wishes for a decision: with a thousand
   * idle harts and few of their tasks queued that made an event eight times cheaper.
   */
  boolean steal(int hart) {
    if (queues.isBarren()) {
      return false;
    }
    refused = false;
    int stolen = 0;
    // Asked anew for each level: to take a task can queue one that waited for the room.
    int level = queues.highestBelow(RunQueues.LEVELS);
    while (level >= 0 && stolen < limit) {
      int victim = victim(hart, level, 0);
      while (victim >= 0 && stolen < limit && (stolen == 0 || queues.hasRoom(hart, level))) {
        move(stealable(victim, level, hart), victim, hart, stolen == 0);
        stolen++;
        victim = victim(hart, level, victim);
      }
      level = queues.highestBelow(level);
    }
    if (stolen == 0 && !refused && !order.isSorted()) {
      queues.nothingToTake();
    }
    return stolen > 0;
  }

  /**
   * The hart that a thief takes a task of a level from, -1 for none: the first that has one, where tasks are sorted the
   * one whose task goes first.
   *
   * @param from the hart at which the search starts; where tasks are sorted all are looked at
   */
  private int victim(int thief, int level, int from) {
    HartSet candidates = queues.harts(level);
    int best = 0;
    int victim = -1;
    for (int hart = candidates.next(order.isSorted() ? 0 : from); hart >= 0; hart = candidates.next(hart + 1)) {
      int task = hart == thief ? 0 : stealable(hart, level, thief);
      if (task != 0 && !order.isSorted()) {
        return hart;
      }
      if (task != 0 && (victim < 0 || order.isBefore(task, best))) {
        best = task;
        victim = hart;
      }
    }
    return victim;
  }

  private int stealable(int victim, int level, int thief) {
    int task = queues.front(victim, level);
    int current = core.hartAt(victim, HartColumns.CURRENT);
    boolean isNext =
        !takesNext && level == queues.highest(victim) && (current == 0 || scheduler.goesFirst(task, current));
    if (isNext) {
      task = core.taskAt(task, TaskColumns.NEXT);
    }
    while (task != 0 && !core.allows(task, thief)) {
      refused = true;
      task = core.taskAt(task, TaskColumns.NEXT);
    }
    return task;
  }

  private void move(int task, int victim, int thief, boolean runs) {
    int level = core.taskAt(task, TaskColumns.LEVEL);
    scheduler.dequeue(victim, task);
    core.addHart(thief, HartColumns.STEALS, 1);
    tracer.event(EventKind.STEAL, thief, task, victim, 0, 0);
    scheduler.migrate(task, thief);
    if (runs) {
      scheduler.dispatch(thief, task);
    } else {
      queues.insert(thief, level, task, false);
      scheduler.aging().queued(task);
    }
  }
}
