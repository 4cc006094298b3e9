// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two lists of lines: the n-th time that a line comes on the left belongs to the n-th time on the right. A line
 * with nothing on the other side is extra or missing. Of those with two sides, a longest list that is in the same order on
 * both is exact, and the others are reordered. Takes n log n steps.
 */
public final class LogDiff {
  private LogDiff() {}

  /** What became of a line. */
  public enum Kind {
    EXACT,
    EXTRA,
    MISSING,
    REORDERED
  }

  /**
   * A line of the comparison.
   *
   * @param left its index on the left, -1 where it is extra
   * @param right its index on the right, -1 where it is missing
   */
  public record Entry(Kind kind, String text, int left, int right) {}

  /** Compares; the entries stand in the order of the right side, what is missing before what followed it on the left. */
  public static List<Entry> of(List<String> left, List<String> right) {
    Map<String, Deque<Integer>> places = new HashMap<>();
    for (int i = 0; i < right.size(); i++) {
      places.computeIfAbsent(right.get(i), text -> new ArrayDeque<>()).add(i);
    }
    int[] partner = new int[left.size()];
    int[] back = new int[right.size()];
    Arrays.fill(back, -1);
    for (int i = 0; i < partner.length; i++) {
      Deque<Integer> free = places.get(left.get(i));
      partner[i] = free == null || free.isEmpty() ? -1 : free.removeFirst();
      if (partner[i] >= 0) {
        back[partner[i]] = i;
      }
    }
    boolean[] exact = longestAscending(partner);
    List<Entry> entries = new ArrayList<>();
    int next = 0;
    for (int j = 0; j < back.length; j++) {
      int i = back[j];
      if (i < 0) {
        entries.add(new Entry(Kind.EXTRA, right.get(j), -1, j));
        continue;
      }
      if (exact[i]) {
        missing(left, partner, next, i, entries);
        next = i + 1;
      }
      entries.add(new Entry(exact[i] ? Kind.EXACT : Kind.REORDERED, right.get(j), i, j));
    }
    missing(left, partner, next, partner.length, entries);
    return entries;
  }

  private static void missing(List<String> left, int[] partner, int from, int to, List<Entry> entries) {
    for (int i = from; i < to; i++) {
      if (partner[i] < 0) {
        entries.add(new Entry(Kind.MISSING, left.get(i), i, -1));
      }
    }
  }

  /** Which places belong to a longest ascending list of those that are not negative (by patience sorting). */
  private static boolean[] longestAscending(int[] values) {
    int[] tails = new int[values.length];
    int[] before = new int[values.length];
    int length = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0) {
        continue;
      }
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (values[tails[middle]] < values[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      before[i] = low == 0 ? -1 : tails[low - 1];
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    boolean[] in = new boolean[values.length];
    for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = before[i]) {
      in[i] = true;
    }
    return in;
  }
}
