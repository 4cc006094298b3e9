// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code A iff B}: both happen, in any order, or neither does; vacuous where neither does. */
final class BothOrNeither extends Monitor {
  private static final int BOTH = 3;

  BothOrNeither(int row, Expectation source, EventMatcher left, EventMatcher right) {
    super(row, source, List.of(left, right));
  }

  @Override
  void occurred(Judge judge, Match match) {
    // One bit for each side.
    long seen = judge.word(this, Columns.PHASE) | (match.has(0) ? 1 : 0) | (match.has(1) ? 2 : 0);
    if (judge.word(this, Columns.PHASE) == 0) {
      judge.set(this, Columns.SINCE, match.event.timeNs);
    }
    judge.set(this, Columns.PHASE, seen);
    if (seen == BOTH) {
      judge.pass(this, match.event);
    }
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    return judge.word(this, Columns.PHASE) == 0 ? Judgement.VACUOUS : Judgement.FAILED;
  }

  @Override
  Explanation explain(Judge judge) {
    int seen = (int) judge.word(this, Columns.PHASE);
    if (judge.judgement(this) != Judgement.FAILED) {
      return new Explanation(source().form().span(), seen == 0 ? "neither came" : Phrases.end(judge, this));
    }
    EventMatcher came = events().get(seen - 1);
    EventMatcher missing = events().get(2 - seen);
    return new Explanation(missing.source().span(), "not seen: " + Phrases.end(judge, this))
        .note(Phrases.quote(came.source()) + " came at " + Phrases.time(judge.word(this, Columns.SINCE)))
        .sought(missing);
  }
}
