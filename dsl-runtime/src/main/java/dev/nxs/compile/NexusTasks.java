// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig.EndpointSpec;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.nexus.InitLite;
import dev.nxs.timed.nexus.SelftestClient;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of user space that a machine with the profile {@code nexus} boots with: init, which starts the services that
 * the scenario has, in the order of the reference, and then the selftest client. They stand behind the tasks of the file.
 */
final class NexusTasks {
  /** Their names, in the order of their pids. */
  static final List<String> NAMES = List.of(InitLite.NAME, SelftestClient.NAME);

  /** The services that a scenario can have, as the reference starts them. */
  private static final List<String> SERVICES = List.of(PolicyTasks.POLICYD, TimedTask.NAME, PolicyTasks.EXECD);

  private static final int SHARES = 100;

  /** As many messages as the client has under way at once, and some. */
  private static final int DEPTH = 8;

  private NexusTasks() {}

  /**
   * Adds the tasks and the endpoint of the client, and leaves the start of the services to init.
   *
   * @param timed the endpoint of the timer service, -1 where there is none
   */
  static void add(List<TaskSpec> tasks, List<EndpointSpec> endpoints, int timed) {
    List<InitLite.Service> services = new ArrayList<>();
    for (String name : SERVICES) {
      for (int row = 0; row < tasks.size(); row++) {
        TaskSpec task = tasks.get(row);
        if (task.service() && task.name().equals(name)) {
          // A scenario can say the class of the timer service; the others have that of any task.
          QosClass qos = name.equals(TimedTask.NAME) ? task.qos() : QosClass.NORMAL;
          tasks.set(row, task(name, task.program(), qos, Column.NEVER, task.port()));
          services.add(new InitLite.Service(name, row + 1));
        }
      }
    }
    endpoints.add(new EndpointSpec(SelftestClient.NAME, DEPTH));
    int loopback = endpoints.size() - 1;
    int init = tasks.size() + 1;
    services.add(new InitLite.Service(SelftestClient.NAME, init + 1));
    tasks.add(task(InitLite.NAME, new InitLite(services), QosClass.NORMAL, 0, -1));
    SelftestClient client = new SelftestClient(loopback, timed);
    tasks.add(task(SelftestClient.NAME, client, QosClass.NORMAL, Column.NEVER, loopback));
  }

  private static TaskSpec task(String name, Program program, QosClass qos, long startNs, int port) {
    return new TaskSpec(name, program, qos, null, SHARES, startNs, name, true, 0, 0, port, List.of());
  }
}
