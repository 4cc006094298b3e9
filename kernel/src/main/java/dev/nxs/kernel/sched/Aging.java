// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;

/**
 * Lets tasks that wait long go up: a queued task that has waited for a time is queued one class higher, and again after
 * that time, until it runs. It keeps what it gained while it runs, or it would lose its hart at once, and is back in its
 * own class when it leaves the hart. A queued task needs no kernel timer for anything else, so its own one tells.
 */
public final class Aging {
  private static final int HIGHEST = 3;

  private final CoreTables core;
  private final TimerTree timers;
  private final long afterNs;

  /**
   * Aging in one machine.
   *
   * @param afterNs how long a task waits for a class; {@link Column#NEVER} for no aging
   */
  public Aging(CoreTables core, TimerTree timers, long afterNs) {
    this.core = core;
    this.timers = timers;
    this.afterNs = afterNs;
  }

  /** Whether tasks go up at all. */
  boolean happens() {
    return afterNs != Column.NEVER;
  }

  /** A task was queued, or went up: it goes up when it has been ready for so much longer. */
  void queued(int task) {
    long boost = core.task(task, TaskColumns.BOOST);
    if (afterNs == Column.NEVER || core.task(task, TaskColumns.QOS) + boost >= HIGHEST) {
      return;
    }
    long waitNs = afterNs > Column.NEVER / (boost + 1) ? Column.NEVER : afterNs * (boost + 1);
    long atNs = core.task(task, TaskColumns.READY_SINCE) + waitNs;
    if (atNs < 0) {
      return;
    }
    arm(task, Math.max(atNs, core.machine(MachineColumns.NOW)));
  }

  /** A task that could not go up tries again, as long a wait later. */
  void again(int task) {
    long atNs = core.machine(MachineColumns.NOW) + afterNs;
    if (atNs >= 0) {
      arm(task, atNs);
    }
  }

  private void arm(int task, long atNs) {
    long sequence = core.machine(MachineColumns.TIMER_SEQUENCE) + 1;
    core.setMachine(MachineColumns.TIMER_SEQUENCE, sequence);
    core.setTask(task, TaskColumns.TIMER_AT, atNs);
    core.setTask(task, TaskColumns.TIMER_SEQUENCE, sequence);
    timers.add(task, atNs, sequence);
  }

  /** A task is queued no longer. */
  void taken(int task) {
    if (afterNs != Column.NEVER && core.task(task, TaskColumns.TIMER_AT) != Column.NEVER) {
      core.setTask(task, TaskColumns.TIMER_AT, Column.NEVER);
      core.setTask(task, TaskColumns.TIMER_SEQUENCE, 0);
      timers.remove(task);
    }
  }

  /** A task leaves its hart, and with it what it gained. */
  void forget(int task) {
    if (afterNs != Column.NEVER) {
      core.setTask(task, TaskColumns.BOOST, 0);
    }
  }
}
