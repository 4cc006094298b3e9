// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import org.jspecify.annotations.Nullable;

/** A clause that says where in the run an expectation looks. */
public sealed interface TimeClause extends Node {
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code within 5ms}, {@code within 5ms after EVENT}.
   *
   * @param after null: counted from the start of the run
   */
  record Within(Expr duration, @Nullable EventPattern after, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.within(this);
    }
  }

  /** {@code by 20ms}. */
  record By(Expr time, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.by(this);
    }
  }

  /** {@code at 8ms}. */
  record At(Expr time, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.at(this);
    }
  }

  /** {@code from 10ms}. */
  record From(Expr time, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.from(this);
    }
  }

  /** {@code after 3ms}, {@code after EVENT}. */
  record After(Anchor anchor, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.after(this);
    }
  }

  /** {@code before 8ms}, {@code before EVENT}. */
  record Before(Anchor anchor, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.before(this);
    }
  }

  /** {@code until 90ms}, {@code until EVENT}. */
  record Until(Anchor anchor, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.until(this);
    }
  }

  /** {@code between EVENT and EVENT}. */
  record Between(EventPattern start, EventPattern end, Span span) implements TimeClause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.between(this);
    }
  }

  /** An instant, or an event that marks one; exactly one of the two is given. */
  record Anchor(@Nullable Expr time, @Nullable EventPattern event, Span span) implements Node {}

  /** One method for each kind of clause. */
  interface Visitor<R> {
    R within(Within clause);

    R by(By clause);

    R at(At clause);

    R from(From clause);

    R after(After clause);

    R before(Before clause);

    R until(Until clause);

    R between(Between clause);
  }
}
