// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Durations as text, in the one form that scenarios, markers and reports share. */
public final class Durations {
  private static final long US = 1_000;
  private static final long MS = 1_000_000;
  private static final long S = 1_000_000_000;
  private static final long MIN = 60 * S;

  /** More digits than the longest duration has. */
  private static final int LONGEST_NUMBER = 30;

  private Durations() {}

  /** The instant that lies so much later, neither of them negative; never where that is behind the last instant there is. */
  public static long later(long atNs, long byNs) {
    return atNs > Column.NEVER - byNs ? Column.NEVER : atNs + byNs;
  }

  /** A duration in its largest unit that is at least 1, exactly: {@code 8ms}, {@code 1.5ms}, {@code 7.999999ms}, {@code 0ns}. */
  public static String text(long ns) {
    StringBuilder out = new StringBuilder();
    append(out, ns);
    return out.toString();
  }

  /** Appends what {@link #text(long)} gives. */
  public static void append(StringBuilder out, long ns) {
    if (ns < 0) {
      out.append('-');
    }
    // Counted downwards from zero, where there is room for Long.MIN_VALUE.
    long negative = ns < 0 ? ns : -ns;
    if (negative > -US) {
      out.append(-negative).append("ns");
    } else if (negative > -MS) {
      decimal(out, negative, US, "us");
    } else if (negative > -S) {
      decimal(out, negative, MS, "ms");
    } else if (negative > -MIN || negative % 3 != 0) {
      // A minute has a factor 3, so most numbers of minutes have no last digit; those stay seconds.
      decimal(out, negative, S, "s");
    } else {
      decimal(out, negative, MIN, "min");
    }
  }

  /**
   * Reads a duration as it is written outside of scripts, on a command line or in a position: digits, perhaps a point and
   * more digits, and a unit, without a space.
   *
   * @return empty if the text is none, is not a whole number of nanoseconds, or does not fit into 64 bits
   */
  public static OptionalLong parse(String text) {
    int end = 0;
    while (end < text.length() && isOfNumber(text.charAt(end))) {
      end++;
    }
    long unitNs =
        switch (text.substring(end)) {
          case "ns" -> 1;
          case "us" -> US;
          case "ms" -> MS;
          case "s" -> S;
          case "min" -> MIN;
          default -> 0;
        };
    String number = text.substring(0, end);
    int point = number.indexOf('.');
    boolean wellFormed =
        !number.isEmpty() && point != 0 && point != end - 1 && point == number.lastIndexOf('.') && end <= LONGEST_NUMBER;
    if (unitNs == 0 || !wellFormed) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(new BigDecimal(number).multiply(BigDecimal.valueOf(unitNs)).longValueExact());
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private static boolean isOfNumber(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static void decimal(StringBuilder out, long negative, long unit, String name) {
    out.append(-(negative / unit));
    long rest = -(negative % unit);
    if (rest != 0) {
      out.append('.');
    }
    while (rest != 0) {
      rest *= 10;
      out.append((char) ('0' + rest / unit));
      rest %= unit;
    }
    out.append(name);
  }
}
