// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import java.util.Arrays;

/** Maps offsets of a text to lines and columns, both counted from one; a line ends at LF, and CR before it is part of it. */
public final class LineTable {
  private final String text;
  private final int[] starts;

  LineTable(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = i + 1;
    }
    starts = Arrays.copyOf(found, count);
  }

  public int count() {
    return starts.length;
  }

  /** The line of an offset, from 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset, from 1, in code points, so that it agrees with what an editor shows. */
  public int column(int offset) {
    int start = starts[line(offset) - 1];
    return text.codePointCount(start, Math.max(start, offset)) + 1;
  }

  /** Offset of the first code unit of a line, counted from 1. */
  public int startOf(int line) {
    return starts[line - 1];
  }

  /** The text of a line, counted from 1, without its end. */
  public String textOf(int line) {
    int end = line < starts.length ? starts[line] - 1 : text.length();
    if (end > starts[line - 1] && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(starts[line - 1], end);
  }
}
