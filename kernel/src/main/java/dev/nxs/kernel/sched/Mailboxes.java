// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts between harts, with the evidence chain of the reference: a request is accepted by an online target; it is
 * sent as an interrupt unless one is pending there already; the target takes the trap and acknowledges it.
 */
final class Mailboxes {
  private final CoreTables core;
  private final HartClock clock;
  private final Tracer tracer;
  private @Nullable Faults faults;

  Mailboxes(CoreTables core, HartClock clock, Tracer tracer) {
    this.core = core;
    this.clock = clock;
    this.tracer = tracer;
  }

  /** Lets interrupts be lost. */
  void faults(Faults injected) {
    faults = injected;
  }

  /**
   * Asks a hart for a decision; one that is not online rejects that, and nothing else is counted.
   *
   * @param latencyNs until the interrupt arrives
   */
  void request(int target, int byHart, boolean isOnline, long latencyNs) {
    if (!isOnline) {
      core.addHart(target, HartColumns.IPI_REJECTED, 1);
      tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, -1, 0);
      return;
    }
    core.addHart(target, HartColumns.IPI_REQUESTS, 1);
    if (core.hartAt(target, HartColumns.IPI_PENDING) != 0) {
      core.addHart(target, HartColumns.IPI_COALESCED, 1);
      tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, 0, 0);
      return;
    }
    long arrivesNs = Durations.later(core.machine(MachineColumns.NOW), latencyNs);
    core.setHart(target, HartColumns.IPI_PENDING, 1);
    core.addHart(target, HartColumns.IPI_SENT, 1);
    if (faults == null || !faults.takeDrop(target)) {
      core.setHart(target, HartColumns.IPI_AT, arrivesNs);
      clock.setIpi(target, arrivesNs);
    }
    tracer.event(EventKind.IPI_REQUEST, byHart, 0, target, 1, 0);
  }

  /** An interrupt arrives at a hart. */
  void take(int hart) {
    core.setHart(hart, HartColumns.IPI_AT, Column.NEVER);
    clock.setIpi(hart, Column.NEVER);
    core.addHart(hart, HartColumns.IPI_TRAPS, 1);
    int acknowledged = core.hartAt(hart, HartColumns.IPI_PENDING);
    core.setHart(hart, HartColumns.IPI_PENDING, 0);
    core.addHart(hart, HartColumns.IPI_ACKS, acknowledged);
    tracer.event(EventKind.IPI, hart, 0, acknowledged, 0, 0);
  }
}
