// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The lines of a run that are kept: all while they are few, else the first and the last. Lines and characters are
 * bounded, so that no run can fill the memory of the process that embeds it.
 */
final class KeptLines {
  /** Characters that are kept at each end. */
  static final long CHARS = 16L << 20;

  private final int half;
  private final List<ConsoleLine> head = new ArrayList<>();
  private final Deque<ConsoleLine> tail = new ArrayDeque<>();
  private long headChars;
  private long tailChars;
  private long count;

  /**
   * Keeps nothing yet.
   *
   * @param most how many lines are kept at most
   */
  KeptLines(int most) {
    half = Math.max(1, most / 2);
  }

  void add(ConsoleLine line) {
    count++;
    int length = line.text().length();
    if (tail.isEmpty() && head.size() < half && headChars + length <= CHARS) {
      head.add(line);
      headChars += length;
      return;
    }
    tail.addLast(line);
    tailChars += length;
    while (tail.size() > half || (tailChars > CHARS && tail.size() > 1)) {
      tailChars -= tail.removeFirst().text().length();
    }
  }

  /** How many lines there were in all. */
  long count() {
    return count;
  }

  /** What was kept, oldest first. */
  List<ConsoleLine> list() {
    return list(count);
  }

  /**
   * What was kept of the first lines, oldest first.
   *
   * @param first how many
   */
  List<ConsoleLine> list(long first) {
    List<ConsoleLine> all = new ArrayList<>(head.subList(0, (int) Math.min(first, head.size())));
    long number = count - tail.size();
    for (ConsoleLine line : tail) {
      if (number++ < first) {
        all.add(line);
      }
    }
    return all;
  }
}
