// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code any { … }}: at least one of the items happens. */
final class AnyOf extends Monitor {
  AnyOf(int row, Expectation source, List<EventMatcher> events) {
    super(row, source, events);
  }

  @Override
  void occurred(Judge judge, Match match) {
    judge.pass(this, match.event);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    return ending == Ending.STOPPED ? Judgement.UNDECIDED : Judgement.FAILED;
  }

  @Override
  Explanation explain(Judge judge) {
    Explanation explanation =
        new Explanation(source().form().span(), "none of them seen: " + Phrases.end(judge, this));
    events().forEach(explanation::sought);
    return explanation;
  }
}
