// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Node;
import dev.nxs.syntax.ast.ScenarioItem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known about a scenario before its parameters are: shared by all its instances, and not changed any more. */
final class ScenarioTypes {
  private final ScenarioObjects objects;
  private final ScenarioNames names;
  private final TypingTables tables;
  private final Inference inference;
  private final IdentityHashMap<Node, Given> given = new IdentityHashMap<>();
  private final IdentityHashMap<ScenarioItem.Task, ProgramUse> programs = new IdentityHashMap<>();
  private final List<Expr> values = new ArrayList<>();

  /** The program that a task runs, with its arguments in the order of the parameters. */
  record ProgramUse(ProgramSymbol program, List<@Nullable Expr> arguments) {}

  ScenarioTypes(ScenarioObjects objects, ScenarioNames names, TypingTables tables, Inference inference) {
    this.objects = objects;
    this.names = names;
    this.tables = tables;
    this.inference = inference;
  }

  ScenarioObjects objects() {
    return objects;
  }

  ScenarioNames names() {
    return names;
  }

  TypingTables tables() {
    return tables;
  }

  Inference inference() {
    return inference;
  }

  /** Expressions whose value decides whether they are right: numbers of harts, places in arrays. */
  List<Expr> values() {
    return values;
  }

  void given(Node declaration, Given arguments) {
    given.put(declaration, arguments);
  }

  /** The arguments of a declaration; none for one that was not understood. */
  Given given(Node declaration, Declaration kind) {
    Given found = given.get(declaration);
    return found != null ? found : new Given(kind, Map.of(), declaration.span());
  }

  void program(ScenarioItem.Task task, ProgramUse use) {
    programs.put(task, use);
  }

  /** Whether one of its tasks runs a program. */
  boolean runs(ProgramSymbol program) {
    return programs.values().stream().anyMatch(use -> use.program().equals(program));
  }

  @Nullable ProgramUse program(ScenarioItem.Task task) {
    return programs.get(task);
  }
}
