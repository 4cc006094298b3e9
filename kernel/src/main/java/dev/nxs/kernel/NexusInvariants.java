// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.QosClass;

/**
 * What must hold of the run queues of the profile nexus: entries are pids of tasks that are ready, in the queue of their
 * class on a hart that is online, no more than there is room for; each hart's scheduler and the machine say the same about
 * who runs there. The faults of the reference break it where they lose or overfill something, and are meant to be found.
 */
final class NexusInvariants {
  private final Invariants invariants;
  private final Kernel kernel;
  private final NexusQueues queues;
  private final StateTable tasks;
  private final StateTable harts;
  private final int capacity;

  NexusInvariants(Invariants invariants, Kernel kernel) {
    this.invariants = invariants;
    this.kernel = kernel;
    queues = kernel.nexus().queues();
    tasks = kernel.tables.tasks;
    harts = kernel.tables.nexusHarts;
    capacity = kernel.config.queueCapacity();
  }

  /** Whether the kernel's tests of itself are under way, which play with its queues and interrupts. */
  boolean isTesting() {
    return kernel.tables.nexusMachine.get(0, NexusColumns.SELFTEST) != 0;
  }

  /** Looks at all queues, and counts in how many of them each task is. */
  void check(int[] queued) {
    int entries = 0;
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      for (int qos = 0; qos < QosClass.values().length; qos++) {
        entries += queueIsWhole(cpu, qos, queued);
      }
      currentIsWhoRuns(cpu);
      timesFit(cpu);
    }
    for (int row = entries; row < kernel.tables.nexusEntries.rows(); row++) {
      invariants.that(kernel.tables.nexusEntries.get(row, 0) == 0, "a free row of the run queues is not empty: %d", row);
    }
  }

  private int queueIsWhole(int cpu, int qos, int[] queued) {
    int count = queues.length(cpu, qos);
    invariants.that(count <= capacity, "%d tasks of class %d are queued on hart %d, and there is room for %d", count, qos,
        cpu, capacity);
    boolean online = cpu < kernel.core.harts() && kernel.scheduler.isOnline(cpu);
    invariants.that(count == 0 || online, "%d tasks are queued on hart %d, which is offline", count, cpu);
    for (int place = 0; place < count; place++) {
      long pid = queues.at(cpu, qos, place);
      boolean exists = pid > 0 && pid < tasks.rows();
      invariants.that(exists, "hart %d has an entry of pid %d, which does not exist", cpu, pid);
      if (exists) {
        int task = (int) pid;
        queued[task]++;
        TaskState state = TaskState.values()[tasks.at(task, TaskColumns.STATE)];
        invariants.that(state == TaskState.READY, "task %d is queued and %s", task, state);
        invariants.that(tasks.at(task, TaskColumns.QOS) == qos, "task %d is queued in class %d, and has class %d", task, qos,
            tasks.at(task, TaskColumns.QOS));
      }
    }
    return count;
  }

  private void currentIsWhoRuns(int cpu) {
    long entry = queues.current(cpu);
    int running = cpu < kernel.core.harts() ? kernel.core.hartAt(cpu, HartColumns.CURRENT) : 0;
    invariants.that(entry == (running == 0 ? NexusQueues.NONE : running), "hart %d runs task %d, and its scheduler says %d",
        cpu, running, entry);
    invariants.that(running == 0 || queues.currentQos(cpu) == tasks.at(running, TaskColumns.QOS),
        "task %d runs in class %d, and has another", running, queues.currentQos(cpu));
  }

  private void timesFit(int cpu) {
    long tickNs = harts.get(cpu, NexusColumns.TICK_AT);
    boolean runs = cpu < kernel.core.harts() && kernel.core.hart(cpu, HartColumns.CURRENT) != 0;
    invariants.that(!runs || tickNs >= kernel.now(), "the timer of hart %d ticks at %d ns, which has passed", cpu, tickNs);
    boolean idles = cpu >= kernel.core.harts() || kernel.core.hart(cpu, HartColumns.IDLE_SINCE) >= 0;
    invariants.that(!idles || tickNs == Column.NEVER, "the timer of hart %d ticks, which idles", cpu);
    invariants.that(harts.get(cpu, NexusColumns.STEAL_AT) >= NexusRules.STEAL_INTERVAL_NS,
        "hart %d may look for work elsewhere at %d ns already", cpu, harts.get(cpu, NexusColumns.STEAL_AT));
  }
}
