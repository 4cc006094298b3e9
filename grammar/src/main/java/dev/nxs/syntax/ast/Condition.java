// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;

/** What an expectation, a {@code when} or a {@code run until} speaks of: something that happens, or something that holds. */
public sealed interface Condition extends Node {
  <R> R accept(Visitor<R> visitor);

  /** Something that happens. */
  record Event(EventPattern event) implements Condition {
    @Override
    public Span span() {
      return event.span();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.event(this);
    }
  }

  /** Something that holds or not: a bool expression over the queries. */
  record State(Expr expr) implements Condition {
    @Override
    public Span span() {
      return expr.span();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.state(this);
    }
  }

  /** One method for each kind of condition. */
  interface Visitor<R> {
    R event(Event condition);

    R state(State condition);
  }
}
