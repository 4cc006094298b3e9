// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.List;

/**
 * {@code service policyd(…)}: identities by name.
 *
 * @param perfburst who may be launched as perfburst
 * @param shares who may be launched with more than 500 shares
 */
public record PolicydSpec(List<String> perfburst, List<String> shares) {
  public PolicydSpec {
    perfburst = List.copyOf(perfburst);
    shares = List.copyOf(shares);
  }
}
