// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The scheduler of the profile {@code nexus}: the decisions of {@link NexusRules}, with the clock, the statistics and the
 * trace of a machine around them.
 *
 * <p>A hart switches tasks only where the reference does: when its task yields, waits or ends, when an acknowledged
 * interrupt finds it in user mode, and at a timer tick that ends a slice. Ticks are counted a hart, not a task, and start
 * when the hart leaves idle. An idle hart looks for work elsewhere when it becomes idle, and then while there is some to
 * find, at most once a millisecond.
 */
public class NexusScheduler extends Scheduler {
  /** In the column of wishes: an interrupt takes the hart from its task. */
  private static final int SWITCH = 3;

  private static final int BUDGET_TICKS = 8;
  private static final long NS_PER_MS = 1_000_000;
  private static final String REJECTED = "KERNEL: FAIL ipc wake (enqueue-rejected)";

  private final NexusRules rules;
  private final NexusQueues nexusQueues;
  private final StateTable harts;
  private final StateTable machine;
  private final long tickNs;
  private final boolean tellsMarkers;

  /**
   * A scheduler over the tables of one machine.
   *
   * @param work what takes time
   * @param harts the table of harts of the profile
   * @param machine the table with one row of the profile
   * @param tickNs distance of the timer ticks of a busy hart
   * @param tellsMarkers whether the first ticks and dispatches of secondary harts are told in marker lines
   */
  public NexusScheduler(
      CoreTables core, HartClock clock, Tracer tracer, Order order, Work work, NexusRules rules, StateTable harts,
      StateTable machine, long tickNs, boolean tellsMarkers) {
    super(
        core, clock, tracer, order, work, new Aging(core, new TimerTree(1), Column.NEVER), false, Integer.MAX_VALUE, 0,
        false);
    this.rules = rules;
    this.nexusQueues = rules.queues();
    this.harts = harts;
    this.machine = machine;
    this.tickNs = tickNs;
    this.tellsMarkers = tellsMarkers;
  }

  @Override
  public boolean hasWishes() {
    return !wishes.isEmpty();
  }

  @Override
  public int clampHome(int task) {
    return rules.clampHome(task);
  }

  @Override
  public int queued(int hart) {
    return nexusQueues.length(hart);
  }

  @Override
  public int queued(int hart, int qos) {
    return nexusQueues.length(hart, qos);
  }

  @Override
  public List<Integer> queue(int hart) {
    List<Integer> queued = new ArrayList<>();
    for (int qos = NexusQueues.CLASSES - 1; qos >= 0; qos--) {
      for (int place = 0; place < nexusQueues.length(hart, qos); place++) {
        queued.add((int) nexusQueues.at(hart, qos, place));
      }
    }
    return queued;
  }

  @Override
  public void wake(int task, int byHart) {
    int home = rules.clampHome(task);
    core.addTask(task, TaskColumns.WAKEUPS, 1);
    core.setTask(task, TaskColumns.READY_SINCE, now());
    tracer.event(EventKind.WAKE, byHart, task, core.task(task, TaskColumns.QOS), home, byHart);
    boolean isNew = core.taskAt(task, TaskColumns.STATE) == 0;
    boolean queued =
        isNew ? rules.resume(task) == NexusRules.Resume.RESUMED : rules.wake(task) == NexusRules.Wake.WOKEN;
    if (!queued) {
      rejected(task, home, isNew);
      return;
    }
    core.setTask(task, TaskColumns.HOME, home);
    core.setTask(task, TaskColumns.BLOCK, 0);
    if (home != byHart) {
      requestResched(home, byHart);
    }
    wish(byHart);
  }

  /** The queue is full: the task stays as it was, and nothing will queue it again. */
  private void rejected(int task, int home, boolean isNew) {
    core.setTask(task, TaskColumns.BLOCK, BlockReason.QUEUE.ordinal());
    tracer.event(EventKind.BLOCK, home, task, BlockReason.QUEUE.ordinal(), home, Column.NEVER);
    if (!isNew && machine.get(0, NexusColumns.WAKE_REPORTED) == 0) {
      machine.set(0, NexusColumns.WAKE_REPORTED, 1);
      mark(home, REJECTED);
    }
  }

  @Override
  public void requestResched(int target, int byHart) {
    request(target, byHart);
  }

  /**
   * Asks another hart for a decision; whether the request was accepted, as it is by every online hart even if the
   * interrupt does not go out.
   */
  @CanIgnoreReturnValue
  public boolean request(int target, int byHart) {
    boolean exists = target < core.harts();
    boolean accepted = exists && isOnline(target);
    if (accepted && isMuted()) {
      core.addHart(target, HartColumns.IPI_REQUESTS, 1);
      core.setHart(target, HartColumns.IPI_PENDING, 1);
      tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, 0, 0);
    } else if (exists) {
      super.requestResched(target, byHart);
    } else {
      tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, -1, 0);
    }
    return accepted;
  }

  /** Whether interrupts are accepted and do not go out. */
  public boolean isMuted() {
    return machine.get(0, NexusColumns.IPI_MUTED) != 0;
  }

  @Override
  public void reorder(int task) {
    // Nobody lends urgency here, and a change of class or affinity waits for the next decision.
  }

  @Override
  public void takeIpi(int hart) {
    boolean acknowledged = core.hartAt(hart, HartColumns.IPI_PENDING) != 0;
    super.takeIpi(hart);
    if (acknowledged && core.hartAt(hart, HartColumns.CURRENT) != 0) {
      core.setHart(hart, HartColumns.WISH, SWITCH);
    }
  }

  @Override
  public void leave(int hart) {
    int task = core.hartAt(hart, HartColumns.CURRENT);
    super.leave(hart);
    if (core.taskAt(task, TaskColumns.STATE) == EXITED) {
      rules.ended(hart, task);
    } else {
      rules.blocked(hart, task);
    }
  }

  /** Those who wait are served in the order of their arrival, whatever their classes. */
  @Override
  public boolean isServedBefore(int task, int than) {
    return false;
  }

  @Override
  public void drop(int task) {
    nexusQueues.purge(task);
  }

  /** Nobody lends anybody urgency here. */
  @Override
  public void reposition(int task) {}

  @Override
  public boolean setClass(int task, int qos) {
    if (nexusQueues.setTaskQos(task, qos) == NexusQueues.Change.FULL) {
      return false;
    }
    core.setTask(task, TaskColumns.QOS, qos);
    return true;
  }

  @Override
  public void decide() {
    do {
      int hart = following(-1);
      while (hart >= 0) {
        decide(hart);
        hart = following(hart);
      }
      armIdleLoops();
    } while (!wishes.isEmpty());
  }

  @Override
  int nextToDecide(int from) {
    return wishes.next(from);
  }

  /** An idle hart takes a turn: now if it may look and there is something to find, else when it may. */
  private void armIdleLoops() {
    for (int hart = idle.next(0); hart >= 0; hart = idle.next(hart + 1)) {
      long turnNs = hasWorkFor(hart) ? Math.max(now(), rules.stealAtNs(hart)) : Column.NEVER;
      if (nexusQueues.length(hart) > 0 || turnNs == now()) {
        wish(hart);
      } else if (turnNs != core.hart(hart, HartColumns.END_AT)) {
        setEnd(hart, turnNs);
      }
    }
  }

  private boolean hasWorkFor(int thief) {
    for (int hart = 0; hart < core.harts(); hart++) {
      if (hart != thief && isOnline(hart) && nexusQueues.length(hart) > 0) {
        return true;
      }
    }
    return false;
  }

  private void decide(int hart) {
    int wish = core.hartAt(hart, HartColumns.WISH);
    core.setHart(hart, HartColumns.WISH, 0);
    wishes.remove(hart);
    if (core.hartAt(hart, HartColumns.CURRENT) == 0) {
      idleTurn(hart);
      return;
    }
    if (wish == YIELD || wish == SWITCH) {
      rotate(hart, wish == YIELD);
    }
    if (now() >= harts.get(hart, NexusColumns.TICK_AT)) {
      tick(hart);
    }
  }

  private void tick(int hart) {
    armTick(hart);
    core.setHart(hart, HartColumns.SLICE_END, harts.get(hart, NexusColumns.TICK_AT));
    int current = core.hartAt(hart, HartColumns.CURRENT);
    boolean ends = rules.tick(hart);
    if (tellsMarkers && hart > 0) {
      tellTick(hart);
    }
    if (ends) {
      int qos = core.taskAt(current, TaskColumns.QOS);
      tracer.event(EventKind.SLICE_END, hart, current, qos, isReplaced(hart) ? 1 : 0, 0);
      rotate(hart, false);
    } else {
      account(hart);
      resume(hart, current);
    }
  }

  /** The first tick of each secondary hart, and the pace of the first eight of the first that takes so many. */
  private void tellTick(int hart) {
    long ticks = harts.get(hart, NexusColumns.TICKS);
    boolean judged = machine.get(0, NexusColumns.BUDGET_TOLD) != 0;
    if (ticks == 1) {
      mark(hart, "KSELFTEST: smp per-hart ticks ok");
      if (!judged && machine.get(0, NexusColumns.FIRST_TICK) == Column.NEVER) {
        machine.set(0, NexusColumns.FIRST_TICK, now());
      }
    }
    if (ticks == BUDGET_TICKS && !judged) {
      long windowMs = Math.max(1, (now() - machine.get(0, NexusColumns.FIRST_TICK)) / NS_PER_MS);
      machine.set(0, NexusColumns.BUDGET_TOLD, 1);
      machine.set(0, NexusColumns.FIRST_TICK, Column.NEVER);
      String budget = "KSELFTEST: runtime timer budget ";
      mark(hart, windowMs >= BUDGET_TICKS ? budget + "ok" : budget + "FAIL ticks=8 window_ms=" + windowMs);
    }
  }

  private void mark(int hart, String text) {
    tracer.line(EventKind.MARKER, hart, 0, text);
  }

  private void armTick(int hart) {
    long atNs = now() + tickNs;
    harts.set(hart, NexusColumns.TICK_AT, atNs < 0 ? Column.NEVER : atNs);
  }

  /** Whether another than the current task is next when that goes to the tail of its class, or to nowhere. */
  private boolean isReplaced(int hart) {
    for (int qos = nexusQueues.currentQos(hart); qos < NexusQueues.CLASSES; qos++) {
      if (nexusQueues.length(hart, qos) > 0) {
        return true;
      }
    }
    return false;
  }

  private void rotate(int hart, boolean yields) {
    int current = core.hartAt(hart, HartColumns.CURRENT);
    account(hart);
    boolean replaced = isReplaced(hart);
    boolean lost = rules.rotate(hart) == NexusQueues.Yield.KEPT;
    int next = (int) nexusQueues.current(hart);
    if (!replaced) {
      resume(hart, current);
      return;
    }
    if (!yields) {
      core.addTask(current, TaskColumns.PREEMPTIONS, 1);
      tracer.event(EventKind.PREEMPT, hart, current, core.task(current, TaskColumns.QOS), next, 0);
    }
    core.setTask(current, TaskColumns.STATE, READY);
    core.setTask(current, TaskColumns.READY_SINCE, now());
    if (lost) {
      // In no queue and on no hart: the state says ready, and nobody will ever look.
      tracer.event(EventKind.BLOCK, hart, current, BlockReason.QUEUE.ordinal(), hart, Column.NEVER);
    }
    core.setHart(hart, HartColumns.CURRENT, 0);
    run(hart, next);
  }

  /** One turn of the idle loop: the own queues, and then, where allowed, one look elsewhere. */
  private void idleTurn(int hart) {
    if (!isOnline(hart)) {
      return;
    }
    long pid = rules.pick(hart, now());
    tellLook(hart);
    if (pid != NexusQueues.NONE) {
      run(hart, (int) pid);
    } else if (core.hart(hart, HartColumns.IDLE_SINCE) < 0) {
      core.setHart(hart, HartColumns.IDLE_SINCE, now());
      harts.set(hart, NexusColumns.TICK_AT, Column.NEVER);
      idle.add(hart);
      tracer.event(EventKind.IDLE, hart, 0, 0, 0, 0);
    }
  }

  private void tellLook(int hart) {
    int task = (int) nexusQueues.victimPid();
    switch (rules.lastLook()) {
      case NOTHING -> { }
      case PARKED -> core.setTask(task, TaskColumns.HOME, nexusQueues.parkedOn());
      case STOLEN -> {
        core.addHart(hart, HartColumns.STEALS, 1);
        tracer.event(EventKind.STEAL, hart, task, nexusQueues.victimCpu(), 0, 0);
        migrate(task, hart);
      }
    }
  }

  private void run(int hart, int task) {
    if (harts.get(hart, NexusColumns.TICK_AT) == Column.NEVER) {
      armTick(hart);
    }
    core.setTask(task, TaskColumns.HOME, hart);
    if (tellsMarkers && hart > 0 && (machine.get(0, NexusColumns.EXECUTED) >>> hart & 1) == 0) {
      machine.set(0, NexusColumns.EXECUTED, machine.get(0, NexusColumns.EXECUTED) | 1L << hart);
      mark(hart, "KSELFTEST: smp exec cpu" + hart + " ok");
    }
    dispatch(hart, task);
  }

  @Override
  long sliceEndNs(int hart, int task, long now) {
    return harts.get(hart, NexusColumns.TICK_AT);
  }
}
