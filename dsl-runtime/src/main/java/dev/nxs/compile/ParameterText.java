// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the value of a parameter from a text of the command line, by the parameter's type. */
final class ParameterText {
  private static final Pattern DURATION = Pattern.compile("(-?[0-9][0-9_]*(?:\\.[0-9]+)?)(ns|us|ms|s|min)");
  private static final int LONGEST_NUMBER = 40;

  private ParameterText() {}

  /** The value, or null where the text is none of that type. */
  static @Nullable ConstantValue parse(String text, Type type) {
    if (type == Type.STRING) {
      return new ConstantValue.OfString(text);
    }
    String plain = text.strip();
    if (type instanceof Type.ListOf list) {
      return list(plain, list.element());
    }
    if (type instanceof Type.RangeOf range) {
      return range(plain, range.element());
    }
    return type instanceof Type.Simple simple && plain.length() <= LONGEST_NUMBER ? simple(plain, simple) : null;
  }

  private static @Nullable ConstantValue simple(String text, Type.Simple type) {
    return switch (type) {
      case INT -> {
        Long number = integer(text);
        yield number == null ? null : new ConstantValue.OfInt(number);
      }
      case HART -> {
        Long number = integer(text);
        yield number == null || number < 0 || number > Integer.MAX_VALUE
            ? null
            : new ConstantValue.OfHart(number.intValue());
      }
      case FLOAT -> real(text);
      case DURATION -> duration(text);
      case BOOL ->
          text.equals("true") || text.equals("false") ? new ConstantValue.OfBool(text.equals("true")) : null;
      case QOS -> {
        for (QosClass qos : QosClass.values()) {
          if (qos.label().equals(text)) {
            yield new ConstantValue.OfQos(qos);
          }
        }
        yield null;
      }
      case ERRNO -> {
        for (Errno errno : Errno.values()) {
          if (errno.name().equals(text)) {
            yield new ConstantValue.OfErrno(errno);
          }
        }
        yield null;
      }
      case STRING, TASK, ENDPOINT, MUTEX, EVENT, BARRIER, TIMER, PATTERN, DISTRIBUTION, VOID, ANY, ERROR -> null;
    };
  }

  private static @Nullable Long integer(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    String rest = negative ? digits.substring(1) : digits;
    int radix = rest.startsWith("0x") ? 16 : rest.startsWith("0b") ? 2 : 10;
    String number = radix == 10 ? rest : rest.substring(2);
    if (number.isEmpty() || number.startsWith("-") || number.startsWith("+")) {
      return null;
    }
    try {
      return Long.parseLong(negative ? "-" + number : number, radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable ConstantValue real(String text) {
    if (!text.matches("-?[0-9][0-9_]*(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")) {
      return null;
    }
    double number = Double.parseDouble(text.replace("_", ""));
    return Double.isInfinite(number) ? null : new ConstantValue.OfFloat(number);
  }

  private static @Nullable ConstantValue duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long unit =
        switch (matcher.group(2)) {
          case "ns" -> 1;
          case "us" -> 1_000;
          case "ms" -> 1_000_000;
          case "s" -> 1_000_000_000;
          default -> 60_000_000_000L;
        };
    try {
      BigDecimal number = new BigDecimal(matcher.group(1).replace("_", ""));
      return new ConstantValue.OfDuration(number.multiply(BigDecimal.valueOf(unit)).longValueExact());
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable ConstantValue list(String text, Type element) {
    if (!text.startsWith("[") || !text.endsWith("]") || element instanceof Type.ListOf) {
      return null;
    }
    List<ConstantValue> elements = new ArrayList<>();
    String inside = text.substring(1, text.length() - 1).strip();
    for (String piece : inside.isEmpty() ? new String[0] : inside.split(",", -1)) {
      ConstantValue value = parse(piece.strip(), element);
      if (value == null) {
        return null;
      }
      elements.add(value);
    }
    return new ConstantValue.OfList(elements);
  }

  private static @Nullable ConstantValue range(String text, Type element) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      return null;
    }
    boolean inclusive = text.startsWith("..=", dots);
    ConstantValue from = parse(text.substring(0, dots), element);
    ConstantValue to = parse(text.substring(dots + (inclusive ? 3 : 2)), element);
    return from == null || to == null ? null : new ConstantValue.OfRange(from, to, inclusive);
  }
}
