// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Node;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of the checker over a scenario learns for the next: which values each endpoint carries, and what the
 * variables that start as {@code []} hold. Types only ever grow, and there are finitely many places that can, so passes
 * come to an end; the last one, in which nothing was learned, is the one whose answers count.
 *
 * <p>Endpoints that flow into each other (an argument of a program, a {@code let}) carry one type together; they are
 * kept as a union-find forest whose keys are declarations, which are the same objects in every pass.
 */
final class Inference {
  /** Stands for every endpoint that is not called by a name, such as an element of a list. */
  static final Object ANY_ENDPOINT = new Object();

  private static final class Cell {
    private @Nullable Cell parent;
    private @Nullable Type message;
    private @Nullable Span messageSpan;
    private @Nullable Type reply;
    private @Nullable Span replySpan;
  }

  private final IdentityHashMap<Object, Cell> cells = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Type> variables = new IdentityHashMap<>();
  private boolean changed;
  private boolean guessed;
  private boolean settled;

  /** Starts a pass. */
  void begin() {
    changed = false;
    guessed = false;
  }

  /**
   * Ends a pass.
   *
   * @return whether its answers stand; if not, another pass must follow
   */
  boolean end() {
    if (changed) {
      return false;
    }
    if (guessed && !settled) {
      settled = true;
      return false;
    }
    return true;
  }

  /** Ends a pass over something that is not all: what is unknown stays so, and whether the answers stand. */
  boolean isStable() {
    return !changed;
  }

  /** The type of the messages of an endpoint; an error, and another pass, as long as nobody knows. */
  Type message(Object endpoint) {
    Type known = find(endpoint).message;
    return known != null ? known : unknown();
  }

  /** The type of the replies of an endpoint. */
  Type reply(Object endpoint) {
    Type known = find(endpoint).reply;
    return known != null ? known : unknown();
  }

  /** The place that decided about the messages of an endpoint, null where nothing did. */
  @Nullable Span messageSpan(Object endpoint) {
    return find(endpoint).messageSpan;
  }

  @Nullable Span replySpan(Object endpoint) {
    return find(endpoint).replySpan;
  }

  /**
   * Notes that a value is sent.
   *
   * @return the type that the endpoint carries now, or null where the value does not fit it
   */
  @Nullable Type send(Object endpoint, Type type, Span span) {
    Cell cell = find(endpoint);
    if (cell.message == null) {
      cell.message = type;
      cell.messageSpan = span;
      changed = true;
      return type;
    }
    Type joined = Types.join(cell.message, type);
    if (joined != null && !joined.equals(cell.message)) {
      cell.message = joined;
      changed = true;
    }
    return joined;
  }

  /** Like {@link #send} for the answers to calls. */
  @Nullable Type answer(Object endpoint, Type type, Span span) {
    Cell cell = find(endpoint);
    if (cell.reply == null) {
      cell.reply = type;
      cell.replySpan = span;
      changed = true;
      return type;
    }
    Type joined = Types.join(cell.reply, type);
    if (joined != null && !joined.equals(cell.reply)) {
      cell.reply = joined;
      changed = true;
    }
    return joined;
  }

  /**
   * Notes that one endpoint may be the other.
   *
   * @return whether what they carry goes together
   */
  boolean flows(Object from, Object to) {
    Cell a = find(from);
    Cell b = find(to);
    if (a == b) {
      return true;
    }
    Type message = a.message == null || b.message == null ? a.message : Types.join(a.message, b.message);
    Type reply = a.reply == null || b.reply == null ? a.reply : Types.join(a.reply, b.reply);
    boolean fits = (message != null || a.message == null || b.message == null)
        && (reply != null || a.reply == null || b.reply == null);
    if (!fits) {
      return false;
    }
    b.parent = a;
    a.message = message == null ? b.message : message;
    a.messageSpan = a.messageSpan == null ? b.messageSpan : a.messageSpan;
    a.reply = reply == null ? b.reply : reply;
    a.replySpan = a.replySpan == null ? b.replySpan : a.replySpan;
    changed = true;
    return true;
  }

  /** The type of a variable that starts with {@code initial}, refined by what was assigned to it in earlier passes. */
  Type variable(Node declaration, Type initial) {
    Type known = variables.get(declaration);
    return known == null ? initial : known;
  }

  /** Notes that a variable whose type is open holds values of a type. */
  void refine(Node declaration, Type type) {
    Type before = variables.put(declaration, type);
    if (!type.equals(before)) {
      changed = true;
    }
  }

  /** A message that nobody ever sends is an int: the program still is checked and can wait for it in vain. */
  private Type unknown() {
    guessed = true;
    return settled ? Type.INT : Type.ERROR;
  }

  private Cell find(Object endpoint) {
    Cell cell = cells.computeIfAbsent(endpoint, key -> new Cell());
    while (cell.parent != null) {
      cell = cell.parent;
    }
    return cell;
  }
}
