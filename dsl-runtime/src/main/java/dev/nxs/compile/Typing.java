// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Node;
import java.util.List;

/**
 * What the checker found out about the nodes of the tree, by node. Asking about a node that was not checked, or that has
 * an error, is a mistake of the caller and throws.
 */
public interface Typing {
  /** The type of an expression by itself. */
  Type typeOf(Expr expr);

  /** The type that is needed where the expression stands: float for an int that is widened, else its own. */
  Type wantedType(Expr expr);

  Binding binding(Expr.NameExpr name);

  BoundCall call(Expr.Call call);

  /** The rules that the links of a chain follow, one for each. */
  List<OperatorRule> rules(Expr.Chain chain);

  MemberAccess member(Expr.Member member);

  /** The variable that a {@code let}, {@code var}, {@code for} or quantifier declares, or an assignment sets. */
  LocalVariable local(Node statement);

  /** The body of a task, program, function, act or timer. */
  Body body(Node owner);

  /** The place of an event in {@link ObservingScope#counted()}. */
  int counter(EventPattern event);
}
