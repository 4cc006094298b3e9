// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;

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

  private final StateTable harts;
  private final StateTable tasks;
  private final int capacity;
  private final HartSet[] queuedByLevel = new HartSet[LEVELS];
  private int queued;

  RunQueues(StateTable harts, StateTable tasks, int capacity) {
    this.harts = harts;
    this.tasks = tasks;
    this.capacity = capacity;
    for (int level = 0; level < LEVELS; level++) {
      queuedByLevel[level] = new HartSet(harts.rows());
    }
  }

  /** Makes what is derived from the queues anew. */
  void rebuild() {
    queued = 0;
    for (HartSet set : queuedByLevel) {
      set.clear();
    }
    for (int hart = 0; hart < harts.rows(); hart++) {
      queued += harts.at(hart, HartColumns.QUEUED);
      for (int level = 0; level < LEVELS; level++) {
        if (harts.at(hart, HartColumns.COUNT_0 + level) > 0) {
          queuedByLevel[level].add(hart);
        }
      }
    }
  }

  /** Tasks queued on all harts. */
  int queued() {
    return queued;
  }

  /** Harts with a task of the level queued. */
  HartSet harts(int level) {
    return queuedByLevel[level];
  }

  /** Whether the class that a level belongs to has room on a hart. */
  boolean hasRoom(int hart, int level) {
    int even = level & ~1;
    return harts.at(hart, HartColumns.COUNT_0 + even) + harts.at(hart, HartColumns.COUNT_0 + even + 1) < capacity;
  }

  /** The highest level with a task on a hart, or -1. */
  int highest(int hart) {
    return 63 - Long.numberOfLeadingZeros(harts.get(hart, HartColumns.LEVELS));
  }

  /** The oldest task of a level on a hart, 0 for none. */
  int front(int hart, int level) {
    return harts.at(hart, HartColumns.HEAD_0 + level);
  }

  /** Puts a task at the tail of a level's queue. The caller has asked for room. */
  void enqueue(int hart, int level, int task) {
    int tail = harts.at(hart, HartColumns.TAIL_0 + level);
    tasks.set(task, TaskColumns.LEVEL, level);
    tasks.set(task, TaskColumns.PREVIOUS, tail);
    tasks.set(task, TaskColumns.NEXT, 0);
    if (tail == 0) {
      harts.set(hart, HartColumns.HEAD_0 + level, task);
      harts.set(hart, HartColumns.LEVELS, harts.get(hart, HartColumns.LEVELS) | 1L << level);
      queuedByLevel[level].add(hart);
    } else {
      tasks.set(tail, TaskColumns.NEXT, task);
    }
    harts.set(hart, HartColumns.TAIL_0 + level, task);
    harts.add(hart, HartColumns.COUNT_0 + level, 1);
    harts.add(hart, HartColumns.QUEUED, 1);
    queued++;
  }

  /** Takes a task out of the queue of a hart that it is in, wherever it stands. */
  void remove(int hart, int task) {
    int level = tasks.at(task, TaskColumns.LEVEL);
    int before = tasks.at(task, TaskColumns.PREVIOUS);
    int behind = tasks.at(task, TaskColumns.NEXT);
    if (before == 0) {
      harts.set(hart, HartColumns.HEAD_0 + level, behind);
    } else {
      tasks.set(before, TaskColumns.NEXT, behind);
    }
    if (behind == 0) {
      harts.set(hart, HartColumns.TAIL_0 + level, before);
    } else {
      tasks.set(behind, TaskColumns.PREVIOUS, before);
    }
    tasks.set(task, TaskColumns.PREVIOUS, 0);
    tasks.set(task, TaskColumns.NEXT, 0);
    tasks.set(task, TaskColumns.LEVEL, 0);
    harts.add(hart, HartColumns.COUNT_0 + level, -1);
    harts.add(hart, HartColumns.QUEUED, -1);
    queued--;
    if (harts.at(hart, HartColumns.HEAD_0 + level) == 0) {
      harts.set(hart, HartColumns.LEVELS, harts.get(hart, HartColumns.LEVELS) & ~(1L << level));
      queuedByLevel[level].remove(hart);
    }
  }
}
