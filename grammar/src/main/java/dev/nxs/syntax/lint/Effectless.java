// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** What is declared and has no effect: a period that nobody waits for, a block or set of expectations without any. */
final class Effectless {
  private Effectless() {}

  /** A set whose name says that it is not to be used yet is left alone, as unused names are. */
  static List<Finding> find(TopLevel.ExpectSet set) {
    String name = set.name().text();
    return set.items().isEmpty() && !name.startsWith("_")
        ? List.of(expectsNothing(set.span(), "`" + name + "` expects nothing, so whoever uses it passes"))
        : List.of();
  }

  private static Finding expectsNothing(Span where, String what) {
    return new Finding(
        Diagnostic.warning(Code.NO_EFFECT, where, what)
            .help("say what is expected, such as `marker \"…\"`, or leave it out")
            .build(),
        null);
  }

  static List<Finding> find(TopLevel.Scenario scenario) {
    List<Finding> findings = new ArrayList<>();
    for (ScenarioItem item : scenario.items()) {
      if (item instanceof ScenarioItem.ExpectBlock block && block.items().isEmpty()) {
        findings.add(expectsNothing(block.span(), "this block expects nothing"));
      } else if (item instanceof ScenarioItem.Task task && task.body() != null && !waitsForPeriods(task)) {
        task.arguments().stream()
            .filter(argument -> argument.name() != null && argument.name().text().equals("period"))
            .forEach(
                argument ->
                    findings.add(
                        new Finding(
                            Diagnostic.warning(
                                    Code.NO_EFFECT,
                                    argument.span(),
                                    "`" + task.name().text() + "` has a period and never waits for the next")
                                .note("a task runs its block once; what is to be done in each period stands in a loop")
                                .help("write `loop { …; next_period() }`")
                                .build(),
                            null)));
      }
    }
    return findings;
  }

  private static boolean waitsForPeriods(ScenarioItem.Task task) {
    return Nodes.all(task, Expr.NameExpr.class).stream().anyMatch(name -> name.name().equals("next_period"));
  }
}
