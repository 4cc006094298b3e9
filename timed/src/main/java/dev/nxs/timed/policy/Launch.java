// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;

/**
 * A task that {@code execd} launches: one of the machine's that nothing else starts.
 *
 * @param pid the task
 * @param name what markers call it
 * @param identity the name that its service id comes of
 * @param atNs when it is launched, in nanoseconds since boot
 * @param qos the class of its recipe
 * @param shares those of its recipe, 1 to 1000
 */
public record Launch(int pid, String name, String identity, long atNs, QosClass qos, int shares) {
  /** Who it will be to others. */
  long subject() {
    return ServiceId.of(identity).value();
  }
}
