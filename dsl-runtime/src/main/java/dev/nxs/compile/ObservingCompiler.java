// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Program;
import dev.nxs.syntax.ast.Expr;

/** Makes a program of a checked expression that observes. */
@FunctionalInterface
public interface ObservingCompiler {
  /**
   * Compiles an expression.
   *
   * @param typing the side tables that hold the expression
   * @param body its variables; the parameters are the captures, which the program takes as its arguments
   * @return a program that ends with the value of the expression as its exit code
   */
  Program compile(Expr expr, CheckedScenario scenario, Typing typing, Body body);
}
