// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * The reference's deadline in ticks, of which a millisecond has a thousand. The product wraps as it does in a release build
 * of the reference, so a deadline far beyond the clock lies in the past.
 *
 * @param ticks to be read as unsigned
 */
public record Deadline(long ticks) {
  private static final long TICKS_PER_MS = 1_000;

  /** The deadline that lies so many milliseconds, unsigned, after the first tick. */
  public static Deadline ofMs(long ms) {
    return new Deadline(ms * TICKS_PER_MS);
  }

  /** Whether it has come; at its own tick it has. */
  public boolean isExpired(long nowTicks) {
    return Long.compareUnsigned(nowTicks, ticks) >= 0;
  }
}
