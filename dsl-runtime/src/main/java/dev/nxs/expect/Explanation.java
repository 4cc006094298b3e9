// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why an expectation is what it is: the parts that {@link Explainer} makes a diagnostic of. */
final class Explanation {
  private final Span span;
  private final String label;
  private final List<String> notes = new ArrayList<>();
  private final List<EventMatcher> sought = new ArrayList<>();
  private @Nullable Observed values;
  private @Nullable EventMatcher late;

  /**
   * Starts an explanation.
   *
   * @param span the part of the form that decided
   * @param label what became of it, to be read under that part
   */
  Explanation(Span span, String label) {
    this.span = span;
    this.label = label;
  }

  Explanation note(String note) {
    notes.add(note);
    return this;
  }

  /** Names an event that did not come; the lines nearest to it are shown. */
  Explanation sought(EventMatcher event) {
    sought.add(event);
    return this;
  }

  /** Names an event that did not come in time; it is told when it comes, if it does. */
  Explanation late(EventMatcher event) {
    late = event;
    return sought(event);
  }

  /** Names the expression that did not hold; the values of its parts are shown. */
  Explanation values(Observed observed) {
    values = observed;
    return this;
  }

  Span span() {
    return span;
  }

  String label() {
    return label;
  }

  List<String> notes() {
    return notes;
  }

  List<EventMatcher> sought() {
    return sought;
  }

  @Nullable EventMatcher late() {
    return late;
  }

  @Nullable Observed values() {
    return values;
  }
}
