// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Node;
import dev.nxs.syntax.ast.Stmt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements to instructions, with nothing on the stack between two. Each visit tells whether what follows is reached. */
final class StmtLowering implements Stmt.Visitor<Boolean> {
  /** Where {@code continue} and {@code break} of the loop around go. */
  private record Targets(Assembler.Label next, Assembler.Label end) {}

  /** Values that a fault takes along. */
  private static final int FAULT_VALUES = 2;

  private final BodyLowering body;
  private final ProgramLowering program;
  private final Assembler a;
  private final Deque<Targets> loops = new ArrayDeque<>();

  /** Where {@code return} goes in the block of a timer, whose task goes on with the next period; else null. */
  private Assembler.@Nullable Label returnTarget;

  StmtLowering(BodyLowering body) {
    this.body = body;
    this.program = body.program;
    this.a = body.assembler;
  }

  /** Writes a block; whether its end is reached. */
  boolean block(Block block) {
    for (Stmt stmt : block.statements()) {
      if (!stmt.accept(this)) {
        return false;
      }
    }
    return true;
  }

  /** Writes the block of a timer. */
  void job(Block block, Assembler.Label end) {
    returnTarget = end;
    block(block);
  }

  @Override
  public Boolean let(LetDecl stmt) {
    assign(stmt, stmt.value());
    return true;
  }

  @Override
  public Boolean varDecl(Stmt.Var stmt) {
    assign(stmt, stmt.value());
    return true;
  }

  @Override
  public Boolean assign(Stmt.Assign stmt) {
    assign(stmt, stmt.value());
    return true;
  }

  private void assign(Node statement, Expr value) {
    LocalVariable variable = program.typing.local(statement);
    if (!body.flat(variable)) {
      body.expressions.pushAs(value, variable.type());
      body.storage.store(body.place(variable)[0]);
      return;
    }
    int[] place = body.place(variable);
    if (program.constant(value).isEmpty() && value instanceof Expr.Try call) {
      body.calls.outcome(call);
    } else if (program.constant(value).isEmpty() && value instanceof Expr.RecordLit literal) {
      body.expressions.fields(literal).forEach(Runnable::run);
    } else {
      spread(value, variable.type(), place.length);
    }
    for (int i = place.length - 1; i >= 0; i--) {
      body.storage.store(place[i]);
    }
  }

  /** Pushes the fields of a record. */
  private void spread(Expr value, Type type, int fields) {
    body.expressions.pushAs(value, type);
    Kept record = body.keep(Canon.VALUE);
    for (int i = 0; i < fields; i++) {
      record.push();
      a.emit(Op.FIELD, i);
    }
    record.release();
  }

  @Override
  public Boolean ifElse(Stmt.If stmt) {
    Assembler.Label end = a.label();
    boolean reached = false;
    for (Stmt.If.Branch branch : stmt.branches()) {
      Assembler.Label otherwise = a.label();
      body.expressions.operators().jumpUnless(branch.condition(), otherwise);
      if (block(branch.block())) {
        a.jump(Op.JUMP, end);
        reached = true;
      }
      a.place(otherwise);
    }
    Block otherwise = stmt.otherwise();
    boolean last = otherwise == null || block(otherwise);
    a.place(end);
    return reached || last;
  }

  @Override
  public Boolean whileLoop(Stmt.While stmt) {
    Targets targets = new Targets(a.label(), a.label());
    a.place(targets.next());
    body.expressions.operators().jumpUnless(stmt.condition(), targets.end());
    repeated(stmt.body(), targets);
    program.site(stmt.condition().span(), Site.Kind.EXPRESSION);
    a.jump(Op.JUMP, targets.next());
    a.place(targets.end());
    return true;
  }

  @Override
  public Boolean loop(Stmt.Loop stmt) {
    Targets targets = new Targets(a.label(), a.label());
    a.place(targets.next());
    repeated(stmt.body(), targets);
    program.site(stmt.span(), Site.Kind.EXPRESSION);
    a.jump(Op.JUMP, targets.next());
    a.place(targets.end());
    return BreakFinder.breaks(stmt.body());
  }

  @Override
  public Boolean forLoop(Stmt.For stmt) {
    program.site(stmt.values().span(), Site.Kind.EXPRESSION);
    Loop loop = Loop.over(body, stmt.values(), program.typing.local(stmt));
    loop.head();
    repeated(stmt.body(), new Targets(loop.next(), loop.end()));
    program.site(stmt.values().span(), Site.Kind.EXPRESSION);
    loop.tail();
    return true;
  }

  private void repeated(Block block, Targets targets) {
    loops.push(targets);
    block(block);
    loops.pop();
  }

  @Override
  public Boolean breakLoop(Stmt.Break stmt) {
    a.jump(Op.JUMP, loops.element().end());
    return false;
  }

  @Override
  public Boolean continueLoop(Stmt.Continue stmt) {
    a.jump(Op.JUMP, loops.element().next());
    return false;
  }

  @Override
  public Boolean returnValue(Stmt.Return stmt) {
    Type result = body.result;
    if (result != null) {
      Expr value = stmt.value();
      if (value == null) {
        a.push(program.words.fallback(result));
      } else {
        body.expressions.pushAs(value, result);
      }
      a.emit(Op.RETURN);
    } else if (returnTarget != null) {
      a.jump(Op.JUMP, returnTarget);
    } else {
      program.end();
    }
    return false;
  }

  @Override
  public Boolean expect(Stmt.Expect stmt) {
    Expr condition = stmt.condition();
    // Each part of a conjunction is a check of its own, so that a failure shows the part that does not hold.
    if (condition instanceof Expr.Chain chain && chain.links().get(0).op() == Expr.BinaryOp.AND) {
      check(chain.first(), stmt);
      chain.links().forEach(link -> check(link.operand(), stmt));
    } else {
      check(condition, stmt);
    }
    return true;
  }

  private void check(Expr condition, Stmt.Expect stmt) {
    Assembler.Label holds = a.label();
    if (condition instanceof Expr.Chain chain && compares(chain.links().get(0).op())) {
      compared(chain, stmt, holds);
    } else if (condition instanceof Expr.Chain chain && chain.links().get(0).op() == Expr.BinaryOp.IN) {
      contained(chain, stmt, holds);
    } else {
      body.expressions.push(condition);
      a.jump(Op.JUMP_IF, holds);
      fail(stmt, condition, List.of(), List.of(), () -> {}, () -> {});
    }
    a.place(holds);
  }

  private static boolean compares(Expr.BinaryOp op) {
    return switch (op) {
      case EQ, NE, LT, LE, GT, GE -> true;
      case OR, AND, IN, ADD, SUB, MUL, DIV, REM -> false;
    };
  }

  /** Both sides are kept, to be shown where the check fails. */
  private void compared(Expr.Chain chain, Stmt.Expect stmt, Assembler.Label holds) {
    OperatorRule rule = program.typing.rules(chain).get(0);
    Expr leftExpr = chain.first();
    Expr rightExpr = chain.links().get(0).operand();
    body.expressions.pushAs(leftExpr, rule.left());
    Kept left = body.keep(Words.canon(rule.left()));
    boolean known = program.constant(rightExpr).isPresent();
    Kept kept = known ? null : rightSide(rightExpr, rule.right());
    Runnable right = kept == null ? () -> body.expressions.pushAs(rightExpr, rule.right()) : kept::push;
    left.push();
    right.run();
    body.expressions.operators().apply(rule);
    a.jump(Op.JUMP_IF, holds);
    fail(stmt, chain, List.of(rule.left(), rule.right()), List.of(leftExpr, rightExpr), left::push, right);
    left.release();
    if (kept != null) {
      kept.release();
    }
  }

  /** What was looked for is kept, to be shown where the check fails; where it was looked for, if that is known. */
  private void contained(Expr.Chain chain, Stmt.Expect stmt, Assembler.Label holds) {
    OperatorRule rule = program.typing.rules(chain).get(0);
    Expr element = chain.first();
    Expr whole = chain.links().get(0).operand();
    body.expressions.pushAs(element, rule.left());
    Kept kept = body.keep(Words.canon(rule.left()));
    body.expressions.operators().contains(kept, whole, rule);
    a.jump(Op.JUMP_IF, holds);
    if (program.constant(whole).isPresent()) {
      Runnable right = () -> body.expressions.pushAs(whole, rule.right());
      fail(stmt, chain, List.of(rule.left(), rule.right()), List.of(element, whole), kept::push, right);
    } else {
      fail(stmt, chain, List.of(rule.left()), List.of(element), kept::push, () -> {});
    }
    kept.release();
  }

  private Kept rightSide(Expr expr, Type type) {
    body.expressions.pushAs(expr, type);
    return body.keep(Words.canon(type));
  }

  /** Fails a check with the message of its author and the values of both sides. */
  private void fail(
      Stmt.Expect stmt, Expr condition, List<Type> types, List<Expr> operands, Runnable left, Runnable right) {
    Expr message = stmt.message();
    ConstantValue constant =
        message == null
            ? new ConstantValue.OfString("")
            : program.constant(message).orElse(null);
    if (message != null && constant == null) {
      // A message with holes is evaluated now, and takes the values along in a list.
      body.expressions.push(message);
      Kept text = body.keep(Canon.VALUE);
      left.run();
      right.run();
      text.push();
      text.release();
      a.site(program.sites.of(new Site(condition.span(), Site.Kind.CHECK_WITH_TEXT, "", types, operands)));
      a.emit(Op.LIST_NEW, types.size() + 1);
      a.push(0);
    } else {
      String text = constant instanceof ConstantValue.OfString string ? string.value() : "";
      a.site(program.sites.of(new Site(condition.span(), Site.Kind.CHECK, text, types, operands)));
      left.run();
      right.run();
      for (int i = types.size(); i < FAULT_VALUES; i++) {
        a.push(0);
      }
    }
    a.fault(Fault.CHECK_FAILED);
  }

  @Override
  public Boolean expectFails(Stmt.ExpectFails stmt) {
    Errno wanted = Errno.valueOf(stmt.errno().text());
    Assembler.Label fails = a.label();
    CallLowering.Outcome outcome = body.calls.attempt(stmt.call());
    outcome.errno().run();
    Kept errno = body.keep(Canon.EXACT);
    outcome.release().run();
    errno.push();
    a.push(wanted.number());
    a.emit(Op.EQ);
    a.jump(Op.JUMP_IF, fails);
    errno.push();
    a.push(wanted.number());
    a.site(
        program.sites.of(
            new Site(stmt.span(), Site.Kind.FAILS, "", List.of(Type.ERRNO, Type.ERRNO), List.of(stmt.call()))));
    a.fault(Fault.CHECK_FAILED);
    a.place(fails);
    errno.release();
    return true;
  }

  @Override
  public Boolean ignore(Stmt.Ignore stmt) {
    body.calls.perform(stmt.call()).release().run();
    return true;
  }

  @Override
  public Boolean expression(Stmt.ExprStmt stmt) {
    if (stmt.expr() instanceof Expr.Call call && program.typing.call(call).target() instanceof Builtin builtin) {
      body.calls.statement(call);
      return builtin != Builtin.EXIT;
    }
    body.expressions.push(stmt.expr());
    a.emit(Op.POP);
    return true;
  }
}
