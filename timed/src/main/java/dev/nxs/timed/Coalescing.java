// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/**
 * Rounds deadlines up to multiples of a window, counted from boot, so that timers of one window share one wakeup. Up and
 * never down: a timer may be late by less than its window, but it must not fire early.
 *
 * <p>Two ranges of time meet here. On the wire and in the table an instant is an unsigned 64-bit number, as the
 * reference has it: comparisons and remainders are unsigned, and a multiple beyond 2^64 − 1 does not exist. The machine's
 * clock counts from 0 to 2^63 − 1. So an instant with the highest bit set is legal, is kept as it is, and never comes:
 * compared unsigned it lies behind every reading of the clock, and the service waits for it without a deadline.
 */
public final class Coalescing {
  private Coalescing() {}

  /**
   * The smallest multiple of the window that is not before the deadline.
   *
   * @param deadlineNs unsigned instant since boot
   * @param windowNs width in nanoseconds, not negative; 0 leaves the deadline as it is
   * @return an unsigned instant; only meaningful where {@link #overflows} is false
   */
  public static long bucketNs(long deadlineNs, long windowNs) {
    if (windowNs == 0) {
      return deadlineNs;
    }
    long pastNs = Long.remainderUnsigned(deadlineNs, windowNs);
    return pastNs == 0 ? deadlineNs : deadlineNs + (windowNs - pastNs);
  }

  /** Whether that multiple exceeds 2^64 − 1. */
  public static boolean overflows(long deadlineNs, long windowNs) {
    return Long.compareUnsigned(bucketNs(deadlineNs, windowNs), deadlineNs) < 0;
  }

  /** Whether an instant has come by the machine's clock. */
  static boolean isDue(long deadlineNs, long nowNs) {
    return Long.compareUnsigned(deadlineNs, nowNs) <= 0;
  }

  /** The sum of an instant and a duration, or the last instant where 64 bits do not hold it. */
  static long saturatedSum(long instantNs, long durationNs) {
    long sumNs = instantNs + durationNs;
    return Long.compareUnsigned(sumNs, instantNs) < 0 ? -1 : sumNs;
  }
}
