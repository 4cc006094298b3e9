// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * Finds the first sleeper of an instant, so that the others of it can join behind. Linear probing, and a removal moves
 * what stands behind back, so that no tombstones remain and an index that had many entries is as fast as one that never
 * had. It holds row numbers alone; instants are read from rows.
 */
final class InstantIndex {
  // 2^64 divided by the golden ratio: multiples of it, and so multiples of a window, spread evenly over the high bits
  // (Knuth, The Art of Computer Programming 3, 6.4).
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final TimedMemory memory;
  private final int table;
  private final int mask;
  private final int shift;

  InstantIndex(TimedMemory memory) {
    this.memory = memory;
    this.table = memory.byInstant();
    this.mask = memory.instantCells() - 1;
    this.shift = Long.numberOfLeadingZeros(mask);
  }

  /** The row of the first sleeper of an instant, 0 where there is none. */
  int find(UserContext user, long instantNs) {
    int cell = home(instantNs);
    for (int row = row(user, cell); row != 0; row = row(user, cell)) {
      if (instant(user, row) == instantNs) {
        return row;
      }
      cell = next(cell);
    }
    return 0;
  }

  void add(UserContext user, int row) {
    int cell = home(instant(user, row));
    while (row(user, cell) != 0) {
      cell = next(cell);
    }
    TimedMemory.setCell(user, table, cell, row);
  }

  /** Lets another sleeper of the same instant stand where one stands. */
  void replace(UserContext user, int row, int by) {
    TimedMemory.setCell(user, table, cellOf(user, row), by);
  }

  /** Removes a sleeper; its instant must still be there. */
  void remove(UserContext user, int row) {
    int hole = cellOf(user, row);
    int cell = next(hole);
    for (int behind = row(user, cell); behind != 0; behind = row(user, cell)) {
      int distance = (cell - home(instant(user, behind))) & mask;
      if (distance >= ((cell - hole) & mask)) {
        TimedMemory.setCell(user, table, hole, behind);
        hole = cell;
      }
      cell = next(cell);
    }
    TimedMemory.setCell(user, table, hole, 0);
  }

  private int cellOf(UserContext user, int row) {
    int cell = home(instant(user, row));
    while (row(user, cell) != row) {
      cell = next(cell);
    }
    return cell;
  }

  private long instant(UserContext user, int row) {
    return user.load(memory.sleeper(row, TimedMemory.COALESCED));
  }

  private int row(UserContext user, int cell) {
    return TimedMemory.cell(user, table, cell);
  }

  /** The cell at which the search for an instant starts. */
  private int home(long instantNs) {
    return (int) ((instantNs * GOLDEN) >>> shift);
  }

  private int next(int cell) {
    return (cell + 1) & mask;
  }
}
