// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import java.util.OptionalLong;

/**
 * The clock chip that the service may read once to learn which day it is. Part of the configuration, hence a function:
 * the same instant must give the same answer.
 */
@FunctionalInterface
public interface WallClock {
  /**
   * Reads the chip.
   *
   * @param nowNs nanoseconds since boot
   * @return nanoseconds since 1970, unsigned; empty where the chip cannot be read
   */
  OptionalLong readNs(long nowNs);

  /** No chip: the service then says that the wall time is unavailable, and never makes one up. */
  static WallClock absent() {
    return nowNs -> OptionalLong.empty();
  }

  /** A chip that showed this time at boot and runs at the machine's pace. */
  static WallClock bootedAt(long epochNs) {
    return nowNs -> OptionalLong.of(Coalescing.saturatedSum(epochNs, nowNs));
  }
}
