// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** An expectation, compiled. */
abstract class Monitor extends Watcher {
  private final Expectation source;

  Monitor(int row, Expectation source, List<EventMatcher> events) {
    super(row, events);
    this.source = source;
  }

  /** The item of the {@code expect} block. */
  final Expectation source() {
    return source;
  }

  /** The events that the author named. */
  List<EventMatcher> named() {
    return events();
  }

  /**
   * Decides what is still open at the end; called once, with the machine settled unless it was stopped.
   *
   * @return any but {@link Judgement#OPEN}
   */
  abstract Judgement end(Judge judge, Ending ending);

  /** What it came to, beyond the verdict: {@code 311 of 312, 1 pending}; empty where there is nothing to add. */
  String detail(Judge judge) {
    return "";
  }

  /** Why it is what it is, in the author's words; asked after the end for all that have not passed. */
  abstract Explanation explain(Judge judge);
}
