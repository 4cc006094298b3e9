// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.RunQueues;
import dev.nxs.kernel.state.BarrierColumns;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.EventColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every step of every machine (docs/kernel.md, "Invariants"), read from its words alone: each task
 * in one place, queues and waiting lists whole, bounds and affinity respected, mutexes with one holder each, counters
 * that add up, no timer that fires early, and once an instant is settled no hart idle or on the wrong task.
 *
 * <p>A checker watches one machine and remembers what it saw last; {@link #forget} after the machine was put back. It
 * changes nothing, and is made for finding faults of the kernel, not for speed.
 */
public final class Invariants {
  /** Rows of a table that a dump shows. */
  private static final int DUMPED_ROWS = 100;

  private static final BlockReason[] REASONS = BlockReason.values();
  private static final TaskState[] STATES = TaskState.values();

  private final Machine machine;
  private final Kernel kernel;
  private final MachineConfig config;
  private final Tables tables;
  private final StateTable harts;
  private final StateTable tasks;
  private final List<String> broken = new ArrayList<>();
  private final boolean isGlobal;

  /** With the profile of the reference the queues are others; where they lose tasks as the reference does, it is told. */
  private final @Nullable NexusInvariants nexus;

  private final boolean isNexus;
  private final boolean isSorted;
  private final int capacity;
  private final int[] queued;
  private final int[] waits;
  private final int[] holds;

  /** What was seen last: the instant, when the timer of each task is due, and how long each hart had been busy. */
  private long seenAtNs = Column.NEVER;

  private final long[] dueNs;
  private final long[] generations;
  private final BitSet sleepers = new BitSet();
  private final BitSet waiters = new BitSet();
  private final long[] busyNs;

  /** A checker of one machine. */
  public Invariants(Machine machine) {
    this.machine = machine;
    kernel = machine.kernel();
    config = kernel.config;
    tables = kernel.tables;
    harts = tables.harts;
    tasks = tables.tasks;
    isNexus = config.profile() == MachineConfig.Profile.NEXUS;
    nexus = isNexus ? new NexusInvariants(this, kernel) : null;
    isGlobal = config.queues() == MachineConfig.Queues.GLOBAL;
    isSorted =
        config.asksBuiltIn()
            || (config.scheduler() != BuiltInPolicy.QOS && config.scheduler() != BuiltInPolicy.ROUND_ROBIN);
    capacity = Tables.capacity(config);
    queued = new int[tasks.rows()];
    waits = new int[tasks.rows()];
    holds = new int[tasks.rows()];
    dueNs = new long[tasks.rows()];
    generations = new long[tasks.rows()];
    busyNs = new long[harts.rows()];
  }

  /** Forgets what was seen, as is needed when the machine was put back to a snapshot. */
  public void forget() {
    seenAtNs = Column.NEVER;
  }

  /**
   * Looks at the machine between two steps.
   *
   * @return what does not hold, one sentence each, none if all is well
   */
  public List<String> check() {
    broken.clear();
    for (int task = 0; task < tasks.rows(); task++) {
      queued[task] = 0;
      waits[task] = 0;
      holds[task] = 0;
    }
    for (int hart = 0; hart < harts.rows(); hart++) {
      if (nexus == null) {
        queuesAreWhole(hart);
      }
      if (nexus == null || !nexus.isTesting()) {
        interruptsAddUp(hart);
      }
      runningTaskFits(hart);
    }
    if (nexus != null) {
      nexus.check(queued);
    }
    for (int endpoint = 0; endpoint < tables.endpoints.rows(); endpoint++) {
      endpointIsWhole(endpoint);
    }
    for (int event = 0; event < tables.events.rows(); event++) {
      int waiting = waitingList(tables.events, event, EventColumns.WAITERS, BlockReason.EVENT);
      that(waiting == 0 || tables.events.get(event, EventColumns.SIGNALLED) == 0,
          "event %d keeps a signal, and %d tasks wait for it", event, waiting);
    }
    for (int mutex = 0; mutex < tables.mutexes.rows(); mutex++) {
      mutexIsWhole(mutex);
    }
    for (int barrier = 0; barrier < tables.barriers.rows(); barrier++) {
      barrierIsWhole(barrier);
    }
    for (int task = 1; task < tasks.rows(); task++) {
      heldListIsWhole(task);
      callersAreWhole(task);
      int joiners = waitingList(tasks, task, TaskColumns.JOINERS, BlockReason.JOIN);
      that(joiners == 0 || state(task) != TaskState.EXITED, "%d tasks wait for the end of task %d, which has come", joiners,
          task);
    }
    eachTaskIsInOnePlace();
    timeAddsUp();
    noTimerIsEarly();
    // A lost interrupt is there to break just this.
    boolean mayIdle = config.faults() || isNexus || isInterruptOnItsWay();
    if (!mayIdle && machine.position().step() > 0 && machine.nextEventNs() > machine.nowNs()) {
      nobodyIdlesWhileThereIsWork();
    }
    seenAtNs = machine.nowNs();
    return List.copyOf(broken);
  }

  /** Whom an interrupt will reach does not know yet what for. */
  private boolean isInterruptOnItsWay() {
    for (int hart = 0; hart < harts.rows(); hart++) {
      if (harts.get(hart, HartColumns.IPI_AT) != Column.NEVER) {
        return true;
      }
    }
    return false;
  }

  /** The words of harts and tasks that are not zero, a row a line; for people who look for a fault of the kernel. */
  public String dump() {
    StringBuilder out = new StringBuilder();
    for (StateTable table : List.of(tables.machine, harts, tasks, tables.mutexes, tables.endpoints, tables.events)) {
      for (int row = 0; row < Math.min(table.rows(), DUMPED_ROWS); row++) {
        dump(table, row, out);
      }
    }
    return out.toString();
  }

  private void dump(StateTable table, int row, StringBuilder out) {
    out.append(table.name()).append('[').append(row).append(']');
    for (int column = 0; column < table.columns().size(); column++) {
      long word = table.get(row, column);
      if (word != 0 && word != Column.NEVER) {
        out.append(' ').append(table.columns().get(column).name()).append('=').append(word);
      }
    }
    out.append('\n');
  }

  void that(boolean holds, String sentence, Object... values) {
    if (!holds) {
      broken.add(String.format(java.util.Locale.ROOT, sentence, values));
    }
  }

  private void queuesAreWhole(int hart) {
    int all = 0;
    long levels = 0;
    for (int level = 0; level < RunQueues.LEVELS; level++) {
      int count = queueIsWhole(hart, level);
      all += count;
      levels |= count > 0 ? 1L << level : 0;
      if (level % 2 == 1) {
        int ofClass = count + harts.at(hart, HartColumns.COUNT_0 + level - 1);
        that(isSorted || ofClass <= capacity, "%d tasks of class %d are queued on hart %d, and there is room for %d",
            ofClass, level / 2, hart, capacity);
      }
    }
    that(harts.at(hart, HartColumns.QUEUED) == all, "hart %d counts %d queued tasks, and has %d", hart,
        harts.at(hart, HartColumns.QUEUED), all);
    that(harts.get(hart, HartColumns.LEVELS) == levels, "the levels of hart %d are %d, and marked %d", hart, levels,
        harts.get(hart, HartColumns.LEVELS));
    that(all == 0 || isOnline(hart) || isGlobal, "%d tasks are queued on hart %d, which is offline", all, hart);
  }

  private int queueIsWhole(int hart, int level) {
    int count = 0;
    int before = 0;
    int task = harts.at(hart, HartColumns.HEAD_0 + level);
    while (task != 0 && count <= tasks.rows()) {
      queued[task]++;
      count++;
      that(tasks.at(task, TaskColumns.PREVIOUS) == before, "task %d stands behind %d, and says %d", task, before,
          tasks.at(task, TaskColumns.PREVIOUS));
      that(state(task) == TaskState.READY, "task %d is queued and %s", task, state(task));
      if (!isGlobal) {
        that(home(task) == hart, "task %d is queued on hart %d, and its home is %d", task, hart, home(task));
        affinityHolds(task, hart);
      }
      that(!isSorted || before == 0 || tasks.get(before, TaskColumns.RANK) <= tasks.get(task, TaskColumns.RANK),
          "task %d is queued behind %d, and of lower rank", task, before);
      that(tasks.at(task, TaskColumns.LEVEL) == level && kernel.scheduler.level(task) == level,
          "task %d is queued at level %d, and belongs to %d", task, level, kernel.scheduler.level(task));
      before = task;
      task = tasks.at(task, TaskColumns.NEXT);
    }
    that(harts.at(hart, HartColumns.TAIL_0 + level) == before, "the tail of level %d on hart %d is %d, and marked %d",
        level, hart, before, harts.at(hart, HartColumns.TAIL_0 + level));
    that(harts.at(hart, HartColumns.COUNT_0 + level) == count, "level %d of hart %d has %d tasks, and counts %d", level,
        hart, count, harts.at(hart, HartColumns.COUNT_0 + level));
    return count;
  }

  private void runningTaskFits(int hart) {
    int task = current(hart);
    if (task == 0) {
      // With the profile of the reference it is the idle loop's next look around.
      that(isNexus || harts.get(hart, HartColumns.END_AT) == Column.NEVER, "hart %d runs nothing, and something ends there",
          hart);
      return;
    }
    queued[task]++;
    that(isOnline(hart), "hart %d runs task %d and is offline", hart, task);
    that(state(task) == TaskState.RUNNING, "hart %d runs task %d, which is %s", hart, task, state(task));
    that(home(task) == hart, "hart %d runs task %d, whose home is %d", hart, task, home(task));
    that(harts.get(hart, HartColumns.IDLE_SINCE) == -1, "hart %d runs task %d and is idle", hart, task);
    affinityHolds(task, hart);
  }

  private void interruptsAddUp(int hart) {
    long sent = harts.get(hart, HartColumns.IPI_SENT);
    long pending = harts.get(hart, HartColumns.IPI_PENDING);
    long acknowledged = harts.get(hart, HartColumns.IPI_ACKS);
    that(sent + harts.get(hart, HartColumns.IPI_COALESCED) == harts.get(hart, HartColumns.IPI_REQUESTS),
        "requests to hart %d are not those sent and those coalesced", hart);
    that(acknowledged == sent - pending && acknowledged <= harts.get(hart, HartColumns.IPI_TRAPS),
        "hart %d acknowledged %d interrupts of %d sent, %d pending", hart, acknowledged, sent, pending);
    boolean lost = config.faults() && pending == 1;
    that(lost || (harts.get(hart, HartColumns.IPI_AT) != Column.NEVER) == (pending == 1),
        "an interrupt is on its way to hart %d without being pending, or the other way round", hart);
  }

  private void endpointIsWhole(int endpoint) {
    int count = tables.endpoints.at(endpoint, EndpointColumns.COUNT);
    int depth = config.endpoints().get(endpoint).depth();
    int first = tables.firstMessage[endpoint];
    that(count >= 0 && count <= depth, "endpoint %d has %d messages, and room for %d", endpoint, count, depth);
    for (int row = first + count; row < first + depth; row++) {
      for (int column = 0; column < MessageColumns.COLUMNS.size(); column++) {
        that(tables.messages.get(row, column) == 0, "a free row of endpoint %d is not empty", endpoint);
      }
    }
    int senders = waitingList(tables.endpoints, endpoint, EndpointColumns.SENDERS, BlockReason.SEND);
    that(senders == 0 || count == depth, "%d tasks wait for room in endpoint %d, which has some", senders, endpoint);
    waitingList(tables.endpoints, endpoint, EndpointColumns.RECEIVERS, BlockReason.RECEIVE);
    for (int task = tables.endpoints.at(endpoint, EndpointColumns.RECEIVERS); task != 0; task = behind(task)) {
      boolean asked = (tasks.get(task, TaskColumns.PURPOSE) & Syscall.TELL_END) != 0;
      that(isNexus || !asked || !kernel.ipc.isOver(endpoint), "task %d was not told that nobody is left to send to endpoint %d",
          task, endpoint);
      long match = tasks.get(task, TaskColumns.MATCH);
      for (int row = first; row < first + count; row++) {
        that(match >= 0 && tables.messages.get(row, MessageColumns.WORD_0) != match,
            "task %d waits at endpoint %d for a message that is there", task, endpoint);
      }
    }
  }

  private void mutexIsWhole(int mutex) {
    int holder = tables.mutexes.at(mutex, MutexColumns.HOLDER);
    int waiting = waitingList(tables.mutexes, mutex, MutexColumns.WAITERS, BlockReason.MUTEX);
    that(waiting == 0 || holder != 0, "%d tasks wait for mutex %d, which nobody holds", waiting, mutex);
    if (holder != 0) {
      holds[holder]++;
      that(state(holder) != TaskState.EXITED && state(holder) != TaskState.NEW, "mutex %d is held by task %d, which is %s",
          mutex, holder, state(holder));
    }
  }

  private void barrierIsWhole(int barrier) {
    int arrived = tables.barriers.at(barrier, BarrierColumns.ARRIVED);
    int waiting = waitingList(tables.barriers, barrier, BarrierColumns.WAITERS, BlockReason.BARRIER);
    that(arrived == waiting, "barrier %d counts %d parties, and %d wait", barrier, arrived, waiting);
    that(arrived < config.barriers().get(barrier).parties(), "%d parties wait at barrier %d, which lets %d go on",
        arrived, barrier, config.barriers().get(barrier).parties());
  }

  private void heldListIsWhole(int task) {
    int listed = 0;
    int before = 0;
    int held = tasks.at(task, TaskColumns.HELD);
    while (held != 0 && listed <= tables.mutexes.rows()) {
      listed++;
      that(held > before, "the mutexes that task %d holds are not in order", task);
      that(tables.mutexes.at(held - 1, MutexColumns.HOLDER) == task, "task %d lists mutex %d, which %d holds", task,
          held - 1, tables.mutexes.at(held - 1, MutexColumns.HOLDER));
      before = held;
      held = tables.mutexes.at(held - 1, MutexColumns.NEXT_HELD);
    }
    that(listed == holds[task], "task %d holds %d mutexes, and lists %d", task, holds[task], listed);
    that(tasks.at(task, TaskColumns.CEILING) == 0 || listed > 0, "task %d is under a ceiling and holds nothing", task);
  }

  private void callersAreWhole(int task) {
    int count = 0;
    for (int caller = tasks.at(task, TaskColumns.CALLERS); caller != 0 && count <= tasks.rows();
        caller = behind(caller)) {
      count++;
      waits[caller]++;
      that(block(caller) == BlockReason.REPLY && tasks.at(caller, TaskColumns.SERVER) == task,
          "task %d serves %d, which waits for %s of %d", task, caller, block(caller),
          tasks.at(caller, TaskColumns.SERVER));
      that(isBehindItsLast(caller), "task %d stands behind %d, which does not know it", caller,
          tasks.at(caller, TaskColumns.WAIT_PREVIOUS));
    }
    int lender = tasks.at(task, TaskColumns.LENDER);
    that(lender == 0 || state(lender) == TaskState.BLOCKED || state(lender) == TaskState.SLEEPING,
        "task %d is lent urgency by %d, which is %s", task, lender, lender == 0 ? "" : state(lender));
    that(lender == 0 || state(task) != TaskState.EXITED, "task %d has ended, and is lent urgency by %d", task, lender);
  }

  private int waitingList(StateTable table, int row, int column, BlockReason reason) {
    int count = 0;
    int task = table.at(row, column);
    while (task != 0 && count <= tasks.rows()) {
      count++;
      waits[task]++;
      that(block(task) == reason && tasks.at(task, TaskColumns.BLOCK_ON) == row,
          "task %d is listed for %s %d, and waits for %s %d", task, reason, row, block(task),
          tasks.at(task, TaskColumns.BLOCK_ON));
      that(isBehindItsLast(task), "task %d stands behind %d, which does not know it", task,
          tasks.at(task, TaskColumns.WAIT_PREVIOUS));
      task = behind(task);
    }
    return count;
  }

  /** The task before it is followed by it; before the first comes the last. */
  private boolean isBehindItsLast(int task) {
    int next = behind(tasks.at(task, TaskColumns.WAIT_PREVIOUS));
    return next == task || next == 0;
  }

  private void eachTaskIsInOnePlace() {
    int parked = 0;
    int spinners = 0;
    // The tasks of the selftests are nowhere while they rest, and ended when boot is over.
    for (int task = 1; task < tasks.rows() - config.probes(); task++) {
      TaskState state = state(task);
      BlockReason block = block(task);
      boolean active = state == TaskState.READY || state == TaskState.RUNNING;
      boolean waiting = state == TaskState.BLOCKED || state == TaskState.SLEEPING;
      boolean timed = tasks.get(task, TaskColumns.TIMER_AT) != Column.NEVER;
      that(queued[task] == (active ? 1 : 0), "task %d, %s, is in %d places", task, state, queued[task]);
      that((block != BlockReason.NONE) == waiting, "task %d, %s, waits for %s", task, state, block);
      that(waits[task] == listsOf(task, block), "task %d waits for %s in %d lists", task, block, waits[task]);
      boolean ages = state == TaskState.READY && config.agingNs() != Column.NEVER;
      that(!timed || ages || !(active || state == TaskState.EXITED), "task %d, %s, has a timer", task, state);
      // A sleep without end has no timer, and neither has a release behind the last instant.
      boolean released = block == BlockReason.PERIOD && tasks.get(task, TaskColumns.RELEASE_AT) != Column.NEVER;
      that(timed || !released, "task %d waits for its release without a timer", task);
      parked += block == BlockReason.QUEUE ? 1 : 0;
      spinners += tasks.at(task, TaskColumns.SPINNING);
    }
    that(tables.machine.at(0, MachineColumns.PARKED) == parked, "%d tasks wait for room, and %d are counted", parked,
        tables.machine.at(0, MachineColumns.PARKED));
    that(tables.machine.at(0, MachineColumns.SPINNERS) == spinners, "%d tasks spin, and %d are counted", spinners,
        tables.machine.at(0, MachineColumns.SPINNERS));
  }

  private int listsOf(int task, BlockReason block) {
    return switch (block) {
      case RECEIVE, SEND, EVENT, MUTEX, BARRIER, JOIN -> 1;
      case REPLY -> tasks.at(task, TaskColumns.SERVER) == 0 ? 0 : 1;
      case NONE, SLEEP, PERIOD, QUEUE -> 0;
    };
  }

  private void timeAddsUp() {
    long used = tables.machine.get(0, MachineColumns.FORGOTTEN_CPU);
    for (int task = 1; task < tasks.rows(); task++) {
      used += tasks.get(task, TaskColumns.CPU);
      that(tasks.get(task, TaskColumns.REMAINING) >= 0, "task %d has %d ns left to compute", task,
          tasks.get(task, TaskColumns.REMAINING));
      that(tasks.get(task, TaskColumns.WAIT) >= 0, "task %d waited %d ns", task, tasks.get(task, TaskColumns.WAIT));
    }
    long busy = 0;
    for (int hart = 0; hart < harts.rows(); hart++) {
      long now = harts.get(hart, HartColumns.BUSY);
      busy += now;
      if (seenAtNs != Column.NEVER) {
        // What was not accounted yet when it was seen last may be accounted now, but no hart is busy longer than time passes.
        that(now <= machine.nowNs() && now >= busyNs[hart], "hart %d was busy for %d ns, then for %d", hart,
            busyNs[hart], now);
      }
      busyNs[hart] = now;
      long idle = machine.view().idleNs(new HartId(hart));
      that(now + idle <= machine.nowNs(), "hart %d was busy for %d ns and idle for %d", hart, now, idle);
      long since = harts.get(hart, HartColumns.SINCE);
      that(current(hart) == 0 ? since == Column.NEVER : since <= machine.nowNs(),
          "hart %d runs task %d, and its time counts from %d ns", hart, current(hart), since);
    }
    that(used == busy, "tasks used %d ns of CPU time, and harts were busy for %d", used, busy);
  }

  private void noTimerIsEarly() {
    long nextNs = Column.NEVER;
    for (int task = 1; task < tasks.rows(); task++) {
      long timerNs = tasks.get(task, TaskColumns.TIMER_AT);
      nextNs = Math.min(nextNs, timerNs);
      that(timerNs >= machine.nowNs(), "the timer of task %d was due at %d ns and has not fired", task, timerNs);
      boolean sleeps = block(task) == BlockReason.SLEEP || block(task) == BlockReason.PERIOD;
      boolean waits = !sleeps && block(task) != BlockReason.NONE && block(task) != BlockReason.QUEUE;
      boolean isSame = generations[task] == tasks.get(task, TaskColumns.GENERATION) && state(task) != TaskState.EXITED;
      boolean over = seenAtNs != Column.NEVER && isSame && machine.nowNs() < dueNs[task];
      that(!over || !sleepers.get(task) || dueNs[task] == timerNs, "task %d was to sleep until %d ns", task, dueNs[task]);
      boolean timedOut = tasks.at(task, TaskColumns.ERRNO) == Errno.ETIMEDOUT.number();
      that(!over || waits || !timedOut || !waiters.get(task), "the wait of task %d was to end at %d ns", task, dueNs[task]);
      sleepers.set(task, sleeps);
      waiters.set(task, waits);
      generations[task] = tasks.get(task, TaskColumns.GENERATION);
      dueNs[task] = timerNs;
    }
    that(kernel.timers.nextNs() == nextNs, "the next timer is due at %d ns, and expected at %d", nextNs,
        kernel.timers.nextNs());
    long nextOfHarts = Column.NEVER;
    for (int hart = 0; hart < harts.rows(); hart++) {
      nextOfHarts = Math.min(nextOfHarts, Math.min(harts.get(hart, HartColumns.END_AT), harts.get(hart, HartColumns.IPI_AT)));
    }
    that(kernel.clock.nextNs() == nextOfHarts, "a hart is due at %d ns, and expected at %d", nextOfHarts,
        kernel.clock.nextNs());
  }

  private void nobodyIdlesWhileThereIsWork() {
    for (int hart = 0; hart < harts.rows(); hart++) {
      that(harts.get(hart, HartColumns.WISH) == 0, "a decision is left to make on hart %d", hart);
      int current = current(hart);
      for (int task = 1; isOnline(hart) && task < tasks.rows(); task++) {
        boolean ready = state(task) == TaskState.READY;
        boolean here = isGlobal ? allows(task, hart) : home(task) == hart;
        that(!ready || !here || (current != 0 && !goesBefore(task, current)), "task %d waits on hart %d, which runs %d",
            task, hart, current);
        boolean steals = current == 0 && config.steal() > 0;
        that(!ready || !steals || !allows(task, hart), "task %d waits while hart %d idles", task, hart);
      }
    }
    for (int task = 1; task < tasks.rows(); task++) {
      if (block(task) == BlockReason.QUEUE) {
        int row = isGlobal ? 0 : home(task);
        int even = HartColumns.COUNT_0 + (kernel.scheduler.level(task) & ~1);
        that(harts.at(row, even) + harts.at(row, even + 1) == capacity,
            "task %d waits for room on hart %d, which is there", task, home(task));
      }
    }
  }

  private boolean goesBefore(int task, int current) {
    int difference = kernel.scheduler.level(task) - kernel.scheduler.level(current);
    boolean ranked = isSorted && tasks.get(task, TaskColumns.RANK) < tasks.get(current, TaskColumns.RANK);
    return difference > 0 || (difference == 0 && ranked);
  }

  private TaskState state(int task) {
    return STATES[tasks.at(task, TaskColumns.STATE)];
  }

  private BlockReason block(int task) {
    return REASONS[tasks.at(task, TaskColumns.BLOCK)];
  }

  private int home(int task) {
    return tasks.at(task, TaskColumns.HOME);
  }

  private int behind(int task) {
    return tasks.at(task, TaskColumns.WAIT_NEXT);
  }

  private int current(int hart) {
    return harts.at(hart, HartColumns.CURRENT);
  }

  private boolean isOnline(int hart) {
    return kernel.scheduler.isOnline(hart);
  }

  private boolean allows(int task, int hart) {
    return kernel.scheduler.allows(task, hart);
  }

  /** A task runs elsewhere than it may only if none of its harts is there. */
  private void affinityHolds(int task, int hart) {
    boolean possible = false;
    for (int other = 0; other < harts.rows(); other++) {
      possible |= isOnline(other) && allows(task, other);
    }
    // The reference looks at the mask when a task is woken or stolen, and not when it runs.
    that(isNexus || allows(task, hart) || !possible, "task %d is on hart %d, where it must not run", task, hart);
  }
}
