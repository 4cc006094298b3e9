// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.List;

/**
 * The shape of a table of the state: rows of equal columns, stored row by row.
 *
 * @param rows at least 0
 * @param unordered whether the table is a set of rows: which row stands where is history that nobody can tell, and does
 *     not enter the state's hash
 */
public record TableSpec(String name, int rows, List<Column> columns, boolean unordered) {
  public TableSpec {
    if (rows < 0) {
      throw new IllegalArgumentException("a table has 0 rows or more: rows=" + rows);
    }
    columns = List.copyOf(columns);
  }

  /** A table whose rows have numbers that mean something. */
  public TableSpec(String name, int rows, List<Column> columns) {
    this(name, rows, columns, false);
  }

  /** The same table under another name. */
  public TableSpec named(String other) {
    return new TableSpec(other, rows, columns, unordered);
  }

  /** How many words the table takes. */
  public int words() {
    return Math.multiplyExact(rows, columns.size());
  }
}
