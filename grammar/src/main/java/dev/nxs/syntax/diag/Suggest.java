// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Guesses which name was meant. Closeness is the optimal string alignment distance: letters inserted, left out,
 * replaced or swapped with their neighbour. Case counts for nothing, nor does {@code -} against {@code _}.
 */
public final class Suggest {
  /** A word longer than this is not compared: the cost grows with the square, and nobody misspells such a word. */
  private static final int LONGEST = 64;

  private Suggest() {}

  /**
   * The candidate closest to a word, the first of several that are equally close; null where none is close enough to be
   * what was meant. About one letter in three may differ. A word of at least three letters that a single candidate
   * begins with stands for that one.
   */
  public static @Nullable String closest(String word, Iterable<String> candidates) {
    String plain = plain(word);
    if (plain.isEmpty() || plain.length() > LONGEST) {
      return null;
    }
    String best = null;
    int bestDistance = cutoff(plain.length()) + 1;
    String longer = null;
    boolean several = false;
    for (String candidate : candidates) {
      String other = plain(candidate);
      if (Math.abs(other.length() - plain.length()) < bestDistance && other.length() <= LONGEST) {
        int distance = distance(plain, other);
        if (distance < bestDistance && distance < Math.max(plain.length(), other.length())) {
          best = candidate;
          bestDistance = distance;
        }
      }
      if (plain.length() >= 3 && other.startsWith(plain)) {
        several = longer != null;
        longer = candidate;
      }
    }
    return best == null && !several ? longer : best;
  }

  private static int cutoff(int length) {
    return length <= 2 ? 1 : Math.min(4, (length + 1) / 3);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Three rows of the usual table: swapped neighbours look two rows up. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
        boolean swapped =
            i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] oldest = before;
      before = above;
      above = row;
      row = oldest;
    }
    return above[b.length()];
  }
}
