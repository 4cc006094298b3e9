// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks that an act of the scenario may start. Loops over what is known before running are gone through; where
 * the place in an array is not known, all of the array may be meant. Whether a condition holds is not asked.
 */
final class StartFinder {
  /** Turns of loops that are gone through for one act. */
  private static final int MOST_TURNS = 100_000;

  private final TypingTables typing;
  private final Evaluator evaluator;
  private final Set<Integer> pids = new TreeSet<>();
  private int turns;

  StartFinder(TypingTables typing, Values values) {
    this.typing = typing;
    this.evaluator = new Evaluator(typing, values, -1);
  }

  /** Goes through the body of an act. */
  void act(Block block) {
    turns = 0;
    block(block);
  }

  /** The pids of the tasks found. */
  Set<Integer> pids() {
    return pids;
  }

  private void block(Block block) {
    for (Stmt statement : block.statements()) {
      if (turns < MOST_TURNS) {
        statement(statement);
      }
    }
  }

  private void statement(Stmt statement) {
    turns++;
    if (statement instanceof Stmt.If branches) {
      branches.branches().forEach(branch -> block(branch.block()));
      if (branches.otherwise() != null) {
        block(branches.otherwise());
      }
    } else if (statement instanceof Stmt.While loop) {
      block(loop.body());
    } else if (statement instanceof Stmt.Loop loop) {
      block(loop.body());
    } else if (statement instanceof Stmt.For loop) {
      loop(loop);
    } else if (statement instanceof LetDecl let) {
      call(let.value());
      ConstantValue value = value(let.value());
      if (value != null) {
        evaluator.set(typing.local(let), value);
      }
    } else if (statement instanceof Stmt.ExprStmt call) {
      call(call.expr());
    } else if (statement instanceof Stmt.Ignore call) {
      call(call.call());
    } else if (statement instanceof Stmt.ExpectFails call) {
      call(call.call());
    } else if (statement instanceof Stmt.Var variable) {
      call(variable.value());
    }
  }

  private void loop(Stmt.For loop) {
    ConstantValue values = value(loop.values());
    List<ConstantValue> elements = values == null ? List.of() : elements(values, loop.values());
    for (ConstantValue element : elements) {
      if (turns < MOST_TURNS) {
        evaluator.set(typing.local(loop), element);
        block(loop.body());
      }
    }
    if (values == null) {
      block(loop.body());
    }
  }

  private static List<ConstantValue> elements(ConstantValue values, Expr expr) {
    try {
      return Arithmetic.elements(values, MOST_TURNS, expr.span());
    } catch (NotKnown e) {
      return List.of();
    }
  }

  private void call(Expr expr) {
    if (expr instanceof Expr.Try attempt) {
      call(attempt.call());
    } else if (expr instanceof Expr.Call call && typing.isSound(call) && typing.call(call).target() == Builtin.START) {
      Expr task = call.arguments().isEmpty() ? null : call.arguments().get(0).value();
      if (task != null) {
        started(task);
      }
    }
  }

  private void started(Expr task) {
    ConstantValue value = value(task);
    if (value instanceof ConstantValue.OfTask one) {
      pids.add(one.pid());
    } else if (task instanceof Expr.Index element && value(element.target()) instanceof ConstantValue.OfList list) {
      for (ConstantValue each : new ArrayList<>(list.elements())) {
        if (each instanceof ConstantValue.OfTask one) {
          pids.add(one.pid());
        }
      }
    }
  }

  /** The value of an expression in the turn of the loops at hand, null where it is not known. */
  private @Nullable ConstantValue value(Expr expr) {
    try {
      return evaluator.value(expr);
    } catch (NotKnown e) {
      return null;
    }
  }
}
