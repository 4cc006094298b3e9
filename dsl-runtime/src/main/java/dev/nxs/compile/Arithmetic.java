// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.Floats;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr.BinaryOp;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What operators do to values that are known before running; integers are exact or an error. */
final class Arithmetic {
  private Arithmetic() {}

  /** Applies an operator to operands that were converted as its rule says; not for {@code and} and {@code or}. */
  static ConstantValue apply(OperatorRule rule, ConstantValue left, ConstantValue right, Span span) {
    return switch (rule.op()) {
      case EQ -> bool(left.equals(right));
      case NE -> bool(!left.equals(right));
      case LT -> bool(compare(left, right) < 0);
      case LE -> bool(compare(left, right) <= 0);
      case GT -> bool(compare(left, right) > 0);
      case GE -> bool(compare(left, right) >= 0);
      case IN -> bool(contains(right, left));
      case ADD -> sum(left, right, span);
      case SUB, MUL, DIV, REM -> number(rule, left, right, span);
      case AND, OR -> throw new IllegalArgumentException("and, or do not evaluate both operands");
    };
  }

  static ConstantValue negate(ConstantValue value, Span span) {
    if (value instanceof ConstantValue.OfFloat number) {
      return new ConstantValue.OfFloat(-number.value());
    }
    long word = word(value);
    if (word == Long.MIN_VALUE) {
      throw overflow(span);
    }
    return like(value, -word);
  }

  /** The elements of a list, or the ints of a range, which must not be more than {@code limit}. */
  static List<ConstantValue> elements(ConstantValue value, int limit, Span span) {
    if (value instanceof ConstantValue.OfList list) {
      return list.elements();
    }
    ConstantValue.OfRange range = (ConstantValue.OfRange) value;
    long from = word(range.from());
    long to = word(range.to());
    List<ConstantValue> elements = new ArrayList<>();
    for (long i = from; range.inclusive() ? i <= to : i < to; i++) {
      if (elements.size() == limit) {
        throw NotKnown.because(
            Diagnostic.error(Code.TOO_MANY, span, "a range of more than " + limit + " values stands here"));
      }
      elements.add(like(range.from(), i));
      if (i == Long.MAX_VALUE) {
        break;
      }
    }
    return elements;
  }

  /** A value as it is written into a text. */
  static String text(ConstantValue value) {
    if (value instanceof ConstantValue.OfString text) {
      return text.value();
    } else if (value instanceof ConstantValue.OfInt number) {
      return Long.toString(number.value());
    } else if (value instanceof ConstantValue.OfDuration duration) {
      return Durations.text(duration.ns());
    } else if (value instanceof ConstantValue.OfFloat number) {
      return Floats.text(number.value());
    } else if (value instanceof ConstantValue.OfBool bool) {
      return Boolean.toString(bool.value());
    } else if (value instanceof ConstantValue.OfQos qos) {
      return qos.value().label();
    } else if (value instanceof ConstantValue.OfErrno errno) {
      return errno.value().name();
    } else if (value instanceof ConstantValue.OfHart hart) {
      return Integer.toString(hart.value());
    } else if (value instanceof ConstantValue.OfTask task) {
      return task.name();
    } else if (value instanceof ConstantValue.OfObject object) {
      return object.object().name();
    } else if (value instanceof ConstantValue.OfRange range) {
      return text(range.from()) + (range.inclusive() ? "..=" : "..") + text(range.to());
    } else if (value instanceof ConstantValue.OfList list) {
      return list.elements().stream().map(Arithmetic::nested).toList().toString();
    }
    StringBuilder out = new StringBuilder("{");
    for (Map.Entry<String, ConstantValue> field : ((ConstantValue.OfRecord) value).fields().entrySet()) {
      out.append(out.length() == 1 ? "" : ", ").append(field.getKey()).append(": ").append(nested(field.getValue()));
    }
    return out.append('}').toString();
  }

  static ConstantValue bool(boolean value) {
    return new ConstantValue.OfBool(value);
  }

  private static String nested(ConstantValue value) {
    return value instanceof ConstantValue.OfString ? '"' + text(value) + '"' : text(value);
  }

  private static boolean contains(ConstantValue all, ConstantValue value) {
    if (all instanceof ConstantValue.OfList list) {
      return list.elements().contains(value);
    }
    ConstantValue.OfRange range = (ConstantValue.OfRange) all;
    int end = compare(value, range.to());
    return compare(value, range.from()) >= 0 && (range.inclusive() ? end <= 0 : end < 0);
  }

  /** The order of two values; numbers of different kinds are compared as floats. */
  private static int compare(ConstantValue left, ConstantValue right) {
    if (left instanceof ConstantValue.OfFloat || right instanceof ConstantValue.OfFloat) {
      return Double.compare(real(left), real(right));
    }
    return Long.compare(word(left), word(right));
  }

  private static ConstantValue sum(ConstantValue left, ConstantValue right, Span span) {
    if (left instanceof ConstantValue.OfString a && right instanceof ConstantValue.OfString b) {
      return new ConstantValue.OfString(a.value() + b.value());
    }
    if (left instanceof ConstantValue.OfList a && right instanceof ConstantValue.OfList b) {
      List<ConstantValue> all = new ArrayList<>(a.elements());
      all.addAll(b.elements());
      if (all.size() > Evaluator.MAX_ELEMENTS) {
        throw NotKnown.because(
            Diagnostic.error(Code.TOO_MANY, span, "a list holds at most " + Evaluator.MAX_ELEMENTS + " values"));
      }
      return new ConstantValue.OfList(all);
    }
    if (left instanceof ConstantValue.OfFloat a && right instanceof ConstantValue.OfFloat b) {
      return new ConstantValue.OfFloat(a.value() + b.value());
    }
    try {
      return like(left, Math.addExact(word(left), word(right)));
    } catch (ArithmeticException e) {
      throw overflow(span);
    }
  }

  private static ConstantValue number(OperatorRule rule, ConstantValue left, ConstantValue right, Span span) {
    if (rule.result() == Type.FLOAT) {
      return new ConstantValue.OfFloat(real(rule.op(), real(left), real(right), span));
    }
    long word = whole(rule.op(), word(left), word(right), span);
    return rule.result() == Type.DURATION ? new ConstantValue.OfDuration(word) : new ConstantValue.OfInt(word);
  }

  private static double real(BinaryOp op, double left, double right, Span span) {
    if (right == 0 && (op == BinaryOp.DIV || op == BinaryOp.REM)) {
      throw byZero(span);
    }
    return switch (op) {
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> left / right;
      default -> left % right;
    };
  }

  private static long whole(BinaryOp op, long left, long right, Span span) {
    if (right == 0 && (op == BinaryOp.DIV || op == BinaryOp.REM)) {
      throw byZero(span);
    }
    try {
      return switch (op) {
        case SUB -> Math.subtractExact(left, right);
        case MUL -> Math.multiplyExact(left, right);
        case DIV -> left == Long.MIN_VALUE && right == -1 ? Math.negateExact(left) : left / right;
        default -> left % right;
      };
    } catch (ArithmeticException e) {
      throw overflow(span);
    }
  }

  private static long word(ConstantValue value) {
    if (value instanceof ConstantValue.OfInt number) {
      return number.value();
    } else if (value instanceof ConstantValue.OfDuration duration) {
      return duration.ns();
    } else if (value instanceof ConstantValue.OfQos qos) {
      return qos.value().wire();
    } else if (value instanceof ConstantValue.OfErrno errno) {
      return errno.value().number();
    } else if (value instanceof ConstantValue.OfHart hart) {
      return hart.value();
    }
    throw new IllegalArgumentException("this value is no number: " + value);
  }

  private static double real(ConstantValue value) {
    return value instanceof ConstantValue.OfFloat number ? number.value() : word(value);
  }

  private static ConstantValue like(ConstantValue value, long word) {
    return value instanceof ConstantValue.OfDuration
        ? new ConstantValue.OfDuration(word)
        : new ConstantValue.OfInt(word);
  }

  private static NotKnown overflow(Span span) {
    return NotKnown.because(
        Diagnostic.error(Code.CONSTANT_OVERFLOW, span, "the result does not fit into 64 bits"));
  }

  private static NotKnown byZero(Span span) {
    return NotKnown.because(Diagnostic.error(Code.DIVISION_BY_ZERO, span, "this divides by zero"));
  }
}
