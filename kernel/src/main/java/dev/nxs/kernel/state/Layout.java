// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where everything lies in the state vector. Tables are added first; {@link #allocate()} then makes the vector, and the
 * tables become views on it. What hashes, dumps and compares a state is one loop here that knows the columns.
 */
public final class Layout {
  /** Steele, Lea, Flood 2014: the golden ratio in 64 bits, and the multipliers of their mixing function. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;

  private final List<TableSpec> specs = new ArrayList<>();
  private final List<StateTable> tables = new ArrayList<>();

  /** By table, the numbers of the columns that are hashed as they are, and of those that are hashed in another form. */
  private final List<int[]> exact = new ArrayList<>();

  private final List<int[]> derived = new ArrayList<>();
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
      exact.add(hashed(spec, true));
      derived.add(hashed(spec, false));
    }
    return words;
  }

  /** The numbers of the columns that are hashed as they are, or of those that are hashed in another form. */
  private static int[] hashed(TableSpec spec, boolean asTheyAre) {
    List<Column> columns = spec.columns();
    int[] numbers = new int[columns.size()];
    int count = 0;
    for (int column = 0; column < numbers.length; column++) {
      Canon canon = columns.get(column).canon();
      if (canon != Canon.SKIP && (canon == Canon.EXACT) == asTheyAre) {
        numbers[count++] = column;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  public StateTable table(int number) {
    return tables.get(number);
  }

  /**
   * A 64-bit hash of the state in its canonical form: equal for states that nobody can tell apart by what happens next.
   *
   * <p>It is a sum of mixed words, each with its place (Zobrist 1970), in which a zero counts nothing: most words of a
   * state are zero, and of a sum no part waits for another as in a chain. The hash of W1's machine takes a third of the
   * time that a chain over all words took.
   *
   * @param nowNs the instant that instants are counted from
   * @param sequence the counter that {@link dev.nxs.kernel.user.Canon#SEQUENCE} columns are counted from
   */
  public long hash(long nowNs, long sequence, ValuePool pool) {
    long sum = 0;
    for (int number = 0; number < tables.size(); number++) {
      StateTable table = tables.get(number);
      if (table.rows() > 0) {
        sum += specs.get(number).unordered()
            ? sumOfSet(number, table, nowNs, sequence, pool)
            : sumOfRows(number, table, nowNs, sequence, pool);
      }
    }
    return mixed(sum, -1);
  }

  /** Where the order of rows counts, a word's place is that in the vector. */
  private long sumOfRows(int number, StateTable table, long nowNs, long sequence, ValuePool pool) {
    int width = table.columns().size();
    int end = table.base() + table.rows() * width;
    int[] asTheyAre = exact.get(number);
    int[] inOtherForm = derived.get(number);
    if (asTheyAre.length == width) {
      return sumOfWords(table.base(), end);
    }
    List<Column> columns = table.columns();
    long sum = 0;
    for (int row = table.base(); row < end; row += width) {
      sum += sumOfExact(row, row, asTheyAre);
      sum += sumOfDerived(row, row, columns, inOtherForm, nowNs, sequence, pool);
    }
    return sum;
  }

  private long sumOfWords(int from, int end) {
    long sum = 0;
    for (int index = from; index < end; index++) {
      long word = words[index];
      if (word != 0) {
        sum += mixed(word, index);
      }
    }
    return sum;
  }

  /** In a set of rows a word's place is that in its row; the sum of a row is mixed once more, lest rows trade words. */
  private long sumOfSet(int number, StateTable table, long nowNs, long sequence, ValuePool pool) {
    int width = table.columns().size();
    int end = table.base() + table.rows() * width;
    int[] asTheyAre = exact.get(number);
    int[] inOtherForm = derived.get(number);
    List<Column> columns = table.columns();
    long sum = 0;
    for (int row = table.base(); row < end; row += width) {
      long hash = sumOfExact(row, 0, asTheyAre);
      hash += sumOfDerived(row, 0, columns, inOtherForm, nowNs, sequence, pool);
      sum += mixed(hash, -2 - number);
    }
    return sum;
  }

  private long sumOfExact(int row, int place, int[] numbers) {
    long sum = 0;
    for (int column : numbers) {
      long word = words[row + column];
      if (word != 0) {
        sum += mixed(word, place + column);
      }
    }
    return sum;
  }

  private long sumOfDerived(
      int row, int place, List<Column> columns, int[] numbers, long nowNs, long sequence, ValuePool pool) {
    long sum = 0;
    for (int column : numbers) {
      sum += mixed(canonical(columns.get(column), words[row + column], nowNs, sequence, pool), place + column);
    }
    return sum;
  }

  /** Zero for zero. */
  private static long mixed(long word, long place) {
    if (word == 0) {
      return 0;
    }
    long mix = word + place * GOLDEN;
    mix = (mix ^ mix >>> 30) * MIX_1;
    mix = (mix ^ mix >>> 27) * MIX_2;
    return mix ^ mix >>> 31;
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
