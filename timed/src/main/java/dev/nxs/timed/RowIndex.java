// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * A hash index over rows: linear probing, and a removal moves what stands behind back, so that no tombstones remain and
 * an index that had many entries is as fast as one that never had. It holds row numbers alone; keys are read from rows.
 */
abstract class RowIndex {
  // 2^64 divided by the golden ratio: multiples of it, and so keys that form a row (ids, multiples of a window), spread
  // evenly over the high bits (Knuth, The Art of Computer Programming 3, 6.4).
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int table;
  private final int mask;
  private final int shift;

  /**
   * An index in a table of cells.
   *
   * @param size cells, a power of two
   */
  RowIndex(int table, int size) {
    this.table = table;
    this.mask = size - 1;
    this.shift = Long.numberOfLeadingZeros(mask);
  }

  /** The key that a row has now; the search may use a part of it. */
  abstract long key(UserContext user, int row);

  /** The cell at which the search for a key starts. */
  final int home(long key) {
    return (int) ((key * GOLDEN) >>> shift);
  }

  /** The row of a cell, 0 where it is empty. */
  final int row(UserContext user, int cell) {
    return TimedMemory.cell(user, table, cell);
  }

  final int next(int cell) {
    return (cell + 1) & mask;
  }

  final void add(UserContext user, int row) {
    int cell = home(key(user, row));
    while (row(user, cell) != 0) {
      cell = next(cell);
    }
    TimedMemory.setCell(user, table, cell, row);
  }

  /** Lets another row of the same key stand where a row stands. */
  final void replace(UserContext user, int row, int by) {
    TimedMemory.setCell(user, table, cellOf(user, row), by);
  }

  /** Removes a row; its key must still be there. */
  final void remove(UserContext user, int row) {
    int hole = cellOf(user, row);
    int cell = next(hole);
    for (int behind = row(user, cell); behind != 0; behind = row(user, cell)) {
      int distance = (cell - home(key(user, behind))) & mask;
      if (distance >= ((cell - hole) & mask)) {
        TimedMemory.setCell(user, table, hole, behind);
        hole = cell;
      }
      cell = next(cell);
    }
    TimedMemory.setCell(user, table, hole, 0);
  }

  private int cellOf(UserContext user, int row) {
    int cell = home(key(user, row));
    while (row(user, cell) != row) {
      cell = next(cell);
    }
    return cell;
  }
}
