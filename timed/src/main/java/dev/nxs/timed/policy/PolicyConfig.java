// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Shares;
import java.util.List;

/**
 * Who may have what. What is not allowed is denied.
 *
 * @param endpoint the number of the endpoint at which the service takes requests
 * @param perfburst names of the identities that may be launched as {@link QosClass#PERFBURST}
 * @param shares names of those that may have more than {@link Shares#FREE}
 */
public record PolicyConfig(int endpoint, List<String> perfburst, List<String> shares) {
  public PolicyConfig {
    perfburst = List.copyOf(perfburst);
    shares = List.copyOf(shares);
  }

  /**
   * Decides a launch.
   *
   * @param subject the service id of the task to be launched
   * @param qos the wire value of its class
   */
  Decision decide(long subject, long qos, long wantedShares) {
    if (QosClass.ofWire(qos) == null || wantedShares != Shares.clamped(wantedShares)) {
      return Decision.MALFORMED;
    }
    if (qos == QosClass.PERFBURST.wire() && !names(perfburst, subject)) {
      return Decision.PERFBURST_NOT_ALLOWED;
    }
    return wantedShares > Shares.FREE && !names(shares, subject) ? Decision.SHARES_ABOVE_LIMIT : Decision.ALLOWED;
  }

  private static boolean names(List<String> allowed, long subject) {
    return allowed.stream().anyMatch(name -> ServiceId.of(name).value() == subject);
  }
}
