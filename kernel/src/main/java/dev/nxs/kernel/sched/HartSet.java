// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

/** A set of harts as bits; derived from the table of harts, so it can be rebuilt. */
final class HartSet {
  private final long[] bits;

  HartSet(int harts) {
    bits = new long[(harts + 63) >>> 6];
  }

  void clear() {
    java.util.Arrays.fill(bits, 0);
  }

  void add(int hart) {
    bits[hart >>> 6] |= 1L << hart;
  }

  void remove(int hart) {
    bits[hart >>> 6] &= ~(1L << hart);
  }

  boolean isEmpty() {
    for (long word : bits) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** The first member from a hart on, or -1. */
  int next(int from) {
    int word = from >>> 6;
    if (word >= bits.length) {
      return -1;
    }
    long rest = bits[word] & -1L << from;
    while (rest == 0) {
      if (++word == bits.length) {
        return -1;
      }
      rest = bits[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(rest);
  }
}
