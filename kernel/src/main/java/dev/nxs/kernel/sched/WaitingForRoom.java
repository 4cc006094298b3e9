// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tasks that wait for room in a full run queue: for each queue and class, which have room of their own, a list in the
 * order of their pids, so that what leaves a queue costs the same however many wait. Derived from the table of tasks, so it can be
 * rebuilt.
 */
public final class WaitingForRoom {
  private static final int CLASSES = RunQueues.LEVELS / 2;

  private final CoreTables core;
  private final RunQueues queues;
  private final Scheduler scheduler;
  private final int[] first;
  private final int[] last;
  private final int[] next;
  private final int[] previous;
  private final int[] listOf;

  /** Tasks looked at in this object's life: tells what it costs, and nothing else. */
  private long looks;

  WaitingForRoom(CoreTables core, RunQueues queues, Scheduler scheduler) {
    this.core = core;
    this.queues = queues;
    this.scheduler = scheduler;
    first = new int[CLASSES * core.harts()];
    last = new int[CLASSES * core.harts()];
    next = new int[core.tasks()];
    previous = new int[core.tasks()];
    listOf = new int[core.tasks()];
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
    int task = 0;
    for (int qos = 0; qos < CLASSES && takes && !isEmpty(); qos++) {
      int head = look(first[CLASSES * queue + qos]);
      if (head != 0 && (task == 0 || head < task) && queues.hasRoom(queue, 2 * qos)) {
        task = head;
      }
    }
    if (task != 0) {
      remove(task);
      scheduler.place(task, core.taskAt(task, TaskColumns.HOME), hart);
    }
  }

  /** A task that waits may be of another level than before. */
  void moved(int task) {
    int queue = listOf[task] / CLASSES;
    if (listOf[task] != list(queue, task)) {
      unlink(task);
      insert(queue, task);
    }
  }

  private int list(int queue, int task) {
    return CLASSES * queue + scheduler.level(task) / 2;
  }

  /** All that wait for a queue, in the order of their pids. */
  int[] waiting(int queue) {
    IntStream.Builder pids = IntStream.builder();
    for (int qos = 0; qos < CLASSES; qos++) {
      for (int task = first[CLASSES * queue + qos]; task != 0; task = next[task]) {
        pids.add(look(task));
      }
    }
    return pids.build().sorted().toArray();
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
  void remove(int task) {
    core.addMachine(MachineColumns.PARKED, -1);
    unlink(task);
  }

  private void unlink(int task) {
    int list = listOf[task];
    int before = previous[task];
    int behind = next[task];
    if (before == 0) {
      first[list] = behind;
    } else {
      next[before] = behind;
    }
    if (behind == 0) {
      last[list] = before;
    } else {
      previous[behind] = before;
    }
    next[task] = 0;
    previous[task] = 0;
  }

  /** From the end, since tasks mostly come in the order of their pids. */
  private void insert(int queue, int task) {
    int list = list(queue, task);
    int before = last[list];
    while (before > task) {
      before = look(previous[before]);
    }
    int behind = before == 0 ? first[list] : next[before];
    listOf[task] = list;
    previous[task] = before;
    next[task] = behind;
    if (before == 0) {
      first[list] = task;
    } else {
      next[before] = task;
    }
    if (behind == 0) {
      last[list] = task;
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
