// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code complete r"^SELFTEST:" allow …}: every line of the family is named by some expectation, or allowed. */
final class Complete extends Monitor {
  private static final int FAMILY = 0;

  private final List<TextMatcher> named;

  /**
   * Watches a family.
   *
   * @param named the texts of all expectations, and those allowed
   */
  Complete(int row, Expectation source, EventMatcher family, List<TextMatcher> named) {
    super(row, source, List.of(family));
    this.named = List.copyOf(named);
  }

  @Override
  void occurred(Judge judge, Match match) {
    judge.set(this, Columns.PHASE, 1);
    judge.count(this, Columns.TRIGGERS);
    String body = match.event.text == null ? "" : match.event.text;
    for (TextMatcher text : named) {
      if (text.matches(body)) {
        return;
      }
    }
    judge.fail(this, match.event);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    return judge.word(this, Columns.PHASE) == 0 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED
        ? judge.word(this, Columns.TRIGGERS) + " lines of the family"
        : "";
  }

  @Override
  Explanation explain(Judge judge) {
    return switch (judge.judgement(this)) {
      case VACUOUS -> new Explanation(events().get(FAMILY).source().span(), "no line of the family came");
      case FAILED -> {
        long text = judge.word(this, Columns.TEXT) - 1;
        yield new Explanation(
            events().get(FAMILY).source().span(),
            "a line that no expectation names came at " + Phrases.time(judge.word(this, Columns.AT))
                + (text > ValuePool.EMPTY_LIST ? ": \"" + judge.watched().pool().text(text) + "\"" : ""));
      }
      default -> new Explanation(source().form().span(), Phrases.end(judge, this));
    };
  }
}
