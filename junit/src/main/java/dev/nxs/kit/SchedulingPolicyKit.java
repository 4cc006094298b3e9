// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineBuilder;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kit.Findings.Finding;
import dev.nxs.kit.Findings.Kind;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks a {@link SchedulingPolicy} for what its contract asks: that it decides by nothing but what it is shown, that it
 * remembers nothing but in the columns that it declares, and that no machine is broken by it.
 */
public final class SchedulingPolicyKit {
  private SchedulingPolicyKit() {}

  /**
   * Runs the policy in small machines.
   *
   * @param policies gives a new object at each call
   */
  public static Findings check(Supplier<? extends SchedulingPolicy> policies) {
    SchedulingPolicy policy = policies.get();
    if (!policy.label().matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return contract("its label is no name: `" + policy.label() + "`");
    }
    if (!policy.label().equals(policies.get().label())) {
      return contract("it is called otherwise each time");
    }
    boolean same =
        policy.taskColumns().equals(policies.get().taskColumns())
            && policy.machineColumns().equals(policies.get().machineColumns());
    if (!same) {
      return contract("it declares other columns each time");
    }
    return Trials.run(
        policies,
        (part, seed) -> {
          MachineBuilder machine = Machine.builder().scheduler(part);
          Load.fill(machine, seed, -1);
          return machine.config();
        });
  }

  private static Findings contract(String what) {
    return new Findings(List.of(new Finding(Kind.CONTRACT, what)));
  }
}
