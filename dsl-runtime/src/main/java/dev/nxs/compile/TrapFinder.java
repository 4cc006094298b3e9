// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Tells whether evaluating an expression may trap, and so needs a stack with nothing on it. Only calls of the kernel do;
 * functions and queries run through.
 */
final class TrapFinder implements Expr.Visitor<Boolean> {
  /** Calls that read what the task sees anyway, or that were decided before running. */
  private static final Set<Builtin> THROUGH =
      EnumSet.of(
          Builtin.NOW, Builtin.SELF, Builtin.HART, Builtin.RANDOM, Builtin.CHOOSE, Builtin.TASKS,
          Builtin.TIMER_DEADLINE);

  private final Typing typing;
  private final IdentityHashMap<Expr, Boolean> known = new IdentityHashMap<>();

  TrapFinder(Typing typing) {
    this.typing = typing;
  }

  boolean traps(Expr expr) {
    Boolean answer = known.get(expr);
    if (answer == null) {
      answer = expr.accept(this);
      known.put(expr, answer);
    }
    return answer;
  }

  @Override
  public Boolean intLit(Expr.IntLit expr) {
    return false;
  }

  @Override
  public Boolean floatLit(Expr.FloatLit expr) {
    return false;
  }

  @Override
  public Boolean durationLit(Expr.DurationLit expr) {
    return false;
  }

  @Override
  public Boolean boolLit(Expr.BoolLit expr) {
    return false;
  }

  @Override
  public Boolean stringLit(Expr.StringLit expr) {
    for (Expr.StringLit.Part part : expr.parts()) {
      if (part instanceof Expr.StringLit.Hole hole && traps(hole.value())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Boolean patternLit(Expr.PatternLit expr) {
    return false;
  }

  @Override
  public Boolean name(Expr.NameExpr expr) {
    return false;
  }

  @Override
  public Boolean listLit(Expr.ListLit expr) {
    return expr.elements().stream().anyMatch(this::traps);
  }

  @Override
  public Boolean recordLit(Expr.RecordLit expr) {
    return expr.fields().stream().anyMatch(field -> traps(field.value()));
  }

  @Override
  public Boolean unary(Expr.Unary expr) {
    return traps(expr.operand());
  }

  @Override
  public Boolean chain(Expr.Chain expr) {
    return traps(expr.first()) || expr.links().stream().anyMatch(link -> traps(link.operand()));
  }

  @Override
  public Boolean range(Expr.RangeExpr expr) {
    return traps(expr.from()) || traps(expr.to());
  }

  @Override
  public Boolean member(Expr.Member expr) {
    return traps(expr.target());
  }

  @Override
  public Boolean index(Expr.Index expr) {
    return traps(expr.target()) || traps(expr.index());
  }

  @Override
  public Boolean call(Expr.Call expr) {
    CallTarget target = typing.call(expr).target();
    if (target instanceof Builtin builtin && !THROUGH.contains(builtin)) {
      return true;
    }
    boolean inTarget = target instanceof Method && expr.callee() instanceof Expr.Member member && traps(member.target());
    return inTarget || expr.arguments().stream().map(Argument::value).anyMatch(this::traps);
  }

  @Override
  public Boolean tryCall(Expr.Try expr) {
    return traps(expr.call());
  }

  @Override
  public Boolean quantifier(Expr.Quantifier expr) {
    Expr count = expr.count();
    return traps(expr.list()) || traps(expr.body()) || (count != null && traps(count));
  }

  @Override
  public Boolean event(Expr.EventExpr expr) {
    return false;
  }
}
