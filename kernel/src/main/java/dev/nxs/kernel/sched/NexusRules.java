// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;

/**
 * What the reference's kernel does with tasks and run queues, decision by decision: placing, resuming, picking, yielding,
 * ticking, waiting, waking, ending. It moves entries and task states and knows no time, no statistics and no trace; the
 * machine adds those ({@link NexusScheduler}), and the conformance tests call it as it stands.
 *
 * <p>The reference's faults are here on purpose: a task that yields into a full queue is in no queue and on no hart
 * afterwards, and a task that is woken into one stays blocked although nothing will wake it again.
 */
public class NexusRules {
  /** The shortest time between two attempts of a hart to steal. */
  public static final long STEAL_INTERVAL_NS = 1_000_000;

  private static final int MOST_TICKS = 10;
  private static final int NEW = 0;
  private static final int READY = 2;
  private static final int BLOCKED = 3;
  private static final int SLEEPING = 4;
  private static final int EXITED = 5;

  /** What came of a wake. */
  public enum Wake {
    WOKEN,
    NO_SUCH_TASK,
    NOT_BLOCKED,
    /** The queue at the task's home is full: it stays blocked, and is in no queue. */
    FULL
  }

  /** What came of the wish to start a suspended task. */
  public enum Resume {
    RESUMED,
    NOT_SUSPENDED,
    FULL
  }

  private final CoreTables core;
  private final NexusQueues queues;
  private final StateTable harts;
  private final StateTable tasks;
  private final StateTable machine;
  private final StateTable affinity;

  private NexusQueues.Steal lastLook = NexusQueues.Steal.NOTHING;

  /** Rules over the tables of one machine, whose harts are at most as many as the reference has. */
  public NexusRules(
      CoreTables core, NexusQueues queues, StateTable harts, StateTable tasks, StateTable machine, StateTable affinity) {
    this.core = core;
    this.queues = queues;
    this.harts = harts;
    this.tasks = tasks;
    this.machine = machine;
    this.affinity = affinity;
  }

  public NexusQueues queues() {
    return queues;
  }

  /** Bit set of the harts that are online. */
  public long online() {
    long mask = 0;
    for (int hart = 0; hart < core.harts(); hart++) {
      if (core.hartAt(hart, HartColumns.HSM) == Scheduler.Hsm.STARTED.ordinal()) {
        mask |= 1L << hart;
      }
    }
    return mask;
  }

  public long mask(int task) {
    return affinity.get(task, 0);
  }

  public int home(int task) {
    return tasks.at(task, NexusColumns.HOME);
  }

  public void setHome(int task, int hart) {
    tasks.set(task, NexusColumns.HOME, hart);
  }

  /** The task that system calls of a hart take as their caller. */
  public int taskCurrent(int cpu) {
    return harts.at(cpu, NexusColumns.TASK_CURRENT);
  }

  /** Whether a mask is one that a task may have: bits of the reference's harts alone, and an online one among them. */
  public static boolean isMask(long raw, long online) {
    return raw > 0 && raw < 1L << NexusColumns.CPUS && (raw & online) != 0;
  }

  /** A home that a mask and the harts allow: the present one, else the lowest that will do, else hart 0. */
  public static int clampHome(long mask, int home, long online) {
    long usable = mask & online;
    if ((usable >>> home & 1) != 0) {
      return home;
    }
    return usable == 0 ? 0 : Long.numberOfTrailingZeros(usable);
  }

  /** A home that a mask allows on the harts that are online. */
  public int clamp(long mask, int home) {
    return clampHome(mask, home, online());
  }

  public final int clampHome(int task) {
    return clamp(mask(task), home(task));
  }

  /** Ticks that a slice takes with so many shares: a tenth of a hundredth, whole, from 1 to 10. */
  public static int sliceTicks(long shares) {
    return (int) Math.max(1, Math.min(MOST_TICKS, shares / 100));
  }

  /** Stores a mask, offline harts included, and moves the home where the mask forbids it; queues stay as they are. */
  public void setMask(int task, long mask) {
    affinity.set(task, 0, mask);
    setHome(task, clampHome(task));
  }

  /**
   * Makes the next row the child of the current task of a hart: suspended, of class normal, with its parent's mask and
   * shares, and with a home in turn over the online harts once the runtime is up.
   *
   * @return its pid
   */
  public int spawn(int cpu, boolean runtimeReady) {
    int task = machine.at(0, NexusColumns.TASKS);
    int parent = taskCurrent(cpu);
    machine.add(0, NexusColumns.TASKS, 1);
    affinity.set(task, 0, mask(parent));
    core.setTask(task, TaskColumns.STATE, NEW);
    core.setTask(task, TaskColumns.QOS, 1);
    core.setTask(task, TaskColumns.SHARES, core.task(parent, TaskColumns.SHARES));
    tasks.set(task, NexusColumns.PARENT, parent + 1);
    placeNew(task, cpu, runtimeReady);
    return task;
  }

  /** Gives a new task its home. */
  private void placeNew(int task, int cpu, boolean runtimeReady) {
    long online = online();
    int count = Long.bitCount(online);
    int candidate = cpu;
    if (runtimeReady && count >= 2) {
      long cursor = machine.get(0, NexusColumns.SPAWN_CURSOR);
      machine.set(0, NexusColumns.SPAWN_CURSOR, cursor + 1);
      candidate = nth(online, (int) (cursor % count));
    }
    setHome(task, clamp(mask(task), candidate));
  }

  private static int nth(long set, int index) {
    long rest = set;
    for (int i = 0; i < index; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest);
  }

  /** Queues a suspended task at its home, or leaves it suspended where that is full. */
  @CheckReturnValue
  public Resume resume(int task) {
    if (core.taskAt(task, TaskColumns.STATE) != NEW) {
      return Resume.NOT_SUSPENDED;
    }
    if (!enqueue(task)) {
      return Resume.FULL;
    }
    core.setTask(task, TaskColumns.STATE, READY);
    return Resume.RESUMED;
  }

  private boolean enqueue(int task) {
    int home = clampHome(task);
    return queues.enqueue(home, task, core.taskAt(task, TaskColumns.QOS)) == NexusQueues.Push.QUEUED;
  }

  /** Picks from the queues of a hart; whoever is picked is the caller of the next system calls. */
  public long schedule(int cpu) {
    long pid = queues.schedule(cpu);
    if (pid != NexusQueues.NONE) {
      harts.set(cpu, NexusColumns.TASK_CURRENT, pid);
    }
    return pid;
  }

  /** When a hart may look for work elsewhere again; never where that lies behind the last instant of a machine. */
  public long stealAtNs(int cpu) {
    long atNs = harts.get(cpu, NexusColumns.STEAL_AT);
    return atNs <= 0 ? Column.NEVER : atNs;
  }

  /**
   * One turn of the idle loop of a hart: its own queues, and where they are empty one look elsewhere, if other harts are
   * online and the last look is a millisecond ago.
   *
   * @return who is picked, or {@link NexusQueues#NONE}; {@link #lastLook()} tells what became of the look
   */
  public long pick(int cpu, long nowNs) {
    lastLook = NexusQueues.Steal.NOTHING;
    long pid = schedule(cpu);
    long atNs = harts.get(cpu, NexusColumns.STEAL_AT);
    boolean isEarly = atNs == 0 || Long.compareUnsigned(nowNs, atNs) < 0;
    if (pid != NexusQueues.NONE || Long.bitCount(online()) < 2 || isEarly) {
      return pid;
    }
    // The reference's clock has no sign. Behind its end there is no next look, which 0 says: a look is never due before 1 ms.
    long nextNs = nowNs + STEAL_INTERVAL_NS;
    harts.set(cpu, NexusColumns.STEAL_AT, Long.compareUnsigned(nextNs, nowNs) < 0 ? 0 : nextNs);
    lastLook = queues.steal(cpu, NexusQueues.CLASSES - 1, online(), placement);
    if (lastLook != NexusQueues.Steal.STOLEN) {
      return NexusQueues.NONE;
    }
    setHome((int) queues.victimPid(), cpu);
    harts.set(cpu, NexusColumns.TASK_CURRENT, queues.victimPid());
    return queues.victimPid();
  }

  /** What became of the look elsewhere in the last turn of an idle loop. */
  public NexusQueues.Steal lastLook() {
    return lastLook;
  }

  /** Who may run where, and who is at home where. */
  public NexusQueues.Placement placement() {
    return placement;
  }

  private final NexusQueues.Placement placement =
      new NexusQueues.Placement() {
        @Override
        public boolean allows(long pid, int cpu) {
          return isTask(pid) && (mask((int) pid) >>> cpu & 1) != 0;
        }

        @Override
        public long homeOf(long pid) {
          return isTask(pid) ? home((int) pid) : 0;
        }
      };

  public boolean isTask(long pid) {
    return pid >= 0 && pid < machine.get(0, NexusColumns.TASKS);
  }

  /** The current task of a hart goes to the tail of its class there and the next is picked; a full queue loses it. */
  @CanIgnoreReturnValue
  public NexusQueues.Yield rotate(int cpu) {
    NexusQueues.Yield outcome = queues.yieldCurrent(cpu);
    long next = schedule(cpu);
    return next == NexusQueues.NONE ? NexusQueues.Yield.IDLE : outcome;
  }

  /** Counts a timer tick; whether the slice of the current task of the hart ends with it. */
  @CheckReturnValue
  public boolean tick(int cpu) {
    harts.add(cpu, NexusColumns.TICKS, 1);
    int slice = sliceTicks(core.task(taskCurrent(cpu), TaskColumns.SHARES));
    return harts.get(cpu, NexusColumns.TICKS) % slice == 0;
  }

  /** The current task of a hart waits: it leaves every queue and every hart. */
  public void blocked(int cpu, int task) {
    queues.purge(task);
    queues.finish(cpu);
  }

  /** The current task of a hart has ended: its children are nobody's, and its queue entries are left alone. */
  public void ended(int cpu, int task) {
    for (int child = 0; isTask(child); child++) {
      if (tasks.get(child, NexusColumns.PARENT) == task + 1) {
        tasks.set(child, NexusColumns.PARENT, 0);
      }
    }
    queues.finish(cpu);
  }

  /** Nobody is the caller of the system calls of a hart any more. */
  public void forgetCaller(int cpu) {
    harts.set(cpu, NexusColumns.TASK_CURRENT, 0);
  }

  /** Makes a blocked task ready at its home. */
  @CheckReturnValue
  public Wake wake(long pid) {
    if (!isTask(pid)) {
      return Wake.NO_SUCH_TASK;
    }
    int task = (int) pid;
    int state = core.taskAt(task, TaskColumns.STATE);
    if (state != BLOCKED && state != SLEEPING) {
      return Wake.NOT_BLOCKED;
    }
    queues.purge(task);
    if (!enqueue(task)) {
      return Wake.FULL;
    }
    core.setTask(task, TaskColumns.STATE, READY);
    return Wake.WOKEN;
  }

  /**
   * The next blocked task from a pid on whose deadline has passed, or -1; a sweep goes by pid, not by deadline. Instants are
   * without sign, as the reference's are.
   */
  public int nextExpired(int from, long nowNs) {
    for (int task = from; isTask(task); task++) {
      int state = core.taskAt(task, TaskColumns.STATE);
      long deadlineNs = core.task(task, TaskColumns.TIMER_AT);
      boolean waits = state == BLOCKED || state == SLEEPING;
      if (waits && deadlineNs != Column.NEVER && Long.compareUnsigned(nowNs, deadlineNs) >= 0) {
        return task;
      }
    }
    return -1;
  }

  /** Collects the first child of a task that has ended and was not collected, in the order of creation; 0 for none. */
  public int reap(int parent) {
    for (int child = 1; isTask(child); child++) {
      boolean isOwn = tasks.get(child, NexusColumns.PARENT) == parent + 1;
      if (isOwn && core.taskAt(child, TaskColumns.STATE) == EXITED && tasks.get(child, NexusColumns.COLLECTED) == 0) {
        tasks.set(child, NexusColumns.COLLECTED, 1);
        tasks.set(child, NexusColumns.PARENT, 0);
        return child;
      }
    }
    return 0;
  }
}
