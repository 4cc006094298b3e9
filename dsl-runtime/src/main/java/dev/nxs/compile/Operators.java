// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr.BinaryOp;
import org.jspecify.annotations.Nullable;

/** The table of the binary operators (docs/language.md, "Values and types"). */
final class Operators {
  private Operators() {}

  /**
   * The rule for operands of two types, or null where the operator does not take them.
   *
   * @param exact whether a float is wanted, which makes the quotient of two durations one
   */
  static @Nullable OperatorRule rule(BinaryOp op, Type left, Type right, boolean exact) {
    return switch (op) {
      case OR, AND -> left == Type.BOOL && right == Type.BOOL ? same(op, Type.BOOL, Type.BOOL) : null;
      case EQ, NE -> equality(op, left, right);
      case LT, LE, GT, GE -> ordering(op, left, right);
      case IN -> membership(left, right);
      case ADD -> sum(op, left, right);
      case SUB -> isNumber(left) || left == Type.DURATION ? joined(op, left, right) : null;
      case MUL -> product(op, left, right);
      case DIV -> quotient(op, left, right, exact);
      case REM -> isNumber(left) || left == Type.DURATION ? joined(op, left, right) : null;
    };
  }

  private static @Nullable OperatorRule equality(BinaryOp op, Type left, Type right) {
    Type joined = Types.join(left, right);
    if (joined == null || !isValue(joined)) {
      return null;
    }
    return same(op, joined, Type.BOOL);
  }

  private static @Nullable OperatorRule ordering(BinaryOp op, Type left, Type right) {
    Type joined = Types.join(left, right);
    if (joined == null) {
      return null;
    }
    boolean ordered = isNumber(joined) || joined == Type.DURATION || joined == Type.QOS || joined == Type.ERRNO;
    return ordered ? same(op, joined, Type.BOOL) : null;
  }

  private static @Nullable OperatorRule membership(Type left, Type right) {
    if (right instanceof Type.RangeOf range) {
      Type element = range.element();
      boolean within = left.equals(element) || (left == Type.INT && element == Type.FLOAT);
      if (within || (left == Type.HART && element == Type.INT)) {
        return new OperatorRule(BinaryOp.IN, left == Type.HART ? left : element, right, Type.BOOL);
      }
      return null;
    }
    if (right instanceof Type.ListOf list && isValue(left)) {
      Type joined = Types.join(left, list.element());
      if (joined == null) {
        return null;
      }
      return joined != Type.FLOAT || list.element() == Type.FLOAT
          ? new OperatorRule(BinaryOp.IN, joined, right, Type.BOOL)
          : null;
    }
    return null;
  }

  private static @Nullable OperatorRule sum(BinaryOp op, Type left, Type right) {
    boolean summable =
        isNumber(left) || left == Type.DURATION || left == Type.STRING || left instanceof Type.ListOf;
    return summable ? joined(op, left, right) : null;
  }

  private static @Nullable OperatorRule product(BinaryOp op, Type left, Type right) {
    if ((left == Type.DURATION && right == Type.INT) || (left == Type.INT && right == Type.DURATION)) {
      return new OperatorRule(op, left, right, Type.DURATION);
    }
    return isNumber(left) ? joined(op, left, right) : null;
  }

  private static @Nullable OperatorRule quotient(BinaryOp op, Type left, Type right, boolean exact) {
    if (left == Type.DURATION && right == Type.INT) {
      return new OperatorRule(op, left, right, Type.DURATION);
    }
    if (left == Type.DURATION && right == Type.DURATION) {
      return new OperatorRule(op, left, right, exact ? Type.FLOAT : Type.INT);
    }
    return isNumber(left) ? joined(op, left, right) : null;
  }

  /** Both operands become what they have in common, and so does the result. */
  private static @Nullable OperatorRule joined(BinaryOp op, Type left, Type right) {
    Type joined = Types.join(left, right);
    return joined == null || joined == Type.HART ? null : same(op, joined, joined);
  }

  private static OperatorRule same(BinaryOp op, Type operand, Type result) {
    return new OperatorRule(op, operand, operand, result);
  }

  static boolean isNumber(Type type) {
    return type == Type.INT || type == Type.FLOAT;
  }

  private static boolean isValue(Type type) {
    return type != Type.VOID && type != Type.PATTERN && type != Type.DISTRIBUTION;
  }
}
