// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;

/**
 * Expectations are compiled for each instance, and a file with an error has none. The states that its expectations speak
 * of are checked all the same, so that all mistakes of a file are told at once.
 */
final class UnjudgedStates {
  private UnjudgedStates() {}

  /** Checks the states in the expectations of a scenario. */
  static void check(ScenarioTypes types, Diagnostics diagnostics) {
    for (ScenarioItem item : types.objects().node().items()) {
      if (item instanceof ScenarioItem.ExpectBlock block) {
        block.items().forEach(expectation -> check(expectation, types, diagnostics));
      }
    }
  }

  private static void check(Expectation expectation, ScenarioTypes types, Diagnostics diagnostics) {
    Expectation.Form form = expectation.form();
    if (form instanceof Expectation.Phase phase) {
      phase.items().forEach(item -> check(item, types, diagnostics));
      return;
    }
    for (Expr state : states(form)) {
      Setting setting =
          new Setting(
              types.names().in(state.span().source()),
              types.tables(),
              diagnostics,
              types.inference(),
              new BodyScope(),
              Builtin.Place.OBSERVING,
              true,
              false,
              false,
              new ArrayList<>());
      new ExprChecker(setting).check(state, Type.BOOL);
    }
  }

  private static List<Expr> states(Expectation.Form form) {
    if (form instanceof Expectation.Holds holds) {
      return List.of(holds.expr());
    }
    if (form instanceof Expectation.Always always) {
      return List.of(always.state());
    }
    if (form instanceof Expectation.Eventually eventually) {
      return List.of(eventually.state());
    }
    if (form instanceof Expectation.Finally last) {
      return List.of(last.state());
    }
    if (form instanceof Expectation.Stable stable) {
      return List.of(stable.state());
    }
    if (form instanceof Expectation.Occurs occurs) {
      return state(occurs.subject());
    }
    return form instanceof Expectation.Never never ? state(never.subject()) : List.of();
  }

  private static List<Expr> state(Condition condition) {
    return condition instanceof Condition.State state ? List.of(state.expr()) : List.of();
  }
}
