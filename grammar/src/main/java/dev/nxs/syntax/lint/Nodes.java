// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Walks trees whatever their nodes are. All nodes are records, so their components are their parts; a visitor of every
 * kind of node would say no more and be ten times as long.
 */
final class Nodes {
  private Nodes() {}

  /** Visits a node and all below it, a node before its parts, in the order of the text. */
  static void walk(Object node, Consumer<Object> visitor) {
    visitor.accept(node);
    parts(node).forEach(part -> walk(part, visitor));
  }

  /** The parts of a node that are of a type, at any depth. */
  static <T> List<T> all(Object node, Class<T> type) {
    List<T> found = new ArrayList<>();
    walk(node, part -> {
      if (type.isInstance(part)) {
        found.add(type.cast(part));
      }
    });
    return found;
  }

  static List<Object> parts(Object node) {
    List<Object> parts = new ArrayList<>();
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      Object value = read(component, node);
      if (value instanceof Record && !(value instanceof Span)) {
        parts.add(value);
      } else if (value instanceof List<?> list) {
        parts.addAll(list);
      }
    }
    return parts;
  }

  private static Object read(RecordComponent component, Object node) {
    try {
      Object value = component.getAccessor().invoke(node);
      return value == null ? "" : value;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the parts of a tree must be readable", e);
    }
  }
}
