// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.ConsoleLine;
import java.util.List;

/**
 * Console lines in the manner of kernels: {@code [    0.008000] h0 indexer[1]  indexer 1 woke}. Seconds have six decimals,
 * and nine where the instant is no whole number of microseconds. Immutable.
 */
public final class ConsoleFormat {
  /** Names beyond this do not widen the column. */
  private static final int WIDEST = 24;

  private static final long US_PER_S = 1_000_000;
  private static final long NS_PER_US = 1_000;
  private static final int WHOLE_SECONDS = 5;
  private static final int MICRO_DIGITS = 6;
  private static final int NANO_DIGITS = 9;

  private final int width;

  private ConsoleFormat(int width) {
    this.width = width;
  }

  /** The format in which the names of some tasks stand in one column. */
  public static ConsoleFormat of(List<String> taskNames) {
    int width = 0;
    for (String name : taskNames) {
      width = Math.max(width, Math.min(WIDEST, name.length()));
    }
    return new ConsoleFormat(width);
  }

  /** The format of some lines by themselves. */
  public static ConsoleFormat ofLines(List<ConsoleLine> lines) {
    return of(lines.stream().map(ConsoleLine::task).toList());
  }

  /** A line as it is printed, without its end. */
  public String line(ConsoleLine line) {
    StringBuilder out = new StringBuilder();
    out.append('[');
    time(out, line.timeNs());
    out.append("] h").append(line.hart() < 0 ? "-" : Integer.toString(line.hart())).append(' ');
    out.append(line.task());
    out.append(" ".repeat(Math.max(0, width - line.task().length()) + 2));
    return out.append(line.text()).toString();
  }

  private static void time(StringBuilder out, long ns) {
    boolean fine = ns % NS_PER_US != 0;
    long seconds = ns / (US_PER_S * NS_PER_US);
    String whole = Long.toString(seconds);
    out.append(" ".repeat(Math.max(0, WHOLE_SECONDS - whole.length()))).append(whole).append('.');
    long fraction = ns % (US_PER_S * NS_PER_US);
    String digits = Long.toString(fine ? fraction : fraction / NS_PER_US);
    out.append("0".repeat((fine ? NANO_DIGITS : MICRO_DIGITS) - digits.length())).append(digits);
  }
}
