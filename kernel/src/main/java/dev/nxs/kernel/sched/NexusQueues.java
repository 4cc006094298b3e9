// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.StateTable;

/**
 * The run queues of the profile {@code nexus}: for each of four harts one first-in, first-out list a class, and at most
 * one current entry. Source: the scheduler of Open Nexus OS, whose outcomes the tests replay operation by operation.
 *
 * <p>An entry is a pid and a class, and nothing else: nobody looks whether a pid is queued already, whether its task
 * exists, or whether it may run where it is. What surprises is the reference's: {@link #schedule} drops whoever was
 * current, a stolen entry that may not run at the thief is put into its home queue without a look at the room there, and
 * a change to the class that an entry has moves it to the tail.
 *
 * <p>All entries lie in one table without gaps, so equal queues have equal words. An operation moves what lies behind its
 * place: short work for as many tasks as the reference can have.
 */
public class NexusQueues {
  /** The answer where there is no entry; pids are 0 and more, unsigned 32-bit numbers. */
  public static final long NONE = -1;

  static final int CLASSES = 4;

  /** What became of an entry that was to be queued. */
  public enum Push {
    QUEUED,
    FULL,
    NO_SUCH_CPU
  }

  /** What became of the current entry of a hart that yields. */
  public enum Yield {
    /** It is queued, and nobody is current. */
    QUEUED,
    /** Its queue is full, so it is still current. */
    KEPT,
    /** There was none. */
    IDLE
  }

  /** What came of the wish to change the class of a pid. */
  public enum Change {
    CHANGED,
    NOT_FOUND,
    FULL
  }

  /** What came of an attempt to steal. */
  public enum Steal {
    /** The victim is current at the thief now. */
    STOLEN,
    /** The victim may not run at the thief, and is the first of its class at its home now. */
    PARKED,
    /** There is no victim. */
    NOTHING
  }

  /** What a thief asks about a victim. */
  public interface Placement {
    /** Whether a pid may run on a hart. */
    boolean allows(long pid, int cpu);

    /** The home of a pid; any number. */
    long homeOf(long pid);
  }

  private final StateTable harts;
  private final StateTable entries;
  private final StateTable machine;
  private final int capacity;

  // What the last attempt to steal found; dead once its caller has looked.
  private long victimPid;
  private int victimQos;
  private int victimCpu;
  private int parkedOn;

  /**
   * Queues over tables with the columns of {@link NexusColumns}.
   *
   * @param capacity entries from which on a queue refuses more
   */
  public NexusQueues(StateTable harts, StateTable entries, StateTable machine, int capacity) {
    this.harts = harts;
    this.entries = entries;
    this.machine = machine;
    this.capacity = capacity;
  }

  /** Puts an entry at the tail of its class on a hart, unless that queue is full. */
  @CheckReturnValue
  public Push enqueue(int cpu, long pid, int qos) {
    if (cpu < 0 || cpu >= NexusColumns.CPUS) {
      return Push.NO_SUCH_CPU;
    }
    int count = length(cpu, qos);
    if (count >= capacity) {
      return Push.FULL;
    }
    insert(cpu, qos, count, pid);
    return Push.QUEUED;
  }

  /** Makes the oldest entry of the highest class current on a hart; whoever was current is dropped, even by nobody. */
  public long schedule(int cpu) {
    for (int qos = CLASSES - 1; qos >= 0; qos--) {
      if (length(cpu, qos) > 0) {
        return makeCurrent(cpu, removeAt(cpu, qos, 0), qos);
      }
    }
    finish(cpu);
    return NONE;
  }

  /** Puts the current entry of a hart at the tail of its class there; it stays current where that is full. */
  @CheckReturnValue
  public Yield yieldCurrent(int cpu) {
    long pid = current(cpu);
    if (pid == NONE) {
      return Yield.IDLE;
    }
    if (enqueue(cpu, pid, currentQos(cpu)) != Push.QUEUED) {
      return Yield.KEPT;
    }
    finish(cpu);
    return Yield.QUEUED;
  }

  /** Forgets the current entry of a hart. */
  public void finish(int cpu) {
    harts.set(cpu, NexusColumns.CURRENT, 0);
    harts.set(cpu, NexusColumns.CURRENT_QOS, 0);
  }

  /** Changes the class of the current entry of a hart in its place; false where there is none. */
  @CheckReturnValue
  public boolean setCurrentQos(int cpu, int qos) {
    if (current(cpu) == NONE) {
      return false;
    }
    harts.set(cpu, NexusColumns.CURRENT_QOS, qos);
    return true;
  }

  /**
   * Changes the class of the first entry of a pid: a current one in its place, a queued one by a move to the tail of the
   * new class on its hart. A full queue leaves it where it was; the room is counted without it.
   */
  @CheckReturnValue
  public Change setTaskQos(long pid, int qos) {
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      if (current(cpu) == pid) {
        harts.set(cpu, NexusColumns.CURRENT_QOS, qos);
        return Change.CHANGED;
      }
    }
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      for (int from = 0; from < CLASSES; from++) {
        int place = indexOf(cpu, from, pid);
        if (place >= 0) {
          return move(cpu, from, place, qos);
        }
      }
    }
    return Change.NOT_FOUND;
  }

  private Change move(int cpu, int from, int place, int to) {
    long pid = removeAt(cpu, from, place);
    if (enqueue(cpu, pid, to) == Push.QUEUED) {
      return Change.CHANGED;
    }
    insert(cpu, from, place, pid);
    return Change.FULL;
  }

  /** Removes every entry of a pid, the current ones included. */
  public void purge(long pid) {
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      for (int qos = 0; qos < CLASSES; qos++) {
        for (int place = indexOf(cpu, qos, pid); place >= 0; place = indexOf(cpu, qos, pid)) {
          removeAt(cpu, qos, place);
        }
      }
      if (current(cpu) == pid) {
        finish(cpu);
      }
    }
  }

  /**
   * Takes the victim for a thief: the highest class that is not above a ceiling, within it the first hart, there the
   * oldest entry. It counts as stolen whatever becomes of it, and belongs to nobody afterwards.
   *
   * @param online bit set of the harts to take from; 0 for all
   */
  public long takeVictim(int thief, int maxQos, long online) {
    for (int qos = maxQos; qos >= 0; qos--) {
      for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
        boolean isCandidate = cpu != thief && (online == 0 || (online >>> cpu & 1) != 0);
        if (isCandidate && length(cpu, qos) > 0) {
          victimCpu = cpu;
          victimQos = qos;
          victimPid = removeAt(cpu, qos, 0);
          machine.add(0, NexusColumns.STEALS, 1);
          return victimPid;
        }
      }
    }
    return NONE;
  }

  /**
   * One attempt of a thief: the victim becomes current there if it may run there, and otherwise goes to the front of its
   * class at its home, wherever it was and however full that is. No second victim is tried.
   */
  @CheckReturnValue
  public Steal steal(int thief, int maxQos, long online, Placement placement) {
    long pid = takeVictim(thief, maxQos, online);
    if (pid == NONE) {
      return Steal.NOTHING;
    }
    if (placement.allows(pid, thief)) {
      makeCurrent(thief, pid, victimQos);
      return Steal.STOLEN;
    }
    long home = placement.homeOf(pid);
    parkedOn = (int) Math.min(home, NexusColumns.CPUS - 1);
    insert(parkedOn, victimQos, 0, pid);
    return Steal.PARKED;
  }

  /**
   * The pick of the reference's selftests: class by class, first the local queue, then one victim of that class or a lower
   * one. So work of any class elsewhere goes before local work below the highest class.
   */
  public long scheduleOrSteal(int cpu, long online) {
    for (int qos = CLASSES - 1; qos >= 0; qos--) {
      if (length(cpu, qos) > 0) {
        return makeCurrent(cpu, removeAt(cpu, qos, 0), qos);
      }
      long stolen = takeVictim(cpu, qos, online);
      if (stolen != NONE) {
        return makeCurrent(cpu, stolen, victimQos);
      }
    }
    finish(cpu);
    return NONE;
  }

  /** Empties the queues of a hart and forgets its current entry. */
  public void reset(int cpu) {
    for (int qos = 0; qos < CLASSES; qos++) {
      while (length(cpu, qos) > 0) {
        removeAt(cpu, qos, 0);
      }
    }
    finish(cpu);
  }

  /** Entries of a class on a hart. */
  public int length(int cpu, int qos) {
    return harts.at(cpu, NexusColumns.COUNT_0 + qos);
  }

  /** Entries of all classes on a hart. */
  public int length(int cpu) {
    int sum = 0;
    for (int qos = 0; qos < CLASSES; qos++) {
      sum += length(cpu, qos);
    }
    return sum;
  }

  /** An entry of a queue, the oldest is 0. */
  public long at(int cpu, int qos, int place) {
    return entries.get(start(cpu, qos) + place, 0) - 1;
  }

  /** The pid that is current on a hart, or {@link #NONE}. */
  public long current(int cpu) {
    return harts.get(cpu, NexusColumns.CURRENT) - 1;
  }

  public int currentQos(int cpu) {
    return harts.at(cpu, NexusColumns.CURRENT_QOS);
  }

  /** Victims taken so far. */
  public long steals() {
    return machine.get(0, NexusColumns.STEALS);
  }

  /** The pid that the last attempt to steal found. */
  public long victimPid() {
    return victimPid;
  }

  /** The hart that it was taken from. */
  public int victimCpu() {
    return victimCpu;
  }

  /** The hart that the last victim was parked on. */
  public int parkedOn() {
    return parkedOn;
  }

  private long makeCurrent(int cpu, long pid, int qos) {
    harts.set(cpu, NexusColumns.CURRENT, pid + 1);
    harts.set(cpu, NexusColumns.CURRENT_QOS, qos);
    return pid;
  }

  private int indexOf(int cpu, int qos, long pid) {
    int start = start(cpu, qos);
    int count = length(cpu, qos);
    for (int place = 0; place < count; place++) {
      if (entries.get(start + place, 0) == pid + 1) {
        return place;
      }
    }
    return -1;
  }

  /** Where a queue starts in the table: behind all queues of harts and classes before it. */
  private int start(int cpu, int qos) {
    int before = 0;
    for (int other = 0; other < cpu; other++) {
      before += length(other);
    }
    for (int other = 0; other < qos; other++) {
      before += length(cpu, other);
    }
    return before;
  }

  private int total() {
    return start(NexusColumns.CPUS, 0);
  }

  private void insert(int cpu, int qos, int place, long pid) {
    int total = total();
    if (total == entries.rows()) {
      throw new IllegalStateException("the table of run queue entries is full: rows=" + total);
    }
    int row = start(cpu, qos) + place;
    for (int behind = total; behind > row; behind--) {
      entries.set(behind, 0, entries.get(behind - 1, 0));
    }
    entries.set(row, 0, pid + 1);
    harts.add(cpu, NexusColumns.COUNT_0 + qos, 1);
  }

  private long removeAt(int cpu, int qos, int place) {
    int row = start(cpu, qos) + place;
    long pid = entries.get(row, 0) - 1;
    entries.removeAndCompact(row, total() - 1);
    harts.add(cpu, NexusColumns.COUNT_0 + qos, -1);
    return pid;
  }
}
