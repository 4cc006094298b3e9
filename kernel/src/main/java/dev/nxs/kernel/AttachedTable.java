// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.StateTable;

/** A table of others in the state of a machine, such as that of a monitor: saved, restored and hashed with it. */
public final class AttachedTable {
  private final String name;

  /** The vector and the place in it, rather than the table of the state: monitors ask for several words with each event. */
  private final long[] words;

  private final int base;
  private final int rows;
  private final int width;

  AttachedTable(StateTable table, long[] words) {
    this.name = table.name();
    this.words = words;
    this.base = table.base();
    this.rows = table.rows();
    this.width = table.columns().size();
  }

  public int rows() {
    return rows;
  }

  /** A word; row and column count from 0. */
  public long get(int row, int column) {
    return words[checked(row) + column];
  }

  public void set(int row, int column, long value) {
    words[checked(row) + column] = value;
  }

  /** Where a row begins; one beyond the table would be a word of somebody else. */
  private int checked(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException(name + " has " + rows + " rows: row=" + row);
    }
    return base + row * width;
  }
}
