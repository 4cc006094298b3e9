// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.ast.TopLevel;
import org.jspecify.annotations.Nullable;

/** Runs the block of a function before anything else runs; functions only compute, so this is all they can do. */
final class FunctionRunner implements Stmt.Visitor<FunctionRunner.Next> {
  /** How a statement ended. */
  enum Next {
    ON,
    BREAK,
    CONTINUE,
    RETURN
  }

  private final Evaluator evaluator;
  private @Nullable ConstantValue result;

  FunctionRunner(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The value that the function returns. */
  ConstantValue run(TopLevel.Function function) {
    if (function.block() != null) {
      block(function.block());
    }
    if (result == null) {
      throw NotKnown.reported();
    }
    return result;
  }

  private Next block(Block block) {
    for (Stmt statement : block.statements()) {
      evaluator.step(statement.span());
      Next next = statement.accept(this);
      if (next != Next.ON) {
        return next;
      }
    }
    return Next.ON;
  }

  @Override
  public Next let(LetDecl stmt) {
    evaluator.set(evaluator.typing().local(stmt), evaluator.value(stmt.value()));
    return Next.ON;
  }

  @Override
  public Next varDecl(Stmt.Var stmt) {
    evaluator.set(evaluator.typing().local(stmt), evaluator.value(stmt.value()));
    return Next.ON;
  }

  @Override
  public Next assign(Stmt.Assign stmt) {
    evaluator.set(evaluator.typing().local(stmt), evaluator.value(stmt.value()));
    return Next.ON;
  }

  @Override
  public Next ifElse(Stmt.If stmt) {
    for (Stmt.If.Branch branch : stmt.branches()) {
      if (evaluator.flag(branch.condition())) {
        return block(branch.block());
      }
    }
    return stmt.otherwise() == null ? Next.ON : block(stmt.otherwise());
  }

  @Override
  public Next whileLoop(Stmt.While stmt) {
    while (evaluator.flag(stmt.condition())) {
      evaluator.step(stmt.span());
      Next next = block(stmt.body());
      if (next == Next.BREAK) {
        break;
      } else if (next == Next.RETURN) {
        return next;
      }
    }
    return Next.ON;
  }

  @Override
  public Next loop(Stmt.Loop stmt) {
    while (true) {
      evaluator.step(stmt.span());
      Next next = block(stmt.body());
      if (next == Next.BREAK) {
        return Next.ON;
      } else if (next == Next.RETURN) {
        return next;
      }
    }
  }

  @Override
  public Next forLoop(Stmt.For stmt) {
    LocalVariable variable = evaluator.typing().local(stmt);
    ConstantValue values = evaluator.value(stmt.values());
    for (ConstantValue element : Arithmetic.elements(values, Evaluator.MAX_ELEMENTS, stmt.values().span())) {
      evaluator.step(stmt.span());
      evaluator.set(variable, element);
      Next next = block(stmt.body());
      if (next == Next.BREAK) {
        break;
      } else if (next == Next.RETURN) {
        return next;
      }
    }
    return Next.ON;
  }

  @Override
  public Next breakLoop(Stmt.Break stmt) {
    return Next.BREAK;
  }

  @Override
  public Next continueLoop(Stmt.Continue stmt) {
    return Next.CONTINUE;
  }

  @Override
  public Next returnValue(Stmt.Return stmt) {
    Expr value = stmt.value();
    result = value == null ? null : evaluator.value(value);
    return Next.RETURN;
  }

  @Override
  public Next expect(Stmt.Expect stmt) {
    throw NotKnown.reported();
  }

  @Override
  public Next expectFails(Stmt.ExpectFails stmt) {
    throw NotKnown.reported();
  }

  @Override
  public Next ignore(Stmt.Ignore stmt) {
    throw NotKnown.reported();
  }

  @Override
  public Next expression(Stmt.ExprStmt stmt) {
    if (evaluator.typing().typeOf(stmt.expr()) != Type.VOID) {
      evaluator.value(stmt.expr());
    }
    return Next.ON;
  }
}
