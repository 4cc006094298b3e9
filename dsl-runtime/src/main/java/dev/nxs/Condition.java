// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.trace.EventKind;
import java.util.Locale;

/**
 * What a session runs to, stops at or goes back to: an event or a state, in the words of the language. It is compiled
 * when it is used, in the names of the scenario that the session is of. Immutable.
 */
public final class Condition {
  private final String text;

  private Condition(String text) {
    this.text = text;
  }

  /**
   * A condition as it stands behind {@code run until}: {@code marker "ready"}, {@code dispatch(ui)}, {@code exited(ui)}; or
   * {@code event preempt}, {@code event ipi on hart 1}, {@code event block by task ui} for any event of a kind.
   */
  public static Condition of(String text) {
    return new Condition(text.strip());
  }

  /** A marker line whose whole body is a text. */
  public static Condition marker(String body) {
    return new Condition("marker " + quoted(body));
  }

  /**
   * A marker line in which a regular expression finds something (RE2: no back-references, no look-around).
   *
   * @throws IllegalArgumentException if it holds a quotation mark or a line end, which no pattern of the language can
   */
  public static Condition markerMatching(String regex) {
    if (regex.indexOf('"') >= 0 || regex.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a pattern holds no quotation mark and no line end: " + regex);
    }
    return new Condition("marker r\"" + regex + "\"");
  }

  /** An expression over the queries becomes true; it is looked at where the machine is settled, as expectations do. */
  public static Condition state(String expression) {
    return new Condition("(" + expression.strip() + ")");
  }

  /** Any event of a kind, on whatever hart and by whatever task. */
  public static Condition event(EventKind kind) {
    return new Condition("event " + kind.name().toLowerCase(Locale.ROOT));
  }

  /** The text of the condition. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** A text as a literal of the language. */
  static String quoted(String body) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '"', '\\', '$' -> out.append('\\').append(c);
        default -> out.append(c < ' ' ? String.format(Locale.ROOT, "\\u{%x}", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }
}
