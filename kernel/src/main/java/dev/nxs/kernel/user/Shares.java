// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/** The range of shares, which weigh the slices of tasks. */
public final class Shares {
  public static final int LEAST = 1;

  /** The most that everybody may have; more is a matter of policyd where a machine has it. */
  public static final int FREE = 500;

  public static final int MOST = 1000;

  private Shares() {}

  /** Brings any number into the range. */
  public static long clamped(long shares) {
    return Math.max(LEAST, Math.min(shares, MOST));
  }
}
