// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import java.util.Locale;

/**
 * A row of the table of docs/performance.md, which {@code bench/run} collects from what the benchmarks print: what was
 * measured, how much it was, the goal, the first bar, and which of them it reaches.
 */
public final class Row {
  private Row() {}

  /** A figure that should be small: a ratio, a time, bytes. */
  public static void atMost(String what, double figure, String unit, double goal, double bar) {
    print(what, figure, unit, "≤ ", goal, bar, figure <= goal, figure <= bar);
  }

  /** A figure that should be large: a rate. */
  public static void atLeast(String what, double figure, String unit, double goal, double bar) {
    print(what, figure, unit, "≥ ", goal, bar, figure >= goal, figure >= bar);
  }

  /** A point of a curve of {@link Chart}. */
  public static void point(String curve, long size, double cost) {
    System.out.printf(Locale.ROOT, "point %s %d %.4f%n", curve, size, cost);
  }

  private static void print(
      String what, double figure, String unit, String than, double goal, double bar, boolean reached, boolean passed) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s%s | %s%s | %s%s | %s |%n",
        what,
        number(figure),
        unit,
        than,
        number(goal),
        than,
        number(bar),
        reached ? "goal" : passed ? "first bar" : "over");
  }

  /** Three digits that count. */
  private static String number(double value) {
    if (value == 0 || value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return value < 10 ? String.format(Locale.ROOT, "%.2f", value) : String.format(Locale.ROOT, "%.1f", value);
  }
}
