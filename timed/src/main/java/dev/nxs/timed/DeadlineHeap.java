// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * All timers by the deadline they asked for, for policies that deliver from there on: a heap with four children a node
 * whose keys stand in the rows. Two timers of one deadline go by their last instants, and those of one last instant by
 * {@link Arrivals}, so that the order is total and what is delivered first depends on the set alone.
 */
final class DeadlineHeap {
  private static final int ARITY = 4;

  private final TimedMemory memory;
  private final Arrivals arrivals;
  private final int rows;
  private final int places;

  DeadlineHeap(TimedMemory memory, Arrivals arrivals) {
    this.memory = memory;
    this.arrivals = arrivals;
    this.rows = memory.deadlineRows();
    this.places = memory.deadlinePlaces();
  }

  /** The row of the timer with the earliest deadline, 0 where there is none. */
  int first(UserContext user) {
    return size(user) == 0 ? 0 : TimedMemory.cell(user, rows, 0);
  }

  /** Adds a row whose words are there. */
  void add(UserContext user, int row) {
    int size = size(user);
    user.store(memory.deadlineCount(), size + 1L);
    siftUp(user, size, row);
  }

  /** Removes a row; what it is compared by must still be there. */
  void remove(UserContext user, int row) {
    int place = TimedMemory.cell(user, places, row);
    int last = size(user) - 1;
    user.store(memory.deadlineCount(), last);
    int moved = TimedMemory.cell(user, rows, last);
    TimedMemory.setCell(user, rows, last, 0);
    TimedMemory.setCell(user, places, row, 0);
    if (place == last) {
      return;
    }
    if (place > 0 && isBefore(user, moved, TimedMemory.cell(user, rows, parent(place)))) {
      siftUp(user, place, moved);
    } else {
      siftDown(user, place, last, moved);
    }
  }

  private int size(UserContext user) {
    return (int) user.load(memory.deadlineCount());
  }

  private void siftUp(UserContext user, int from, int row) {
    int place = from;
    while (place > 0) {
      int above = TimedMemory.cell(user, rows, parent(place));
      if (!isBefore(user, row, above)) {
        break;
      }
      put(user, place, above);
      place = parent(place);
    }
    put(user, place, row);
  }

  private void siftDown(UserContext user, int from, int size, int row) {
    int place = from;
    for (int child = firstChild(place); child < size; child = firstChild(place)) {
      int least = child;
      for (int other = child + 1; other < Math.min(child + ARITY, size); other++) {
        if (isBefore(user, TimedMemory.cell(user, rows, other), TimedMemory.cell(user, rows, least))) {
          least = other;
        }
      }
      int below = TimedMemory.cell(user, rows, least);
      if (!isBefore(user, below, row)) {
        break;
      }
      put(user, place, below);
      place = least;
    }
    put(user, place, row);
  }

  private void put(UserContext user, int place, int row) {
    TimedMemory.setCell(user, rows, place, row);
    TimedMemory.setCell(user, places, row, place);
  }

  private boolean isBefore(UserContext user, int row, int other) {
    long lastNs = user.load(memory.timer(row, TimedMemory.COALESCED));
    long otherLastNs = user.load(memory.timer(other, TimedMemory.COALESCED));
    long deadlineNs = lastNs - user.load(memory.timer(row, TimedMemory.SLACK));
    long otherDeadlineNs = otherLastNs - user.load(memory.timer(other, TimedMemory.SLACK));
    int order = Long.compareUnsigned(deadlineNs, otherDeadlineNs);
    if (order == 0) {
      order = Long.compareUnsigned(lastNs, otherLastNs);
    }
    return order == 0 ? arrivals.isBefore(user, row, other) : order < 0;
  }

  private static int parent(int place) {
    return (place - 1) / ARITY;
  }

  private static int firstChild(int place) {
    return place * ARITY + 1;
  }
}
