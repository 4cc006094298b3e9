// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Node;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;

/** Checks whole bodies with their parameters, each in a scope of its own. */
final class ProgramChecker {
  private final Names names;
  private final TypingTables tables;
  private final Diagnostics diagnostics;
  private final Inference inference;
  private final List<Expr> values;

  ProgramChecker(
      Names names, TypingTables tables, Diagnostics diagnostics, Inference inference, List<Expr> values) {
    this.names = names;
    this.tables = tables;
    this.diagnostics = diagnostics;
    this.inference = inference;
    this.values = values;
  }

  void function(FunctionSymbol function) {
    TopLevel.Function node = function.node();
    Type result = node.result() == null ? Type.VOID : function.result();
    BodyChecker checker = new BodyChecker(setting(Builtin.Place.FUNCTION, false), result);
    checker.parameters(node.parameters(), function.parameterTypes());
    if (node.expression() != null) {
      if (node.result() == null) {
        diagnostics.add(
            Diagnostic.error(Code.MISSING_RETURN, node.name().span(), "`" + function.name() + "` declares no result")
                .help("write its type behind the parameters: `fn " + function.name() + "(…): int = …`"));
      } else {
        checker.expression(node.expression());
      }
    } else if (node.block() != null && checker.body(node.block()) && result != Type.VOID) {
      diagnostics.add(
          Diagnostic.error(
                  Code.MISSING_RETURN, node.name().span(), "`" + function.name() + "` may end without a value")
              .note("it declares " + Types.withArticle(function.result()) + " as its result")
              .help("let every way through it end with `return`"));
    }
    checker.finish(node);
  }

  void program(ProgramSymbol program) {
    BodyChecker checker = new BodyChecker(setting(Builtin.Place.TASK, false), Type.VOID);
    checker.parameters(program.node().parameters(), program.parameterTypes());
    checker.body(program.node().body());
    checker.finish(program.node());
  }

  /** The block of a task or of a timer's job. */
  void task(Node owner, Block block, boolean arrayElement) {
    body(owner, block, setting(Builtin.Place.TASK, arrayElement));
  }

  void act(Node owner, Block block) {
    body(owner, block, setting(Builtin.Place.ACT, false));
  }

  /** The block of {@code when}, which knows what the pattern of its event captures. */
  void when(ScenarioItem.When item) {
    BodyChecker checker = new BodyChecker(setting(Builtin.Place.ACT, false), Type.VOID);
    checker.captures(item.condition().span(), Captures.of(item.condition()));
    checker.body(item.body());
    checker.finish(item);
  }

  private void body(Node owner, Block block, Setting setting) {
    BodyChecker checker = new BodyChecker(setting, Type.VOID);
    checker.body(block);
    checker.finish(owner);
  }

  /** A checker of expressions outside of bodies, whose values must be known before running. */
  ExprChecker constants(boolean arrayElement) {
    return new ExprChecker(setting(Builtin.Place.CONSTANT, arrayElement));
  }

  private Setting setting(Builtin.Place place, boolean arrayElement) {
    return new Setting(
        names,
        tables,
        diagnostics,
        inference,
        new BodyScope(),
        place,
        place == Builtin.Place.ACT,
        place == Builtin.Place.TASK,
        arrayElement,
        values);
  }
}
