// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import java.util.Arrays;

/**
 * The tasks that wait for room in a full run queue: for each queue a list in the order of their pids, so that what leaves a
 * queue costs no more than those who wait for it. Derived from the table of tasks, so it can be rebuilt.
 */
public final class WaitingForRoom {
  private final CoreTables core;
  private final RunQueues queues;
  private final Scheduler scheduler;
  private final int[] first;
  private final int[] last;
  private final int[] next;
  private final int[] previous;

  /** Tasks looked at in this object's life: tells what it costs, and nothing else. */
  private long looks;

  WaitingForRoom(CoreTables core, RunQueues queues, Scheduler scheduler) {
    this.core = core;
    this.queues = queues;
    this.scheduler = scheduler;
    first = new int[core.harts()];
    last = new int[core.harts()];
    next = new int[core.tasks()];
    previous = new int[core.tasks()];
  }

  private boolean isEmpty() {
    return core.machine(MachineColumns.PARKED) == 0;
  }

  /**
   * There is a place in a queue of a hart, or a task that waits is of another level than before: the first that fits is
   * queued. There is never room for more than one, since none waits while there is some. A hart that goes offline takes
   * nobody in while it is emptied.
   */
  void admit(int hart) {
    int queue = scheduler.queueOf(hart);
    boolean takes = scheduler.isGlobal() || scheduler.isOnline(hart);
    int task = isEmpty() || !takes ? 0 : first(queue);
    while (task != 0 && !queues.hasRoom(queue, scheduler.level(task))) {
      task = next(task);
    }
    if (task != 0) {
      remove(queue, task);
      scheduler.place(task, core.taskAt(task, TaskColumns.HOME), hart);
    }
  }

  /** The first that waits for a queue, 0 for none. */
  int first(int queue) {
    return look(first[queue]);
  }

  /** Who waits for the same queue behind a task, 0 for none. */
  int next(int task) {
    return look(next[task]);
  }

  private int look(int task) {
    looks += task == 0 ? 0 : 1;
    return task;
  }

  /** How many tasks were looked at so far. */
  public long looks() {
    return looks;
  }

  /** A task begins to wait for a queue. */
  void add(int queue, int task) {
    core.addMachine(MachineColumns.PARKED, 1);
    insert(queue, task);
  }

  /** A task waits no more. */
  void remove(int queue, int task) {
    core.addMachine(MachineColumns.PARKED, -1);
    int before = previous[task];
    int behind = next[task];
    if (before == 0) {
      first[queue] = behind;
    } else {
      next[before] = behind;
    }
    if (behind == 0) {
      last[queue] = before;
    } else {
      previous[behind] = before;
    }
    next[task] = 0;
    previous[task] = 0;
  }

  /** From the end, since tasks mostly come in the order of their pids. */
  private void insert(int queue, int task) {
    int before = last[queue];
    while (before > task) {
      before = look(previous[before]);
    }
    int behind = before == 0 ? first[queue] : next[before];
    previous[task] = before;
    next[task] = behind;
    if (before == 0) {
      first[queue] = task;
    } else {
      next[before] = task;
    }
    if (behind == 0) {
      last[queue] = task;
    } else {
      previous[behind] = task;
    }
  }

  /**
   * Makes the lists anew from the table.
   *
   * @param isGlobal whether all harts share one queue
   */
  void rebuild(boolean isGlobal) {
    Arrays.fill(first, 0);
    Arrays.fill(last, 0);
    Arrays.fill(next, 0);
    Arrays.fill(previous, 0);
    for (int task = 1; task < core.tasks() && !isEmpty(); task++) {
      if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()) {
        insert(isGlobal ? GlobalQueue.ROW : core.taskAt(task, TaskColumns.HOME), task);
      }
    }
  }
}
