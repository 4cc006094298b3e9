// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/**
 * {@code STATE} with clauses, and {@code eventually STATE}: at some settled instant of the window it holds. A window has
 * settled instants even where nothing happens in it: its first and its last instant are looked at in any case.
 */
final class StateInWindow extends Monitor {
  private final Observed state;
  private final Window window;

  StateInWindow(int row, Expectation source, Observed state, List<EventMatcher> events, Window window) {
    super(row, source, events);
    this.state = state;
    this.window = window;
  }

  @Override
  boolean watchesStates() {
    return true;
  }

  @Override
  List<Observed> states() {
    return List.of(state);
  }

  @Override
  long judgedFromNs() {
    return window.fromNs();
  }

  @Override
  void start(Judge judge) {
    window.start(judge, this);
    judge.setDeadline(this, window.fromNs() > judge.nowNs() ? window.fromNs() : window.firstLast(judge.nowNs()));
  }

  @Override
  void occurred(Judge judge, Match match) {
    boolean wasOpen = window.isOpen(judge, this);
    window.close(judge, this, match);
    if (wasOpen && !window.isOpen(judge, this)) {
      judge.fail(this, match.event);
    } else if (window.open(judge, this, match)) {
      judge.setDeadline(this, window.lastOf(match.event.timeNs));
    }
  }

  @Override
  void settled(Judge judge) {
    if (window.contains(judge, this, judge.nowNs()) && judge.holds(this, state)) {
      judge.pass(this);
    }
  }

  @Override
  void due(Judge judge) {
    long lastNs = window.lastOf(judge.word(this, Columns.SINCE));
    if (window.isWaiting(judge, this)) {
      if (judge.nowNs() >= window.lastNs()) {
        judge.vacuous(this);
      } else {
        judge.setDeadline(this, window.lastNs());
      }
    } else if (judge.nowNs() < lastNs) {
      judge.setDeadline(this, lastNs);
    } else {
      judge.fail(this);
    }
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    if (window.isWaiting(judge, this)) {
      return Judgement.VACUOUS;
    }
    boolean ahead = window.isOpen(judge, this) && judge.nowNs() < window.fromNs();
    if (ending == Ending.QUIESCENT && ahead && judge.holds(this, state)) {
      // What holds now holds for ever, so the window that lies ahead is known as well.
      return Judgement.PASSED;
    }
    boolean cut = judge.word(this, Columns.DEADLINE) != Column.NEVER;
    return cut && ending == Ending.HORIZON ? Judgement.UNDECIDED : Judgement.FAILED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED ? "at " + Phrases.time(judge.word(this, Columns.AT)) : "";
  }

  @Override
  Explanation explain(Judge judge) {
    String label;
    if (judge.judgement(this) == Judgement.VACUOUS) {
      label = Phrases.quote(events().get(window.opens()).source()) + " never came";
    } else if (window.closes() >= 0 && judge.word(this, Columns.PHASE) == Window.CLOSED) {
      label = "did not hold before " + Phrases.quote(events().get(window.closes()).source());
    } else if (judge.nowNs() >= window.lastOf(judge.word(this, Columns.SINCE))) {
      label = "did not hold by " + Phrases.time(judge.word(this, Columns.AT));
    } else {
      label = "did not hold: " + Phrases.end(judge, this);
    }
    return new Explanation(source().form().span(), label).values(state);
  }
}
