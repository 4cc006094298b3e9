// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.user.Column;
import java.util.Arrays;

/**
 * The next instant at which a hart has something to do. Of equal times ends of computations and slices come first, by
 * hart, then arrivals of interrupts, by hart: the documented order of one instant. Derived from the table of harts, so it
 * can be rebuilt. Each of the three parts is made for what its times look like:
 *
 * <p>Ends that lie ahead are in a winner tree (Knuth, TAOCP 3, 5.4.1). A node holds nothing but the least time below it:
 * an update is one min a level, and finding the winner descends along equal times. Neither has a branch that depends on
 * the times, since those are not to be predicted.
 *
 * <p>A task that was dispatched goes on with its code at the same instant, so every dispatch has an end that is due at
 * once: a bit. Interrupts take as long as each other on most machines, so they arrive in the order in which they were
 * sent: a ring, sorted, at whose end a new one stays. Against one tree for all of it that took 12 % off an event of W5, 6 %
 * off W4 and 4 % off W1: half of the updates went, and trees are lower by a level.
 */
public final class HartClock {
  /** The harts whose ends a word has a bit for. */
  private static final int BITS = 64;

  private final int harts;
  private final int levels;
  private final int leaves;
  private final long[] nodes;

  /** The harts whose ends are due at {@link #dueNs}, which is never but for these. */
  private long due;

  private long dueNs;

  /** The ring: when interrupts arrive, and where; each hart awaits one at most. */
  private final long[] arrivals;

  private final int[] targets;

  /** Which harts await one. */
  private final boolean[] awaiting;
  private final int mask;
  private int head;
  private int tail;

  private long nextNs;

  public HartClock(int harts) {
    this.harts = harts;
    this.levels = 32 - Integer.numberOfLeadingZeros(harts - 1);
    this.leaves = 1 << levels;
    this.nodes = new long[2 * leaves];
    this.arrivals = new long[leaves];
    this.targets = new int[leaves];
    this.awaiting = new boolean[harts];
    this.mask = leaves - 1;
    clear();
  }

  public void clear() {
    Arrays.fill(nodes, Column.NEVER);
    due = 0;
    dueNs = Column.NEVER;
    Arrays.fill(awaiting, false);
    head = 0;
    tail = 0;
    nextNs = Column.NEVER;
  }

  /** The least of all times. */
  public long nextNs() {
    return nextNs;
  }

  /** Sets when the running task of a hart is due. */
  public void setEnd(int hart, long atNs) {
    if (hart < BITS) {
      due &= ~(1L << hart);
      dueNs = due == 0 ? Column.NEVER : dueNs;
    }
    set(hart, atNs);
    findNext();
  }

  /** Says that the running task of a hart is due at once, at this instant. */
  void endNow(int hart, long nowNs) {
    if (hart >= BITS) {
      setEnd(hart, nowNs);
      return;
    }
    set(hart, Column.NEVER);
    due |= 1L << hart;
    dueNs = nowNs;
    nextNs = Math.min(nextNs, nowNs);
  }

  /** Sets when an interrupt arrives at a hart. */
  public void setIpi(int hart, long atNs) {
    if (awaiting[hart]) {
      remove(hart);
    }
    awaiting[hart] = atNs != Column.NEVER;
    if (awaiting[hart]) {
      int place = tail++;
      while (place != head && isLater((place - 1) & mask, atNs, hart)) {
        arrivals[place & mask] = arrivals[(place - 1) & mask];
        targets[place & mask] = targets[(place - 1) & mask];
        place--;
      }
      arrivals[place & mask] = atNs;
      targets[place & mask] = hart;
    }
    findNext();
  }

  private boolean isLater(int place, long atNs, int hart) {
    return arrivals[place] > atNs || (arrivals[place] == atNs && targets[place] > hart);
  }

  /** Takes a hart's interrupt out of the ring; it is the first, unless the hart goes offline or the state is replaced. */
  private void remove(int hart) {
    int place = head;
    while (targets[place & mask] != hart) {
      place++;
    }
    for (; place != head; place--) {
      arrivals[place & mask] = arrivals[(place - 1) & mask];
      targets[place & mask] = targets[(place - 1) & mask];
    }
    head++;
  }

  /** What comes first: a hart for the end of a computation, {@code harts} + hart for an interrupt. */
  public int first() {
    long endNs = nodes[1];
    if (dueNs == nextNs) {
      int hart = Long.numberOfTrailingZeros(due);
      return endNs == nextNs ? Math.min(hart, winner(endNs)) : hart;
    }
    return endNs == nextNs ? winner(endNs) : harts + targets[head & mask];
  }

  private int winner(long leastNs) {
    int node = 1;
    for (int level = levels; level > 0; level--) {
      node <<= 1;
      // The right child where the left one is later than the least of all, which no time is before.
      node += (int) ((leastNs - nodes[node]) >>> 63);
    }
    return node - leaves;
  }

  private void findNext() {
    long endsNs = Math.min(nodes[1], dueNs);
    nextNs = head == tail ? endsNs : Math.min(endsNs, arrivals[head & mask]);
  }

  private void set(int hart, long atNs) {
    int node = leaves + hart;
    if (nodes[node] == atNs) {
      return;
    }
    long least = atNs;
    nodes[node] = least;
    for (int level = levels; level > 0; level--) {
      // The lesser of two times, neither of which is negative.
      long difference = nodes[node ^ 1] - least;
      least += difference & (difference >> 63);
      node >>= 1;
      nodes[node] = least;
    }
  }
}
