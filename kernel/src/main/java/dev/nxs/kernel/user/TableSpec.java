// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.List;

/**
 * The shape of a table of the state: rows of equal columns, stored row by row.
 *
 * @param rows at least 0
 */
public record TableSpec(String name, int rows, List<Column> columns) {
  public TableSpec {
    if (rows < 0) {
      throw new IllegalArgumentException("a table has 0 rows or more: rows=" + rows);
    }
    columns = List.copyOf(columns);
  }

  /** How many words the table takes. */
  public int words() {
    return Math.multiplyExact(rows, columns.size());
  }
}
