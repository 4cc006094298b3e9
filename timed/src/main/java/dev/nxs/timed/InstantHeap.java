// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * The instants at which a sleep ends, as a heap with four children a node and the keys beside it, so that a step down
 * looks at neighbours. An instant stands once however many sleepers it has, and each knows its place, so that one that
 * has no sleepers left is removed where it stands. Instants are compared as unsigned numbers.
 */
final class InstantHeap {
  private static final int ARITY = 4;

  private final TimedMemory memory;
  private final int keys;
  private final int rows;
  private final int places;

  InstantHeap(TimedMemory memory) {
    this.memory = memory;
    this.keys = memory.heapKeys();
    this.rows = memory.heapRows();
    this.places = memory.heapPlaces();
  }

  /** The row of the first sleeper of the earliest instant, 0 where there is none. */
  int earliest(UserContext user) {
    return user.load(TimedMemory.INSTANTS) == 0 ? 0 : TimedMemory.cell(user, rows, 0);
  }

  /** Adds the instant of a row that is the first of it. */
  void add(UserContext user, int row) {
    int size = (int) user.load(TimedMemory.INSTANTS);
    user.store(TimedMemory.INSTANTS, size + 1L);
    siftUp(user, size, user.load(memory.sleeper(row, TimedMemory.COALESCED)), row);
  }

  /** Lets another sleeper of an instant stand for it. */
  void replace(UserContext user, int row, int by) {
    int place = place(user, row);
    TimedMemory.setCell(user, rows, place, by);
    TimedMemory.setCell(user, places, by - memory.alarms(), place);
  }

  /** Removes the instant of a row that is the last of it. */
  void remove(UserContext user, int row) {
    int place = place(user, row);
    int last = (int) user.load(TimedMemory.INSTANTS) - 1;
    user.store(TimedMemory.INSTANTS, last);
    long key = user.load(keys + last);
    int moved = TimedMemory.cell(user, rows, last);
    user.store(keys + last, 0);
    TimedMemory.setCell(user, rows, last, 0);
    if (place == last) {
      return;
    }
    if (place > 0 && isBefore(key, user.load(keys + parent(place)))) {
      siftUp(user, place, key, moved);
    } else {
      siftDown(user, place, last, key, moved);
    }
  }

  private void siftUp(UserContext user, int from, long key, int row) {
    int place = from;
    while (place > 0) {
      int parent = parent(place);
      long parentKey = user.load(keys + parent);
      if (!isBefore(key, parentKey)) {
        break;
      }
      put(user, place, parentKey, TimedMemory.cell(user, rows, parent));
      place = parent;
    }
    put(user, place, key, row);
  }

  private void siftDown(UserContext user, int from, int size, long key, int row) {
    int place = from;
    for (int child = firstChild(place); child < size; child = firstChild(place)) {
      int least = child;
      long leastKey = user.load(keys + child);
      for (int other = child + 1; other < Math.min(child + ARITY, size); other++) {
        long otherKey = user.load(keys + other);
        if (isBefore(otherKey, leastKey)) {
          least = other;
          leastKey = otherKey;
        }
      }
      if (!isBefore(leastKey, key)) {
        break;
      }
      put(user, place, leastKey, TimedMemory.cell(user, rows, least));
      place = least;
    }
    put(user, place, key, row);
  }

  private void put(UserContext user, int place, long key, int row) {
    user.store(keys + place, key);
    TimedMemory.setCell(user, rows, place, row);
    TimedMemory.setCell(user, places, row - memory.alarms(), place);
  }

  private int place(UserContext user, int row) {
    return TimedMemory.cell(user, places, row - memory.alarms());
  }

  private static boolean isBefore(long instantNs, long otherNs) {
    return Long.compareUnsigned(instantNs, otherNs) < 0;
  }

  private static int parent(int place) {
    return (place - 1) / ARITY;
  }

  private static int firstChild(int place) {
    return place * ARITY + 1;
  }
}
