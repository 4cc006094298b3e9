// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr.BinaryOp;

/**
 * One row of the table of operators: operands of types {@code left} and {@code right} give {@code result}. An operand
 * whose own type is int is widened where the rule says float.
 */
public record OperatorRule(BinaryOp op, Type left, Type right, Type result) {}
