// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.fuzz;

import dev.nxs.syntax.Span;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;

/** Whether two trees differ in nothing but places. */
final class SameTree {
  private SameTree() {}

  static boolean are(Object a, Object b) {
    if (a instanceof Span && b instanceof Span) {
      return true;
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      boolean same = left.size() == right.size();
      for (int i = 0; same && i < left.size(); i++) {
        same = are(left.get(i), right.get(i));
      }
      return same;
    }
    if (!(a instanceof Record) || a.getClass() != b.getClass()) {
      return Objects.equals(a, b);
    }
    for (RecordComponent component : a.getClass().getRecordComponents()) {
      if (!are(get(component, a), get(component, b))) {
        return false;
      }
    }
    return true;
  }

  private static Object get(RecordComponent component, Object node) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("components of the tree must be readable", e);
    }
  }
}
