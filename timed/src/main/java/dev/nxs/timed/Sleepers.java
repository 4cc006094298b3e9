// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * The tasks that sleep. Those of one instant stand in a list, in the order in which they came; the instants stand in a heap.
 * Unlike an alarm, whose id says it, a sleeper has to remember its place, which therefore lies in a word that is hashed.
 */
final class Sleepers {
  private final TimedMemory memory;
  private final InstantIndex instants;
  private final InstantHeap heap;

  Sleepers(TimedMemory memory) {
    this.memory = memory;
    this.instants = new InstantIndex(memory);
    this.heap = new InstantHeap(memory);
  }

  /** The row of the one that wakes first, 0 where there is none. */
  int first(UserContext user) {
    return heap.earliest(user);
  }

  /** Takes a row for a sleeper and puts it behind the others of its instant; there must be room. */
  int add(UserContext user, long who, long token, int nonce, long slackNs, long coalescedNs) {
    int row = take(user);
    set(user, row, TimedMemory.COALESCED, coalescedNs);
    set(user, row, TimedMemory.WHO, who);
    set(user, row, TimedMemory.OWNER, token);
    set(user, row, TimedMemory.SLACK, slackNs);
    int order = join(user, row, coalescedNs);
    set(user, row, TimedMemory.ORDER, TimedMemory.halves(order, nonce));
    user.store(TimedMemory.SLEEPERS, user.load(TimedMemory.SLEEPERS) + 1);
    return row;
  }

  void remove(UserContext user, int row) {
    leave(user, row);
    for (int column = 0; column < TimedMemory.SLEEPER_WORDS; column++) {
      set(user, row, column, 0);
    }
    set(user, row, TimedMemory.LINKS, user.load(TimedMemory.SLEEPER_FREE));
    user.store(TimedMemory.SLEEPER_FREE, row);
    user.store(TimedMemory.SLEEPERS, user.load(TimedMemory.SLEEPERS) - 1);
  }

  /** The last row that was ever used. */
  int end(UserContext user) {
    return memory.alarms() + (int) user.load(TimedMemory.SLEEPERS_USED);
  }

  /** Whether a row has a sleeper: every one has a place in its instant, counted from 1. */
  boolean isLive(UserContext user, int row) {
    return order(user, row) != 0;
  }

  /** The place among the sleepers of its instant, which grows with arrival. */
  int order(UserContext user, int row) {
    return TimedMemory.low(get(user, row, TimedMemory.ORDER));
  }

  int nonce(UserContext user, int row) {
    return TimedMemory.high(get(user, row, TimedMemory.ORDER));
  }

  /** Puts a sleeper behind the others of its instant and gives its place there. */
  private int join(UserContext user, int row, long coalescedNs) {
    int first = instants.find(user, coalescedNs);
    if (first == 0) {
      set(user, row, TimedMemory.LINKS, 0);
      set(user, row, TimedMemory.LAST, row);
      instants.add(user, row);
      heap.add(user, row);
      return 1;
    }
    int last = (int) get(user, first, TimedMemory.LAST);
    set(user, row, TimedMemory.LINKS, TimedMemory.halves(0, last));
    set(user, last, TimedMemory.LINKS, TimedMemory.withLow(get(user, last, TimedMemory.LINKS), row));
    set(user, first, TimedMemory.LAST, row);
    return order(user, last) + 1;
  }

  /** Takes a sleeper out of the list of its instant, and the instant away with its last one. */
  private void leave(UserContext user, int row) {
    long links = get(user, row, TimedMemory.LINKS);
    int next = TimedMemory.low(links);
    int previous = TimedMemory.high(links);
    if (previous == 0 && next == 0) {
      heap.remove(user, row);
      instants.remove(user, row);
    } else if (previous == 0) {
      set(user, next, TimedMemory.LINKS, TimedMemory.withHigh(get(user, next, TimedMemory.LINKS), 0));
      set(user, next, TimedMemory.LAST, get(user, row, TimedMemory.LAST));
      heap.replace(user, row, next);
      instants.replace(user, row, next);
    } else {
      set(user, previous, TimedMemory.LINKS, TimedMemory.withLow(get(user, previous, TimedMemory.LINKS), next));
      closeBehind(user, row, previous, next);
    }
  }

  /** Tells what stood behind a sleeper which one stands before it now: the next one, or the instant that had it as its last. */
  private void closeBehind(UserContext user, int row, int previous, int next) {
    if (next != 0) {
      set(user, next, TimedMemory.LINKS, TimedMemory.withHigh(get(user, next, TimedMemory.LINKS), previous));
      return;
    }
    int first = instants.find(user, get(user, row, TimedMemory.COALESCED));
    set(user, first, TimedMemory.LAST, previous);
  }

  private int take(UserContext user) {
    int freed = (int) user.load(TimedMemory.SLEEPER_FREE);
    if (freed == 0) {
      user.store(TimedMemory.SLEEPERS_USED, user.load(TimedMemory.SLEEPERS_USED) + 1);
      return end(user);
    }
    user.store(TimedMemory.SLEEPER_FREE, get(user, freed, TimedMemory.LINKS));
    return freed;
  }

  private long get(UserContext user, int row, int column) {
    return user.load(memory.sleeper(row, column));
  }

  private void set(UserContext user, int row, int column, long value) {
    user.store(memory.sleeper(row, column), value);
  }
}
