// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.CallingTask;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.SyscallHandler;
import java.util.List;
import java.util.Objects;

/** The door through which the system calls of a configuration see who calls them: its operands, their own columns, no more. */
final class OwnCalls implements CallingTask {
  private static final int OPERANDS = 3;

  private final Kernel kernel;
  private final List<SyscallHandler> handlers;
  private int number;
  private int task;
  private int hart;
  private long result;
  private long wakeAtNs;

  OwnCalls(Kernel kernel) {
    this.kernel = kernel;
    handlers = kernel.config.syscalls();
  }

  boolean exists(long call) {
    return call >= 0 && call < handlers.size();
  }

  /** Lets a handler do the call that a task trapped with; {@link #result} and {@link #wakeAtNs} are good until the next. */
  Errno call(int call, int byTask, int onHart) {
    number = call;
    task = byTask;
    hart = onHart;
    result = 0;
    wakeAtNs = Column.NEVER;
    return handlers.get(call).call(this);
  }

  long result() {
    return result;
  }

  /** When the caller goes on; {@link Column#NEVER} for at once. */
  long wakeAtNs() {
    return wakeAtNs;
  }

  @Override
  public int pid() {
    return task;
  }

  @Override
  public int hart() {
    return hart;
  }

  @Override
  public int qos() {
    return kernel.core.taskAt(task, TaskColumns.QOS);
  }

  @Override
  public long nowNs() {
    return kernel.now();
  }

  @Override
  public long operand(int operand) {
    return switch (Objects.checkIndex(operand, OPERANDS)) {
      case 0 -> kernel.context.second;
      case 1 -> kernel.context.third;
      default -> kernel.context.fourth;
    };
  }

  @Override
  public void result(long value) {
    result = value;
  }

  @Override
  public void sleepUntil(long atNs) {
    wakeAtNs = atNs;
  }

  @Override
  public long word(int column) {
    StateTable words = kernel.tables.callTasks.get(number);
    return words.get(task, checked(column, words));
  }

  @Override
  public void setWord(int column, long value) {
    StateTable words = kernel.tables.callTasks.get(number);
    words.set(task, checked(column, words), value);
  }

  @Override
  public long machineWord(int column) {
    StateTable words = kernel.tables.callMachine.get(number);
    return words.get(0, checked(column, words));
  }

  @Override
  public void setMachineWord(int column, long value) {
    StateTable words = kernel.tables.callMachine.get(number);
    words.set(0, checked(column, words), value);
  }

  @Override
  public long random(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a bound is 1 or more: bound=" + bound);
    }
    return kernel.context.random(bound);
  }

  /** A column beyond those declared would be a word of somebody else. */
  private static int checked(int column, StateTable table) {
    return Objects.checkIndex(column, table.columns().size());
  }
}
