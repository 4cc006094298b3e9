// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import java.math.BigDecimal;

/**
 * The word of a captured text. What looks like a number and does not fit its type, such as {@code 0.3ns}, is no match.
 *
 * @param valid whether there is one
 */
record CaptureValue(long word, boolean valid) {
  private static final CaptureValue NONE = new CaptureValue(0, false);

  static CaptureValue of(Capture.Form form, String text, Watched watched) {
    try {
      return new CaptureValue(
          switch (form) {
            case INT -> Long.parseLong(text);
            case HEX -> hex(text);
            case FLOAT -> Double.doubleToLongBits(Double.parseDouble(text));
            case DURATION -> durationNs(text);
            case WORD, TEXT, GROUP -> watched.intern(text);
          },
          true);
    } catch (NumberFormatException | ArithmeticException e) {
      return NONE;
    }
  }

  private static long hex(String text) {
    boolean marked = text.startsWith("0x") || text.startsWith("0X");
    return Long.parseUnsignedLong(marked ? text.substring(2) : text, 16);
  }

  private static long durationNs(String text) {
    int unit = text.length();
    while (unit > 0 && Character.isLetter(text.charAt(unit - 1))) {
      unit--;
    }
    long scale =
        switch (text.substring(unit)) {
          case "ns" -> 1;
          case "us" -> 1_000;
          case "ms" -> 1_000_000;
          case "s" -> 1_000_000_000;
          case "min" -> 60_000_000_000L;
          default -> throw new NumberFormatException(text);
        };
    return new BigDecimal(text.substring(0, unit)).multiply(BigDecimal.valueOf(scale)).longValueExact();
  }
}
