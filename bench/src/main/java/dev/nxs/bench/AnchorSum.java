// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

/** The anchor's sum over all dispatches, in which their order counts; it begins with 0. */
public final class AnchorSum {
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  private AnchorSum() {}

  /** The sum with one dispatch more. */
  public static long with(long sum, long timeNs, int hart, long task) {
    return (sum ^ (timeNs << 20 ^ (long) hart << 14 ^ task)) * MIX;
  }
}
