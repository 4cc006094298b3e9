// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Node;

/** Pieces of the sentences that explanations are made of. */
final class Phrases {
  /** Characters of a quoted piece of source. */
  private static final int QUOTED = 100;

  private Phrases() {}

  /** A time or duration: {@code 8ms}. */
  static String time(long ns) {
    return Durations.text(ns);
  }

  /** {@code once}, {@code 3 times}. */
  static String times(long count) {
    return count == 1 ? "once" : count == 0 ? "never" : count + " times";
  }

  /** A piece of the source on one line, in backquotes. */
  static String quote(Node node) {
    return "`" + oneLine(node.span()) + "`";
  }

  /** A piece of the source on one line, cut where it is long. */
  static String oneLine(Span span) {
    String text = span.text().strip().replaceAll("\\s+", " ");
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED - 1) + "…";
  }

  /** How what a monitor watched ended: {@code the run ended at 20ms}. */
  static String end(Judge judge, Monitor monitor) {
    String at = time(judge.endedNs(monitor));
    return switch (judge.ended(monitor)) {
      case QUIESCENT -> judge.watched().quiet() + " after " + at;
      case HORIZON -> "the run ended at " + at;
      case PHASE -> "the phase ended at " + at;
      case STOPPED -> "the run was stopped at " + at;
    };
  }
}
