// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Condition;
import java.util.regex.Pattern;

/** Reads conditions and places as they are typed. */
final class Places {
  private static final Pattern PLACE = Pattern.compile("(0|[0-9][0-9_.]*(ns|us|ms|s|min))(#[0-9]+)?");

  /** How a text of a line begins. */
  private static final Pattern LINE = Pattern.compile("[rp]?\"|(contains|starts)\\s*\"");

  /** A kind of event by itself, such as {@code preempt} or {@code ipi on hart 1}. */
  private static final Pattern KIND = Pattern.compile("[a-z_-]+(\\s+on\\s+hart\\s+\\d+)?(\\s+by\\s+task\\s+\\S+)?");

  private Places() {}

  /** Whether a text is a place of a run: {@code 8ms#41}, {@code 8ms}. */
  static boolean isPlace(String text) {
    return PLACE.matcher(text.strip()).matches() || text.strip().matches("0#[0-9]+");
  }

  /** What stands behind {@code event}: a kind of event, or an event of the language. */
  static Condition event(String typed) throws CommandException {
    String text = typed.strip();
    return KIND.matcher(text).matches() ? Condition.of("event " + text) : condition(text);
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
    return Condition.of(LINE.matcher(text).lookingAt() ? "marker " + text : text);
  }
}
