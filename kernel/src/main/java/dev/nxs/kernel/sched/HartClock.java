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
 * <p>A node holds nothing but the least time below it: an update is one min a level without a branch that depends on the
 * data, and finding the winner descends along equal times.
 */
public final class HartClock {
  private final int harts;
  private final int leaves;
  private final long[] nodes;

  public HartClock(int harts) {
    this.harts = harts;
    this.leaves = Math.max(2, Integer.highestOneBit(2 * harts - 1) << 1);
    this.nodes = new long[2 * leaves];
    clear();
  }

  public void clear() {
    Arrays.fill(nodes, Column.NEVER);
  }

  /** The least of all times. */
  public long nextNs() {
    return nodes[1];
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
    long least = nodes[1];
    int node = 1;
    while (node < leaves) {
      node <<= 1;
      if (nodes[node] != least) {
        node++;
      }
    }
    return node - leaves;
  }

  private void set(int leaf, long atNs) {
    long least = atNs;
    int node = leaf;
    nodes[node] = least;
    while (node > 1) {
      least = Math.min(least, nodes[node ^ 1]);
      node >>= 1;
      nodes[node] = least;
    }
  }
}
