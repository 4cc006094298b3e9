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
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.SchedulingPolicy.Moment;
import java.util.List;
import java.util.function.IntUnaryOperator;
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
  static final int RUNNING = 1;
  private static final int BLOCKED = 3;
  final CoreTables core;
  final RunQueues queues;
  final HartClock clock;
  final Tracer tracer;
  final HartSet wishes;
  final HartSet idle;
  final Order order;
  final Mailboxes mailboxes;
  private final boolean sorted;
  final boolean seeksWork;
  final Stealing stealing;
  private final Work work;
  private final Aging aging;
  private final Reordering reordering;
  final Idling idling;
  private final WaitingForRoom parked;
  private final @Nullable GlobalQueue global;

  /** Who chooses which hart decides next; null for the documented order. */
  @Nullable DecisionOrder chosen;

  /** Dispatches of this object's life: tells whether a round of decisions moved anybody, and nothing else. */
  long dispatches;

  /**
   * A scheduler over the tables of one machine.
   *
   * @param isGlobal whether all harts share one queue
   * @param stealsWhenDone whether a hart looks for work of others only when it has none left
   */
  public Scheduler(
      CoreTables core,
      HartClock clock,
      Tracer tracer,
      Order order,
      Work work,
      Aging aging,
      boolean isGlobal,
      int queueCapacity,
      int stealLimit,
      boolean stealsWhenDone) {
    this.core = core;
    this.clock = clock;
    this.tracer = tracer;
    this.mailboxes = new Mailboxes(core, clock, tracer);
    this.order = order;
    this.sorted = order.isSorted();
    this.work = work;
    this.aging = aging;
    this.queues = new RunQueues(core, order, queueCapacity);
    this.stealing = new Stealing(core, order, queues, this, tracer, isGlobal ? 0 : stealLimit, stealsWhenDone);
    this.seeksWork = stealLimit > 0 && !stealsWhenDone;
    this.idling = new Idling(core);
    this.parked = new WaitingForRoom(core, queues, this);
    this.reordering = new Reordering(core, order, queues, aging, this);
    this.global = isGlobal ? new GlobalQueue(core, order, queues, this) : null;
    this.wishes = new HartSet(core.harts());
    this.idle = new HartSet(core.harts());
  }

  /** Makes what is derived from the tables anew, after they were set from outside. */
  public void rebuild() {
    queues.rebuild();
    parked.rebuild(isGlobal());
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

  /** The tasks that a hart takes from, the next one first; no part of a run, for those who look at one. */
  public List<Integer> queue(int hart) {
    return queues.inOrder(queueOf(hart));
  }

  /** Asks for a decision on a hart. */
  public void wish(int hart) {
    queues.mayBeTaken();
    if (core.hartAt(hart, HartColumns.WISH) == 0) {
      core.setHart(hart, HartColumns.WISH, 1);
    }
    wishes.add(hart);
  }

  /** The running task of a hart is willing to let another of its level run. */
  public void offerHart(int hart) {
    queues.mayBeTaken();
    core.setHart(hart, HartColumns.WISH, YIELD);
    wishes.add(hart);
  }

  /** The level of a task: its class where classes decide, and ahead within it for a service. */
  public int level(int task) {
    return order.level(task);
  }

  public Order order() {
    return order;
  }

  /** Whether a task that waits is served before another that came first. */
  public boolean isServedBefore(int task, int than) {
    return order.isServedBefore(task, than);
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
    return lowestOnline();
  }

  /** The online hart of the lowest number. */
  int lowestOnline() {
    int hart = 0;
    while (hart < core.harts() - 1 && !isOnline(hart)) {
      hart++;
    }
    return hart;
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

  /** Queues a task at its home, or lets it wait for room there. */
  void place(int task, int home, int byHart) {
    int level = level(task);
    int queue = queueOf(home);
    if (!queues.hasRoom(queue, level)) {
      core.setTask(task, TaskColumns.STATE, BLOCKED);
      core.setTask(task, TaskColumns.BLOCK, BlockReason.QUEUE.ordinal());
      parked.add(queue, task);
      tracer.event(EventKind.BLOCK, home, task, BlockReason.QUEUE.ordinal(), home, Column.NEVER);
      return;
    }
    core.setTask(task, TaskColumns.STATE, READY);
    core.setTask(task, TaskColumns.BLOCK, 0);
    queues.insert(queue, level, task, false);
    aging.queued(task);
    if (home == byHart || global != null) {
      // A shared queue is looked into by whoever is there; others are told by the decision.
      wish(byHart);
    } else {
      requestResched(home, byHart);
    }
  }

  Aging aging() {
    return aging;
  }

  /** Whether all harts share one queue. */
  boolean isGlobal() {
    return global != null;
  }

  /** The hart whose queues a hart uses: its own, or those of hart 0 where all share one. */
  int queueOf(int hart) {
    return global == null ? hart : GlobalQueue.ROW;
  }

  /** Asks another hart for a decision. */
  public void requestResched(int target, int byHart) {
    mailboxes.request(target, byHart, isOnline(target), work.ipiNs());
  }

  /** Lets interrupts be lost. */
  public void faults(Faults injected) {
    mailboxes.faults(injected);
  }

  /** A software interrupt arrives at a hart. */
  public void takeIpi(int hart) {
    mailboxes.take(hart);
    interrupt(hart);
    wish(hart);
  }

  /** An interrupt or a kernel timer takes time of whatever runs at a hart, or runs there next. */
  public void interrupt(int hart) {
    if (!work.hasInterruptCost()) {
      return;
    }
    long costNs = work.interruptNs();
    int current = core.hartAt(hart, HartColumns.CURRENT);
    if (current == 0) {
      long untilNs = Math.max(core.hart(hart, HartColumns.BUSY_UNTIL), now());
      core.setHart(hart, HartColumns.BUSY_UNTIL, Durations.later(untilNs, costNs));
    } else {
      account(hart);
      charge(hart, current, costNs);
      resume(hart, current);
    }
  }

  /** A task uses CPU time before it goes on; one that spins uses its hart anyway. */
  public void charge(int hart, int task, long ns) {
    if (core.taskAt(task, TaskColumns.SPINNING) == 0) {
      long left = core.task(task, TaskColumns.REMAINING);
      long more = work.during(hart, ns);
      core.setTask(task, TaskColumns.REMAINING, left > Column.NEVER - more ? Column.NEVER : left + more);
    }
  }

  /** Takes the running task off its hart, because it waits or has ended; its new state is the caller's business. */
  public void leave(int hart) {
    account(hart);
    aging.forget(core.hartAt(hart, HartColumns.CURRENT));
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
      core.addTask(
          task, TaskColumns.REMAINING, -work.done(hart, used, core.task(task, TaskColumns.REMAINING)));
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
      long doneNs = now + work.timeNs(hart, core.task(task, TaskColumns.REMAINING));
      endNs = doneNs < 0 ? endNs : Math.min(endNs, doneNs);
    }
    setEnd(hart, endNs);
    if (now >= sliceEndNs) {
      wish(hart);
    }
  }

  /** Gives a queued or running task another class, at once: its place is the tail of the new queue. */
  public boolean setClass(int task, int qos) {
    return reordering.setClass(task, qos);
  }

  /** Gives a task the place that it should have after what it is ordered by was changed. */
  public void reorder(int task) {
    reordering.reorder(task);
  }

  /** Gives a task the place that it should have after what others lend it was changed. */
  public void reposition(int task) {
    reordering.reposition(task);
  }

  /** A queued task has waited long enough to go up by a class. */
  public void promote(int task) {
    reordering.promote(task);
  }

  /** A hart that goes offline is not idle. */
  void leaveIdle(int hart) {
    long idleSince = core.hart(hart, HartColumns.IDLE_SINCE);
    if (idleSince >= 0 && idleSince < now()) {
      idling.ended(hart, now() - idleSince);
    }
    core.setHart(hart, HartColumns.IDLE_SINCE, -1);
    idle.remove(hart);
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
      int hart = following(-1);
      while (hart >= 0) {
        decide(hart);
        hart = following(hart);
      }
      if (global != null) {
        global.spread();
      }
    } while (!wishes.isEmpty() || (dispatches != before && mightSteal()));
  }

  private boolean mightSteal() {
    return seeksWork && stealing.isPossible() && !idle.isEmpty();
  }

  /** Lets somebody pick the hart that decides next, one of so many; null for the documented order. */
  public void chooser(@Nullable IntUnaryOperator choose) {
    chosen = choose == null ? null : new DecisionOrder(this, core.harts(), choose);
    queues.remember(choose == null);
  }

  /** The hart that decides after another in a round, -1 at its end; the first one after -1. */
  int following(int last) {
    return chosen == null ? nextToDecide(last + 1) : chosen.following(last);
  }

  /** The next hart that wished for a decision, or that is idle while tasks are queued which it might take. */
  int nextToDecide(int from) {
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
    if (current != 0) {
      reconsider(hart, current, wish == YIELD);
    } else if (wish != 0 || core.hart(hart, HartColumns.IPI_AT) == Column.NEVER) {
      // An idle hart does not know what an interrupt on its way will tell it.
      fill(hart);
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
    // What it gained by waiting it loses with its hart.
    int back = core.task(current, TaskColumns.BOOST) == 0 ? level : order.levelWithoutBoost(current);
    boolean hasRoom = queues.hasRoom(queueOf(hart), back);
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
      aging.forget(current);
      if (hasRoom) {
        core.setTask(current, TaskColumns.STATE, READY);
        if (sorted && !givesWay) {
          order.rank(current, Moment.PREEMPTED);
        }
        queues.insert(queueOf(hart), back, current, givesWay);
        aging.queued(current);
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

  /** Whether a queued task goes before the running one. */
  boolean goesFirst(int task, int current) {
    return goesFirst(task, current, level(current), false);
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
    } else if (!stealing.steal(hart) && core.hart(hart, HartColumns.IDLE_SINCE) < 0) {
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
  void dequeue(int hart, int task) {
    queues.remove(hart, task);
    aging.taken(task);
    parked.admit(hart);
  }

  /** A task waits for room no more. */
  public void unpark(int task) {
    parked.remove(task);
  }

  /** The tasks that wait for room. */
  public WaitingForRoom parked() {
    return parked;
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
      if (work.hasSwapCost()) {
        charge(hart, task, work.swapNs());
      }
    }
    long busyUntilNs = core.hart(hart, HartColumns.BUSY_UNTIL);
    if (busyUntilNs > now) {
      charge(hart, task, busyUntilNs - now);
      core.setHart(hart, HartColumns.BUSY_UNTIL, 0);
    }
    long idleSince = core.hart(hart, HartColumns.IDLE_SINCE);
    if (idleSince >= 0) {
      if (idleSince < now) {
        core.addHart(hart, HartColumns.IDLE_WAKEUPS, 1);
        idling.ended(hart, now - idleSince);
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

  /** Gives a task another home. */
  void migrate(int task, int hart) {
    int from = core.taskAt(task, TaskColumns.HOME);
    core.setTask(task, TaskColumns.HOME, hart);
    core.addTask(task, TaskColumns.MIGRATIONS, 1);
    tracer.event(EventKind.MIGRATE, hart, task, from, hart, 0);
    if (work.hasMigrationCost()) {
      charge(hart, task, work.migrationNs());
    }
  }

  void setEnd(int hart, long atNs) {
    core.setHart(hart, HartColumns.END_AT, atNs);
    clock.setEnd(hart, atNs);
  }

  long now() {
    return core.machine(MachineColumns.NOW);
  }
}
