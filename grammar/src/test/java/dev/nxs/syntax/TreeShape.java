// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import java.lang.reflect.RecordComponent;
import java.util.List;

/** A tree without its places, as text: two files that mean the same have the same shape. */
final class TreeShape {
  private TreeShape() {}

  static String of(Source source) {
    StringBuilder out = new StringBuilder();
    append(Nxs.parse(source).file(), out);
    return out.toString();
  }

  private static void append(Object value, StringBuilder out) {
    if (value instanceof Span) {
      return;
    }
    if (value instanceof Record node) {
      out.append(node.getClass().getSimpleName()).append('(');
      for (RecordComponent component : node.getClass().getRecordComponents()) {
        append(get(component, node), out);
        out.append(',');
      }
      out.append(')');
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (Object element : list) {
        append(element, out);
        out.append(';');
      }
      out.append(']');
    } else {
      out.append(value);
    }
  }

  private static Object get(RecordComponent component, Record node) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("components of the tree must be readable", e);
    }
  }
}
