// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code whenever A require B before}: no A without an earlier B. */
final class PrecededBy extends Monitor {
  private static final int TRIGGER = 0;
  private static final int REQUIRED = 1;

  /** Bits of the phase. */
  private static final int SEEN = 1;

  private static final int TRIGGERED = 2;

  PrecededBy(int row, Expectation source, EventMatcher trigger, EventMatcher required) {
    super(row, source, List.of(trigger, required));
  }

  @Override
  void occurred(Judge judge, Match match) {
    long phase = judge.word(this, Columns.PHASE);
    if (match.has(TRIGGER)) {
      judge.count(this, Columns.TRIGGERS);
      if ((phase & SEEN) == 0) {
        judge.fail(this, match.event);
        return;
      }
      phase |= TRIGGERED;
    }
    if (match.has(REQUIRED)) {
      phase |= SEEN;
    }
    judge.set(this, Columns.PHASE, phase);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    return (judge.word(this, Columns.PHASE) & TRIGGERED) == 0 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED ? Phrases.times(judge.word(this, Columns.TRIGGERS)) : "";
  }

  @Override
  Explanation explain(Judge judge) {
    String trigger = Phrases.quote(events().get(TRIGGER).source());
    return switch (judge.judgement(this)) {
      case VACUOUS -> new Explanation(events().get(TRIGGER).source().span(), trigger + " never came");
      case FAILED -> new Explanation(
              events().get(REQUIRED).source().span(), "not seen before " + trigger)
          .note(trigger + " came at " + Phrases.time(judge.word(this, Columns.AT)))
          .sought(events().get(REQUIRED));
      default -> new Explanation(source().form().span(), Phrases.end(judge, this));
    };
  }
}
