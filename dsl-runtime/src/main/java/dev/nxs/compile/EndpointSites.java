// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The endpoints that a program may receive from, or send to, as far as its text tells: by name, by a parameter, or any,
 * where an endpoint comes from elsewhere. It decides when nobody is left to do that, so what is not known counts as
 * possible.
 */
final class EndpointSites {
  private final Set<Integer> numbers = new TreeSet<>();
  private final Set<Integer> parameters = new TreeSet<>();
  private boolean any;

  /** The program uses the endpoint that an expression names. */
  void add(Expr endpoint, ProgramLowering program, Body body) {
    Optional<ConstantValue> constant = program.constant(endpoint);
    if (constant.isPresent() && constant.get() instanceof ConstantValue.OfObject object) {
      numbers.add(object.object().number());
    } else if (endpoint instanceof Expr.NameExpr name
        && program.typing.binding(name) instanceof Binding.Local local
        && body.parameters().contains(local.variable())) {
      parameters.add(body.parameters().indexOf(local.variable()));
    } else {
      any = true;
    }
  }

  /** Whether a task with these arguments may use an endpoint. */
  boolean mayUse(int endpoint, List<ConstantValue> arguments) {
    boolean byParameter =
        parameters.stream()
            .anyMatch(
                place ->
                    arguments.get(place) instanceof ConstantValue.OfObject object
                        && object.object().number() == endpoint);
    return any || numbers.contains(endpoint) || byParameter;
  }

  /** Whether a task whose arguments are not known may use an endpoint. */
  boolean mayUse(int endpoint) {
    return any || numbers.contains(endpoint) || !parameters.isEmpty();
  }
}
