// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;

/**
 * Where an expression stands, and where what is found out about it goes.
 *
 * @param names visible outside of the body
 * @param scope the variables of the body
 * @param place what may be called
 * @param asking whether queries may be asked
 * @param inTask whether there is a task of its own, {@code self}
 * @param arrayElement whether {@code index} is a name
 * @param values takes the expressions that each instance must try to evaluate, because a value decides whether they are
 *     right
 */
record Setting(
    Names names,
    TypingTables tables,
    Diagnostics diagnostics,
    Inference inference,
    BodyScope scope,
    Builtin.Place place,
    boolean asking,
    boolean inTask,
    boolean arrayElement,
    List<Expr> values) {

  /** The same body, where queries may be asked: an {@code expect} statement. */
  Setting askingQueries() {
    return new Setting(names, tables, diagnostics, inference, scope, place, true, inTask, arrayElement, values);
  }

  /** The same variables in another place. */
  Setting at(Builtin.Place other) {
    boolean asks = other == Builtin.Place.OBSERVING || other == Builtin.Place.ACT;
    return new Setting(names, tables, diagnostics, inference, scope, other, asks, inTask, arrayElement, values);
  }
}
