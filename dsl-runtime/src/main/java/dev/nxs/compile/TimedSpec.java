// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.CoalescingPolicy;
import java.util.List;

/**
 * {@code service timed(…)}.
 *
 * @param windowsNs width of the coalescing window by wire value of the class; 0 or 1: none
 * @param cap live timers that one owner may have
 * @param total live timers in all
 * @param policy what decides when a timer is delivered
 * @param classFromRequest whether the request's class decides the window, not the caller's own
 * @param qos class of the service itself
 * @param auditOnConsole whether its audit lines are printed as well
 */
public record TimedSpec(
    List<Long> windowsNs,
    int cap,
    int total,
    CoalescingPolicy policy,
    boolean classFromRequest,
    QosClass qos,
    boolean auditOnConsole) {
  public TimedSpec {
    windowsNs = List.copyOf(windowsNs);
  }

  /** The same service with another policy. */
  TimedSpec under(CoalescingPolicy other) {
    return new TimedSpec(windowsNs, cap, total, other, classFromRequest, qos, auditOnConsole);
  }
}
