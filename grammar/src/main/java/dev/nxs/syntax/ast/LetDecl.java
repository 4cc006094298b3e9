// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;

/** {@code let name = value}, which stands at the top level, in a scenario and among statements alike. */
public record LetDecl(Name name, Expr value, Span span) implements TopLevel, ScenarioItem, Stmt {
  @Override
  public <R> R accept(TopLevel.Visitor<R> visitor) {
    return visitor.let(this);
  }

  @Override
  public <R> R accept(ScenarioItem.Visitor<R> visitor) {
    return visitor.let(this);
  }

  @Override
  public <R> R accept(Stmt.Visitor<R> visitor) {
    return visitor.let(this);
  }
}
