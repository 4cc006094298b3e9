// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.TaskColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * Run queues: for each hart one first-in, first-out list a level, bounded by class. A level is twice the class, plus one
 * for services, which run ahead of the tasks of their class.
 *
 * <p>A list is linked through the rows of its tasks, so every operation but a search is in constant time, a queue of any
 * capacity costs three words, and equal queues have equal words: nothing of their history remains.
 */
public final class RunQueues {
  /** Levels of a hart: two a class. */
  public static final int LEVELS = 8;

  private final CoreTables core;
  private final Order order;
  final int capacity;
  final HartSet[] queuedByLevel = new HartSet[LEVELS];
  int queued;

  /** Bit set of the levels that some hart has a task of queued. */
  int levels;

  /** Whether a search found nothing for a thief, and nothing has happened since that could change this. */
  boolean barren;

  private boolean remembers = true;

  /**
   * Queues over the tables of one machine.
   *
   * @param capacity tasks of one class on a hart; without meaning where tasks are sorted, since to turn away the most
   *     urgent for want of room would be against their order
   */
  RunQueues(CoreTables core, Order order, int capacity) {
    this.core = core;
    this.order = order;
    this.capacity = order.isSorted() ? Integer.MAX_VALUE : capacity;
    for (int level = 0; level < LEVELS; level++) {
      queuedByLevel[level] = new HartSet(core.harts());
    }
  }

  /** Makes what is derived from the queues anew. */
  void rebuild() {
    barren = false;
    queued = 0;
    levels = 0;
    for (HartSet set : queuedByLevel) {
      set.clear();
    }
    for (int hart = 0; hart < core.harts(); hart++) {
      queued += core.hartAt(hart, HartColumns.QUEUED);
      for (int level = 0; level < LEVELS; level++) {
        if (core.hartAt(hart, HartColumns.COUNT_0 + level) > 0) {
          queuedByLevel[level].add(hart);
          levels |= 1 << level;
        }
      }
    }
  }

  /** A search found nothing that any idle hart could take. */
  void nothingToTake() {
    barren = remembers;
  }

  /** Whether such a search counts for later ones, too; who is asked in vain must not depend on it where orders are chosen. */
  void remember(boolean is) {
    remembers = is;
    barren = false;
  }

  /** Something has happened that a search could now find something after. */
  void mayBeTaken() {
    barren = false;
  }

  /** Whether it is known that no idle hart could take anything. */
  boolean isBarren() {
    return barren;
  }

  /** Tasks queued on all harts. */
  int queued() {
    return queued;
  }

  /** The highest level below another that some hart has a task of queued, or -1. */
  int highestBelow(int level) {
    return 31 - Integer.numberOfLeadingZeros(levels & ((1 << level) - 1));
  }

  /** Harts with a task of the level queued. */
  HartSet harts(int level) {
    return queuedByLevel[level];
  }

  /** Whether the class that a level belongs to has room on a hart. */
  boolean hasRoom(int hart, int level) {
    int even = level & ~1;
    return core.hartAt(hart, HartColumns.COUNT_0 + even) + core.hartAt(hart, HartColumns.COUNT_0 + even + 1) < capacity;
  }

  /** The highest level with a task on a hart, or -1. */
  int highest(int hart) {
    return 63 - Long.numberOfLeadingZeros(core.hart(hart, HartColumns.LEVELS));
  }

  /** The oldest task of a level on a hart, 0 for none. */
  int front(int hart, int level) {
    return core.hartAt(hart, HartColumns.HEAD_0 + level);
  }

  /** The tasks queued on a hart: most urgent level first, within a level the front first. */
  List<Integer> inOrder(int hart) {
    List<Integer> tasks = new ArrayList<>();
    for (int level = LEVELS - 1; level >= 0; level--) {
      for (int task = front(hart, level); task != 0; task = core.taskAt(task, TaskColumns.NEXT)) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  /** Puts a task at the tail of a level's queue. The caller has asked for room. */
  void enqueue(int hart, int level, int task) {
    int tail = core.hartAt(hart, HartColumns.TAIL_0 + level);
    core.setTask(task, TaskColumns.LEVEL, level);
    core.setTask(task, TaskColumns.PREVIOUS, tail);
    core.setTask(task, TaskColumns.NEXT, 0);
    if (tail == 0) {
      core.setHart(hart, HartColumns.HEAD_0 + level, task);
      core.setHart(hart, HartColumns.LEVELS, core.hart(hart, HartColumns.LEVELS) | 1L << level);
      queuedByLevel[level].add(hart);
      levels |= 1 << level;
    } else {
      core.setTask(tail, TaskColumns.NEXT, task);
    }
    core.setHart(hart, HartColumns.TAIL_0 + level, task);
    core.addHart(hart, HartColumns.COUNT_0 + level, 1);
    core.addHart(hart, HartColumns.QUEUED, 1);
    queued++;
  }

  /**
   * Puts a task at its place in a level's queue: at the tail, or by its rank where tasks are sorted.
   *
   * @param last whether it goes behind all of its rank
   */
  void insert(int hart, int level, int task, boolean last) {
    barren = false;
    int before = order.isSorted() ? core.hartAt(hart, HartColumns.TAIL_0 + level) : 0;
    int behind = 0;
    while (before != 0 && order.queuesBefore(task, before, last)) {
      behind = before;
      before = core.taskAt(before, TaskColumns.PREVIOUS);
    }
    if (behind == 0) {
      enqueue(hart, level, task);
      return;
    }
    core.setTask(task, TaskColumns.LEVEL, level);
    core.setTask(task, TaskColumns.PREVIOUS, before);
    core.setTask(task, TaskColumns.NEXT, behind);
    core.setTask(behind, TaskColumns.PREVIOUS, task);
    if (before == 0) {
      core.setHart(hart, HartColumns.HEAD_0 + level, task);
    } else {
      core.setTask(before, TaskColumns.NEXT, task);
    }
    core.addHart(hart, HartColumns.COUNT_0 + level, 1);
    core.addHart(hart, HartColumns.QUEUED, 1);
    queued++;
  }

  /** Takes a task out of the queue of a hart that it is in, wherever it stands. */
  void remove(int hart, int task) {
    int level = core.taskAt(task, TaskColumns.LEVEL);
    int before = core.taskAt(task, TaskColumns.PREVIOUS);
    int behind = core.taskAt(task, TaskColumns.NEXT);
    if (before == 0) {
      core.setHart(hart, HartColumns.HEAD_0 + level, behind);
    } else {
      core.setTask(before, TaskColumns.NEXT, behind);
    }
    if (behind == 0) {
      core.setHart(hart, HartColumns.TAIL_0 + level, before);
    } else {
      core.setTask(behind, TaskColumns.PREVIOUS, before);
    }
    core.setTask(task, TaskColumns.PREVIOUS, 0);
    core.setTask(task, TaskColumns.NEXT, 0);
    core.setTask(task, TaskColumns.LEVEL, 0);
    core.addHart(hart, HartColumns.COUNT_0 + level, -1);
    core.addHart(hart, HartColumns.QUEUED, -1);
    queued--;
    if (before == 0 && behind == 0) {
      core.setHart(hart, HartColumns.LEVELS, core.hart(hart, HartColumns.LEVELS) & ~(1L << level));
      HartSet others = queuedByLevel[level];
      others.remove(hart);
      if (others.isEmpty()) {
        levels &= ~(1 << level);
      }
    }
  }
}
