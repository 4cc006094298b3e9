// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The endpoints that a program may receive from, or send to, the events that it may signal, or the barriers that it may
 * arrive at, as far as its text tells: by name, by a parameter, or any, where one comes from elsewhere. It decides when
 * nobody is left to do that, so what is not known counts as possible.
 */
final class ObjectSites {
  private final Set<Integer> numbers = new TreeSet<>();
  private final Set<Integer> parameters = new TreeSet<>();
  private boolean any;

  /** The program uses the object that an expression names. */
  void add(Expr used, ProgramLowering program, Body body) {
    Optional<ConstantValue> constant = program.constant(used);
    if (constant.isPresent() && constant.get() instanceof ConstantValue.OfObject object) {
      numbers.add(object.object().number());
    } else if (used instanceof Expr.NameExpr name
        && program.typing.binding(name) instanceof Binding.Local local
        && body.parameters().contains(local.variable())) {
      parameters.add(body.parameters().indexOf(local.variable()));
    } else {
      any = true;
    }
  }

  /** The program may use any. */
  void addAny() {
    any = true;
  }

  /** Whether a task with these arguments may use the object of a number. */
  boolean mayUse(int number, List<ConstantValue> arguments) {
    boolean byParameter =
        parameters.stream()
            .anyMatch(
                place ->
                    arguments.get(place) instanceof ConstantValue.OfObject object
                        && object.object().number() == number);
    return any || numbers.contains(number) || byParameter;
  }

  /** Whether a task whose arguments are not known may use the object of a number. */
  boolean mayUse(int number) {
    return any || numbers.contains(number) || !parameters.isEmpty();
  }
}
