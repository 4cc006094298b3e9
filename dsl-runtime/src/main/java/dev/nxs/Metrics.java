// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.user.PowerModel;
import java.util.List;

/**
 * Figures of a run.
 *
 * @param virtualNs how long it was, in virtual time
 * @param events steps of the machine
 * @param timerWakeups instants at which timed delivered something
 * @param power what each hart did and used, by number
 */
public record Metrics(
    long virtualNs,
    long events,
    long lines,
    long dispatches,
    long preemptions,
    long migrations,
    long wakeups,
    long steals,
    long ipis,
    long deadlineMisses,
    long timerWakeups,
    long expirations,
    List<Power> power) {
  public Metrics {
    power = List.copyOf(power);
  }

  /**
   * How a hart spent its time, and what that took (docs/power.md).
   *
   * @param idleNs by state, the shallowest first
   * @param idleWakeups how often it left idle
   */
  public record Power(long busyNs, List<Long> idleNs, long idleWakeups, long picojoules) {
    public Power {
      idleNs = List.copyOf(idleNs);
    }
  }

  /** How often any hart left idle. */
  public long idleWakeups() {
    return power.stream().mapToLong(Power::idleWakeups).sum();
  }

  /** What all harts used. */
  public long picojoules() {
    return power.stream().mapToLong(Power::picojoules).reduce(0, PowerModel::sum);
  }
}
