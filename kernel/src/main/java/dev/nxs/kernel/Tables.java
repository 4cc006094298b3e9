// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.ActColumns;
import dev.nxs.kernel.state.BarrierColumns;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.EventColumns;
import dev.nxs.kernel.state.FaultColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.Layout;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kernel.user.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The state vector of one machine with all tables on it, as a configuration asks for them. */
final class Tables {
  /** Entries of the run queues of the profile nexus beyond one a task: those of its selftests. */
  private static final int SPARE_ENTRIES = 256;

  final Layout layout = new Layout();
  final long[] words;
  final CoreTables core;
  final StateTable machine;
  final StateTable harts;
  final StateTable tasks;
  final StateTable affinity;
  final StateTable endpoints;
  final StateTable messages;
  final StateTable events;
  final StateTable mutexes;
  final StateTable barriers;
  final StateTable acts;
  final StateTable policyTasks;
  final StateTable policyMachine;

  /** What system calls of the configuration remember of tasks and of the machine, by the number of the call. */
  final List<StateTable> callTasks = new ArrayList<>();

  final List<StateTable> callMachine = new ArrayList<>();
  final StateTable nexusHarts;
  final StateTable nexusEntries;
  final StateTable nexusTasks;
  final StateTable nexusMachine;
  final StateTable faults;
  final List<AttachedTable> attached = new ArrayList<>();

  /** Index in the vector of the first memory word of each task, by pid; row 0 is the memory of acts. */
  final int[] memoryBase;

  /** How many memory words each task has, by pid. */
  final int[] memoryWords;

  /** First row of each endpoint in the table of messages. */
  final int[] firstMessage;

  Tables(MachineConfig config) {
    int taskRows = config.tasks().size() + 1;
    int machineTable = layout.add(new TableSpec("machine", 1, MachineColumns.COLUMNS));
    int hartTable = layout.add(new TableSpec("harts", config.harts(), HartColumns.COLUMNS));
    int taskTable = layout.add(new TableSpec("tasks", taskRows, TaskColumns.withRank(config.scheduler().rankCanon())));
    List<Column> masks =
        IntStream.range(0, (config.harts() + 63) / 64).mapToObj(i -> Column.exact("harts_" + 64 * i)).toList();
    int affinityTable = layout.add(new TableSpec("affinity", taskRows, masks));
    int endpointTable = layout.add(new TableSpec("endpoints", config.endpoints().size(), EndpointColumns.COLUMNS));
    firstMessage = new int[config.endpoints().size()];
    int depths = 0;
    for (int i = 0; i < firstMessage.length; i++) {
      firstMessage[i] = depths;
      depths += config.endpoints().get(i).depth();
    }
    int messageTable = layout.add(new TableSpec("messages", depths, MessageColumns.COLUMNS));
    int eventTable = layout.add(new TableSpec("events", config.events().size(), EventColumns.COLUMNS));
    int mutexTable = layout.add(new TableSpec("mutexes", config.mutexes().size(), MutexColumns.COLUMNS));
    int barrierTable = layout.add(new TableSpec("barriers", config.barriers().size(), BarrierColumns.COLUMNS));
    int actTable = layout.add(new TableSpec("acts", config.acts().size(), ActColumns.COLUMNS));
    int policyTaskTable = layout.add(new TableSpec("policy.tasks", taskRows, config.scheduler().taskColumns()));
    int policyMachineTable = layout.add(new TableSpec("policy", 1, config.scheduler().machineColumns()));
    int callTable = policyMachineTable + 1;
    for (SyscallHandler handler : config.syscalls()) {
      layout.add(new TableSpec(handler.label() + ".tasks", taskRows, handler.taskColumns()));
      layout.add(new TableSpec(handler.label(), 1, handler.machineColumns()));
    }
    boolean nexus = config.profile() == MachineConfig.Profile.NEXUS;
    int nexusTable = layout.add(NexusColumns.harts(nexus));
    layout.add(NexusColumns.entries(nexus ? taskRows + SPARE_ENTRIES : 0));
    layout.add(NexusColumns.tasks(nexus ? taskRows : 0));
    layout.add(NexusColumns.machine(nexus));
    int faultTable = layout.add(FaultColumns.table(config.faults() ? config.harts() : 0));
    List<Integer> memoryTables = new ArrayList<>();
    memoryWords = new int[taskRows];
    int actWords = 0;
    for (ActSpec act : config.acts()) {
      actWords = Math.max(actWords, memoryOf(act.program()));
    }
    memoryWords[0] = actWords;
    memoryTables.add(layout.add(new TableSpec("acts.memory", actWords, List.of(Column.exact("word")))));
    for (int pid = 1; pid < taskRows; pid++) {
      MachineConfig.TaskSpec task = config.tasks().get(pid - 1);
      memoryWords[pid] = memoryOf(task.program());
      int first = -1;
      for (TableSpec table : task.program().memory()) {
        int number = layout.add(table.named(task.name() + "." + table.name()));
        first = first < 0 ? number : first;
      }
      memoryTables.add(first);
    }
    List<Integer> attachedTables = new ArrayList<>();
    for (TableSpec table : config.attachments()) {
      attachedTables.add(layout.add(table));
    }
    words = layout.allocate();
    machine = layout.table(machineTable);
    harts = layout.table(hartTable);
    tasks = layout.table(taskTable);
    affinity = layout.table(affinityTable);
    core = new CoreTables(words, machine, harts, tasks, affinity);
    endpoints = layout.table(endpointTable);
    messages = layout.table(messageTable);
    events = layout.table(eventTable);
    mutexes = layout.table(mutexTable);
    barriers = layout.table(barrierTable);
    acts = layout.table(actTable);
    policyTasks = layout.table(policyTaskTable);
    policyMachine = layout.table(policyMachineTable);
    for (int i = 0; i < config.syscalls().size(); i++) {
      callTasks.add(layout.table(callTable + 2 * i));
      callMachine.add(layout.table(callTable + 2 * i + 1));
    }
    nexusHarts = layout.table(nexusTable);
    nexusEntries = layout.table(nexusTable + 1);
    nexusTasks = layout.table(nexusTable + 2);
    nexusMachine = layout.table(nexusTable + 3);
    faults = layout.table(faultTable);
    memoryBase = new int[taskRows];
    for (int pid = 0; pid < taskRows; pid++) {
      int table = memoryTables.get(pid);
      memoryBase[pid] = table < 0 ? 0 : layout.table(table).base();
    }
    for (int table : attachedTables) {
      attached.add(new AttachedTable(layout.table(table), words));
    }
  }

  static int memoryOf(Program program) {
    int words = 0;
    for (TableSpec table : program.memory()) {
      words = Math.addExact(words, table.words());
    }
    return words;
  }

  /** How many entries a queue holds: where all harts share one, those of all. */
  static int capacity(MachineConfig config) {
    long all = (long) config.queueCapacity() * (config.queues() == MachineConfig.Queues.GLOBAL ? config.harts() : 1);
    return (int) Math.min(all, Integer.MAX_VALUE);
  }
}
