// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How types go together: what fits where, and what two types have in common. */
final class Types {
  private Types() {}

  /**
   * Whether a value of one type can stand where another is wanted. An int is widened to float and names a hart; inside
   * lists and records only what changes no word may differ.
   */
  static boolean fits(Type found, Type wanted) {
    if (found == Type.ERROR || wanted == Type.ERROR || wanted == Type.ANY) {
      return true;
    }
    if (found == Type.INT && wanted == Type.FLOAT) {
      return true;
    }
    return sameWords(found, wanted);
  }

  private static boolean sameWords(Type found, Type wanted) {
    if (found.equals(wanted) || found == Type.ANY || found == Type.ERROR || wanted == Type.ERROR) {
      return true;
    }
    if (found == Type.INT && wanted == Type.HART) {
      return true;
    }
    if (found instanceof Type.ListOf a && wanted instanceof Type.ListOf b) {
      return sameWords(a.element(), b.element());
    }
    if (found instanceof Type.RecordOf a && wanted instanceof Type.RecordOf b) {
      Map<String, Type> left = a.fields();
      Map<String, Type> right = b.fields();
      if (left.size() != right.size()) {
        return false;
      }
      Iterator<Map.Entry<String, Type>> others = right.entrySet().iterator();
      for (Map.Entry<String, Type> field : left.entrySet()) {
        Map.Entry<String, Type> other = others.next();
        if (!field.getKey().equals(other.getKey()) || !sameWords(field.getValue(), other.getValue())) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  /** The type that values of both types can have, or null. */
  static @Nullable Type join(Type left, Type right) {
    if (left == Type.ERROR || right == Type.ERROR) {
      return Type.ERROR;
    }
    if (fits(left, right)) {
      return merged(left, right);
    }
    return fits(right, left) ? merged(right, left) : null;
  }

  /** {@code wanted} with the parts that it leaves open taken from {@code found}, which fits it. */
  private static Type merged(Type found, Type wanted) {
    if (wanted == Type.ANY) {
      return found;
    }
    if (found instanceof Type.ListOf a && wanted instanceof Type.ListOf b) {
      return new Type.ListOf(merged(a.element(), b.element()));
    }
    if (found instanceof Type.RecordOf a && wanted instanceof Type.RecordOf b) {
      Map<String, Type> fields = new LinkedHashMap<>();
      Map<String, Type> others = b.fields();
      a.fields().forEach((name, type) -> fields.put(name, merged(type, others.getOrDefault(name, type))));
      return new Type.RecordOf(fields);
    }
    return wanted;
  }

  /** Whether the type of a list's element is still open, as that of {@code []}. */
  static boolean isOpen(Type type) {
    if (type instanceof Type.ListOf list) {
      return list.element() == Type.ANY || isOpen(list.element());
    }
    if (type instanceof Type.RecordOf record) {
      return record.fields().values().stream().anyMatch(Types::isOpen);
    }
    return false;
  }

  /** Whether an error hides in the type. */
  static boolean hasError(Type type) {
    if (type instanceof Type.ListOf list) {
      return hasError(list.element());
    }
    if (type instanceof Type.RangeOf range) {
      return hasError(range.element());
    }
    if (type instanceof Type.RecordOf record) {
      return record.fields().values().stream().anyMatch(Types::hasError);
    }
    return type == Type.ERROR;
  }

  /** Whether values of the type can be written into a text. */
  static boolean hasText(Type type) {
    return type != Type.VOID && type != Type.PATTERN && type != Type.DISTRIBUTION;
  }

  /** {@code a duration}, {@code an int}: the type after its article. */
  static String withArticle(Type type) {
    String text = type.text();
    if (type == Type.VOID || type == Type.ANY) {
      return text;
    }
    return ("aeiou".indexOf(text.charAt(0)) >= 0 ? "an " : "a ") + text;
  }
}
