// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables of a body while it is checked: those visible now, by block, and all by number. */
final class BodyScope {
  private final List<LocalVariable> all = new ArrayList<>();
  private final Deque<Map<String, LocalVariable>> blocks = new ArrayDeque<>();
  private final BitSet read = new BitSet();

  private final IdentityHashMap<LocalVariable, Object> endpoints = new IdentityHashMap<>();
  private final Map<String, Name> later = new LinkedHashMap<>();
  private final Set<String> missed = new HashSet<>();
  private final List<Object> received = new ArrayList<>();
  private final List<Expr> replies = new ArrayList<>();

  BodyScope() {
    enter();
  }

  void enter() {
    blocks.push(new LinkedHashMap<>());
  }

  void leave() {
    blocks.pop();
  }

  /** Declares a variable in the innermost block; it hides one of the same name from now on. */
  LocalVariable declare(Name name, LocalVariable.Kind kind, Type type) {
    LocalVariable variable = new LocalVariable(name.text(), name.span(), kind, type, all.size());
    all.add(variable);
    blocks.getFirst().put(name.text(), variable);
    return variable;
  }

  /** The variable of that name in the innermost block alone. */
  @Nullable LocalVariable declaredHere(String name) {
    return blocks.getFirst().get(name);
  }

  @Nullable LocalVariable lookup(String name) {
    for (Map<String, LocalVariable> block : blocks) {
      LocalVariable found = block.get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Notes which declaration stands behind a variable that names an endpoint. */
  void alias(LocalVariable variable, Object endpoint) {
    endpoints.put(variable, endpoint);
  }

  /** The declaration behind a variable that names an endpoint. */
  Object endpoint(LocalVariable variable) {
    return endpoints.getOrDefault(variable, Inference.ANY_ENDPOINT);
  }

  /** Notes that the body takes messages of an endpoint. */
  void receivesFrom(Object endpoint) {
    received.add(endpoint);
  }

  /** Notes an answer to whatever call was received last. */
  void replies(Expr value) {
    replies.add(value);
  }

  List<Object> received() {
    return List.copyOf(received);
  }

  List<Expr> replies() {
    return List.copyOf(replies);
  }

  /** Notes that a variable's value is used. */
  void markRead(LocalVariable variable) {
    read.set(variable.number());
  }

  boolean isRead(LocalVariable variable) {
    return read.get(variable.number());
  }

  /** Notes which names the statements of a block declare, wherever in it they stand. */
  void expects(List<Name> names) {
    names.forEach(name -> later.put(name.text(), name));
  }

  /** Where a name is declared that is not visible yet, or no longer; null for one that the body does not declare. */
  @Nullable Name declaredElsewhere(String name) {
    return later.get(name);
  }

  /** Notes that a name has no declaration; false where the body has been told so, since one mistake is told once. */
  boolean misses(String name) {
    return missed.add(name);
  }

  void addNames(List<String> names) {
    for (Map<String, LocalVariable> block : blocks) {
      names.addAll(block.keySet());
    }
  }

  /** All variables so far, by number. */
  List<LocalVariable> variables() {
    return List.copyOf(all);
  }
}
