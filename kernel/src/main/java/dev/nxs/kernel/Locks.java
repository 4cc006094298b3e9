// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.state.BarrierColumns;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;

/**
 * Mutexes and barriers. A mutex that is given back goes straight to the most urgent task that waits for it, so nobody can
 * take it between; what its protocol does to the urgency of the holder is said by {@link Protocol}.
 */
final class Locks {
  private final Kernel kernel;
  private final CoreTables core;
  private final StateTable mutexes;
  private final StateTable barriers;
  private final WaitingLists lists;

  /** By mutex, the shortest deadline of a task that may take it, counted from its release; never without one. */
  private final long[] floors;

  Locks(Kernel kernel) {
    this.kernel = kernel;
    core = kernel.core;
    mutexes = kernel.tables.mutexes;
    barriers = kernel.tables.barriers;
    lists = kernel.lists;
    floors = new long[mutexes.rows()];
    for (int mutex = 0; mutex < floors.length; mutex++) {
      floors[mutex] = floor(kernel.config, mutex);
      mutexes.set(mutex, MutexColumns.FLOOR_AT, Column.NEVER);
    }
  }

  /** By mutex, what its ceiling is. */
  static long[] ceilings(MachineConfig config) {
    return config.mutexes().stream().mapToLong(MachineConfig.MutexSpec::ceiling).toArray();
  }

  private static long floor(MachineConfig config, int mutex) {
    long floorNs = Column.NEVER;
    for (MachineConfig.TaskSpec task : config.tasks()) {
      if (task.deadlineNs() > 0 && task.priority() <= config.mutexes().get(mutex).ceiling()) {
        floorNs = Math.min(floorNs, task.deadlineNs());
      }
    }
    return floorNs;
  }

  /** The task that holds a mutex, 0 for none. */
  int holder(int mutex) {
    return mutexes.at(mutex, MutexColumns.HOLDER);
  }

  /** Whether a task is more urgent than the ceiling of a mutex, which it then must not take. */
  boolean isAboveCeiling(int task, int mutex) {
    return protocol(mutex) == Protocol.CEILING && kernel.scheduler.order().isAboveCeiling(task, mutex);
  }

  private Protocol protocol(int mutex) {
    return kernel.config.mutexes().get(mutex).protocol();
  }

  /** Takes a mutex that nobody holds. */
  void take(int task, int mutex, int hart) {
    own(task, mutex);
    kernel.tracer.event(EventKind.LOCK, hart, task, mutex, 0, 0);
    kernel.scheduler.reposition(task);
  }

  /** The task waits for a mutex that another holds; it has left its hart. */
  void awaitMutex(int task, int mutex) {
    lists.link(mutexes, mutex, MutexColumns.WAITERS, task);
    tellHolder(mutex);
  }

  /** The task does not wait for a mutex any more, and does not have it. */
  void withdraw(int task, int mutex) {
    lists.unlink(mutexes, mutex, MutexColumns.WAITERS, task);
    tellHolder(mutex);
  }

  private void tellHolder(int mutex) {
    if (protocol(mutex) == Protocol.INHERIT) {
      kernel.lending.changed(holder(mutex));
    }
  }

  /** A task gives a mutex back that it holds. */
  void release(int task, int mutex, int hart) {
    disown(task, mutex);
    int heir = lists.mostUrgent(mutexes.at(mutex, MutexColumns.WAITERS));
    kernel.tracer.event(EventKind.UNLOCK, hart, task, mutex, heir, 0);
    if (heir != 0) {
      lists.unlink(mutexes, mutex, MutexColumns.WAITERS, heir);
      own(heir, mutex);
      // The others wait for the heir now. It is as urgent as they make it before it is queued.
      kernel.lending.changed(heir);
      kernel.tracer.event(EventKind.LOCK, hart, heir, mutex, task, 0);
      kernel.unblock(heir, Errno.OK, 0, hart);
    }
    kernel.lending.changed(task);
  }

  /** A task that has ended gives back all that it holds; how many mutexes that were. */
  int releaseAll(int task, int hart) {
    int count = 0;
    int held = core.taskAt(task, TaskColumns.HELD);
    while (held != 0) {
      release(task, held - 1, hart);
      held = core.taskAt(task, TaskColumns.HELD);
      count++;
    }
    return count;
  }

  private void own(int task, int mutex) {
    mutexes.set(mutex, MutexColumns.HOLDER, task);
    int before = 0;
    int behind = core.taskAt(task, TaskColumns.HELD);
    while (behind != 0 && behind - 1 < mutex) {
      before = behind;
      behind = mutexes.at(behind - 1, MutexColumns.NEXT_HELD);
    }
    mutexes.set(mutex, MutexColumns.NEXT_HELD, behind);
    linkHeld(task, before, mutex + 1);
    if (protocol(mutex) == Protocol.CEILING && kernel.scheduler.order().hasFloors()) {
      long atNs = kernel.now() + floors[mutex];
      mutexes.set(mutex, MutexColumns.FLOOR_AT, atNs < 0 ? Column.NEVER : atNs);
    }
    findCeiling(task);
  }

  private void disown(int task, int mutex) {
    mutexes.set(mutex, MutexColumns.HOLDER, 0);
    int before = 0;
    int at = core.taskAt(task, TaskColumns.HELD);
    while (at - 1 != mutex) {
      before = at;
      at = mutexes.at(at - 1, MutexColumns.NEXT_HELD);
    }
    linkHeld(task, before, mutexes.at(mutex, MutexColumns.NEXT_HELD));
    mutexes.set(mutex, MutexColumns.NEXT_HELD, 0);
    mutexes.set(mutex, MutexColumns.FLOOR_AT, Column.NEVER);
    findCeiling(task);
  }

  private void linkHeld(int task, int before, int next) {
    if (before == 0) {
      core.setTask(task, TaskColumns.HELD, next);
    } else {
      mutexes.set(before - 1, MutexColumns.NEXT_HELD, next);
    }
  }

  /** Finds the highest ceiling of what a task holds; of equals the first. */
  private void findCeiling(int task) {
    int highest = 0;
    int held = core.taskAt(task, TaskColumns.HELD);
    while (held != 0) {
      if (protocol(held - 1) == Protocol.CEILING
          && (highest == 0 || kernel.scheduler.order().isHigherCeiling(held - 1, highest - 1))) {
        highest = held;
      }
      held = mutexes.at(held - 1, MutexColumns.NEXT_HELD);
    }
    core.setTask(task, TaskColumns.CEILING, highest);
  }

  /** Whether the task that arrives at a barrier is the last of its parties; then all others go on. */
  boolean arrive(int barrier, int hart) {
    int arrived = barriers.at(barrier, BarrierColumns.ARRIVED) + 1;
    if (arrived < kernel.config.barriers().get(barrier).parties()) {
      return false;
    }
    int waiter = lists.mostUrgent(barriers.at(barrier, BarrierColumns.WAITERS));
    while (waiter != 0) {
      lists.unlink(barriers, barrier, BarrierColumns.WAITERS, waiter);
      kernel.unblock(waiter, Errno.OK, 0, hart);
      waiter = lists.mostUrgent(barriers.at(barrier, BarrierColumns.WAITERS));
    }
    barriers.set(barrier, BarrierColumns.ARRIVED, 0);
    return true;
  }

  /** The task waits for the other parties of a barrier. */
  void awaitParties(int task, int barrier) {
    barriers.add(barrier, BarrierColumns.ARRIVED, 1);
    lists.link(barriers, barrier, BarrierColumns.WAITERS, task);
  }

  /** The task does not wait at a barrier any more: it counts as if it had never arrived. */
  void leaveBarrier(int task, int barrier) {
    barriers.add(barrier, BarrierColumns.ARRIVED, -1);
    lists.unlink(barriers, barrier, BarrierColumns.WAITERS, task);
  }
}
