// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.user.Column;
import java.util.Arrays;

/**
 * The next instant at which a hart has something to do: a winner tree (Knuth, TAOCP 3, 5.4.1) over two times a hart,
 * first the ends of computations and slices by hart, then the arrivals of interrupts by hart. Of equal times the
 * leftmost wins, which is the documented order of one instant. Derived from the table of harts, so it can be rebuilt.
 *
 * <p>A node holds nothing but the least time below it: an update is one min a level, and finding the winner descends
 * along equal times. Neither has a branch that depends on the times, since those are not to be predicted.
 */
public final class HartClock {
  private final int harts;
  private final int levels;
  private final int leaves;
  private final long[] nodes;
  private long nextNs;

  public HartClock(int harts) {
    this.harts = harts;
    this.levels = 32 - Integer.numberOfLeadingZeros(2 * harts - 1);
    this.leaves = 1 << levels;
    this.nodes = new long[2 * leaves];
    clear();
  }

  public void clear() {
    nextNs = Column.NEVER;
    Arrays.fill(nodes, Column.NEVER);
  }

  /** The least of all times. */
  public long nextNs() {
    return nextNs;
  }

  /** Sets when the running task of a hart is due. */
  public void setEnd(int hart, long atNs) {
    set(leaves + hart, atNs);
  }

  /** Sets when an interrupt arrives at a hart. */
  public void setIpi(int hart, long atNs) {
    set(leaves + harts + hart, atNs);
  }

  /** What comes first: a hart for the end of a computation, {@code harts} + hart for an interrupt. */
  public int first() {
    int node = 1;
    for (int level = levels; level > 0; level--) {
      node <<= 1;
      // The right child where the left one is later than the least of all, which no time is before.
      node += (int) ((nextNs - nodes[node]) >>> 63);
    }
    return node - leaves;
  }

  private void set(int leaf, long atNs) {
    long least = atNs;
    int node = leaf;
    nodes[node] = least;
    for (int level = levels; level > 0; level--) {
      // The lesser of two times, neither of which is negative.
      long difference = nodes[node ^ 1] - least;
      least += difference & (difference >> 63);
      node >>= 1;
      nodes[node] = least;
    }
    nextNs = least;
  }
}
