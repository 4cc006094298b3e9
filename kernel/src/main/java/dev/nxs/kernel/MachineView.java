// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.IdleState;
import dev.nxs.kernel.user.PowerModel;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Speed;
import dev.nxs.kernel.user.UserContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a machine tells about itself, read from its present state. Of a task that has ended: its last values. */
public final class MachineView {
  private static final TaskState[] STATES = TaskState.values();
  private static final QosClass[] CLASSES = QosClass.values();
  private static final IdleState[] IDLE_STATES = IdleState.values();

  private final Kernel kernel;
  private final StateTable tasks;
  private final StateTable harts;

  MachineView(Kernel kernel) {
    this.kernel = kernel;
    this.tasks = kernel.tables.tasks;
    this.harts = kernel.tables.harts;
  }

  /** How many tasks there are; pids go from 1 to this. */
  public int tasks() {
    return tasks.rows() - 1 - kernel.config.probes();
  }

  public int harts() {
    return harts.rows();
  }

  public QosClass qos(Pid task) {
    return CLASSES[tasks.at(row(task), TaskColumns.QOS)];
  }

  public TaskState state(Pid task) {
    return STATES[tasks.at(row(task), TaskColumns.STATE)];
  }

  /**
   * The number of the state of a task, as {@link TaskState#ordinal()}; for those who ask for it at every instant.
   *
   * @throws IndexOutOfBoundsException if no task can have this pid
   */
  public int stateNumber(int pid) {
    return tasks.at(Objects.checkIndex(pid, tasks.rows()), TaskColumns.STATE);
  }

  /** The code that a task ended with; 0 while it has not. */
  public long exitCode(Pid task) {
    return tasks.get(row(task), TaskColumns.EXIT_CODE);
  }

  /** The home of a task: where it runs, ran last, or is queued. */
  public int hartOf(Pid task) {
    return tasks.at(row(task), TaskColumns.HOME);
  }

  /** CPU time used, in nanoseconds, up to this instant. */
  public long cpuTimeNs(Pid task) {
    long used = tasks.get(row(task), TaskColumns.CPU);
    int hart = hartOf(task);
    boolean running = harts.at(hart, HartColumns.CURRENT) == task.value();
    return running ? used + kernel.now() - harts.get(hart, HartColumns.SINCE) : used;
  }

  /** Time spent ready and not running, in nanoseconds, up to this instant. */
  public long waitTimeNs(Pid task) {
    long waited = tasks.get(row(task), TaskColumns.WAIT);
    return state(task) == TaskState.READY
        ? waited + kernel.now() - tasks.get(task.value(), TaskColumns.READY_SINCE)
        : waited;
  }

  /** Since when a task is ready; {@link Column#NEVER} if it is not. */
  public long readySinceNs(Pid task) {
    return state(task) == TaskState.READY ? tasks.get(task.value(), TaskColumns.READY_SINCE) : Column.NEVER;
  }

  public long dispatches(Pid task) {
    return tasks.get(row(task), TaskColumns.DISPATCHES);
  }

  public long preemptions(Pid task) {
    return tasks.get(row(task), TaskColumns.PREEMPTIONS);
  }

  public long migrations(Pid task) {
    return tasks.get(row(task), TaskColumns.MIGRATIONS);
  }

  public long wakeups(Pid task) {
    return tasks.get(row(task), TaskColumns.WAKEUPS);
  }

  public long deadlineMisses(Pid task) {
    return tasks.get(row(task), TaskColumns.MISSES);
  }

  public int shares(Pid task) {
    return tasks.at(row(task), TaskColumns.SHARES);
  }

  /** The harts that a task may run on, ascending. */
  public List<Integer> affinity(Pid task) {
    List<Integer> allowed = new ArrayList<>();
    for (int hart = 0; hart < harts.rows(); hart++) {
      if (kernel.scheduler.allows(row(task), hart)) {
        allowed.add(hart);
      }
    }
    return allowed;
  }

  /** A word of a task's memory, from 0; for views on services. */
  public long memory(Pid task, int word) {
    if (word < 0 || word >= kernel.tables.memoryWords[row(task)]) {
      throw new IndexOutOfBoundsException(
          "the task has " + kernel.tables.memoryWords[row(task)] + " words: word=" + word);
    }
    return kernel.tables.words[kernel.tables.memoryBase[task.value()] + word];
  }

  /** A message register of a task: what it sends, or received last; for those who look at a service from outside. */
  public long messageWord(Pid task, int word) {
    if (word < 0 || word >= UserContext.MESSAGE_WORDS) {
      throw new IndexOutOfBoundsException("a message has " + UserContext.MESSAGE_WORDS + " words: word=" + word);
    }
    return tasks.get(row(task), TaskColumns.MESSAGE_0 + word);
  }

  /** Whether a task is awake and waits for a place in a run queue that is full. */
  public boolean waitsForRoom(Pid task) {
    return isBlock(task, BlockReason.QUEUE);
  }

  public boolean online(HartId hart) {
    return kernel.scheduler.isOnline(row(hart));
  }

  /** Whether a hart is online and runs nothing. */
  public boolean idle(HartId hart) {
    return online(hart) && current(hart) == 0;
  }

  /** The pid that runs on a hart, 0 for none. */
  public int current(HartId hart) {
    return harts.at(row(hart), HartColumns.CURRENT);
  }

  /** Tasks queued on a hart; the running one is none of them. */
  public int queueLength(HartId hart) {
    return kernel.scheduler.queued(row(hart));
  }

  /** Tasks of one class queued on a hart. */
  public int queueLength(HartId hart, QosClass qos) {
    return kernel.scheduler.queued(row(hart), qos.wire());
  }

  /** CPU time that tasks used on a hart, in nanoseconds, up to this instant. */
  public long busyNs(HartId hart) {
    long busy = harts.get(row(hart), HartColumns.BUSY);
    return current(hart) == 0 ? busy : busy + kernel.now() - harts.get(hart.value(), HartColumns.SINCE);
  }

  public long switches(HartId hart) {
    return harts.get(row(hart), HartColumns.SWITCHES);
  }

  /** Interrupts between harts that a hart received. */
  public long ipis(HartId hart) {
    return harts.get(row(hart), HartColumns.IPI_TRAPS);
  }

  public long ipisRequested(HartId hart) {
    return harts.get(row(hart), HartColumns.IPI_REQUESTS);
  }

  public long ipisSent(HartId hart) {
    return harts.get(row(hart), HartColumns.IPI_SENT);
  }

  public long ipisCoalesced(HartId hart) {
    return harts.get(row(hart), HartColumns.IPI_COALESCED);
  }

  public long ipisAcknowledged(HartId hart) {
    return harts.get(row(hart), HartColumns.IPI_ACKS);
  }

  public long steals(HartId hart) {
    return harts.get(row(hart), HartColumns.STEALS);
  }

  /** Times a hart left idle after time had passed in it. */
  public long idleWakeups(HartId hart) {
    return harts.get(row(hart), HartColumns.IDLE_WAKEUPS);
  }

  /** How long a hart was idle, in nanoseconds, up to this instant. */
  public long idleNs(HartId hart) {
    long idleNs = 0;
    for (IdleState state : IDLE_STATES) {
      idleNs += idleNs(hart, state);
    }
    return idleNs;
  }

  /** How long it was in one idle state; a stretch that is not over is where it would be if it ended now. */
  public long idleNs(HartId hart, IdleState state) {
    long over = harts.get(row(hart), HartColumns.IDLE_NS_0 + state.ordinal());
    return over + (isIn(hart, state) ? idleForNs(hart) : 0);
  }

  /** The energy that a hart used up to this instant, in picojoules, by {@link PowerModel}. */
  public long picojoules(HartId hart) {
    List<Speed> speeds = kernel.config.speeds();
    Speed speed = speeds.isEmpty() ? Speed.FULL : speeds.get(row(hart));
    long sum = PowerModel.sum(PowerModel.activePicojoules(busyNs(hart), speed), PowerModel.wakeupPicojoules(idleWakeups(hart)));
    for (IdleState state : IDLE_STATES) {
      long entries = harts.get(hart.value(), HartColumns.IDLE_ENTRIES_0 + state.ordinal());
      sum = PowerModel.sum(sum, state.picojoules(idleNs(hart, state), isIn(hart, state) ? entries + 1 : entries));
    }
    return sum;
  }

  private boolean isIn(HartId hart, IdleState state) {
    long idleForNs = idleForNs(hart);
    return idleForNs > 0 && IdleState.cheapest(idleForNs) == state;
  }

  /** How long a hart has been idle, 0 if it is not. */
  private long idleForNs(HartId hart) {
    long since = harts.get(row(hart), HartColumns.IDLE_SINCE);
    return since < 0 ? 0 : kernel.now() - since;
  }

  /** The pid of the task that holds a mutex, by its number; 0 for none. */
  public int holder(int mutex) {
    if (mutex < 0 || mutex >= kernel.tables.mutexes.rows()) {
      throw new IllegalArgumentException(
          "the machine has " + kernel.tables.mutexes.rows() + " mutexes: mutex=" + mutex);
    }
    return kernel.locks.holder(mutex);
  }

  /** The task that a handle names; pid 0 for one that has made room for another. */
  public int named(long handle) {
    return kernel.life.named(handle);
  }

  /** What names a task, as {@link #named} reads it; 0 for pid 0. */
  public long handle(int pid) {
    return pid == 0 ? 0 : kernel.life.handle(pid);
  }

  /** The name that a task was spawned with, null where it was declared or spawned without one. */
  public @Nullable String givenName(int pid) {
    long name = pid == 0 ? 0 : tasks.get(pid, TaskColumns.NAME);
    return name == 0 ? null : kernel.pool.text(name - 1);
  }

  /** The number of the mutex that a task waits for, -1 for none. */
  public int mutexWaitedFor(Pid task) {
    return isBlock(task, BlockReason.MUTEX) ? tasks.at(row(task), TaskColumns.BLOCK_ON) : -1;
  }

  /**
   * The pid of the task that must act before a waiting task goes on: the holder of its mutex, the receiver of its call, the one that it
   * joins; 0
   * where there is none or it is not known who that will be.
   */
  public int waitsFor(Pid task) {
    int mutex = mutexWaitedFor(task);
    if (mutex >= 0) {
      return kernel.locks.holder(mutex);
    }
    if (isBlock(task, BlockReason.JOIN)) {
      return tasks.at(row(task), TaskColumns.BLOCK_ON);
    }
    return isBlock(task, BlockReason.REPLY) ? tasks.at(row(task), TaskColumns.SERVER) : 0;
  }

  /** Whether the wait of a task ends at some instant even if nothing else happens. */
  public boolean waitIsTimed(Pid task) {
    return tasks.get(row(task), TaskColumns.TIMER_AT) != Column.NEVER;
  }

  /** Whether one task is more urgent than another, without what others lend to either. */
  public boolean isMoreUrgent(Pid task, Pid than) {
    return kernel.scheduler.order().isMoreUrgentByItself(row(task), row(than));
  }

  private boolean isBlock(Pid task, BlockReason reason) {
    return tasks.at(row(task), TaskColumns.BLOCK) == reason.ordinal();
  }

  /** Sleeps on the kernel's own timers that ended. */
  public long expirations() {
    return kernel.tables.machine.get(0, MachineColumns.EXPIRATIONS);
  }

  private int row(Pid task) {
    if (task.value() < 1 || task.value() >= tasks.rows()) {
      throw new IllegalArgumentException("the machine has " + tasks() + " tasks: pid=" + task.value());
    }
    return task.value();
  }

  private int row(HartId hart) {
    if (hart.value() >= harts.rows()) {
      throw new IllegalArgumentException("the machine has " + harts() + " harts: hart=" + hart.value());
    }
    return hart.value();
  }
}
