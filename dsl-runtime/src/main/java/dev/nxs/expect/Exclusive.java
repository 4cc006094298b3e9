// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code exclusive { … }}: the items that happen are all of one kind; vacuous where none does. */
final class Exclusive extends Monitor {
  Exclusive(int row, Expectation source, List<EventMatcher> events) {
    super(row, source, events);
  }

  @Override
  void occurred(Judge judge, Match match) {
    // The kind that came first, counted from 1; 0: none yet.
    int kind = (int) judge.word(this, Columns.PHASE);
    if (kind == 0) {
      judge.set(this, Columns.PHASE, match.pattern(0) + 1L);
      judge.set(this, Columns.SINCE, match.event.timeNs);
    } else if (!match.has(kind - 1)) {
      judge.set(this, Columns.DETAIL, match.pattern(0));
      judge.fail(this, match.event);
    }
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    return judge.word(this, Columns.PHASE) == 0 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  Explanation explain(Judge judge) {
    int kind = (int) judge.word(this, Columns.PHASE);
    return switch (judge.judgement(this)) {
      case VACUOUS -> new Explanation(source().form().span(), "none of them came");
      case FAILED -> new Explanation(
              events().get((int) judge.word(this, Columns.DETAIL)).source().span(),
              "came at " + Phrases.time(judge.word(this, Columns.AT)))
          .note(
              Phrases.quote(events().get(kind - 1).source())
                  + " came before, at "
                  + Phrases.time(judge.word(this, Columns.SINCE)));
      default -> new Explanation(source().form().span(), Phrases.end(judge, this));
    };
  }
}
