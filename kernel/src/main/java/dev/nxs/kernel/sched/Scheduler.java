// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;

/**
 * Decides who runs. Handlers of events record wishes; {@link #decide()} acts on all of them once nothing else is left
 * to happen at the instant, one decision a hart in the order of their numbers. No other code moves a task between a
 * hart and a queue.
 *
 * <p>Strict priority over levels, round robin within one. A task whose slice ends, or that a more urgent one takes the
 * hart from, goes to the tail of its level and gets a fresh slice. Only a hart without work takes tasks from others.
 */
public final class Scheduler {
  /** The harts' states, in the words of the SBI's hart state management. */
  public enum Hsm {
    STOPPED,
    START_PENDING,
    STARTED
  }

  /** A running task that yields, in the column of wishes. */
  private static final int YIELD = 2;

  private static final int RUNNING = 1;
  private static final int READY = 2;
  private static final int BLOCKED = 3;
  private static final long SHORTEST_SLICE_NS = 1_000;

  /** A slice of 106 days, which is as good as none, weighed by the most shares still fits into 64 bits. */
  private static final long LONGEST_SLICE_NS = Long.MAX_VALUE / 1_000;

  private final CoreTables core;
  private final RunQueues queues;
  private final HartClock clock;
  private final Tracer tracer;
  private final HartSet wishes;
  private final HartSet idle;
  private final boolean[] ahead;
  private final long timesliceNs;
  private final int stealLimit;

  /** Dispatches of this object's life: tells whether a round of decisions moved anybody, and nothing else. */
  private long dispatches;

  /**
   * A scheduler over the tables of one machine.
   *
   * @param ahead by pid, whether a task runs ahead of its class
   */
  public Scheduler(
      CoreTables core,
      HartClock clock,
      Tracer tracer,
      boolean[] ahead,
      long timesliceNs,
      int queueCapacity,
      int stealLimit) {
    this.core = core;
    this.clock = clock;
    this.tracer = tracer;
    this.ahead = ahead.clone();
    this.timesliceNs = Math.min(timesliceNs, LONGEST_SLICE_NS);
    this.stealLimit = stealLimit;
    this.queues = new RunQueues(core, queueCapacity);
    this.wishes = new HartSet(core.harts());
    this.idle = new HartSet(core.harts());
  }

  /** Makes what is derived from the tables anew, after they were set from outside. */
  public void rebuild() {
    queues.rebuild();
    wishes.clear();
    idle.clear();
    for (int hart = 0; hart < core.harts(); hart++) {
      if (core.hartAt(hart, HartColumns.WISH) != 0) {
        wishes.add(hart);
      }
      if (core.hart(hart, HartColumns.IDLE_SINCE) >= 0) {
        idle.add(hart);
      }
    }
  }

  public boolean hasWishes() {
    return !wishes.isEmpty() || mightSteal();
  }

  public boolean isOnline(int hart) {
    return core.hartAt(hart, HartColumns.HSM) == Hsm.STARTED.ordinal();
  }

  /** Asks for a decision on a hart. */
  public void wish(int hart) {
    if (core.hartAt(hart, HartColumns.WISH) == 0) {
      core.setHart(hart, HartColumns.WISH, 1);
    }
    wishes.add(hart);
  }

  /** The running task of a hart is willing to let another of its level run. */
  public void offerHart(int hart) {
    core.setHart(hart, HartColumns.WISH, YIELD);
    wishes.add(hart);
  }

  /** The level of a task: its class, and ahead within it for a service. */
  public int level(int task) {
    return 2 * core.taskAt(task, TaskColumns.QOS) + (ahead[task] ? 1 : 0);
  }

  /** Whether a task may run on a hart. */
  public boolean allows(int task, int hart) {
    return core.allows(task, hart);
  }

  /** The hart whose queue a task goes to: its home where it may run there and the hart is online, else the lowest that will do. */
  public int clampHome(int task) {
    int home = core.taskAt(task, TaskColumns.HOME);
    if (isOnline(home) && allows(task, home)) {
      return home;
    }
    for (int hart = 0; hart < core.harts(); hart++) {
      if (isOnline(hart) && allows(task, hart)) {
        return hart;
      }
    }
    return 0;
  }

  /** A hart has come online with nothing to run. */
  public void online(int hart) {
    core.setHart(hart, HartColumns.HSM, Hsm.STARTED.ordinal());
    core.setHart(hart, HartColumns.IDLE_SINCE, now());
    idle.add(hart);
    wish(hart);
    tracer.event(EventKind.ONLINE, hart, 0, 0, 0, 0);
  }

  /**
   * Makes a waiting or new task ready and queues it at its home. If the queue is full the task waits for room and is
   * queued as soon as there is some.
   *
   * @param byHart the hart on which this happens; another home is told by an interrupt
   */
  public void wake(int task, int byHart, long ipiCostNs) {
    int home = clampHome(task);
    core.setTask(task, TaskColumns.HOME, home);
    core.addTask(task, TaskColumns.WAKEUPS, 1);
    core.setTask(task, TaskColumns.READY_SINCE, now());
    tracer.event(EventKind.WAKE, byHart, task, core.task(task, TaskColumns.QOS), home, byHart);
    place(task, home, byHart, ipiCostNs);
  }

  private void place(int task, int home, int byHart, long ipiCostNs) {
    int level = level(task);
    if (!queues.hasRoom(home, level)) {
      core.setTask(task, TaskColumns.STATE, BLOCKED);
      core.setTask(task, TaskColumns.BLOCK, BlockReason.QUEUE.ordinal());
      core.addMachine(MachineColumns.PARKED, 1);
      tracer.event(EventKind.BLOCK, home, task, BlockReason.QUEUE.ordinal(), home, Column.NEVER);
      return;
    }
    core.setTask(task, TaskColumns.STATE, READY);
    core.setTask(task, TaskColumns.BLOCK, 0);
    queues.enqueue(home, level, task);
    if (home == byHart) {
      wish(home);
    } else {
      requestResched(home, byHart, ipiCostNs);
    }
  }

  /**
   * Asks another hart for a decision: the evidence chain of the reference. A request is accepted by an online target; it
   * is sent as an interrupt unless one is pending there already; the target takes the trap and acknowledges it.
   */
  public void requestResched(int target, int byHart, long ipiCostNs) {
    if (!isOnline(target)) {
      core.addHart(target, HartColumns.IPI_REJECTED, 1);
      tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, -1, 0);
      return;
    }
    core.addHart(target, HartColumns.IPI_REQUESTS, 1);
    if (core.hartAt(target, HartColumns.IPI_PENDING) != 0) {
      core.addHart(target, HartColumns.IPI_COALESCED, 1);
      tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, 0, 0);
      return;
    }
    long arrivesNs = Math.addExact(now(), ipiCostNs);
    core.setHart(target, HartColumns.IPI_PENDING, 1);
    core.addHart(target, HartColumns.IPI_SENT, 1);
    core.setHart(target, HartColumns.IPI_AT, arrivesNs);
    clock.setIpi(target, arrivesNs);
    tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, 1, 0);
  }

  /** A software interrupt arrives at a hart. */
  public void takeIpi(int hart) {
    core.setHart(hart, HartColumns.IPI_AT, Column.NEVER);
    clock.setIpi(hart, Column.NEVER);
    core.addHart(hart, HartColumns.IPI_TRAPS, 1);
    int acknowledged = core.hartAt(hart, HartColumns.IPI_PENDING);
    core.setHart(hart, HartColumns.IPI_PENDING, 0);
    core.addHart(hart, HartColumns.IPI_ACKS, acknowledged);
    tracer.event(EventKind.IPI, hart, 0, acknowledged, 0, 0);
    wish(hart);
  }

  /** Takes the running task off its hart, because it waits or has ended; its new state is the caller's business. */
  public void leave(int hart) {
    account(hart);
    core.setHart(hart, HartColumns.CURRENT, 0);
    core.setHart(hart, HartColumns.SINCE, Column.NEVER);
    setEnd(hart, Column.NEVER);
    core.setHart(hart, HartColumns.SLICE_END, Column.NEVER);
    wish(hart);
  }

  /** Adds the CPU time since the last accounting to the running task of a hart. */
  public void account(int hart) {
    long now = now();
    long used = now - core.hart(hart, HartColumns.SINCE);
    core.setHart(hart, HartColumns.SINCE, now);
    if (used == 0) {
      return;
    }
    int task = core.hartAt(hart, HartColumns.CURRENT);
    core.addTask(task, TaskColumns.CPU, used);
    core.addHart(hart, HartColumns.BUSY, used);
    if (core.taskAt(task, TaskColumns.SPINNING) == 0) {
      core.addTask(task, TaskColumns.REMAINING, -used);
    }
  }

  /** The running task goes on computing: sets when it, or its slice, ends. */
  public void resume(int hart, int task) {
    resume(hart, task, now());
  }

  private void resume(int hart, int task, long now) {
    long sliceEndNs = core.hart(hart, HartColumns.SLICE_END);
    long endNs = sliceEndNs;
    if (core.taskAt(task, TaskColumns.SPINNING) == 0) {
      // A computation that would end behind the last instant of the clock ends with its slice, over and over.
      long doneNs = now + core.task(task, TaskColumns.REMAINING);
      endNs = doneNs < 0 ? endNs : Math.min(endNs, doneNs);
    }
    setEnd(hart, endNs);
    if (now >= sliceEndNs) {
      wish(hart);
    }
  }

  /** Gives a queued or running task another class, at once: its place is the tail of the new queue. */
  public boolean setClass(int task, int qos) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    if (state == READY) {
      int level = 2 * qos + (ahead[task] ? 1 : 0);
      boolean sameQueue = level == core.taskAt(task, TaskColumns.LEVEL);
      if (!sameQueue && !queues.hasRoom(home, level)) {
        return false;
      }
      queues.remove(home, task);
      core.setTask(task, TaskColumns.QOS, qos);
      queues.enqueue(home, level, task);
      admitParked(home);
      wish(home);
      return true;
    }
    core.setTask(task, TaskColumns.QOS, qos);
    if (state == RUNNING) {
      wish(home);
    } else {
      // It may itself wait for room, which its new class has.
      admitParked(home);
    }
    return true;
  }

  /**
   * Acts on all wishes: one decision a hart, by number. A decision can give work to a hart that was passed already (a
   * task that lost its hart may run on an idle one), so this goes on until a round moves nobody.
   */
  public void decide() {
    long before;
    do {
      before = dispatches;
      int hart = nextToDecide(0);
      while (hart >= 0) {
        decide(hart);
        hart = nextToDecide(hart + 1);
      }
    } while (!wishes.isEmpty() || (dispatches != before && mightSteal()));
  }

  private boolean mightSteal() {
    return stealLimit > 0 && queues.queued() > 0 && !idle.isEmpty();
  }

  /** The next hart that wished for a decision, or that is idle while tasks are queued which it might take. */
  private int nextToDecide(int from) {
    int wishing = wishes.next(from);
    if (!mightSteal()) {
      return wishing;
    }
    int idling = idle.next(from);
    if (idling < 0) {
      return wishing;
    }
    return wishing < 0 ? idling : Math.min(wishing, idling);
  }

  private void decide(int hart) {
    int wish = core.hartAt(hart, HartColumns.WISH);
    core.setHart(hart, HartColumns.WISH, 0);
    wishes.remove(hart);
    int current = core.hartAt(hart, HartColumns.CURRENT);
    if (current == 0) {
      fill(hart);
    } else {
      reconsider(hart, current, wish == YIELD);
    }
  }

  private void reconsider(int hart, int current, boolean yields) {
    int level = level(current);
    int highest = queues.highest(hart);
    long now = now();
    boolean sliceEnded = now >= core.hart(hart, HartColumns.SLICE_END);
    boolean hasRoom = queues.hasRoom(hart, level);
    // Among equals a full queue leaves the hart to the running task: there is no place that it could go to.
    boolean replaced = highest > level || (highest == level && (sliceEnded || yields) && hasRoom);
    if (sliceEnded && !yields) {
      tracer.event(EventKind.SLICE_END, hart, current, level >> 1, replaced ? 1 : 0, 0);
    }
    if (replaced && hasRoom) {
      account(hart);
      if (!yields) {
        core.addTask(current, TaskColumns.PREEMPTIONS, 1);
        tracer.event(EventKind.PREEMPT, hart, current, level >> 1, queues.front(hart, highest), 0);
      }
      core.setTask(current, TaskColumns.STATE, READY);
      core.setTask(current, TaskColumns.READY_SINCE, now());
      queues.enqueue(hart, level, current);
      core.setHart(hart, HartColumns.CURRENT, 0);
      take(hart, highest);
    } else if (replaced) {
      // The more urgent task must run, and the queue that the running one would go to is full: since the urgent one
      // leaves another queue there is no room to trade, so the running one waits until there is.
      account(hart);
      core.addTask(current, TaskColumns.PREEMPTIONS, 1);
      tracer.event(EventKind.PREEMPT, hart, current, level >> 1, queues.front(hart, highest), 0);
      core.setTask(current, TaskColumns.READY_SINCE, now());
      core.setHart(hart, HartColumns.CURRENT, 0);
      place(current, hart, hart, 0);
      take(hart, highest);
    } else if (sliceEnded || yields) {
      account(hart);
      core.setHart(hart, HartColumns.SLICE_END, sliceEndNs(current, now));
      resume(hart, current, now);
    }
  }

  private void fill(int hart) {
    if (!isOnline(hart)) {
      return;
    }
    int highest = queues.highest(hart);
    if (highest >= 0) {
      take(hart, highest);
    } else if (!steal(hart) && core.hart(hart, HartColumns.IDLE_SINCE) < 0) {
      core.setHart(hart, HartColumns.IDLE_SINCE, now());
      idle.add(hart);
      tracer.event(EventKind.IDLE, hart, 0, 0, 0, 0);
    }
  }

  private void take(int hart, int level) {
    int task = queues.front(hart, level);
    dequeue(hart, task);
    dispatch(hart, task);
  }

  /** Takes a task out of a queue and lets the first that waits for that room have it. */
  private void dequeue(int hart, int task) {
    queues.remove(hart, task);
    admitParked(hart);
  }

  /** Queues the tasks that wait for room on a hart, lowest pid first, as far as there is room. */
  private void admitParked(int hart) {
    if (core.machine(MachineColumns.PARKED) == 0) {
      return;
    }
    for (int task = 1; task < core.tasks(); task++) {
      if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()
          && core.taskAt(task, TaskColumns.HOME) == hart
          && queues.hasRoom(hart, level(task))) {
        core.addMachine(MachineColumns.PARKED, -1);
        place(task, hart, hart, 0);
      }
    }
  }

  private void dispatch(int hart, int task) {
    dispatches++;
    long now = now();
    long waited = now - core.task(task, TaskColumns.READY_SINCE);
    core.setTask(task, TaskColumns.STATE, RUNNING);
    core.addTask(task, TaskColumns.DISPATCHES, 1);
    core.addTask(task, TaskColumns.WAIT, waited);
    if (core.hartAt(hart, HartColumns.LAST) != task) {
      core.addHart(hart, HartColumns.SWITCHES, 1);
      core.setHart(hart, HartColumns.LAST, task);
    }
    long idleSince = core.hart(hart, HartColumns.IDLE_SINCE);
    if (idleSince >= 0) {
      if (idleSince < now) {
        core.addHart(hart, HartColumns.IDLE_WAKEUPS, 1);
      }
      core.setHart(hart, HartColumns.IDLE_SINCE, -1);
      idle.remove(hart);
    }
    core.setHart(hart, HartColumns.CURRENT, task);
    core.setHart(hart, HartColumns.SINCE, now);
    core.setHart(hart, HartColumns.SLICE_END, sliceEndNs(task, now));
    tracer.event(EventKind.DISPATCH, hart, task, core.task(task, TaskColumns.QOS), waited, 0);
    resume(hart, task, now);
  }

  private long sliceEndNs(int task, long now) {
    long sliceNs = Math.max(timesliceNs * core.task(task, TaskColumns.SHARES) / 100, SHORTEST_SLICE_NS);
    long endNs = now + sliceNs;
    // Behind the last instant of the clock: a slice without end.
    return endNs < 0 ? Column.NEVER : endNs;
  }

  /**
   * An idle hart looks for work elsewhere: classes from highest to lowest, victims in ascending order, the oldest task
   * that may run here. Of several the first runs, and the others are queued here as far as there is room. A task that
   * its own hart is about to run is not behind another and stays.
   */
  private boolean steal(int hart) {
    int stolen = 0;
    // Asked anew for each level: to take a task can queue one that waited for the room.
    int level = queues.highestBelow(RunQueues.LEVELS);
    while (level >= 0 && stolen < stealLimit) {
      HartSet candidates = queues.harts(level);
      int victim = candidates.next(0);
      while (victim >= 0 && stolen < stealLimit) {
        boolean isPlace = victim != hart && (stolen == 0 || queues.hasRoom(hart, level));
        int task = isPlace ? stealable(victim, level, hart) : 0;
        if (task != 0) {
          move(task, victim, hart, stolen == 0);
          stolen++;
        } else {
          victim = candidates.next(victim + 1);
        }
      }
      level = queues.highestBelow(level);
    }
    return stolen > 0;
  }

  private int stealable(int victim, int level, int thief) {
    int task = queues.front(victim, level);
    int current = core.hartAt(victim, HartColumns.CURRENT);
    if (level == queues.highest(victim) && (current == 0 || level > level(current))) {
      task = core.taskAt(task, TaskColumns.NEXT);
    }
    while (task != 0 && !allows(task, thief)) {
      task = core.taskAt(task, TaskColumns.NEXT);
    }
    return task;
  }

  private void move(int task, int victim, int thief, boolean runs) {
    int level = core.taskAt(task, TaskColumns.LEVEL);
    dequeue(victim, task);
    core.addHart(thief, HartColumns.STEALS, 1);
    tracer.event(EventKind.STEAL, thief, task, victim, 0, 0);
    migrate(task, thief);
    if (runs) {
      dispatch(thief, task);
    } else {
      queues.enqueue(thief, level, task);
    }
  }

  private void migrate(int task, int hart) {
    int from = core.taskAt(task, TaskColumns.HOME);
    core.setTask(task, TaskColumns.HOME, hart);
    core.addTask(task, TaskColumns.MIGRATIONS, 1);
    tracer.event(EventKind.MIGRATE, hart, task, from, hart, 0);
  }

  private void setEnd(int hart, long atNs) {
    core.setHart(hart, HartColumns.END_AT, atNs);
    clock.setEnd(hart, atNs);
  }

  private long now() {
    return core.machine(MachineColumns.NOW);
  }
}
