// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Condition;
import java.util.regex.Pattern;

/** Reads conditions and places as they are typed. */
final class Places {
  private static final Pattern PLACE = Pattern.compile("(0|[0-9][0-9_.]*(ns|us|ms|s|min))(#[0-9]+)?");

  private Places() {}

  /** Whether a text is a place of a run: {@code 8ms#41}, {@code 8ms}. */
  static boolean isPlace(String text) {
    return PLACE.matcher(text.strip()).matches() || text.strip().matches("0#[0-9]+");
  }

  /** A condition: a text or pattern of a line, {@code when} and a state, or an event of the language. */
  static Condition condition(String typed) throws CommandException {
    String text = typed.strip();
    if (text.isEmpty()) {
      throw CommandException.usage(typed, "a condition is missing", "such as `\"a line\"`, `r\"…\"`, `when exited(t)`, `dispatch(t)`");
    }
    if (text.startsWith("when ")) {
      return Condition.state(text.substring(5));
    }
    boolean line = text.startsWith("\"") || text.startsWith("r\"") || text.startsWith("p\"");
    return Condition.of(line ? "marker " + text : text);
  }
}
