// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.sched.Scheduler.Hsm;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;

/**
 * Moves tasks whose place is none any more: their affinity was changed, or a hart went offline or came back. A task none
 * of whose harts is online runs on the lowest one that is, until one of its own comes.
 */
public final class Placement {
  private static final int RUNNING = 1;
  private static final int READY = 2;

  private final CoreTables core;
  private final Scheduler scheduler;
  private final Tracer tracer;

  public Placement(CoreTables core, Scheduler scheduler, Tracer tracer) {
    this.core = core;
    this.scheduler = scheduler;
    this.tracer = tracer;
  }

  /** How many harts are online. */
  public int online() {
    int count = 0;
    for (int hart = 0; hart < core.harts(); hart++) {
      count += scheduler.isOnline(hart) ? 1 : 0;
    }
    return count;
  }

  /**
   * A hart goes offline, which must be online and not the last: what it runs and what is queued there moves, the most
   * urgent first.
   */
  public void offline(int hart, int byHart) {
    int current = core.hartAt(hart, HartColumns.CURRENT);
    core.setHart(hart, HartColumns.HSM, Hsm.STOPPED.ordinal());
    tracer.event(EventKind.OFFLINE, hart, 0, 0, 0, 0);
    scheduler.leaveIdle(hart);
    int teller = scheduler.isOnline(byHart) ? byHart : scheduler.lowestOnline();
    if (current != 0) {
      leave(hart, current, teller);
    }
    for (int level = RunQueues.LEVELS - 1; level >= 0 && !scheduler.isGlobal(); level--) {
      int task = core.hartAt(hart, HartColumns.HEAD_0 + level);
      while (task != 0) {
        reconsider(task, teller);
        task = core.hartAt(hart, HartColumns.HEAD_0 + level);
      }
    }
    for (int task : scheduler.parked().waiting(scheduler.queueOf(hart))) {
      boolean waits = core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal();
      if (waits && core.taskAt(task, TaskColumns.HOME) == hart) {
        scheduler.unpark(task);
        replace(task, teller);
      }
    }
  }

  /** A hart comes online; tasks that ran elsewhere for want of it come home. */
  public void online(int hart) {
    scheduler.online(hart);
    for (int task = 1; task < core.tasks(); task++) {
      reconsider(task, hart);
    }
  }

  /** Moves a task if it may not be where it is. */
  public void reconsider(int task, int byHart) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    if (scheduler.isGlobal() && state == READY) {
      // It stays where it is, and a hart that it may have now is told by the decision.
      scheduler.wish(byHart);
      return;
    }
    if (scheduler.clampHome(task) == home || (scheduler.isGlobal() && state != RUNNING)) {
      return;
    }
    if (state == READY) {
      scheduler.dequeue(home, task);
      replace(task, byHart);
    } else if (state == RUNNING) {
      leave(home, task, byHart);
    } else if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()) {
      // It is awake, and its new home may have the room that it waits for.
      scheduler.unpark(task);
      replace(task, byHart);
    } else {
      core.setTask(task, TaskColumns.HOME, scheduler.clampHome(task));
    }
  }

  private void leave(int hart, int task, int byHart) {
    scheduler.leave(hart);
    core.addTask(task, TaskColumns.PREEMPTIONS, 1);
    core.setTask(task, TaskColumns.READY_SINCE, core.machine(MachineColumns.NOW));
    tracer.event(EventKind.PREEMPT, hart, task, core.task(task, TaskColumns.QOS), 0, 0);
    replace(task, byHart);
  }

  private void replace(int task, int byHart) {
    if (!scheduler.isGlobal()) {
      scheduler.migrate(task, scheduler.clampHome(task));
    }
    scheduler.place(task, core.taskAt(task, TaskColumns.HOME), byHart);
  }
}
