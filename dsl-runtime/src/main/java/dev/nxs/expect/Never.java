// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code never EVENT}: it does not happen in the window. */
final class Never extends Monitor {
  private static final int SUBJECT = 0;

  private final Window window;

  Never(int row, Expectation source, List<EventMatcher> events, Window window) {
    super(row, source, events);
    this.window = window;
  }

  @Override
  void start(Judge judge) {
    window.start(judge, this);
    if (window.opens() < 0 && window.withinNs() != Column.NEVER) {
      judge.setDeadline(this, window.firstLast(judge.nowNs()));
    }
  }

  @Override
  void occurred(Judge judge, Match match) {
    window.close(judge, this, match);
    if (match.has(SUBJECT) && window.contains(judge, this, match.event.timeNs)) {
      judge.fail(this, match.event);
    } else if (window.open(judge, this, match) && window.withinNs() != Column.NEVER) {
      judge.setDeadline(this, window.lastOf(match.event.timeNs));
    }
  }

  @Override
  void due(Judge judge) {
    judge.set(this, Columns.PHASE, Window.CLOSED);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    return endOfAbsence(judge, this, window, ending);
  }

  /** What something that did not happen in a window comes to at the end. */
  static Judgement endOfAbsence(Judge judge, Watcher watcher, Window window, Ending ending) {
    if (ending == Ending.STOPPED) {
      return window.isOver(judge, watcher) ? Judgement.PASSED : Judgement.UNDECIDED;
    }
    return window.isWaiting(judge, watcher) ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  Explanation explain(Judge judge) {
    return switch (judge.judgement(this)) {
      case VACUOUS -> new Explanation(
          source().form().span(), Phrases.quote(events().get(window.opens()).source()) + " never came");
      case UNDECIDED -> new Explanation(source().form().span(), Phrases.end(judge, this));
      default -> new Explanation(
          events().get(SUBJECT).source().span(), "happened at " + Phrases.time(judge.word(this, Columns.AT)));
    };
  }
}
