// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Program;
import dev.nxs.syntax.ast.Expr;
import java.util.List;

/**
 * An expression that observes, compiled.
 *
 * @param source where it came from
 * @param type of its value, which the program gives as its exit code
 * @param program takes the values of the captures as its arguments, in the order of the map they were named in
 * @param parts the operands worth showing where the expression does not hold, outermost first; they take the same
 *     arguments
 */
public record Observed(Expr source, Type type, Program program, List<Observed> parts) {
  public Observed {
    parts = List.copyOf(parts);
  }
}
