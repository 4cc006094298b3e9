// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/**
 * A view of one table in the state vector: rows of equal columns, stored row by row. Index arithmetic over the vector
 * happens here and in {@link CoreTables}.
 */
public final class StateTable {
  private final String name;
  private final long[] words;
  private final int base;
  private final int width;
  private final int rows;
  private final List<Column> columns;

  StateTable(String name, long[] words, int base, int rows, List<Column> columns) {
    this.name = name;
    this.words = words;
    this.base = base;
    this.rows = rows;
    this.columns = columns;
    this.width = columns.size();
  }

  public String name() {
    return name;
  }

  public int rows() {
    return rows;
  }

  public List<Column> columns() {
    return columns;
  }

  /** Index of the table's first word in the vector. */
  public int base() {
    return base;
  }

  /** A word. The row is not checked against the table on this path: rows come from the engine's own numbering. */
  public long get(int row, int column) {
    return words[base + row * width + column];
  }

  /** A word that is known to fit an int: a number of a task, a hart, a count. */
  public int at(int row, int column) {
    return (int) words[base + row * width + column];
  }

  public void set(int row, int column, long value) {
    words[base + row * width + column] = value;
  }

  public void add(int row, int column, long delta) {
    words[base + row * width + column] += delta;
  }

  /** Sets all words of a row to zero, as a row that nobody uses must be. */
  public void clear(int row) {
    int from = base + row * width;
    for (int i = 0; i < width; i++) {
      words[from + i] = 0;
    }
  }

  /** Copies a row over another; both may be the same. */
  public void copy(int from, int to) {
    System.arraycopy(words, base + from * width, words, base + to * width, width);
  }

  /** Moves rows {@code from + 1} to {@code last} one place down over {@code from}, and clears the last. */
  public void removeAndCompact(int from, int last) {
    System.arraycopy(words, base + (from + 1) * width, words, base + from * width, (last - from) * width);
    clear(last);
  }
}
