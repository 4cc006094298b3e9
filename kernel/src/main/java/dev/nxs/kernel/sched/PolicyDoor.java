// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.PolicyTask;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/** The door through which a policy sees the task at hand: what it may know, its own columns, and no more. */
public final class PolicyDoor implements PolicyTask {
  private final CoreTables core;
  private final StateTable taskWords;
  private final StateTable machineWords;
  private final LongUnaryOperator random;
  private final long[] periods;
  private final long[] relativeDeadlines;
  private final long timesliceNs;
  private int task;

  /**
   * A door on the tables of one machine.
   *
   * @param random draws a number below a bound, from the run's seed
   * @param periods by pid, 0 for none
   * @param relativeDeadlines by pid, how long after its release a job may end
   */
  public PolicyDoor(
      CoreTables core,
      StateTable taskWords,
      StateTable machineWords,
      LongUnaryOperator random,
      long[] periods,
      long[] relativeDeadlines,
      long timesliceNs) {
    this.core = core;
    this.taskWords = taskWords;
    this.machineWords = machineWords;
    this.random = random;
    this.periods = periods.clone();
    this.relativeDeadlines = relativeDeadlines.clone();
    this.timesliceNs = timesliceNs;
  }

  /** Points the door at a task. */
  PolicyTask of(int pid) {
    task = pid;
    return this;
  }

  /** The deadline of a task's job; {@link Column#NEVER} without a period. */
  long deadlineNs(int pid) {
    long releaseNs = core.task(pid, TaskColumns.RELEASE_AT);
    long atNs = releaseNs + relativeDeadlines[pid];
    return releaseNs == Column.NEVER || atNs < 0 ? Column.NEVER : atNs;
  }

  @Override
  public int pid() {
    return task;
  }

  @Override
  public long nowNs() {
    return core.machine(MachineColumns.NOW);
  }

  @Override
  public long timesliceNs() {
    return timesliceNs;
  }

  @Override
  public int qos() {
    return core.taskAt(task, TaskColumns.QOS);
  }

  @Override
  public int shares() {
    return core.taskAt(task, TaskColumns.SHARES);
  }

  @Override
  public long priority() {
    return core.task(task, TaskColumns.PRIORITY);
  }

  @Override
  public long periodNs() {
    return periods[task];
  }

  @Override
  public long releaseNs() {
    return core.task(task, TaskColumns.RELEASE_AT);
  }

  @Override
  public long deadlineNs() {
    return deadlineNs(task);
  }

  @Override
  public long cpuNs() {
    return core.task(task, TaskColumns.CPU);
  }

  @Override
  public long word(int column) {
    return taskWords.get(task, checked(column, taskWords));
  }

  @Override
  public void setWord(int column, long value) {
    taskWords.set(task, checked(column, taskWords), value);
  }

  @Override
  public long machineWord(int column) {
    return machineWords.get(0, checked(column, machineWords));
  }

  @Override
  public void setMachineWord(int column, long value) {
    machineWords.set(0, checked(column, machineWords), value);
  }

  @Override
  public long random(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a bound is 1 or more: bound=" + bound);
    }
    return random.applyAsLong(bound);
  }

  /** A column beyond those declared would be a word of somebody else. */
  private static int checked(int column, StateTable table) {
    return Objects.checkIndex(column, table.columns().size());
  }
}
