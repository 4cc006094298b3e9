// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.sched.RunQueues;
import dev.nxs.kernel.sched.Scheduler.Hsm;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.EventColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;

/**
 * What must hold after every step of every machine, read from its words alone: each task in one place, queues and
 * waiting lists whole, bounds and affinity respected, counters that add up, and once an instant is settled no hart idle
 * or on the wrong task.
 */
final class Invariants {
  private final MachineConfig config;
  private final Tables copy;
  private final StateTable harts;
  private final StateTable tasks;
  private int[] seen = new int[0];
  private int[] waits = new int[0];

  Invariants(MachineConfig config) {
    this.config = config;
    copy = new Tables(config);
    harts = copy.harts;
    tasks = copy.tasks;
  }

  void check(Machine machine) {
    long[] words = machine.snapshot().words();
    System.arraycopy(words, 0, copy.words, 0, words.length);
    seen = new int[tasks.rows()];
    waits = new int[tasks.rows()];
    for (int hart = 0; hart < harts.rows(); hart++) {
      queuesAreWhole(hart);
      runningTaskFits(hart);
      interruptsAddUp(hart);
    }
    for (int endpoint = 0; endpoint < copy.endpoints.rows(); endpoint++) {
      endpointIsWhole(endpoint);
    }
    for (int event = 0; event < copy.events.rows(); event++) {
      waitingList(copy.events, event, EventColumns.WAITERS, BlockReason.EVENT);
    }
    eachTaskIsInOnePlace();
    timeAddsUp();
    if (isSettled(machine)) {
      nobodyIdlesWhileThereIsWork();
    }
  }

  private void queuesAreWhole(int hart) {
    int queued = 0;
    long levels = 0;
    for (int level = 0; level < RunQueues.LEVELS; level++) {
      int count = 0;
      int before = 0;
      int task = harts.at(hart, HartColumns.HEAD_0 + level);
      while (task != 0) {
        seen[task]++;
        count++;
        assertThat(seen[task]).as("task %d is queued once", task).isEqualTo(1);
        assertThat(tasks.at(task, TaskColumns.PREVIOUS)).as("task before %d", task).isEqualTo(before);
        assertThat(tasks.at(task, TaskColumns.STATE)).as("state of queued %d", task)
            .isEqualTo(TaskState.READY.ordinal());
        if (!isGlobal()) {
          assertThat(tasks.at(task, TaskColumns.HOME)).as("home of queued %d", task).isEqualTo(hart);
          affinityHolds(task, hart);
        }
        if (isSorted() && before != 0) {
          assertThat(tasks.get(before, TaskColumns.RANK)).as("rank before that of %d", task)
              .isLessThanOrEqualTo(tasks.get(task, TaskColumns.RANK));
        }
        assertThat(tasks.at(task, TaskColumns.LEVEL)).as("level of %d", task).isEqualTo(level);
        assertThat(level).as("level of queued %d", task).isEqualTo(levelOf(task));
        before = task;
        task = tasks.at(task, TaskColumns.NEXT);
      }
      assertThat(harts.at(hart, HartColumns.TAIL_0 + level)).as("tail of level %d", level).isEqualTo(before);
      assertThat(harts.at(hart, HartColumns.COUNT_0 + level)).as("count of level %d", level).isEqualTo(count);
      queued += count;
      levels |= count > 0 ? 1L << level : 0;
      if (level % 2 == 1 && !isSorted()) {
        int ofClass = count + harts.at(hart, HartColumns.COUNT_0 + level - 1);
        assertThat(ofClass).as("tasks of class %d queued on hart %d", level / 2, hart)
            .isLessThanOrEqualTo(capacity());
      }
    }
    assertThat(harts.at(hart, HartColumns.QUEUED)).as("queued on hart %d", hart).isEqualTo(queued);
    assertThat(harts.get(hart, HartColumns.LEVELS)).as("levels of hart %d", hart).isEqualTo(levels);
    if (!isOnline(hart) && !isGlobal()) {
      assertThat(queued).as("queued on hart %d, which is offline", hart).isZero();
    }
  }

  private void runningTaskFits(int hart) {
    int task = harts.at(hart, HartColumns.CURRENT);
    if (task == 0) {
      assertThat(harts.get(hart, HartColumns.END_AT)).as("end on hart %d without a task", hart)
          .isEqualTo(Column.NEVER);
      return;
    }
    seen[task]++;
    assertThat(isOnline(hart)).as("hart %d runs a task and is online", hart).isTrue();
    assertThat(tasks.at(task, TaskColumns.STATE)).as("state of running %d", task)
        .isEqualTo(TaskState.RUNNING.ordinal());
    assertThat(tasks.at(task, TaskColumns.HOME)).as("home of running %d", task).isEqualTo(hart);
    assertThat(harts.get(hart, HartColumns.IDLE_SINCE)).as("hart %d runs a task and is not idle", hart).isEqualTo(-1);
    affinityHolds(task, hart);
  }

  private void interruptsAddUp(int hart) {
    long sent = harts.get(hart, HartColumns.IPI_SENT);
    long pending = harts.get(hart, HartColumns.IPI_PENDING);
    assertThat(sent + harts.get(hart, HartColumns.IPI_COALESCED)).as("requests to hart %d", hart)
        .isEqualTo(harts.get(hart, HartColumns.IPI_REQUESTS));
    assertThat(harts.get(hart, HartColumns.IPI_ACKS)).as("acknowledged by hart %d", hart).isEqualTo(sent - pending)
        .isLessThanOrEqualTo(harts.get(hart, HartColumns.IPI_TRAPS));
    assertThat(harts.get(hart, HartColumns.IPI_AT) != Column.NEVER).as("an interrupt is on its way to hart %d", hart)
        .isEqualTo(pending == 1);
  }

  private void endpointIsWhole(int endpoint) {
    int count = copy.endpoints.at(endpoint, EndpointColumns.COUNT);
    int depth = config.endpoints().get(endpoint).depth();
    int first = copy.firstMessage[endpoint];
    assertThat(count).as("messages of endpoint %d", endpoint).isBetween(0, depth);
    for (int row = first + count; row < first + depth; row++) {
      for (int column = 0; column < MessageColumns.COLUMNS.size(); column++) {
        assertThat(copy.messages.get(row, column)).as("a free row of endpoint %d", endpoint).isZero();
      }
    }
    int senders = waitingList(copy.endpoints, endpoint, EndpointColumns.SENDERS, BlockReason.SEND);
    if (senders > 0) {
      assertThat(count).as("messages of endpoint %d for which others wait", endpoint).isEqualTo(depth);
    }
    waitingList(copy.endpoints, endpoint, EndpointColumns.RECEIVERS, BlockReason.RECEIVE);
    int task = copy.endpoints.at(endpoint, EndpointColumns.RECEIVERS);
    while (task != 0) {
      long match = tasks.get(task, TaskColumns.MATCH);
      for (int row = first; row < first + count; row++) {
        boolean missed = match < 0 || copy.messages.get(row, MessageColumns.WORD_0) == match;
        assertThat(missed).as("task %d waits for a message that is there", task).isFalse();
      }
      task = tasks.at(task, TaskColumns.WAIT_NEXT);
    }
  }

  private int waitingList(StateTable table, int row, int column, BlockReason reason) {
    int count = 0;
    int task = table.at(row, column);
    while (task != 0) {
      count++;
      waits[task]++;
      assertThat(waits[task]).as("task %d waits once", task).isEqualTo(1);
      assertThat(tasks.at(task, TaskColumns.BLOCK)).as("what %d waits for", task).isEqualTo(reason.ordinal());
      assertThat(tasks.at(task, TaskColumns.BLOCK_ON)).as("where %d waits", task).isEqualTo(row);
      task = tasks.at(task, TaskColumns.WAIT_NEXT);
    }
    return count;
  }

  private void eachTaskIsInOnePlace() {
    int parked = 0;
    int spinners = 0;
    for (int task = 1; task < tasks.rows(); task++) {
      TaskState state = TaskState.values()[tasks.at(task, TaskColumns.STATE)];
      BlockReason block = BlockReason.values()[tasks.at(task, TaskColumns.BLOCK)];
      boolean active = state == TaskState.READY || state == TaskState.RUNNING;
      boolean waiting = state == TaskState.BLOCKED || state == TaskState.SLEEPING;
      boolean listed =
          block == BlockReason.RECEIVE || block == BlockReason.SEND || block == BlockReason.EVENT;
      boolean timed = tasks.get(task, TaskColumns.TIMER_AT) != Column.NEVER;
      assertThat(seen[task]).as("places of task %d, %s", task, state).isEqualTo(active ? 1 : 0);
      assertThat(block != BlockReason.NONE).as("task %d, %s, waits for %s", task, state, block).isEqualTo(waiting);
      assertThat(waits[task]).as("lists in which %d waits for %s", task, block).isEqualTo(listed ? 1 : 0);
      assertThat(timed && (active || state == TaskState.EXITED)).as("task %d, %s, has a timer", task, state).isFalse();
      if (block == BlockReason.SLEEP || block == BlockReason.PERIOD) {
        assertThat(timed).as("sleeping %d has a timer", task).isTrue();
      }
      parked += block == BlockReason.QUEUE ? 1 : 0;
      spinners += tasks.at(task, TaskColumns.SPINNING);
    }
    assertThat(copy.machine.at(0, MachineColumns.PARKED)).as("tasks that wait for room").isEqualTo(parked);
    assertThat(copy.machine.at(0, MachineColumns.SPINNERS)).as("tasks that spin").isEqualTo(spinners);
  }

  private void timeAddsUp() {
    long used = 0;
    for (int task = 1; task < tasks.rows(); task++) {
      used += tasks.get(task, TaskColumns.CPU);
      assertThat(tasks.get(task, TaskColumns.REMAINING)).as("time left of %d", task).isNotNegative();
      assertThat(tasks.get(task, TaskColumns.WAIT)).as("time that %d waited", task).isNotNegative();
    }
    long busy = 0;
    for (int hart = 0; hart < harts.rows(); hart++) {
      busy += harts.get(hart, HartColumns.BUSY);
    }
    assertThat(used).as("CPU time of all tasks").isEqualTo(busy);
  }

  /** Nothing is left to happen at the instant, so all decisions are made. */
  private boolean isSettled(Machine machine) {
    return machine.position().step() > 0 && machine.nextEventNs() > machine.nowNs();
  }

  private void nobodyIdlesWhileThereIsWork() {
    for (int hart = 0; hart < harts.rows(); hart++) {
      assertThat(harts.get(hart, HartColumns.WISH)).as("a wish is left on hart %d", hart).isZero();
      int current = harts.at(hart, HartColumns.CURRENT);
      for (int task = 1; task < tasks.rows(); task++) {
        boolean queued = tasks.at(task, TaskColumns.STATE) == TaskState.READY.ordinal();
        boolean here = isGlobal() ? allows(task, hart) : tasks.at(task, TaskColumns.HOME) == hart;
        if (queued && here && isOnline(hart)) {
          assertThat(current != 0 && !goesBefore(task, current)).as("task %d waits on hart %d for %d", task, hart, current)
              .isTrue();
        }
        if (current == 0 && isOnline(hart) && config.steal() > 0) {
          assertThat(queued && allows(task, hart)).as("task %d waits while hart %d idles", task, hart).isFalse();
        }
      }
    }
    for (int task = 1; task < tasks.rows(); task++) {
      if (tasks.at(task, TaskColumns.BLOCK) == BlockReason.QUEUE.ordinal()) {
        int home = isGlobal() ? 0 : tasks.at(task, TaskColumns.HOME);
        int even = HartColumns.COUNT_0 + (levelOf(task) & ~1);
        assertThat(harts.at(home, even) + harts.at(home, even + 1)).as("task %d waits for room that is there", task)
            .isEqualTo(capacity());
      }
    }
  }

  private boolean goesBefore(int task, int current) {
    int difference = levelOf(task) - levelOf(current);
    boolean ranked = isSorted() && tasks.get(task, TaskColumns.RANK) < tasks.get(current, TaskColumns.RANK);
    return difference > 0 || (difference == 0 && ranked);
  }

  private boolean isGlobal() {
    return config.queues() == MachineConfig.Queues.GLOBAL;
  }

  private boolean isSorted() {
    return config.asksBuiltIn()
        || (config.scheduler() != BuiltInPolicy.QOS && config.scheduler() != BuiltInPolicy.ROUND_ROBIN);
  }

  private int capacity() {
    return isGlobal() ? config.queueCapacity() * config.harts() : config.queueCapacity();
  }

  private int levelOf(int task) {
    boolean byClass = config.scheduler() == BuiltInPolicy.QOS && !config.asksBuiltIn();
    return (byClass ? 2 * tasks.at(task, TaskColumns.QOS) : 0) + (config.tasks().get(task - 1).service() ? 1 : 0);
  }

  private boolean isOnline(int hart) {
    return harts.at(hart, HartColumns.HSM) == Hsm.STARTED.ordinal();
  }

  private boolean allows(int task, int hart) {
    return ((copy.affinity.get(task, hart >>> 6) >>> hart) & 1) != 0;
  }

  /** A task runs elsewhere than it may only if none of its harts ever came. */
  private void affinityHolds(int task, int hart) {
    boolean possible = false;
    for (int other = 0; other < harts.rows(); other++) {
      possible |= isOnline(other) && allows(task, other);
    }
    assertThat(allows(task, hart) || !possible).as("task %d may be on hart %d", task, hart).isTrue();
  }
}
