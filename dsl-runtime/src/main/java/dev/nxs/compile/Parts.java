// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Expr.BinaryOp;
import java.util.ArrayList;
import java.util.List;

/**
 * Picks the operands that tell why a condition does not hold: both sides of each comparison, and the queries in them.
 * Nothing inside a quantifier is picked, because its variable has no value outside.
 */
final class Parts {
  private static final int MOST = 24;

  private final Typing typing;
  private final List<Expr> found = new ArrayList<>();

  private Parts(Typing typing) {
    this.typing = typing;
  }

  /** The parts of a condition, outermost first, each text once. */
  static List<Expr> of(Expr condition, Typing typing) {
    Parts parts = new Parts(typing);
    parts.condition(condition);
    return List.copyOf(parts.found);
  }

  private void condition(Expr expr) {
    if (expr instanceof Expr.Unary unary && unary.op() == Expr.UnaryOp.NOT) {
      condition(unary.operand());
    } else if (expr instanceof Expr.Chain chain) {
      BinaryOp op = chain.links().get(0).op();
      boolean joins = op == BinaryOp.AND || op == BinaryOp.OR;
      if (joins) {
        condition(chain.first());
        chain.links().forEach(link -> condition(link.operand()));
      } else {
        add(chain.first());
        chain.links().forEach(link -> add(link.operand()));
        inside(chain.first());
        chain.links().forEach(link -> inside(link.operand()));
      }
    } else {
      add(expr);
      inside(expr);
    }
  }

  /** What an operand is made of. */
  private void inside(Expr expr) {
    if (expr instanceof Expr.Chain chain) {
      operand(chain.first());
      chain.links().forEach(link -> operand(link.operand()));
    } else if (expr instanceof Expr.Unary unary) {
      operand(unary.operand());
    } else if (expr instanceof Expr.Call call) {
      call.arguments().forEach(argument -> argument(argument.value()));
    }
  }

  /** Whom a query asks about is no value that tells anything. */
  private void argument(Expr expr) {
    boolean object =
        expr instanceof Expr.Index && (typing.typeOf(expr) == Type.TASK || typing.typeOf(expr) == Type.HART);
    if (!object) {
      operand(expr);
    }
  }

  private void operand(Expr expr) {
    add(expr);
    inside(expr);
  }

  private void add(Expr expr) {
    boolean tells =
        expr instanceof Expr.Call
            || expr instanceof Expr.Member
            || expr instanceof Expr.Chain
            || expr instanceof Expr.Index
            || (expr instanceof Expr.NameExpr name && typing.binding(name) instanceof Binding.Local);
    boolean known = found.stream().anyMatch(other -> other.span().text().equals(expr.span().text()));
    boolean showable = tells && Types.hasText(typing.typeOf(expr));
    if (showable && !known && found.size() < MOST) {
      found.add(expr);
    }
  }
}
