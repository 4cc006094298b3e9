// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything lies in the state vector. Tables are added first; {@link #allocate()} then makes the vector, and the
 * tables become views on it. What hashes, dumps and compares a state is one loop here that knows the columns.
 */
public final class Layout {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final List<TableSpec> specs = new ArrayList<>();
  private final List<StateTable> tables = new ArrayList<>();
  private long[] words = new long[0];

  /** Adds a table and returns its number. */
  public int add(TableSpec spec) {
    specs.add(spec);
    return specs.size() - 1;
  }

  /** Makes the vector, all zero, and the tables on it. */
  public long[] allocate() {
    int total = 0;
    for (TableSpec spec : specs) {
      total = Math.addExact(total, spec.words());
    }
    words = new long[total];
    int base = 0;
    for (TableSpec spec : specs) {
      tables.add(new StateTable(spec.name(), words, base, spec.rows(), spec.columns()));
      base += spec.words();
    }
    return words;
  }

  public StateTable table(int number) {
    return tables.get(number);
  }

  /**
   * A 64-bit hash of the state in its canonical form: equal for states that nobody can tell apart by what happens next.
   *
   * @param nowNs the instant that instants are counted from
   * @param sequence the counter that {@link dev.nxs.kernel.user.Canon#SEQUENCE} columns are counted from
   */
  public long hash(long nowNs, long sequence, ValuePool pool) {
    long hash = 0;
    for (int number = 0; number < tables.size(); number++) {
      StateTable table = tables.get(number);
      if (specs.get(number).unordered()) {
        hash = fold(hash, sumOfRows(table, nowNs, sequence, pool));
      } else {
        hash = foldColumns(hash, table, nowNs, sequence, pool);
      }
    }
    return hash ^ hash >>> 32;
  }

  private static long foldColumns(long start, StateTable table, long nowNs, long sequence, ValuePool pool) {
    long hash = start;
    List<Column> columns = table.columns();
    for (int column = 0; column < columns.size(); column++) {
      Column spec = columns.get(column);
      if (spec.canon() != Canon.SKIP) {
        for (int row = 0; row < table.rows(); row++) {
          hash = fold(hash, canonical(spec, table.get(row, column), nowNs, sequence, pool));
        }
      }
    }
    return hash;
  }

  /** A sum, because it is the same in whatever order the rows stand. */
  private static long sumOfRows(StateTable table, long nowNs, long sequence, ValuePool pool) {
    long sum = 0;
    List<Column> columns = table.columns();
    for (int row = 0; row < table.rows(); row++) {
      long hash = 0;
      for (int column = 0; column < columns.size(); column++) {
        Column spec = columns.get(column);
        if (spec.canon() != Canon.SKIP) {
          hash = fold(hash, canonical(spec, table.get(row, column), nowNs, sequence, pool));
        }
      }
      // Mixed once more: sums of hashes that are nearly linear in their words would meet too often.
      sum += fold(hash ^ (hash >>> 32), hash >>> 29);
    }
    return sum;
  }

  private static long canonical(Column spec, long word, long nowNs, long sequence, ValuePool pool) {
    return switch (spec.canon()) {
      case EXACT -> word;
      case RELATIVE -> word == Column.NEVER ? word : Math.max(word - nowNs, -1);
      case SEQUENCE -> word == 0 ? 0 : sequence - word + 1;
      case AGE -> word == Column.NEVER ? word : Math.min(nowNs - word, spec.parameter());
      case PHASE -> word % spec.parameter();
      case VALUE -> pool.contentHash(word);
      case SKIP -> 0;
    };
  }

  private static long fold(long hash, long word) {
    return (Long.rotateLeft(hash, 5) ^ word) * MIX;
  }

  /** Names the word of an index for dumps and differences: {@code tasks[3].state}. */
  public String describe(int index) {
    for (StateTable table : tables) {
      int offset = index - table.base();
      int width = table.columns().size();
      if (offset >= 0 && offset < table.rows() * width) {
        return table.name() + "[" + offset / width + "]." + table.columns().get(offset % width).name();
      }
    }
    throw new IllegalArgumentException("the vector has " + words.length + " words: index=" + index);
  }
}
