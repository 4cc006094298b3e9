// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Expr.PatternLit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the pattern of a {@code when} captures, read off its text, so that the block knows the names. Whether the pattern
 * is sound is found out when it is compiled; of a malformed one, whatever looks like a capture is taken.
 */
final class Captures {
  private Captures() {}

  /** The captures by name with their types, in the order of the text; none without a pattern. */
  static Map<String, Type> of(Condition condition) {
    Map<String, Type> found = new LinkedHashMap<>();
    Expr text = null;
    if (condition instanceof Condition.Event event && event.event().atom() instanceof EventPattern.Marker marker) {
      text = marker.text();
    } else if (condition instanceof Condition.Event event && event.event().atom() instanceof EventPattern.Audit audit) {
      text = audit.text();
    }
    if (text instanceof PatternLit pattern) {
      switch (pattern.kind()) {
        case REGEX -> groups(pattern.text(), found);
        case TEMPLATE -> fields(pattern.text(), found);
      }
    }
    return found;
  }

  /** Named groups, {@code (?<name>…)} or {@code (?P<name>…)}, which stand in no set of characters. */
  private static void groups(String regex, Map<String, Type> found) {
    boolean inSet = false;
    for (int at = 0; at < regex.length(); at++) {
      char c = regex.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '[' || c == ']') {
        inSet = c == '[';
      } else if (c == '(' && !inSet) {
        int name = regex.startsWith("(?<", at) ? at + 3 : regex.startsWith("(?P<", at) ? at + 4 : -1;
        int end = regex.indexOf('>', at);
        if (name >= 0 && end > name) {
          found.put(regex.substring(name, end), Type.STRING);
        }
      }
    }
  }

  /** {@code {name:type}}; doubled braces stand for themselves. */
  private static void fields(String template, Map<String, Type> found) {
    for (int at = 0; at < template.length(); at++) {
      if (template.startsWith("{{", at) || template.startsWith("}}", at)) {
        at++;
      } else if (template.charAt(at) == '{') {
        int end = template.indexOf('}', at);
        int colon = template.indexOf(':', at);
        if (end > 0 && colon > 0 && colon < end) {
          found.put(template.substring(at + 1, colon).strip(), typeOf(template.substring(colon + 1, end).strip()));
          at = end;
        }
      }
    }
  }

  private static Type typeOf(String form) {
    return switch (form) {
      case "int", "hex" -> Type.INT;
      case "float" -> Type.FLOAT;
      case "duration" -> Type.DURATION;
      case "word", "text" -> Type.STRING;
      default -> Type.ERROR;
    };
  }
}
