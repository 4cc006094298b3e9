// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code EXPRESSION} and {@code finally STATE}: it holds at the end of the run. */
final class AtTheEnd extends Monitor {
  private final Observed state;

  AtTheEnd(int row, Expectation source, Observed state) {
    super(row, source, List.of());
    this.state = state;
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    Watched.Answer answer = judge.watched().observe(state, new long[0]);
    if (answer.empty() && !answer.faulted()) {
      return Judgement.VACUOUS;
    }
    return answer.value() != 0 && !answer.faulted() ? Judgement.PASSED : Judgement.FAILED;
  }

  @Override
  Explanation explain(Judge judge) {
    if (judge.judgement(this) == Judgement.UNDECIDED) {
      return new Explanation(source().form().span(), Phrases.end(judge, this));
    }
    if (judge.judgement(this) == Judgement.VACUOUS) {
      return new Explanation(state.source().span(), "a distribution in it has no samples").values(state);
    }
    return new Explanation(state.source().span(), "does not hold at the end, at " + Phrases.time(judge.endedNs(this)))
        .values(state);
  }
}
