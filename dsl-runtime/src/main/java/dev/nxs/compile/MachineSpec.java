// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.SchedulingPolicy;

/**
 * The machine of a scenario, overrides applied and ranges checked.
 *
 * @param queueCapacity entries of a queue of one hart and class
 * @param steal tasks that a hart without work takes at most at a time; 0: none
 */
public record MachineSpec(
    int harts,
    long timesliceNs,
    int queueCapacity,
    int steal,
    SchedulingPolicy scheduler,
    MachineConfig.Queues queues,
    MachineConfig.Boot boot,
    MachineConfig.Profile profile,
    long seed) {
  /** Whether the machine boots as the reference does, tests itself, and starts its own first tasks. */
  boolean hasNexusBoot() {
    return profile == MachineConfig.Profile.NEXUS && boot == MachineConfig.Boot.SMP;
  }
}
