// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kernel.user.Speed;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machine of a scenario, overrides applied and ranges checked.
 *
 * @param queueCapacity entries of a queue of one hart and class
 * @param steal tasks that a hart without work takes at most at a time; 0: none
 * @param agingNs how long a queued task waits before it goes up by a class; {@code Column.NEVER} for ever
 * @param speeds by hart; empty where all are equal
 * @param lost harts that do not come up
 * @param bootHartOnly whether system calls that change more than the caller fail on all harts but the boot hart
 */
public record MachineSpec(
    int harts,
    long timesliceNs,
    int queueCapacity,
    int steal,
    SchedulingPolicy scheduler,
    MachineConfig.Queues queues,
    long agingNs,
    Costs costs,
    List<Speed> speeds,
    boolean bootHartOnly,
    MachineConfig.Boot boot,
    Set<Integer> lost,
    MachineConfig.Profile profile,
    long seed) {
  public MachineSpec {
    speeds = List.copyOf(speeds);
    lost = Collections.unmodifiableSet(new TreeSet<>(lost));
  }

  /** Whether the machine boots as the reference does, tests itself, and starts its own first tasks. */
  boolean hasNexusBoot() {
    return profile == MachineConfig.Profile.NEXUS && boot == MachineConfig.Boot.SMP;
  }
}
