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
import dev.nxs.kernel.user.SchedulingPolicy.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Decides who runs. Handlers of events record wishes; {@link #decide()} acts on all of them once nothing else is left
 * to happen at the instant, one decision a hart in the order of their numbers. No other code moves a task between a
 * hart and a queue.
 *
 * <p>Strict priority over levels. Within one the policy's {@link Order} says who goes first; by default that is round
 * robin: a task whose slice ends, or that a more urgent one takes the hart from, goes to the tail of its level and gets a
 * fresh slice. Only a hart without work takes tasks from others. Where all harts share one queue, {@link GlobalQueue} says
 * which hart looks into it.
 */
public class Scheduler {
  /** The harts' states, in the words of the SBI's hart state management. */
  public enum Hsm {
    STOPPED,
    START_PENDING,
    STARTED
  }

  /** A running task that yields, in the column of wishes. */
  static final int YIELD = 2;

  static final int READY = 2;
  static final int EXITED = 5;
  private static final int RUNNING = 1;
  private static final int BLOCKED = 3;
  final CoreTables core;
  private final RunQueues queues;
  private final HartClock clock;
  final Tracer tracer;
  final HartSet wishes;
  final HartSet idle;
  private final Order order;
  private final Mailboxes mailboxes;
  private final boolean sorted;
  private final int stealLimit;
  private final @Nullable GlobalQueue global;

  /** Dispatches of this object's life: tells whether a round of decisions moved anybody, and nothing else. */
  private long dispatches;

  /**
   * A scheduler over the tables of one machine.
   *
   * @param isGlobal whether all harts share one queue
   */
  public Scheduler(
      CoreTables core,
      HartClock clock,
      Tracer tracer,
      Order order,
      boolean isGlobal,
      int queueCapacity,
      int stealLimit) {
    this.core = core;
    this.clock = clock;
    this.tracer = tracer;
    this.mailboxes = new Mailboxes(core, clock, tracer);
    this.order = order;
    this.sorted = order.isSorted();
    this.stealLimit = isGlobal ? 0 : stealLimit;
    this.queues = new RunQueues(core, order, queueCapacity);
    this.global = isGlobal ? new GlobalQueue(core, order, queues, this) : null;
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

  /** Tasks queued on a hart. */
  public int queued(int hart) {
    return core.hartAt(hart, HartColumns.QUEUED);
  }

  /** Tasks of a class queued on a hart. */
  public int queued(int hart, int qos) {
    int count = 0;
    for (int level = 0; level < RunQueues.LEVELS; level++) {
      int task = core.hartAt(hart, HartColumns.HEAD_0 + level);
      while (task != 0) {
        count += core.taskAt(task, TaskColumns.QOS) == qos ? 1 : 0;
        task = core.taskAt(task, TaskColumns.NEXT);
      }
    }
    return count;
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

  /** The level of a task: its class where classes decide, and ahead within it for a service. */
  public int level(int task) {
    return order.level(task);
  }

  /** What the policy says about tasks. */
  public Order order() {
    return order;
  }

  /** Whether a task may run on a hart. */
  public boolean allows(int task, int hart) {
    return core.allows(task, hart);
  }

  /** Whether a hart is a place for a task: one that it is allowed, or where none of those is online the one that must do. */
  boolean mayRun(int task, int hart) {
    return core.allows(task, hart) || (clampHome(task) == hart && isOnline(hart));
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
  public void wake(int task, int byHart) {
    int home = clampHome(task);
    core.setTask(task, TaskColumns.HOME, home);
    core.addTask(task, TaskColumns.WAKEUPS, 1);
    core.setTask(task, TaskColumns.READY_SINCE, now());
    tracer.event(EventKind.WAKE, byHart, task, core.task(task, TaskColumns.QOS), home, byHart);
    if (sorted) {
      order.rank(task, Moment.WAKE);
    }
    place(task, home, byHart);
  }

  private void place(int task, int home, int byHart) {
    int level = level(task);
    int queue = queueOf(home);
    if (!queues.hasRoom(queue, level)) {
      core.setTask(task, TaskColumns.STATE, BLOCKED);
      core.setTask(task, TaskColumns.BLOCK, BlockReason.QUEUE.ordinal());
      core.addMachine(MachineColumns.PARKED, 1);
      tracer.event(EventKind.BLOCK, home, task, BlockReason.QUEUE.ordinal(), home, Column.NEVER);
      return;
    }
    core.setTask(task, TaskColumns.STATE, READY);
    core.setTask(task, TaskColumns.BLOCK, 0);
    queues.insert(queue, level, task, false);
    if (home == byHart || global != null) {
      // A shared queue is looked into by whoever is there; others are told by the decision.
      wish(byHart);
    } else {
      requestResched(home, byHart);
    }
  }

  /** The hart whose queues a hart uses: its own, or those of hart 0 where all share one. */
  private int queueOf(int hart) {
    return global == null ? hart : GlobalQueue.ROW;
  }

  /** Asks another hart for a decision, by an interrupt. */
  public void requestResched(int target, int byHart) {
    mailboxes.request(target, byHart, isOnline(target));
  }

  /** Lets interrupts be lost. */
  public void faults(Faults injected) {
    mailboxes.faults(injected);
  }

  /** A software interrupt arrives at a hart. */
  public void takeIpi(int hart) {
    mailboxes.take(hart);
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
    if (order.listens()) {
      order.ran(task, used);
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
    boolean queued = core.taskAt(task, TaskColumns.STATE) == READY;
    if (queued && order.byClass()) {
      int queue = queueOf(core.taskAt(task, TaskColumns.HOME));
      int level = order.level(task, qos);
      if (level != core.taskAt(task, TaskColumns.LEVEL) && !queues.hasRoom(queue, level)) {
        return false;
      }
    }
    core.setTask(task, TaskColumns.QOS, qos);
    reorder(task);
    return true;
  }

  /**
   * Gives a task the place that it should have after what it is ordered by was changed: a queued one goes to the tail of
   * its level, or where its rank puts it; a running one may lose its hart at this instant. A queued task must find room at
   * its new level.
   */
  public void reorder(int task) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    if (sorted && (state == READY || state == RUNNING)) {
      if (state == RUNNING) {
        account(home);
      }
      order.rank(task, Moment.CHANGE);
    }
    if (state == READY) {
      int queue = queueOf(home);
      queues.remove(queue, task);
      queues.insert(queue, level(task), task, false);
      admitParked(home);
      wish(home);
    } else if (state == RUNNING) {
      wish(home);
    } else {
      // It may itself wait for room, which its new level has.
      admitParked(home);
    }
  }

  /**
   * The urgency of a task has changed, because of what others lend it or of the ceilings that it is under: a queued one
   * goes to the place that it has now, and a running one may lose its hart.
   */
  public void reposition(int task) {
    int state = core.taskAt(task, TaskColumns.STATE);
    int home = core.taskAt(task, TaskColumns.HOME);
    long rank = core.task(task, TaskColumns.RANK);
    if (sorted) {
      order.settleRank(task);
    }
    if (state == RUNNING) {
      wish(home);
    } else if (state == READY
        && (level(task) != core.taskAt(task, TaskColumns.LEVEL) || rank != core.task(task, TaskColumns.RANK))) {
      queues.remove(queueOf(home), task);
      place(task, home, home);
      admitParked(home);
    } else if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()) {
      admitParked(home);
    }
  }

  /** Takes a queued task out of its queue, because it has ended. */
  public void drop(int task) {
    dequeue(queueOf(core.taskAt(task, TaskColumns.HOME)), task);
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
      if (global != null) {
        global.spread();
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
    if (global != null) {
      global.decidesOn(hart);
    }
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
    long now = now();
    boolean sliceEnded = now >= core.hart(hart, HartColumns.SLICE_END);
    boolean givesWay = sliceEnded || yields;
    if (sorted && givesWay) {
      account(hart);
      order.rank(current, yields ? Moment.YIELD : Moment.SLICE_END);
    }
    int next = next(hart);
    boolean hasRoom = queues.hasRoom(queueOf(hart), level);
    // Among equals a full queue leaves the hart to the running task: there is no place that it could go to.
    boolean replaced = next != 0 && goesFirst(next, current, level, givesWay && hasRoom);
    if (global != null && replaced && !givesWay) {
      // Where another hart is the better place, it is told.
      replaced = global.target(next) == hart;
    }
    if (sliceEnded && !yields) {
      tracer.event(EventKind.SLICE_END, hart, current, core.task(current, TaskColumns.QOS), replaced ? 1 : 0, 0);
    }
    if (replaced) {
      account(hart);
      if (!yields || !hasRoom) {
        core.addTask(current, TaskColumns.PREEMPTIONS, 1);
        tracer.event(EventKind.PREEMPT, hart, current, core.task(current, TaskColumns.QOS), next, 0);
      }
      core.setTask(current, TaskColumns.READY_SINCE, now);
      core.setHart(hart, HartColumns.CURRENT, 0);
      if (hasRoom) {
        core.setTask(current, TaskColumns.STATE, READY);
        if (sorted && !givesWay) {
          order.rank(current, Moment.PREEMPTED);
        }
        queues.insert(queueOf(hart), level, current, givesWay);
      } else {
        // The more urgent task must run, and the queue that the running one would go to is full: since the urgent one
        // leaves another queue there is no room to trade, so the running one waits until there is.
        place(current, hart, hart);
      }
      take(hart, next);
    } else if (givesWay) {
      account(hart);
      core.setHart(hart, HartColumns.SLICE_END, sliceEndNs(hart, current, now));
      resume(hart, current, now);
    }
  }

  /** Whether a queued task goes before the running one, which gives way to its equals or does not. */
  private boolean goesFirst(int task, int current, int level, boolean givesWay) {
    int other = core.taskAt(task, TaskColumns.LEVEL);
    if (other != level || !sorted) {
      return other > level || (other == level && givesWay);
    }
    return order.isBefore(task, current) || (givesWay && order.isEqual(task, current));
  }

  /** The queued task that a hart runs next, 0 for none. */
  private int next(int hart) {
    if (global != null) {
      return global.next(hart);
    }
    int highest = queues.highest(hart);
    return highest < 0 ? 0 : queues.front(hart, highest);
  }

  private void fill(int hart) {
    if (!isOnline(hart)) {
      return;
    }
    int next = next(hart);
    if (next != 0) {
      take(hart, next);
    } else if (!steal(hart) && core.hart(hart, HartColumns.IDLE_SINCE) < 0) {
      core.setHart(hart, HartColumns.IDLE_SINCE, now());
      idle.add(hart);
      tracer.event(EventKind.IDLE, hart, 0, 0, 0, 0);
    }
  }

  private void take(int hart, int task) {
    dequeue(queueOf(hart), task);
    if (global != null) {
      rehome(task, hart);
    }
    dispatch(hart, task);
  }

  /** A task comes out of the shared queue: to its first hart, back to its last, or to another, which is a migration. */
  private void rehome(int task, int hart) {
    if (core.task(task, TaskColumns.DISPATCHES) == 0) {
      core.setTask(task, TaskColumns.HOME, hart);
    } else if (core.taskAt(task, TaskColumns.HOME) != hart) {
      migrate(task, hart);
    }
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
      int home = core.taskAt(task, TaskColumns.HOME);
      if (core.taskAt(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()
          && (home == hart || global != null)
          && queues.hasRoom(queueOf(hart), level(task))) {
        core.addMachine(MachineColumns.PARKED, -1);
        place(task, home, hart);
      }
    }
  }

  void dispatch(int hart, int task) {
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
    core.setHart(hart, HartColumns.SLICE_END, sliceEndNs(hart, task, now));
    tracer.event(EventKind.DISPATCH, hart, task, core.task(task, TaskColumns.QOS), waited, 0);
    resume(hart, task, now);
  }

  /** When the slice that a task starts on a hart ends. */
  long sliceEndNs(int hart, int task, long now) {
    return order.sliceEndNs(task, now);
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
      int victim = victim(hart, level, 0);
      while (victim >= 0 && stolen < stealLimit && (stolen == 0 || queues.hasRoom(hart, level))) {
        move(stealable(victim, level, hart), victim, hart, stolen == 0);
        stolen++;
        victim = victim(hart, level, victim);
      }
      level = queues.highestBelow(level);
    }
    return stolen > 0;
  }

  /**
   * The hart that a thief takes a task of a level from, -1 for none: the first that has one, where tasks are sorted the
   * one whose task goes first.
   *
   * @param from the hart at which the search starts; where tasks are sorted all are looked at
   */
  private int victim(int thief, int level, int from) {
    HartSet candidates = queues.harts(level);
    int best = 0;
    int victim = -1;
    for (int hart = candidates.next(sorted ? 0 : from); hart >= 0; hart = candidates.next(hart + 1)) {
      int task = hart == thief ? 0 : stealable(hart, level, thief);
      if (task != 0 && !sorted) {
        return hart;
      }
      if (task != 0 && (victim < 0 || order.isBefore(task, best))) {
        best = task;
        victim = hart;
      }
    }
    return victim;
  }

  private int stealable(int victim, int level, int thief) {
    int task = queues.front(victim, level);
    int current = core.hartAt(victim, HartColumns.CURRENT);
    boolean isNext = level == queues.highest(victim) && (current == 0 || goesFirst(task, current, level(current), false));
    if (isNext) {
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
      queues.insert(thief, level, task, false);
    }
  }

  void migrate(int task, int hart) {
    int from = core.taskAt(task, TaskColumns.HOME);
    core.setTask(task, TaskColumns.HOME, hart);
    core.addTask(task, TaskColumns.MIGRATIONS, 1);
    tracer.event(EventKind.MIGRATE, hart, task, from, hart, 0);
  }

  void setEnd(int hart, long atNs) {
    core.setHart(hart, HartColumns.END_AT, atNs);
    clock.setEnd(hart, atNs);
  }

  long now() {
    return core.machine(MachineColumns.NOW);
  }
}
