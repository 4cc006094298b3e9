// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Expr.BinaryOp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chains of operators, membership, and quantifiers. */
final class OperatorLowering {
  private final BodyLowering body;
  private final ProgramLowering program;
  private final Assembler a;
  private final ExprLowering expressions;

  OperatorLowering(BodyLowering body, ExprLowering expressions) {
    this.body = body;
    this.program = body.program;
    this.a = body.assembler;
    this.expressions = expressions;
  }

  Type chain(Expr.Chain expr) {
    BinaryOp op = expr.links().get(0).op();
    if (op == BinaryOp.AND || op == BinaryOp.OR) {
      logical(expr);
      return Type.BOOL;
    } else if (op == BinaryOp.IN) {
      membership(expr);
      return Type.BOOL;
    }
    Type type = program.typing.typeOf(expr);
    if (op == BinaryOp.ADD && type == Type.STRING) {
      expressions.texts().joined(expr);
      return type;
    }
    return fold(expr);
  }

  /** Jumps where a condition does not hold, and goes on behind where it does. */
  void jumpUnless(Expr condition, Assembler.Label target) {
    if (condition instanceof Expr.Chain chain
        && chain.links().get(0).op() == BinaryOp.AND
        && program.constant(condition).isEmpty()) {
      jumpUnless(chain.first(), target);
      for (Expr.Chain.Link link : chain.links()) {
        jumpUnless(link.operand(), target);
      }
    } else {
      expressions.push(condition);
      a.jump(Op.JUMP_UNLESS, target);
    }
  }

  private void logical(Expr.Chain expr) {
    boolean and = expr.links().get(0).op() == BinaryOp.AND;
    Assembler.Label decided = a.label();
    Assembler.Label end = a.label();
    Op jump = and ? Op.JUMP_UNLESS : Op.JUMP_IF;
    expressions.push(expr.first());
    a.jump(jump, decided);
    for (Expr.Chain.Link link : expr.links()) {
      expressions.push(link.operand());
      a.jump(jump, decided);
    }
    a.push(and ? 1 : 0);
    a.jump(Op.JUMP, end);
    a.place(decided);
    a.push(and ? 0 : 1);
    a.place(end);
  }

  /** From the left, each operand as the rule of its operator wants it. */
  private Type fold(Expr.Chain expr) {
    List<OperatorRule> rules = program.typing.rules(expr);
    Type type = rules.get(0).left();
    expressions.pushAs(expr.first(), type);
    for (int i = 0; i < rules.size(); i++) {
      OperatorRule rule = rules.get(i);
      Expr.Chain.Link link = expr.links().get(i);
      operand(rule, type);
      if (program.traps.traps(link.operand())) {
        Runnable left = body.aside(Words.canon(rule.left()));
        expressions.pushAs(link.operand(), rule.right());
        Runnable right = body.aside(Words.canon(rule.right()));
        left.run();
        right.run();
      } else {
        expressions.pushAs(link.operand(), rule.right());
      }
      program.site(expr.first().span().to(link.operand().span()), Site.Kind.EXPRESSION);
      apply(rule);
      type = rule.result();
    }
    return type;
  }

  /** Makes of the left operand on the stack what the operator works on. */
  private void operand(OperatorRule rule, Type type) {
    expressions.widen(type, rule.left());
    if (isExactQuotient(rule)) {
      a.emit(Op.INT_TO_FLOAT);
    }
  }

  /** The quotient of two durations is a float where one is needed, and not the float of a truncated one. */
  private static boolean isExactQuotient(OperatorRule rule) {
    return rule.op() == BinaryOp.DIV && rule.result() == Type.FLOAT && rule.left() != Type.FLOAT;
  }

  /** Writes the instruction of an operator whose operands are on the stack. */
  void apply(OperatorRule rule) {
    boolean real = rule.left() == Type.FLOAT;
    switch (rule.op()) {
      case ADD -> a.emit(rule.left() instanceof Type.ListOf ? Op.LIST_CONCAT : real ? Op.FADD : Op.ADD);
      case SUB -> a.emit(real ? Op.FSUB : Op.SUB);
      case MUL -> a.emit(real ? Op.FMUL : Op.MUL);
      case DIV -> {
        if (isExactQuotient(rule)) {
          a.emit(Op.INT_TO_FLOAT);
          a.emit(Op.FDIV);
        } else {
          a.emit(real ? Op.FDIV : Op.DIV);
        }
      }
      case REM -> a.emit(real ? Op.FREM : Op.REM);
      case EQ -> a.emit(real ? Op.FEQ : Op.EQ);
      case NE -> {
        a.emit(real ? Op.FEQ : Op.EQ);
        a.emit(Op.NOT);
      }
      case LT -> a.emit(real ? Op.FLT : Op.LT);
      case LE -> a.emit(real ? Op.FLE : Op.LE);
      case GT -> greater(real, Op.GT, Op.FLT);
      case GE -> greater(real, Op.GE, Op.FLE);
      case AND, OR, IN -> throw new IllegalArgumentException("an operator with code of its own: op=" + rule.op());
    }
  }

  private void greater(boolean real, Op whole, Op swapped) {
    if (real) {
      a.emit(Op.SWAP);
      a.emit(swapped);
    } else {
      a.emit(whole);
    }
  }

  private void membership(Expr.Chain expr) {
    OperatorRule rule = program.typing.rules(expr).get(0);
    expressions.pushAs(expr.first(), rule.left());
    Kept value = body.keep(Words.canon(rule.left()));
    contains(value, expr.links().get(0).operand(), rule);
    value.release();
  }

  /** Pushes whether a value is in a list or a range; the stack must be empty if evaluating that traps. */
  void contains(Kept value, Expr whole, OperatorRule rule) {
    if (rule.right() instanceof Type.ListOf) {
      expressions.pushAs(whole, rule.right());
      value.push();
      a.emit(Op.LIST_CONTAINS);
      return;
    }
    // A hart is looked for among numbers, which need not be harts.
    RangeParts range = RangeParts.of(body, whole, rule.left() == Type.HART ? Type.INT : rule.left());
    value.push();
    range.from().run();
    compare(rule.left(), BinaryOp.GE);
    below(value, range, rule.left());
    a.emit(Op.AND);
    range.release();
  }

  /** Pushes whether a value does not lie beyond the end of a range. */
  void below(Kept value, RangeParts range, Type type) {
    value.push();
    range.to().run();
    compare(type, range.inclusive() == RangeParts.Inclusive.YES ? BinaryOp.LE : BinaryOp.LT);
    if (range.inclusive() == RangeParts.Inclusive.DEPENDS) {
      value.push();
      range.to().run();
      compare(type, BinaryOp.EQ);
      range.flag().run();
      a.emit(Op.AND);
      a.emit(Op.OR);
    }
  }

  private void compare(Type type, BinaryOp op) {
    apply(new OperatorRule(op, type, type, Type.BOOL));
  }

  /** Goes through the elements until the answer is certain; of {@code exactly}, until there are too many. */
  void quantifier(Expr.Quantifier expr) {
    Expr wanted = expr.count();
    Kept count = wanted == null ? null : counted(wanted);
    LocalVariable variable = program.typing.local(expr);
    Loop loop = Loop.over(body, expr.list(), variable);
    Assembler.Label decided = a.label();
    Assembler.Label end = a.label();
    loop.head();
    expressions.push(expr.body());
    switch (expr.kind()) {
      case ALL -> a.jump(Op.JUMP_UNLESS, decided);
      case ANY -> a.jump(Op.JUMP_IF, decided);
      case EXACTLY -> {
        a.jump(Op.JUMP_UNLESS, loop.next());
        count(count, decided);
      }
    }
    loop.tail();
    // Here every element was looked at.
    if (count == null) {
      a.push(expr.kind() == Expr.Quantifier.Kind.ALL ? 1 : 0);
    } else {
      count.push();
      a.emit(Op.NOT);
    }
    a.jump(Op.JUMP, end);
    a.place(decided);
    a.push(expr.kind() == Expr.Quantifier.Kind.ANY ? 1 : 0);
    a.place(end);
    if (count != null) {
      count.release();
    }
  }

  private Kept counted(Expr wanted) {
    expressions.pushAs(wanted, Type.INT);
    return body.keep(Canon.EXACT);
  }

  /** One more of those that are still to come; none may come any more where the number was 0. */
  private void count(@Nullable Kept count, Assembler.Label decided) {
    if (count == null) {
      throw new IllegalArgumentException("exactly has a number");
    }
    count.push();
    a.emit(Op.NOT);
    a.jump(Op.JUMP_IF, decided);
    count.push();
    a.push(1);
    a.emit(Op.SUB);
    count.set();
  }
}
