// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The side tables, filled by the checker and then only read. Nodes are looked up by identity, because equal text in one
 * place is one node; a table falls back on the one below it, as that of a scenario on that of its file. Nothing is ever
 * done in the order of these maps.
 */
final class TypingTables implements Typing {
  private final @Nullable TypingTables below;
  private final IdentityHashMap<Expr, Type> types = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Boolean> unsound = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Type> wanted = new IdentityHashMap<>();
  private final IdentityHashMap<Expr.NameExpr, Binding> bindings = new IdentityHashMap<>();
  private final IdentityHashMap<Expr.Call, BoundCall> calls = new IdentityHashMap<>();
  private final IdentityHashMap<Expr.Chain, List<OperatorRule>> rules = new IdentityHashMap<>();
  private final IdentityHashMap<Expr.Member, MemberAccess> members = new IdentityHashMap<>();
  private final IdentityHashMap<Node, LocalVariable> locals = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Body> bodies = new IdentityHashMap<>();
  private final IdentityHashMap<EventPattern, Integer> counters = new IdentityHashMap<>();
  private final List<EventPattern> counted = new ArrayList<>();

  TypingTables(@Nullable TypingTables below) {
    this.below = below;
    if (below != null) {
      counted.addAll(below.counted);
    }
  }

  @Override
  public Type typeOf(Expr expr) {
    Type type = types.get(expr);
    return type != null ? type : below(expr).typeOf(expr);
  }

  @Override
  public Type wantedType(Expr expr) {
    Type type = wanted.get(expr);
    if (type != null) {
      return type;
    }
    return types.containsKey(expr) ? typeOf(expr) : below(expr).wantedType(expr);
  }

  @Override
  public Binding binding(Expr.NameExpr name) {
    Binding binding = bindings.get(name);
    return binding != null ? binding : below(name).binding(name);
  }

  @Override
  public BoundCall call(Expr.Call call) {
    BoundCall bound = calls.get(call);
    return bound != null ? bound : below(call).call(call);
  }

  @Override
  public List<OperatorRule> rules(Expr.Chain chain) {
    List<OperatorRule> found = rules.get(chain);
    return found != null ? found : below(chain).rules(chain);
  }

  @Override
  public MemberAccess member(Expr.Member member) {
    MemberAccess access = members.get(member);
    return access != null ? access : below(member).member(member);
  }

  @Override
  public LocalVariable local(Node statement) {
    LocalVariable variable = locals.get(statement);
    return variable != null ? variable : below(statement).local(statement);
  }

  @Override
  public Body body(Node owner) {
    Body body = bodies.get(owner);
    return body != null ? body : below(owner).body(owner);
  }

  @Override
  public int counter(EventPattern event) {
    Integer counter = counters.get(event);
    return counter != null ? counter : below(event).counter(event);
  }

  /** Whether an expression was checked, and no error was found in it or in what it uses. */
  boolean isSound(Expr expr) {
    Type type = types.get(expr);
    if (type == null) {
      return below != null && below.isSound(expr);
    }
    return !Types.hasError(type) && !unsound.containsKey(expr);
  }

  /** All events counted so far, those of the tables below first. */
  List<EventPattern> counted() {
    return Collections.unmodifiableList(counted);
  }

  void type(Expr expr, Type type) {
    types.put(expr, type);
    wanted.remove(expr);
  }

  void unsound(Expr expr) {
    unsound.put(expr, true);
  }

  void want(Expr expr, Type type) {
    wanted.put(expr, type);
  }

  void bind(Expr.NameExpr name, Binding binding) {
    bindings.put(name, binding);
  }

  void call(Expr.Call call, BoundCall bound) {
    calls.put(call, bound);
  }

  void rules(Expr.Chain chain, List<OperatorRule> found) {
    rules.put(chain, List.copyOf(found));
  }

  void member(Expr.Member member, MemberAccess access) {
    members.put(member, access);
  }

  void local(Node statement, LocalVariable variable) {
    locals.put(statement, variable);
  }

  void body(Node owner, Body body) {
    bodies.put(owner, body);
  }

  void count(EventPattern event) {
    if (!counters.containsKey(event)) {
      counters.put(event, counted.size());
      counted.add(event);
    }
  }

  private TypingTables below(Node node) {
    if (below == null) {
      throw new IllegalStateException("this node was not checked: " + node.span().place() + " " + node);
    }
    return below;
  }
}
