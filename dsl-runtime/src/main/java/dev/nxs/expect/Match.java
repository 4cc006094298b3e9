// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import java.util.Arrays;

/** An event, and which of a watcher's patterns it is. A dispatcher has one of these and fills it again and again. */
final class Match {
  final Occurrence event = new Occurrence();
  private int[] found = new int[8];
  private long[][] captures = new long[8][];
  private int count;

  void clear() {
    count = 0;
  }

  /** The captures of the pattern that is tried next, to be filled before {@link #add}. */
  long[] captures(int size) {
    grow();
    long[] mine = captures[count];
    if (mine == null || mine.length != size) {
      mine = new long[size];
      captures[count] = mine;
    }
    return mine;
  }

  /** Takes a pattern, by its place in {@link Watcher#events}; ascending. */
  void add(int pattern) {
    grow();
    found[count++] = pattern;
  }

  private void grow() {
    if (count == found.length) {
      found = Arrays.copyOf(found, count * 2);
      captures = Arrays.copyOf(captures, count * 2);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  int size() {
    return count;
  }

  int pattern(int index) {
    return found[index];
  }

  boolean has(int pattern) {
    for (int i = 0; i < count; i++) {
      if (found[i] == pattern) {
        return true;
      }
    }
    return false;
  }

  /** A captured word of a pattern that {@link #has} matched. */
  long captured(int pattern, int capture) {
    for (int i = 0; i < count; i++) {
      if (found[i] == pattern) {
        return captures[i][capture];
      }
    }
    throw new IllegalStateException("the pattern did not match: pattern=" + pattern);
  }
}
