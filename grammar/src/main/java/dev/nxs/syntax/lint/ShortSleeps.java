// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sleeps that are shorter than the window of their class: with timed, such a sleep ends where the window does, which is
 * longer than what is written.
 */
final class ShortSleeps {
  private static final long US = 1_000;
  private static final long MS = 1_000_000;

  private ShortSleeps() {}

  static List<Finding> find(TopLevel.Scenario scenario) {
    Map<String, Long> windows = windows(scenario);
    List<Finding> findings = new ArrayList<>();
    for (ScenarioItem item : scenario.items()) {
      if (item instanceof ScenarioItem.Task task && task.body() != null && !windows.isEmpty()) {
        Expr qos = argument(task.arguments(), "qos");
        String name = qos == null ? "normal" : qos instanceof Expr.NameExpr word ? word.name() : "";
        boolean changes =
            Nodes.all(task.body(), Expr.NameExpr.class).stream().anyMatch(n -> n.name().startsWith("set_qos"));
        // What execd launches has the class of its recipe.
        if (!changes && argument(task.arguments(), "recipe") == null) {
          check(task, name, windows.getOrDefault(name, 0L), findings);
        }
      }
    }
    return findings;
  }

  private static void check(ScenarioItem.Task task, String qos, long windowNs, List<Finding> findings) {
    for (Expr.Call call : Nodes.all(task, Expr.Call.class)) {
      boolean sleep = call.callee() instanceof Expr.NameExpr callee && callee.name().equals("sleep");
      Expr amount = sleep && call.arguments().size() == 1 ? call.arguments().get(0).value() : null;
      if (amount instanceof Expr.DurationLit duration && duration.ns() > 0 && duration.ns() < windowNs) {
        String text = amount.span().text();
        findings.add(
            new Finding(
                Diagnostic.warning(
                        Code.SHORT_SLEEP, amount.span(), "a sleep of " + text + " in class `" + qos + "` takes longer")
                    .note("timed wakes the tasks of a class together, every " + text(windowNs) + " for `" + qos + "`")
                    .help("sleep for the window at least, or give the task a more urgent class")
                    .build(),
                null));
      }
    }
  }

  private static String text(long ns) {
    return ns % MS == 0 ? ns / MS + "ms" : ns % US == 0 ? ns / US + "us" : ns + "ns";
  }

  /** The windows of the classes; empty where the scenario has no timed, or its windows cannot be told from the text. */
  private static Map<String, Long> windows(TopLevel.Scenario scenario) {
    Map<String, Long> windows = new HashMap<>();
    for (ScenarioItem item : scenario.items()) {
      if (item instanceof ScenarioItem.Service service && service.name().text().equals("timed")) {
        windows.putAll(Map.of("idle", 8 * MS, "normal", 4 * MS, "interactive", MS));
        Expr given = argument(service.arguments(), "windows");
        if (given instanceof Expr.RecordLit record) {
          for (Expr.RecordLit.Field field : record.fields()) {
            long ns = field.value() instanceof Expr.DurationLit duration ? duration.ns() : 0;
            windows.put(field.name().text(), ns);
          }
        } else if (given != null) {
          windows.clear();
        }
      }
    }
    return windows;
  }

  private static @Nullable Expr argument(List<Argument> arguments, String name) {
    for (Argument argument : arguments) {
      if (argument.name() != null && argument.name().text().equals(name)) {
        return argument.value();
      }
    }
    return null;
  }
}
