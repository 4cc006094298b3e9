// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of values under named columns, for people and for programs. Immutable.
 *
 * @param name what the rows are: {@code tasks}
 * @param columns names in small letters, words joined by underscores
 * @param rows each with as many cells as there are columns
 */
public record Table(String name, List<String> columns, List<List<Cell>> rows) {
  private static final int NARROWEST = 6;
  private static final int SHORTEST_TITLE = 4;
  private static final String GAP = "  ";

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row has a cell for each column: name=" + name + " columns=" + columns.size() + " cells=" + row.size());
      }
    }
  }

  /**
   * One value.
   *
   * @param text for people
   * @param json the value in JSON: durations and instants in nanoseconds
   * @param number whether it stands at the right of its column
   */
  public record Cell(String text, String json, boolean number) {
    /** A text. */
    public static Cell of(String text) {
      return new Cell(Renderer.visible(text), quoted(text), false);
    }

    /** A count, or the number of something. */
    public static Cell of(long number) {
      return new Cell(Long.toString(number), Long.toString(number), true);
    }

    /** Yes or no. */
    public static Cell of(boolean value) {
      return new Cell(value ? "yes" : "no", Boolean.toString(value), false);
    }

    /** A duration or an instant; {@link Column#NEVER} is shown as a dash, and null in JSON. */
    public static Cell ofNs(long ns) {
      return ns == Column.NEVER ? NONE : new Cell(Durations.text(ns), Long.toString(ns), true);
    }
  }

  /** No value. */
  public static final Cell NONE = new Cell("-", "null", false);

  /**
   * As text in columns, a heading first; every line ends with a line feed. Where that is wider than the room there is, the
   * widest columns are cut.
   *
   * @param width characters of a line, 20 or more
   */
  public String text(int width) {
    int[] widths = widths(width);
    StringBuilder out = new StringBuilder();
    List<Cell> heading = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String title = columns.get(i).replace('_', ' ').toUpperCase(Locale.ROOT);
      int column = i;
      boolean numbers = !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).number() || row.get(column).equals(NONE));
      heading.add(new Cell(title, "", numbers));
    }
    line(heading, widths, out);
    for (List<Cell> row : rows) {
      line(row, widths, out);
    }
    return out.toString();
  }

  private int[] widths(int width) {
    int[] widths = new int[columns.size()];
    int[] least = new int[columns.size()];
    int total = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      for (List<Cell> row : rows) {
        least[i] = Math.max(least[i], length(row.get(i).text()));
      }
      widths[i] = Math.max(least[i], columns.get(i).length());
      total += widths[i];
    }
    // Titles give way first, since what stands below them tells more.
    while (total > width && shrink(widths, least, SHORTEST_TITLE)) {
      total--;
    }
    while (total > width && shrink(widths, new int[widths.length], NARROWEST)) {
      total--;
    }
    return widths;
  }

  /** Takes one from the widest column that is wider than it must be; false where none is. */
  private static boolean shrink(int[] widths, int[] least, int narrowest) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean may = widths[i] > Math.max(least[i], narrowest);
      widest = may && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
    }
    if (widest >= 0) {
      widths[widest]--;
    }
    return widest >= 0;
  }

  private static void line(List<Cell> cells, int[] widths, StringBuilder out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Cell cell = cells.get(i);
      String text = cut(cell.text(), widths[i]);
      String blank = " ".repeat(widths[i] - length(text));
      line.append(i == 0 ? "" : GAP).append(cell.number() ? blank + text : text + blank);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String cut(String text, int width) {
    return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** As one JSON object on one line: {@code {"name": [{column: value, …}, …]}}. */
  public String json() {
    StringBuilder out = new StringBuilder("{").append(quoted(name)).append(":[");
    for (int i = 0; i < rows.size(); i++) {
      out.append(i == 0 ? "{" : ",{");
      for (int column = 0; column < columns.size(); column++) {
        out.append(column == 0 ? "" : ",").append(quoted(columns.get(column))).append(':');
        out.append(rows.get(i).get(column).json());
      }
      out.append('}');
    }
    return out.append("]}").toString();
  }

  /** A text as a string of JSON. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
