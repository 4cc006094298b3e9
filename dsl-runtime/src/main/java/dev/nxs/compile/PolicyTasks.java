// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig.EndpointSpec;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.policy.LaunchService;
import dev.nxs.timed.policy.PolicyConfig;
import dev.nxs.timed.policy.PolicyService;
import java.util.List;

/** The tasks and the endpoint that {@code service policyd} and {@code service execd} add to a machine. */
final class PolicyTasks {
  /** The name of the task, of its endpoint, and of its identity. */
  static final String POLICYD = "policyd";

  /** The name of the task and of its identity. */
  static final String EXECD = "execd";

  /** Only execd asks, and waits for each answer. */
  private static final int ENDPOINT_DEPTH = 8;

  private static final int SHARES = 100;

  private PolicyTasks() {}

  static EndpointSpec endpoint() {
    return new EndpointSpec(POLICYD, ENDPOINT_DEPTH).watched();
  }

  static TaskSpec policyd(PolicydSpec spec, int endpoint) {
    return service(POLICYD, new PolicyService(new PolicyConfig(endpoint, spec.perfburst(), spec.shares())));
  }

  /**
   * The task that launches others.
   *
   * @param policyEndpoint where policyd is asked, −1 where the machine has none
   */
  static TaskSpec execd(ExecdSpec spec, int policyEndpoint) {
    return service(EXECD, new LaunchService(policyEndpoint, spec.launches()));
  }

  private static TaskSpec service(String name, Program program) {
    return new TaskSpec(name, program, QosClass.PERFBURST, List.of(0), SHARES, 0, name, true, 0, 0, -1, List.of());
  }
}
