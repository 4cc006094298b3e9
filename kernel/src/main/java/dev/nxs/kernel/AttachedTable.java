// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.StateTable;

/** A table of others in the state of a machine, such as that of a monitor: saved, restored and hashed with it. */
public final class AttachedTable {
  private final StateTable table;

  AttachedTable(StateTable table) {
    this.table = table;
  }

  public int rows() {
    return table.rows();
  }

  /** A word; row and column count from 0. */
  public long get(int row, int column) {
    return table.get(checked(row), column);
  }

  public void set(int row, int column, long value) {
    table.set(checked(row), column, value);
  }

  private int checked(int row) {
    if (row < 0 || row >= table.rows()) {
      throw new IndexOutOfBoundsException(table.name() + " has " + table.rows() + " rows: row=" + row);
    }
    return row;
  }
}
