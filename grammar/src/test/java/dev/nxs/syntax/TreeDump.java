// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Prints a tree for golden files: one line for each record with its plain components, its parts indented below it. Null
 * and empty parts are left out; of a span, the text at its ends is shown.
 */
final class TreeDump {
  private static final int SHOWN = 12;

  private final StringBuilder out = new StringBuilder();

  private TreeDump() {}

  static String of(Record node) {
    TreeDump dump = new TreeDump();
    dump.node("", node, 0);
    return dump.out.toString();
  }

  private void node(String label, Record node, int depth) {
    out.append("  ".repeat(depth)).append(label).append(node.getClass().getSimpleName());
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      Object value = get(component, node);
      if (isPlain(value)) {
        out.append(' ').append(component.getName()).append('=').append(plain(value));
      }
    }
    out.append('\n');
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      Object value = get(component, node);
      if (value instanceof Record part && !(value instanceof Span)) {
        node(component.getName() + ": ", part, depth + 1);
      } else if (value instanceof List<?> list) {
        for (Object element : list) {
          node(component.getName() + ": ", (Record) element, depth + 1);
        }
      }
    }
  }

  private static boolean isPlain(Object value) {
    return value instanceof Span
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum<?>;
  }

  private static String plain(Object value) {
    if (value instanceof Span span) {
      String text = visible(span.text());
      return text.length() <= 2 * SHOWN
          ? "‹" + text + "›"
          : "‹" + text.substring(0, SHOWN) + "…" + text.substring(text.length() - SHOWN) + "›";
    }
    return value instanceof String text ? '"' + visible(text) + '"' : value.toString();
  }

  private static String visible(String text) {
    return text.replace("\n", "␤").replace("\r", "␍").replace("\t", "␉");
  }

  private static Object get(RecordComponent component, Record node) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("components of the tree must be readable", e);
    }
  }
}
