// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import java.util.Arrays;

/**
 * How tasks begin and end: spawning, ending, killing, and waiting for an end.
 *
 * <p>A spawned task takes one of the rows that the configuration keeps for its program. Its row is used again once nobody
 * has a claim on it: the task has ended, and has been joined or has no parent that lives. A handle tells the row and how
 * often it was used before, so an old handle never names another task.
 */
class TaskLife {
  /** Low bits of a handle: the pid. The others count how often the row was used before. */
  static final int PID_BITS = 24;

  private static final long PID_MASK = (1L << PID_BITS) - 1;
  private static final long KILLED = -9;

  private final Kernel kernel;
  private final CoreTables core;
  private final StateTable tasks;

  TaskLife(Kernel kernel) {
    this.kernel = kernel;
    core = kernel.core;
    tasks = kernel.tables.tasks;
  }

  /** The handle of a task: its pid, as long as its row was never used before. */
  long handle(int task) {
    return core.task(task, TaskColumns.GENERATION) << PID_BITS | task;
  }

  /** The task that a handle names, 0 for none. */
  int named(long handle) {
    long pid = handle & PID_MASK;
    boolean exists = handle > 0 && pid > 0 && pid < core.tasks();
    boolean matches = exists && core.task((int) pid, TaskColumns.GENERATION) == handle >>> PID_BITS;
    return matches && !isSpare((int) pid) ? (int) pid : 0;
  }

  /** Whether a row waits for a task to be spawned, and is none yet. */
  private boolean isSpare(int pid) {
    int declared = kernel.config.spawns().isEmpty() ? core.tasks() : kernel.config.spawns().get(0).firstPid();
    return pid >= declared && core.taskAt(pid, TaskColumns.STATE) == TaskState.NEW.ordinal();
  }

  /**
   * A row for a new task of a program: one that was never used, else the lowest that nobody has a claim on.
   *
   * @return 0 if there is none
   */
  int findRow(int pool) {
    SpawnSpec spec = kernel.config.spawns().get(pool);
    int free = 0;
    for (int pid = spec.firstPid(); pid < spec.firstPid() + spec.count(); pid++) {
      if (core.taskAt(pid, TaskColumns.STATE) == TaskState.NEW.ordinal()) {
        return pid;
      }
      boolean ended = core.taskAt(pid, TaskColumns.STATE) == TaskState.EXITED.ordinal();
      boolean claimed = core.taskAt(pid, TaskColumns.JOINED) == 0 && core.taskAt(pid, TaskColumns.PARENT) != 0;
      if (free == 0 && ended && !claimed) {
        free = pid;
      }
    }
    return free;
  }

  /** Makes a task of a row and starts it. It has the shares, the priority and the harts of its parent. */
  void spawn(int task, int parent, int qos, long name, long arguments, int hart) {
    if (core.taskAt(task, TaskColumns.STATE) == TaskState.EXITED.ordinal()) {
      clearRow(task);
    }
    core.setTask(task, TaskColumns.QOS, qos);
    core.setTask(task, TaskColumns.SHARES, core.task(parent, TaskColumns.SHARES));
    core.setTask(task, TaskColumns.PRIORITY, core.task(parent, TaskColumns.PRIORITY));
    core.setTask(task, TaskColumns.PARENT, parent);
    core.setTask(task, TaskColumns.NAME, name + 1);
    kernel.tables.affinity.copy(parent, task);
    core.setTask(task, TaskColumns.HOME, nextHome(task));
    kernel.settleHome(task);
    int base = kernel.tables.memoryBase[task];
    Arrays.fill(kernel.tables.words, base, base + kernel.tables.memoryWords[task], 0);
    for (int i = 0; i < kernel.pool.length(arguments); i++) {
      kernel.tables.words[base + i] = kernel.pool.word(arguments, i);
    }
    kernel.start(task, hart);
  }

  /** Round robin over the harts that the task may run on, after the tasks that were declared or spawned before. */
  private int nextHome(int task) {
    int harts = core.harts();
    int home = (int) (core.machine(MachineColumns.HOME_CURSOR) % harts);
    for (int i = 0; i < harts; i++) {
      if (kernel.scheduler.isOnline(home) && kernel.scheduler.allows(task, home)) {
        break;
      }
      home = (home + 1) % harts;
    }
    core.setMachine(MachineColumns.HOME_CURSOR, home + 1L);
    return home;
  }

  private void clearRow(int task) {
    long generation = core.task(task, TaskColumns.GENERATION) + 1;
    long calls = core.task(task, TaskColumns.CALLS);
    core.addMachine(MachineColumns.FORGOTTEN_CPU, core.task(task, TaskColumns.CPU));
    tasks.clear(task);
    core.setTask(task, TaskColumns.GENERATION, generation);
    // Goes on counting, so that a late answer to the task that had the row before is none to this one.
    core.setTask(task, TaskColumns.CALLS, calls);
    core.setTask(task, TaskColumns.RELEASE_AT, Column.NEVER);
    core.setTask(task, TaskColumns.TIMER_AT, Column.NEVER);
    core.setTask(task, TaskColumns.MATCH, -1);
  }

  /** The running task of a hart has ended. */
  void exit(int hart, int task, long code) {
    core.setTask(task, TaskColumns.STATE, TaskState.EXITED.ordinal());
    core.setTask(task, TaskColumns.EXIT_CODE, code);
    kernel.scheduler.leave(hart);
    core.setTask(task, TaskColumns.REMAINING, 0);
    bury(hart, task, code);
  }

  /** Ends a task wherever it is; not the one that asks for it. */
  void kill(int task, int byHart) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    kernel.setSpinning(task, 0);
    core.setTask(task, TaskColumns.STATE, TaskState.EXITED.ordinal());
    core.setTask(task, TaskColumns.EXIT_CODE, KILLED);
    if (state == TaskState.RUNNING.ordinal()) {
      kernel.scheduler.leave(home);
    } else if (state == TaskState.READY.ordinal()) {
      kernel.scheduler.drop(task);
    } else if (state != TaskState.NEW.ordinal()) {
      kernel.stopWaiting(task);
    }
    kernel.disarmTimer(task);
    core.setTask(task, TaskColumns.REMAINING, 0);
    bury(byHart, task, KILLED);
  }

  /** What an end means for the others: locks are given back, and those who wait for the task learn of it. */
  private void bury(int hart, int task, long code) {
    kernel.tracer.event(EventKind.EXIT, hart, task, code, 0, 0);
    kernel.locks.releaseAll(task, hart);
    kernel.ipc.serverGone(task, hart);
    kernel.ipc.ownerGone(task, hart);
    tellExit(hart, task);
    tellJoiners(task, code, hart);
    // Children are nobody's from now on: their ends are remembered until their rows are needed.
    for (SpawnSpec pool : kernel.config.spawns()) {
      for (int pid = pool.firstPid(); pid < pool.firstPid() + pool.count(); pid++) {
        if (core.taskAt(pid, TaskColumns.PARENT) == task) {
          core.setTask(pid, TaskColumns.PARENT, 0);
        }
      }
    }
  }

  void tellJoiners(int task, long code, int hart) {
    int joiner = kernel.lists.mostUrgent(core.taskAt(task, TaskColumns.JOINERS));
    while (joiner != 0) {
      kernel.lists.unlink(tasks, task, TaskColumns.JOINERS, joiner);
      core.setTask(task, TaskColumns.JOINED, 1);
      kernel.unblock(joiner, Errno.OK, code, hart);
      joiner = kernel.lists.mostUrgent(core.taskAt(task, TaskColumns.JOINERS));
    }
  }

  /** Tells the service that keeps timers for tasks. Where its endpoint is full it finds out at the next delivery. */
  private void tellExit(int hart, int task) {
    if (kernel.config.exitNotices() >= 0 && kernel.config.tasks().get(task - 1).port() >= 0) {
      core.setTask(0, TaskColumns.MESSAGE_0, task);
      boolean told = kernel.ipc.send(0, kernel.config.exitNotices(), Long.BYTES, 0, hart);
      core.setTask(0, TaskColumns.MESSAGE_0, 0);
      if (told) {
        core.setMachine(MachineColumns.CHANGED, 1);
      }
    }
  }

  /** The code of a task that has ended, for one that joins it. */
  long join(int task) {
    core.setTask(task, TaskColumns.JOINED, 1);
    return core.task(task, TaskColumns.EXIT_CODE);
  }

  /** The task waits for the end of another. */
  void awaitEnd(int task, int other) {
    kernel.lists.link(tasks, other, TaskColumns.JOINERS, task);
  }

  /** The task does not wait for that end any more. */
  void withdraw(int task, int other) {
    kernel.lists.unlink(tasks, other, TaskColumns.JOINERS, task);
  }
}
