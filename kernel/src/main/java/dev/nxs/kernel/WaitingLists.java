// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;

/**
 * Lists of tasks that wait for one thing, in the order of their arrival, linked through the rows of the tasks. A task
 * stands in one list at most. The first of a list points back to its last, so that to come and to go takes the same time
 * in a list of any length.
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
      if (scheduler.isServedBefore(task, best)) {
        best = task;
      }
      task = next(task);
    }
    return best;
  }

  /** Puts a task at the end of the list that a column heads. */
  void link(StateTable table, int row, int column, int task) {
    int head = table.at(row, column);
    if (head == 0) {
      table.set(row, column, task);
      core.setTask(task, TaskColumns.WAIT_PREVIOUS, task);
      return;
    }
    int last = core.taskAt(head, TaskColumns.WAIT_PREVIOUS);
    core.setTask(last, TaskColumns.WAIT_NEXT, task);
    core.setTask(task, TaskColumns.WAIT_PREVIOUS, last);
    core.setTask(head, TaskColumns.WAIT_PREVIOUS, task);
  }

  /** Takes a task out of the list that it stands in. */
  void unlink(StateTable table, int row, int column, int task) {
    int head = table.at(row, column);
    int behind = next(task);
    int before = core.taskAt(task, TaskColumns.WAIT_PREVIOUS);
    core.setTask(task, TaskColumns.WAIT_NEXT, 0);
    core.setTask(task, TaskColumns.WAIT_PREVIOUS, 0);
    if (head == task) {
      table.set(row, column, behind);
    } else {
      core.setTask(before, TaskColumns.WAIT_NEXT, behind);
    }
    // The last one, of a list that goes on, is known to its first.
    int knows = behind != 0 ? behind : head;
    if (knows != task) {
      core.setTask(knows, TaskColumns.WAIT_PREVIOUS, before);
    }
  }
}
