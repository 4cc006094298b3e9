// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import java.util.Arrays;

/**
 * A set of harts as bits; derived from the table of harts, so it can be rebuilt. The first 64 harts have a word of their
 * own, without the way through an array: the scheduler asks its sets several times an event.
 */
final class HartSet {
  /** Harts 0 to 63. */
  long low;
  private final long[] high;

  HartSet(int harts) {
    high = new long[(harts - 1) >>> 6];
  }

  void clear() {
    low = 0;
    Arrays.fill(high, 0);
  }

  void add(int hart) {
    if (hart < 64) {
      low |= 1L << hart;
    } else {
      high[(hart >>> 6) - 1] |= 1L << hart;
    }
  }

  void remove(int hart) {
    if (hart < 64) {
      low &= ~(1L << hart);
    } else {
      high[(hart >>> 6) - 1] &= ~(1L << hart);
    }
  }

  boolean contains(int hart) {
    return next(hart) == hart;
  }

  boolean isEmpty() {
    return low == 0 && (high.length == 0 || nextHigh(64) < 0);
  }

  /** The first member from a hart on, or -1. */
  int next(int from) {
    long rest = from < 64 ? low & -1L << from : 0;
    if (rest != 0) {
      return Long.numberOfTrailingZeros(rest);
    }
    return high.length == 0 ? -1 : nextHigh(Math.max(from, 64));
  }

  private int nextHigh(int from) {
    long mask = -1L << from;
    for (int word = (from >>> 6) - 1; word < high.length; word++) {
      long rest = high[word] & mask;
      if (rest != 0) {
        return ((word + 1) << 6) + Long.numberOfTrailingZeros(rest);
      }
      mask = -1L;
    }
    return -1;
  }
}
