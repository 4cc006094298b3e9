// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.state.ActColumns;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.QosClass;

/** The state of a machine in which nothing has happened: what its configuration says, and who is at home where. */
final class FirstState {
  private static final int NORMAL_SHARES = 100;

  private final Kernel kernel;
  private final MachineConfig config;
  private final Tables tables;
  private final CoreTables core;

  FirstState(Kernel kernel) {
    this.kernel = kernel;
    this.config = kernel.config;
    this.tables = kernel.tables;
    this.core = kernel.core;
  }

  /** Writes it into the tables of a machine that have not been written to. */
  void write() {
    core.setMachine(MachineColumns.RANDOM, config.seed());
    core.setMachine(MachineColumns.BOOT_AT, Column.NEVER);
    for (int hart = 0; hart < config.harts(); hart++) {
      core.setHart(hart, HartColumns.END_AT, Column.NEVER);
      core.setHart(hart, HartColumns.SLICE_END, Column.NEVER);
      core.setHart(hart, HartColumns.SINCE, Column.NEVER);
      core.setHart(hart, HartColumns.IPI_AT, Column.NEVER);
      core.setHart(hart, HartColumns.IDLE_SINCE, -1);
    }
    clearOwnTimes();
    int cursor = 0;
    for (int pid = 1; pid < core.tasks(); pid++) {
      MachineConfig.TaskSpec spec = config.tasks().get(pid - 1);
      core.setTask(pid, TaskColumns.QOS, spec.qos().wire());
      core.setTask(pid, TaskColumns.SHARES, spec.shares());
      core.setTask(pid, TaskColumns.PRIORITY, spec.priority());
      core.setTask(pid, TaskColumns.RELEASE_AT, Column.NEVER);
      core.setTask(pid, TaskColumns.TIMER_AT, Column.NEVER);
      core.setTask(pid, TaskColumns.MATCH, -1);
      for (int hart = 0; hart < config.harts(); hart++) {
        if (spec.affinity() == null || spec.affinity().contains(hart)) {
          tables.affinity.set(pid, hart >>> 6, tables.affinity.get(pid, hart >>> 6) | 1L << hart);
        }
      }
      int home = 0;
      boolean spare = !config.spawns().isEmpty() && pid >= config.spawns().get(0).firstPid();
      if (!spec.service() && !spare) {
        // Round robin over the harts that the task may run on, in order of declaration; services stand apart.
        home = cursor % config.harts();
        while (!core.allows(pid, home)) {
          home = (home + 1) % config.harts();
        }
        cursor = home + 1;
      }
      core.setTask(pid, TaskColumns.HOME, home);
      core.setMachine(MachineColumns.HOME_CURSOR, cursor);
      for (int i = 0; i < spec.arguments().size(); i++) {
        tables.words[tables.memoryBase[pid] + i] = spec.arguments().get(i);
      }
    }
    for (int act = 0; act < config.acts().size(); act++) {
      tables.acts.set(act, ActColumns.NEXT_AT, config.acts().get(act).atNs());
    }
    if (kernel.nexus != null) {
      writeNexus();
    }
  }

  private void writeNexus() {
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      tables.nexusHarts.set(cpu, NexusColumns.STEAL_AT, NexusRules.STEAL_INTERVAL_NS);
      tables.nexusHarts.set(cpu, NexusColumns.TICK_AT, Column.NEVER);
    }
    for (int pid = 1; pid < core.tasks(); pid++) {
      kernel.settleHome(pid);
    }
    tables.nexusMachine.set(0, NexusColumns.TASKS, core.tasks() - config.probes());
    tables.nexusMachine.set(0, NexusColumns.FIRST_TICK, Column.NEVER);
    writeKernelTask();
  }

  /** Pid 0: in the profile nexus a task that calls can name, of the highest class; it never runs. */
  void writeKernelTask() {
    clearOwnTimes();
    if (kernel.nexus != null) {
      core.setTask(0, TaskColumns.STATE, TaskState.RUNNING.ordinal());
      core.setTask(0, TaskColumns.QOS, QosClass.PERFBURST.wire());
      core.setTask(0, TaskColumns.SHARES, NORMAL_SHARES);
      tables.affinity.set(0, 0, (1L << NexusColumns.CPUS) - 1);
    }
  }

  /** The kernel's own row waits for no time. */
  private void clearOwnTimes() {
    core.setTask(0, TaskColumns.TIMER_AT, Column.NEVER);
    core.setTask(0, TaskColumns.RELEASE_AT, Column.NEVER);
  }
}
