// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

/**
 * The tables of the machine, the harts and the tasks, as the run loop reaches them: the same words that their
 * {@link StateTable} views show, through one reference.
 *
 * <p>A compiler cannot know that several views share one vector, so it keeps each view's reference, length and width in
 * registers of its own and runs out of them. Here it has one vector, and widths that are constants.
 */
public final class CoreTables {
  private static final int TASK_WIDTH = 57;
  private static final int HART_WIDTH = 53;

  private final long[] words;
  private final int hartBase;
  private final int taskBase;
  private final int affinityBase;
  private final int affinityWidth;
  private final int harts;
  private final int tasks;

  /**
   * Views on tables of one vector, in which the table of the machine stands first.
   *
   * @throws IllegalArgumentException if the columns are not those of this class
   */
  public CoreTables(long[] words, StateTable machine, StateTable harts, StateTable tasks, StateTable affinity) {
    if (machine.base() != 0 || harts.columns().size() != HART_WIDTH || tasks.columns().size() != TASK_WIDTH) {
      throw new IllegalArgumentException(
          "columns must be as many as the widths say: harts=" + harts.columns().size() + " tasks="
              + tasks.columns().size());
    }
    this.words = words;
    this.hartBase = harts.base();
    this.taskBase = tasks.base();
    this.affinityBase = affinity.base();
    this.affinityWidth = affinity.columns().size();
    this.harts = harts.rows();
    this.tasks = tasks.rows();
  }

  /** The vector itself, for code that is run for every event and reaches several words of one row. */
  public long[] words() {
    return words;
  }

  /** Index of the first word of a hart's row in the vector. */
  public int hartRow(int hart) {
    return hartBase + hart * HART_WIDTH;
  }

  /** Index of the first word of a task's row in the vector. */
  public int taskRow(int task) {
    return taskBase + task * TASK_WIDTH;
  }

  /** How many harts there are. */
  public int harts() {
    return harts;
  }

  /** How many rows of tasks there are, that of the kernel included. */
  public int tasks() {
    return tasks;
  }

  public long machine(int column) {
    return words[column];
  }

  public void setMachine(int column, long value) {
    words[column] = value;
  }

  public void addMachine(int column, long delta) {
    words[column] += delta;
  }

  public long hart(int hart, int column) {
    return words[hartBase + hart * HART_WIDTH + column];
  }

  /** A word that is known to fit an int: a number of a task, a count. */
  public int hartAt(int hart, int column) {
    return (int) words[hartBase + hart * HART_WIDTH + column];
  }

  public void setHart(int hart, int column, long value) {
    words[hartBase + hart * HART_WIDTH + column] = value;
  }

  public void addHart(int hart, int column, long delta) {
    words[hartBase + hart * HART_WIDTH + column] += delta;
  }

  public long task(int task, int column) {
    return words[taskBase + task * TASK_WIDTH + column];
  }

  /** A word that is known to fit an int: a number of a task or a hart, a count. */
  public int taskAt(int task, int column) {
    return (int) words[taskBase + task * TASK_WIDTH + column];
  }

  public void setTask(int task, int column, long value) {
    words[taskBase + task * TASK_WIDTH + column] = value;
  }

  public void addTask(int task, int column, long delta) {
    words[taskBase + task * TASK_WIDTH + column] += delta;
  }

  /** Whether a task may run on a hart. */
  public boolean allows(int task, int hart) {
    return ((words[affinityBase + task * affinityWidth + (hart >>> 6)] >>> hart) & 1) != 0;
  }
}
