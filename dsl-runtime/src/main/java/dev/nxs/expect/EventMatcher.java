// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.syntax.ast.EventPattern;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event pattern, compiled. Immutable.
 *
 * @param source where it came from
 * @param text of markers and audit lines, null for other kinds
 * @param hart the only hart, or -1 for any
 * @param pids which tasks, by pid; null for any
 * @param firstOperand the only value of the first operand, or -1 for any
 * @param where null without a further condition; takes the captures
 * @param capturing whether the captures are needed: by the condition, or by who asks
 */
record EventMatcher(
    EventPattern source,
    EventKind kind,
    @Nullable TextMatcher text,
    int hart,
    @Nullable BitSet pids,
    long firstOperand,
    @Nullable Observed where,
    boolean capturing) {

  /** Whether every event of its kind by its tasks is one of the pattern's. */
  boolean isWhole() {
    return hart < 0 && firstOperand < 0 && text == null && where == null;
  }

  /** What the pattern captures, in order. */
  List<Capture> captures() {
    return text == null ? List.of() : text.captures();
  }

  /**
   * Whether an event of this kind is one of the pattern's.
   *
   * @param captures takes the captures, where they are needed
   */
  boolean matches(Occurrence event, Watched watched, long[] captures) {
    if (hart >= 0 && event.hart != hart) {
      return false;
    }
    if (pids != null && !pids.get(event.pid)) {
      return false;
    }
    if (firstOperand >= 0 && event.first != firstOperand) {
      return false;
    }
    if (text != null && event.text != null) {
      boolean fits =
          capturing ? text.capture(event.text, watched, captures) : text.matches(event.text);
      if (!fits) {
        return false;
      }
    }
    return where == null || watched.observe(where, captures).value() != 0;
  }

  /** Whether a line that matches, with this text as its start, does so however it goes on. */
  boolean isSureOf(String body) {
    return !capturing && text != null && text.matchesHoweverItGoesOn(body);
  }

  /** Whether the text alone would match, with whatever hart, task and condition. */
  boolean matchesText(String body) {
    return text != null && text.matches(body);
  }
}
