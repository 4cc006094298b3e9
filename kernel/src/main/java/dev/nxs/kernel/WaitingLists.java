// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;

/**
 * Lists of tasks that wait for one thing, in the order of their arrival, linked through the rows of the tasks. A task
 * stands in one list at most.
 */
final class WaitingLists {
  private final CoreTables core;
  private final Scheduler scheduler;

  WaitingLists(CoreTables core, Scheduler scheduler) {
    this.core = core;
    this.scheduler = scheduler;
  }

  /** The task behind another, 0 for none. */
  int next(int task) {
    return core.taskAt(task, TaskColumns.WAIT_NEXT);
  }

  /** The task to serve first: the most urgent, and of equals the one that came first; 0 for none. */
  int mostUrgent(int head) {
    int best = head;
    int task = head;
    while (task != 0) {
      if (scheduler.order().isServedBefore(task, best)) {
        best = task;
      }
      task = next(task);
    }
    return best;
  }

  /** Puts a task at the end of the list that a column heads. */
  void link(StateTable table, int row, int column, int task) {
    int last = table.at(row, column);
    if (last == 0) {
      table.set(row, column, task);
      return;
    }
    int behind = next(last);
    while (behind != 0) {
      last = behind;
      behind = next(last);
    }
    core.setTask(last, TaskColumns.WAIT_NEXT, task);
  }

  /** Takes a task out of the list that it stands in. */
  void unlink(StateTable table, int row, int column, int task) {
    int behind = next(task);
    core.setTask(task, TaskColumns.WAIT_NEXT, 0);
    int at = table.at(row, column);
    if (at == task) {
      table.set(row, column, behind);
      return;
    }
    while (next(at) != task) {
      at = next(at);
    }
    core.setTask(at, TaskColumns.WAIT_NEXT, behind);
  }
}
