// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a task, a function, a program, or an act of the scenario. */
public sealed interface Stmt extends Node
    permits LetDecl,
        Stmt.Var,
        Stmt.Assign,
        Stmt.If,
        Stmt.While,
        Stmt.Loop,
        Stmt.For,
        Stmt.Break,
        Stmt.Continue,
        Stmt.Return,
        Stmt.Expect,
        Stmt.ExpectFails,
        Stmt.Ignore,
        Stmt.ExprStmt {
  <R> R accept(Visitor<R> visitor);

  /** {@code var name = value}. */
  record Var(Name name, Expr value, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.varDecl(this);
    }
  }

  /** {@code name = value}. */
  record Assign(Name name, Expr value, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.assign(this);
    }
  }

  /**
   * {@code if … else if … else}: a flat list, so that a long chain nests no deeper than a short one.
   *
   * @param otherwise null where there is no {@code else}
   */
  record If(List<Branch> branches, @Nullable Block otherwise, Span span) implements Stmt {
    /** One condition and what runs where it is the first to hold. */
    public record Branch(Expr condition, Block block, Span span) implements Node {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ifElse(this);
    }
  }

  /** {@code while condition { … }}. */
  record While(Expr condition, Block body, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.whileLoop(this);
    }
  }

  /** {@code loop { … }}: for ever, or until {@code break}. */
  record Loop(Block body, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.loop(this);
    }
  }

  /** {@code for name in values { … }}, over a range or a list. */
  record For(Name variable, Expr values, Block body, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.forLoop(this);
    }
  }

  /** {@code break}. */
  record Break(Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.breakLoop(this);
    }
  }

  /** {@code continue}. */
  record Continue(Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.continueLoop(this);
    }
  }

  /**
   * {@code return} with or without a value.
   *
   * @param value null where none is given
   */
  record Return(@Nullable Expr value, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.returnValue(this);
    }
  }

  /**
   * {@code expect condition, "message"}.
   *
   * @param message null where none is given
   */
  record Expect(Expr condition, @Nullable Expr message, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.expect(this);
    }
  }

  /** {@code expect call fails ERRNO}. */
  record ExpectFails(Expr call, Name errno, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.expectFails(this);
    }
  }

  /** {@code ignore call}: the failure of a call is of no interest, said aloud. */
  record Ignore(Expr call, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ignore(this);
    }
  }

  /** An expression as a statement; only calls make sense, which the checker says. */
  record ExprStmt(Expr expr, Span span) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.expression(this);
    }
  }

  /** One method for each kind of statement. */
  interface Visitor<R> {
    R let(LetDecl stmt);

    R varDecl(Var stmt);

    R assign(Assign stmt);

    R ifElse(If stmt);

    R whileLoop(While stmt);

    R loop(Loop stmt);

    R forLoop(For stmt);

    R breakLoop(Break stmt);

    R continueLoop(Continue stmt);

    R returnValue(Return stmt);

    R expect(Expect stmt);

    R expectFails(ExpectFails stmt);

    R ignore(Ignore stmt);

    R expression(ExprStmt stmt);
  }
}
