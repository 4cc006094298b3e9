// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code exactly N of EVENT}, {@code at least}, {@code at most}, {@code once}: how often it happens in the window. */
final class CountInWindow extends Monitor {
  private static final int SUBJECT = 0;

  private final long least;
  private final long most;
  private final Window window;

  /**
   * Counts.
   *
   * @param most {@code Long.MAX_VALUE}: any number
   */
  CountInWindow(
      int row, Expectation source, List<EventMatcher> events, long least, long most, Window window) {
    super(row, source, events);
    this.least = least;
    this.most = most;
    this.window = window;
  }

  @Override
  void start(Judge judge) {
    window.start(judge, this);
    if (window.firstLast(judge.nowNs()) != Column.NEVER) {
      judge.setDeadline(this, window.firstLast(judge.nowNs()));
    }
    settle(judge);
  }

  @Override
  void occurred(Judge judge, Match match) {
    window.close(judge, this, match);
    if (match.has(SUBJECT) && window.contains(judge, this, match.event.timeNs)) {
      judge.count(this, Columns.COUNT);
      if (judge.word(this, Columns.COUNT) > most) {
        judge.fail(this, match.event);
        return;
      }
      settle(judge);
    }
    if (judge.isOpen(this) && window.open(judge, this, match) && window.withinNs() != Column.NEVER) {
      judge.setDeadline(this, window.lastOf(match.event.timeNs));
    }
  }

  /** What no further occurrence can change is decided at once. */
  private void settle(Judge judge) {
    if (most == Long.MAX_VALUE && judge.word(this, Columns.COUNT) >= least) {
      judge.pass(this);
    }
  }

  @Override
  void due(Judge judge) {
    if (judge.nowNs() < window.lastNs() && window.reopens()) {
      judge.set(this, Columns.PHASE, Window.CLOSED);
    } else if (window.isWaiting(judge, this)) {
      judge.vacuous(this);
    } else if (judge.word(this, Columns.COUNT) < least) {
      judge.fail(this);
    } else {
      judge.pass(this);
    }
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    boolean enough = judge.word(this, Columns.COUNT) >= least;
    if (ending == Ending.STOPPED) {
      return !window.isOver(judge, this)
          ? Judgement.UNDECIDED
          : enough ? Judgement.PASSED : Judgement.FAILED;
    }
    if (window.isWaiting(judge, this)) {
      return Judgement.VACUOUS;
    }
    boolean cut = judge.word(this, Columns.DEADLINE) != Column.NEVER;
    if (!enough && cut && ending == Ending.HORIZON) {
      return Judgement.UNDECIDED;
    }
    return enough ? Judgement.PASSED : Judgement.FAILED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED ? Phrases.times(judge.word(this, Columns.COUNT)) : "";
  }

  @Override
  Explanation explain(Judge judge) {
    long count = judge.word(this, Columns.COUNT);
    if (judge.judgement(this) == Judgement.VACUOUS) {
      return new Explanation(
          source().form().span(), Phrases.quote(events().get(window.opens()).source()) + " never came");
    }
    String happened = count == 0 ? "never happened" : "happened " + Phrases.times(count);
    Explanation explanation =
        new Explanation(
            events().get(SUBJECT).source().span(),
            count > most
                ? happened + " by " + Phrases.time(judge.word(this, Columns.AT))
                : happened + ": " + Phrases.end(judge, this));
    explanation.note("wanted " + wanted() + ", seen " + count);
    if (count < least) {
      explanation.sought(events().get(SUBJECT));
    }
    return explanation;
  }

  private String wanted() {
    return most == Long.MAX_VALUE
        ? "at least " + least
        : least == most ? "exactly " + least : "at most " + most;
  }
}
