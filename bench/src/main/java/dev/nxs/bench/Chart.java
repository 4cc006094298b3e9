// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Draws how costs grow: a picture (SVG) with a panel for each curve, from lines {@code point CURVE SIZE COST} as the
 * benchmarks print them. Both axes are logarithmic, so that a cost that grows with a power of the size is a straight line, and
 * one that does not grow a level one.
 */
public final class Chart {
  private static final int COLUMNS = 3;
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int LEFT = 56;
  private static final int RIGHT = 18;
  private static final int TOP = 34;
  private static final int BOTTOM = 48;

  /** A panel: what is drawn, and what its axes say. */
  private enum Panel {
    HARTS("Harts, 16 tasks each", "harts", "ns per event"),
    TASKS("Tasks on 64 harts", "tasks", "ns per event"),
    TIMERS("Live timers of timed", "timers", "ns per operation"),
    FILES("Files of one scenario each", "files", "µs per file"),
    EVENTS("Events of a run, its trace written", "events", "ns per event"),
    LOG("Log judged by 600 markers", "MiB", "ms per MiB");

    private final String title;
    private final String sizes;
    private final String costs;

    Panel(String title, String sizes, String costs) {
      this.title = title;
      this.sizes = sizes;
      this.costs = costs;
    }
  }

  private Chart() {}

  /**
   * Runs {@code POINTS PICTURE}: files to read and to write. Lines that are no points are passed over.
   *
   * @throws IOException if one of them cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    List<NavigableMap<Long, Double>> curves = new ArrayList<>();
    for (int i = 0; i < Panel.values().length; i++) {
      curves.add(new TreeMap<>());
    }
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      if (line.startsWith("point ")) {
        List<String> words = List.of(line.split(" ", -1));
        int panel = Panel.valueOf(words.get(1).toUpperCase(Locale.ROOT)).ordinal();
        curves.get(panel).put(Long.parseLong(words.get(2)), Double.parseDouble(words.get(3)));
      }
    }
    Files.writeString(Path.of(arguments[1]), draw(curves));
  }

  private static String draw(List<NavigableMap<Long, Double>> curves) {
    int rows = (curves.size() + COLUMNS - 1) / COLUMNS;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">",
        COLUMNS * WIDTH,
        rows * HEIGHT);
    add(svg, "<title>How costs grow with size</title>");
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", COLUMNS * WIDTH, rows * HEIGHT);
    for (Panel panel : Panel.values()) {
      NavigableMap<Long, Double> curve = curves.get(panel.ordinal());
      if (!curve.isEmpty()) {
        int column = panel.ordinal() % COLUMNS;
        int row = panel.ordinal() / COLUMNS;
        add(svg, "<g transform=\"translate(%d,%d)\">", column * WIDTH, row * HEIGHT);
        draw(svg, panel, curve);
        add(svg, "</g>");
      }
    }
    add(svg, "</svg>");
    return svg.toString();
  }

  private static void draw(StringBuilder svg, Panel panel, NavigableMap<Long, Double> curve) {
    int right = WIDTH - RIGHT;
    int bottom = HEIGHT - BOTTOM;
    double least = curve.values().stream().min(Double::compare).orElseThrow();
    double most = curve.values().stream().max(Double::compare).orElseThrow();
    // At least a decade, so that a level curve looks level.
    int low = (int) Math.floor(Math.log10(least));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(most)));
    double first = Math.log10(curve.firstKey());
    double last = Math.max(first + 1, Math.log10(curve.lastKey()));
    add(svg, "<text x=\"%d\" y=\"18\" font-size=\"13\" font-weight=\"bold\">%s</text>", LEFT, panel.title);
    for (int decade = low; decade <= high; decade++) {
      double y = bottom - (double) (decade - low) / (high - low) * (bottom - TOP);
      add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, y, right, y);
      add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, number(Math.pow(10, decade)));
    }
    StringBuilder path = new StringBuilder();
    curve.forEach(
        (size, cost) -> {
          double x = LEFT + (Math.log10(size) - first) / (last - first) * (right - LEFT);
          double y = bottom - (Math.log10(cost) - low) / (high - low) * (bottom - TOP);
          path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.length() == 0 ? "" : " ", x, y));
          add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1f6feb\"/>", x, y);
          add(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#1f6feb\">%s</text>", x, y - 7, number(cost));
          add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, bottom + 16, number(size));
        });
    add(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"1.5\"/>", path);
    add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", (LEFT + right) / 2, bottom + 34, panel.sizes);
    add(
        svg,
        "<text transform=\"translate(12,%d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + bottom) / 2,
        panel.costs);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** Short: 1.2, 34, 5k, 6M, 1G. */
  private static String number(double value) {
    String[] units = {"", "k", "M", "G"};
    int unit = 0;
    double rest = value;
    // From the first value that would be rounded up to the next unit.
    while (rest >= 999.5 && unit + 1 < units.length) {
      rest /= 1000;
      unit++;
    }
    String text =
        rest >= 9.95 || rest == Math.rint(rest) ? String.format(Locale.ROOT, "%.0f", rest) : String.format(Locale.ROOT, "%.1f", rest);
    return text + units[unit];
  }
}
