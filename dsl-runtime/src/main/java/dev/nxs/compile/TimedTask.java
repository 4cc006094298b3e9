// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig.EndpointSpec;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.ClassSource;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import java.util.List;

/** The task and the endpoint that {@code service timed} adds to a machine. */
final class TimedTask {
  /** The name of the task, of its endpoint, and of its identity. */
  static final String NAME = "timed";

  /** Requests that wait for the service, at most; callers wait for room. */
  private static final int ENDPOINT_DEPTH = 256;

  private static final int SHARES = 100;

  private TimedTask() {}

  static EndpointSpec endpoint() {
    return new EndpointSpec(NAME, ENDPOINT_DEPTH).watched();
  }

  /**
   * The task.
   *
   * @param endpoint the number of its endpoint
   * @param clients how many tasks there are that may ask it
   */
  static TaskSpec task(TimedSpec spec, int endpoint, int clients) {
    int room = Math.max(1, clients);
    TimedConfig.Builder config =
        TimedConfig.builder(endpoint)
            .cap(spec.cap())
            .total(spec.total())
            .policy(spec.policy())
            .classFrom(spec.classFromRequest() ? ClassSource.REQUEST : ClassSource.KERNEL)
            .owners(room)
            .sleepers(room);
    for (QosClass qos : QosClass.values()) {
      config.windowNs(qos, spec.windowsNs().get(qos.wire()));
    }
    TimedService program = new TimedService(config.build());
    return new TaskSpec(NAME, program, spec.qos(), List.of(0), SHARES, 0, NAME, true, 0, 0, -1, List.of());
  }
}
