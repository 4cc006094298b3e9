// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds statements and blocks of them. */
final class StmtBuilder extends NxsParserBaseVisitor<Stmt> {
  private final Places places;
  private final Faults faults;
  private final ExprBuilder exprs;

  StmtBuilder(Places places, Faults faults, ExprBuilder exprs) {
    this.places = places;
    this.faults = faults;
    this.exprs = exprs;
  }

  Block block(NxsParser.BlockContext context) {
    List<Stmt> statements = new ArrayList<>(context.items.size());
    for (NxsParser.StatementContext item : context.items) {
      if (item.exception == null) {
        statements.add(visit(item.stmt()));
      }
    }
    return new Block(statements, places.of(context));
  }

  /** The block of an item, which must have one; an empty one stands for a missing one. */
  Block requireBlock(NxsParser.@Nullable BlockContext context, ParserRuleContext item, String what) {
    return context == null ? new Block(List.of(), reportMissingBlock(item, what)) : block(context);
  }

  /** Says that an item has no block; answers the place where it should be. */
  Span reportMissingBlock(ParserRuleContext item, String what) {
    Span place = places.behind(places.of(item));
    faults.add(
        Diagnostic.error(Code.MISSING_BLOCK, place, what + " needs a block in braces")
            .also(places.of(item.getStart()), "for this")
            .help("add `{ … }`"));
    return place;
  }

  LetDecl let(NxsParser.LetContext context) {
    Name name = places.name(context.name());
    return new LetDecl(name, value(context, name, context.annotated, context.value), places.of(context));
  }

  @Override
  public Stmt visitLetStmt(NxsParser.LetStmtContext context) {
    return let(context.let());
  }

  @Override
  public Stmt visitVarStmt(NxsParser.VarStmtContext context) {
    Name name = places.name(context.name());
    return new Stmt.Var(name, value(context, name, context.annotated, context.value), places.of(context));
  }

  /** The value of {@code let} and {@code var}, after `=`; a `:` there is a mistake of one kind or another. */
  private Expr value(
      ParserRuleContext item,
      Name name,
      NxsParser.@Nullable ExprContext annotated,
      NxsParser.@Nullable ExprContext value) {
    String keyword = item.getStart().getText();
    if (annotated != null) {
      Span colon = new Span(name.span().source(), colonBefore(annotated), colonBefore(annotated) + 1);
      if (value == null) {
        faults.add(
            Diagnostic.error(Code.COLON_FOR_EQUALS, colon, "`:` stands where `" + keyword + "` has `=`")
                .help("write `" + keyword + " " + name.text() + " = …`"));
        return exprs.expr(annotated);
      }
      faults.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, places.of(annotated), "`" + keyword + "` names no type")
              .help("leave out the type; it follows from the value"));
    }
    if (value == null) {
      Span place = places.of(item);
      faults.add(
          Diagnostic.error(Code.MISSING_EXPRESSION, places.behind(place), "`" + name.text() + "` gets no value")
              .help("write `" + keyword + " " + name.text() + " = …`"));
      return new Expr.IntLit(0, places.behind(place));
    }
    return exprs.expr(value);
  }

  private int colonBefore(NxsParser.ExprContext annotated) {
    Span span = places.of(annotated);
    return span.source().text().lastIndexOf(':', span.start());
  }

  @Override
  public Stmt visitIfStmt(NxsParser.IfStmtContext context) {
    List<Stmt.If.Branch> branches = new ArrayList<>(context.tests.size());
    for (int i = 0; i < context.tests.size(); i++) {
      Expr test = exprs.expr(context.tests.get(i));
      Block block = block(context.blocks.get(i));
      branches.add(new Stmt.If.Branch(test, block, test.span().to(block.span())));
    }
    Block otherwise = context.otherwise == null ? null : block(context.otherwise);
    return new Stmt.If(branches, otherwise, places.of(context));
  }

  @Override
  public Stmt visitWhileStmt(NxsParser.WhileStmtContext context) {
    return new Stmt.While(exprs.expr(context.expr()), block(context.block()), places.of(context));
  }

  @Override
  public Stmt visitLoopStmt(NxsParser.LoopStmtContext context) {
    return new Stmt.Loop(block(context.block()), places.of(context));
  }

  @Override
  public Stmt visitForStmt(NxsParser.ForStmtContext context) {
    Name variable = places.name(context.name());
    return new Stmt.For(variable, exprs.expr(context.expr()), block(context.block()), places.of(context));
  }

  @Override
  public Stmt visitBreakStmt(NxsParser.BreakStmtContext context) {
    return new Stmt.Break(places.of(context));
  }

  @Override
  public Stmt visitContinueStmt(NxsParser.ContinueStmtContext context) {
    return new Stmt.Continue(places.of(context));
  }

  @Override
  public Stmt visitReturnStmt(NxsParser.ReturnStmtContext context) {
    return new Stmt.Return(exprs.optional(context.expr()), places.of(context));
  }

  @Override
  public Stmt visitExpectStmt(NxsParser.ExpectStmtContext context) {
    Expr checked = exprs.expr(context.checked);
    if (context.name() != null) {
      return new Stmt.ExpectFails(checked, places.name(context.name()), places.of(context));
    }
    return new Stmt.Expect(checked, exprs.optional(context.message), places.of(context));
  }

  @Override
  public Stmt visitIgnoreStmt(NxsParser.IgnoreStmtContext context) {
    return new Stmt.Ignore(exprs.expr(context.expr()), places.of(context));
  }

  @Override
  public Stmt visitExprStmt(NxsParser.ExprStmtContext context) {
    Expr target = exprs.expr(context.target);
    Span span = places.of(context);
    if (context.value == null) {
      return new Stmt.ExprStmt(target, span);
    }
    Expr value = exprs.expr(context.value);
    if (target instanceof Expr.NameExpr name) {
      return new Stmt.Assign(new Name(name.name(), name.span()), value, span);
    }
    Token assign = context.ASSIGN().getSymbol();
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_WORD, places.of(assign), "only a variable can be assigned")
            .also(target.span(), "this is none")
            .help("`==` compares two values; lists and records never change"));
    return new Stmt.ExprStmt(target, span);
  }
}
