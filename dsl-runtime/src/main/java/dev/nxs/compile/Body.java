// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Node;
import java.util.List;

/**
 * The variables of a task's block, a program, a function, an act, or a timer's job.
 *
 * @param owner the declaration whose body it is
 * @param parameters the first variables, in order
 * @param variables all variables by number, parameters included
 * @param sound whether nothing is wrong with it, so that it can be run
 */
public record Body(Node owner, List<LocalVariable> parameters, List<LocalVariable> variables, boolean sound) {
  public Body {
    parameters = List.copyOf(parameters);
    variables = List.copyOf(variables);
  }

  /** What the event of a {@code when} brings, in order; the first variables of its block. */
  public List<LocalVariable> captures() {
    return variables.stream().filter(variable -> variable.kind() == LocalVariable.Kind.CAPTURE).toList();
  }
}
