// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Invariants;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.Snapshot;
import dev.nxs.timed.check.TimedInvariants;

/** A machine with a timer service whose rules, and the kernel's, are asked after every step. */
public final class HeldMachine {
  private static final long MOST_STEPS = 1_000_000;

  private final Machine machine;
  private final Invariants kernel;
  private final TimedInvariants timed;

  private HeldMachine(MachineConfig config, Pid service) {
    machine = Machine.boot(config);
    kernel = new Invariants(machine);
    timed = TimedInvariants.of(machine, config, service);
    machine.attach(timed);
  }

  /** Boots a machine whose first task is the service. */
  public static HeldMachine boot(MachineConfig config) {
    return new HeldMachine(config, new Pid(1));
  }

  public Machine machine() {
    return machine;
  }

  /** Runs until all that happens up to an instant, it included, has happened. */
  public void runTo(long ns) {
    long steps = 0;
    while (machine.nextEventNs() <= ns && machine.step()) {
      assertThat(kernel.check()).isEmpty();
      assertThat(timed.check()).isEmpty();
      steps++;
      assertThat(steps).as("steps").isLessThan(MOST_STEPS);
    }
    machine.idleUntil(ns);
  }

  /** Runs until nothing is left to happen. */
  public void runOut() {
    while (machine.nextEventNs() < Long.MAX_VALUE) {
      runTo(machine.nextEventNs());
    }
  }

  public void restore(Snapshot snapshot) {
    machine.restore(snapshot);
    kernel.forget();
    timed.forget();
  }
}
