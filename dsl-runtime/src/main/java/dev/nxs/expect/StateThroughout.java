// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/**
 * {@code always STATE} and {@code never STATE}: at every settled instant of the window it holds, or does not. It is
 * vacuous where the window has none.
 */
final class StateThroughout extends Monitor {
  private final Observed state;
  private final boolean wanted;
  private final Window window;

  /**
   * Watches a state.
   *
   * @param wanted the value that it must have: true for {@code always}
   */
  StateThroughout(
      int row, Expectation source, Observed state, boolean wanted, List<EventMatcher> events, Window window) {
    super(row, source, events);
    this.state = state;
    this.wanted = wanted;
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
    if (window.opens() < 0 && window.withinNs() != Column.NEVER) {
      judge.setDeadline(this, window.firstLast(judge.nowNs()));
    } else if (window.fromNs() > judge.nowNs()) {
      // Where nothing happens then, the machine is settled at the first instant of the window all the same.
      judge.setDeadline(this, window.fromNs());
    }
  }

  @Override
  void occurred(Judge judge, Match match) {
    window.close(judge, this, match);
    if (window.open(judge, this, match) && window.withinNs() != Column.NEVER) {
      judge.setDeadline(this, window.lastOf(match.event.timeNs));
    }
  }

  @Override
  void settled(Judge judge) {
    if (!window.contains(judge, this, judge.nowNs())) {
      return;
    }
    judge.set(this, Columns.COUNT, 1);
    if (judge.holds(this, state) != wanted) {
      judge.fail(this);
    }
  }

  @Override
  void due(Judge judge) {
    boolean passed = judge.nowNs() >= window.lastOf(judge.word(this, Columns.SINCE));
    if (window.withinNs() != Column.NEVER && window.isOpen(judge, this) && passed) {
      judge.set(this, Columns.PHASE, Window.CLOSED);
    }
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return window.isOver(judge, this) && judge.word(this, Columns.COUNT) > 0
          ? Judgement.PASSED
          : Judgement.UNDECIDED;
    }
    boolean ahead = window.isOpen(judge, this) && judge.nowNs() < window.fromNs();
    if (ending == Ending.QUIESCENT && ahead) {
      // What holds now holds for ever, so the window that lies ahead is known as well.
      return judge.holds(this, state) == wanted ? Judgement.PASSED : Judgement.FAILED;
    }
    return judge.word(this, Columns.COUNT) == 0 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  Explanation explain(Judge judge) {
    return switch (judge.judgement(this)) {
      case VACUOUS -> new Explanation(source().form().span(), "no instant of the run lies in its window");
      case UNDECIDED -> new Explanation(source().form().span(), Phrases.end(judge, this));
      default -> new Explanation(
              state.source().span(),
              (wanted ? "does not hold at " : "holds at ") + Phrases.time(judge.word(this, Columns.AT)))
          .values(state);
    };
  }
}
