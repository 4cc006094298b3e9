// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;

/**
 * One line of a source as it is shown: tabs expanded, every character visible, and of a long line only a window around
 * a place, so that what is printed does not grow with the line.
 */
final class Excerpt {
  /** Most characters of a line that are shown. */
  private static final int WINDOW = 100;

  /** How much of the window stands in front of the place that it is about. */
  private static final int LEAD = 40;

  private static final int TAB = 4;
  private static final String CUT = "…";

  private final int lineStart;
  private final int from;
  private final int to;
  private final String shown;
  private final int[] columns;

  /**
   * Takes a line out of its source.
   *
   * @param line the line, counted from 1
   * @param focus offset in the source that must be in the window
   */
  Excerpt(Source source, int line, int focus) {
    lineStart = source.lines().startOf(line);
    String text = source.lines().textOf(line);
    int wanted = text.length() <= WINDOW ? 0 : Math.max(0, Math.min(focus - lineStart, text.length()) - LEAD);
    from = alignDown(text, wanted);
    to = alignDown(text, Math.min(text.length(), from + WINDOW));
    columns = new int[to - from + 1];
    shown = draw(text);
  }

  private static int alignDown(String text, int index) {
    boolean inside =
        index > 0 && index < text.length() && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    return inside ? index - 1 : index;
  }

  private String draw(String text) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    if (from > 0) {
      out.append(CUT);
      column = 1;
    }
    int i = from;
    while (i < to) {
      int c = text.codePointAt(i);
      int width = c == '\t' ? TAB - column % TAB : Glyphs.width(c);
      out.append(c == '\t' ? " ".repeat(width) : Glyphs.glyph(c));
      int next = i + Character.charCount(c);
      for (; i < next; i++) {
        columns[i - from] = column;
      }
      column += width;
    }
    columns[to - from] = column;
    return to < text.length() ? out + CUT : out.toString();
  }

  /** The line, ready to print. */
  String shown() {
    return shown;
  }

  /** Whether a span begins in the part that is shown. */
  boolean shows(Span span) {
    int start = span.start() - lineStart;
    return start >= from && start <= to;
  }

  /** The column at which a span begins, from 0. */
  int columnOf(Span span) {
    return columns[span.start() - lineStart - from];
  }

  /** How many columns a span takes here, at least one; it ends with the line or with the window. */
  int widthOf(Span span) {
    int end = Math.min(Math.max(span.end() - lineStart, from), to);
    return Math.max(1, columns[end - from] - columnOf(span));
  }
}
