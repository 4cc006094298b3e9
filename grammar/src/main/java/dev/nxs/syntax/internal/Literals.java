// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Suggest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, durations and escapes. Everything is exact; what does not fit is an error, never rounded. */
final class Literals {
  /**
   * Exponents beyond this are refused before any arithmetic: a {@code 1e999999999ms} in exact decimals would have a
   * gigabyte of digits.
   */
  private static final int LARGEST_EXPONENT = 400;

  private static final int MOST_DIGITS = 1000;

  private static final Map<String, Long> UNITS = units();
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("sec", "s"), Map.entry("secs", "s"), Map.entry("second", "s"), Map.entry("seconds", "s"),
          Map.entry("m", "min"), Map.entry("minute", "min"), Map.entry("minutes", "min"), Map.entry("nsec", "ns"),
          Map.entry("msec", "ms"), Map.entry("millis", "ms"), Map.entry("usec", "us"), Map.entry("micros", "us"));
  private static final Pattern DECIMAL =
      Pattern.compile(
          "(?<number>[0-9][0-9_]*(?:\\.[0-9][0-9_]*)?(?:[eE](?<exponent>[+-]?[0-9][0-9_]*))?)(?<unit>[a-zA-Z_]\\w*)?");
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final Faults faults;

  Literals(Faults faults) {
    this.faults = faults;
  }

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("ns", 1L);
    units.put("us", 1_000L);
    units.put("ms", 1_000_000L);
    units.put("s", 1_000_000_000L);
    units.put("min", 60_000_000_000L);
    return units;
  }

  /**
   * Reads a number with or without a unit. What is malformed is reported and stands for zero.
   *
   * @param negative whether a minus stands in front, which is then part of the value: the least 64-bit number has no
   *     positive counterpart
   */
  Expr number(String text, Span span, boolean negative) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    if (hexadecimal || text.startsWith("0b") || text.startsWith("0B")) {
      return integer(text.substring(2).replace("_", ""), hexadecimal ? 16 : 2, text, span, negative);
    }
    Matcher matcher = DECIMAL.matcher(text);
    if (!matcher.matches() || text.endsWith("_")) {
      return bad(span, "`" + shortened(text) + "` is no number");
    }
    String digits = matcher.group("number").replace("_", "");
    String unit = matcher.group("unit");
    String exponent = matcher.group("exponent");
    if (unit == null && exponent == null && digits.indexOf('.') < 0) {
      return integer(digits, 10, text, span, negative);
    }
    if (digits.length() > MOST_DIGITS || (exponent != null && !isModest(exponent))) {
      return bad(span, "`" + shortened(text) + "` is out of bounds");
    }
    BigDecimal value = new BigDecimal(negative ? "-" + digits : digits);
    return unit == null ? decimal(value, text, span) : duration(value, unit, text, span);
  }

  private static boolean isModest(String exponent) {
    String digits = exponent.replace("_", "");
    return digits.length() <= 5 && Math.abs(Integer.parseInt(digits)) <= LARGEST_EXPONENT;
  }

  private Expr integer(String digits, int radix, String text, Span span, boolean negative) {
    try {
      long value = Long.parseLong(negative ? "-" + digits : digits, radix);
      return new Expr.IntLit(value, span);
    } catch (NumberFormatException e) {
      boolean onlyDigits = !digits.isEmpty() && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0);
      return onlyDigits
          ? bad(span, "`" + shortened(text) + "` does not fit into 64 bits")
          : bad(span, "`" + shortened(text) + "` is no number");
    }
  }

  private Expr decimal(BigDecimal value, String text, Span span) {
    double number = value.doubleValue();
    if (Double.isInfinite(number)) {
      return bad(span, "`" + shortened(text) + "` is too large");
    }
    return new Expr.FloatLit(number, span);
  }

  private Expr duration(BigDecimal value, String unit, String text, Span span) {
    Long unitNs = UNITS.get(unit);
    if (unitNs == null) {
      String closest = ALIASES.getOrDefault(unit, Suggest.closest(unit, UNITS.keySet()));
      Span place = new Span(span.source(), span.end() - unit.length(), span.end());
      faults.add(
          Diagnostic.error(Code.UNKNOWN_UNIT, place, "there is no unit `" + unit + "`")
              .note("the units are ns, us, ms, s and min")
              .help(closest == null ? null : "did you mean `" + closest + "`?"));
      return new Expr.DurationLit(0, span);
    }
    BigDecimal exact = value.multiply(BigDecimal.valueOf(unitNs));
    if (exact.abs().compareTo(LARGEST) > 0) {
      faults.add(
          Diagnostic.error(Code.BAD_NUMBER, span, "`" + shortened(text) + "` is too long a duration")
              .note("the longest is 9223372036854775807ns, about 292 years"));
      return new Expr.DurationLit(0, span);
    }
    BigInteger whole = exact.setScale(0, RoundingMode.DOWN).toBigInteger();
    if (exact.compareTo(new BigDecimal(whole)) != 0) {
      faults.add(
          Diagnostic.error(
                  Code.FRACTION_OF_NANOSECOND, span, "`" + shortened(text) + "` is not a whole number of nanoseconds")
              .help("the nearest is `" + exact.setScale(0, RoundingMode.HALF_UP).toBigInteger() + "ns`"));
    }
    return new Expr.DurationLit(whole.longValueExact(), span);
  }

  private Expr bad(Span span, String message) {
    faults.add(
        Diagnostic.error(Code.BAD_NUMBER, span, message)
            .note("integers have 64 bits; `_` may stand between digits"));
    return new Expr.IntLit(0, span);
  }

  private static String shortened(String text) {
    return text.length() > 30 ? text.substring(0, 27) + "…" : text;
  }

  /**
   * Resolves the escapes of a piece of text. A line end of Windows becomes a plain one, so that a value does not depend
   * on how a file was checked out.
   *
   * @param span the place of the piece, whose length is that of the raw text
   */
  String text(String raw, Span span) {
    if (raw.indexOf('\\') < 0 && raw.indexOf('\r') < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      if (c == '\\') {
        i = escape(raw, i, out, span);
      } else {
        if (c != '\r' || i + 1 == raw.length() || raw.charAt(i + 1) != '\n') {
          out.append(c);
        }
        i++;
      }
    }
    return out.toString();
  }

  /** Reads the escape at {@code i}; answers where the text goes on. */
  private int escape(String raw, int i, StringBuilder out, Span span) {
    char c = i + 1 < raw.length() ? raw.charAt(i + 1) : ' ';
    switch (c) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case '"', '\\', '$' -> out.append(c);
      case 'u' -> {
        return unicode(raw, i, out, span);
      }
      default -> badEscape(raw, i, Math.min(i + 2, raw.length()), span);
    }
    return i + 2;
  }

  private int unicode(String raw, int i, StringBuilder out, Span span) {
    int close = raw.indexOf('}', i);
    boolean braced = i + 2 < raw.length() && raw.charAt(i + 2) == '{' && close > i + 3 && close <= i + 9;
    if (braced && raw.substring(i + 3, close).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      int codePoint = Integer.parseInt(raw.substring(i + 3, close), 16);
      if (Character.isValidCodePoint(codePoint) && !(codePoint >= 0xd800 && codePoint <= 0xdfff)) {
        out.appendCodePoint(codePoint);
        return close + 1;
      }
    }
    int end = braced ? close + 1 : Math.min(i + 2, raw.length());
    badEscape(raw, i, end, span);
    return end;
  }

  private void badEscape(String raw, int from, int to, Span span) {
    Span place = new Span(span.source(), span.start() + from, span.start() + to);
    String escape = raw.substring(from, to);
    faults.add(
        Diagnostic.error(Code.BAD_ESCAPE, place, "there is no escape `" + escape + "`")
            .note("the escapes are \\n \\t \\r \\\" \\\\ \\$ and \\u{…} with the number of a character in hexadecimal")
            .help("a backslash itself is written `\\\\`; in a pattern `r\"…\"` it stands for itself"));
  }
}
