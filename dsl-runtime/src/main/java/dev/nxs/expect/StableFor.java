// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/** {@code stable STATE for D}: there is a stretch of at least that length during which it holds without a break. */
final class StableFor extends Monitor {
  private static final int HOLDING = 1;

  private final Observed state;
  private final long lengthNs;

  StableFor(int row, Expectation source, Observed state, long lengthNs) {
    super(row, source, List.of());
    this.state = state;
    this.lengthNs = lengthNs;
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
  void settled(Judge judge) {
    boolean holds = judge.holds(this, state);
    boolean held = judge.word(this, Columns.PHASE) == HOLDING;
    if (holds && !held) {
      judge.set(this, Columns.PHASE, HOLDING);
      judge.set(this, Columns.SINCE, judge.nowNs());
      judge.count(this, Columns.TRIGGERS);
      long left = Column.NEVER - judge.nowNs();
      judge.setDeadline(this, left > lengthNs ? judge.nowNs() + lengthNs : Column.NEVER);
    } else if (held && !holds && judge.nowNs() - judge.word(this, Columns.SINCE) >= lengthNs) {
      judge.pass(this);
    } else if (held && !holds && judge.isOpen(this)) {
      judge.set(this, Columns.PHASE, 0);
      judge.set(
          this,
          Columns.ANSWERED,
          Math.max(judge.word(this, Columns.ANSWERED), judge.nowNs() - judge.word(this, Columns.SINCE)));
      judge.setDeadline(this, Column.NEVER);
    }
  }

  @Override
  void due(Judge judge) {
    judge.pass(this);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    boolean holding = judge.word(this, Columns.PHASE) == HOLDING;
    return switch (ending) {
      // Nothing changes any more, so a state that holds now holds for ever.
      case QUIESCENT -> holding ? Judgement.PASSED : Judgement.FAILED;
      case HORIZON -> holding ? Judgement.UNDECIDED : Judgement.FAILED;
      case PHASE -> Judgement.FAILED;
      case STOPPED -> Judgement.UNDECIDED;
    };
  }

  @Override
  Explanation explain(Judge judge) {
    Explanation explanation =
        new Explanation(
            source().form().span(), "never held for " + Phrases.time(lengthNs) + ": " + Phrases.end(judge, this));
    if (judge.word(this, Columns.PHASE) == HOLDING) {
      explanation.note("it holds since " + Phrases.time(judge.word(this, Columns.SINCE)));
    }
    long stretches = judge.word(this, Columns.TRIGGERS);
    if (stretches == 0) {
      explanation.note("it never held at all");
    } else if (judge.word(this, Columns.ANSWERED) > 0) {
      explanation.note(
          "it held " + Phrases.times(stretches) + ", for " + Phrases.time(judge.word(this, Columns.ANSWERED))
              + " at the longest");
    }
    return explanation.values(state);
  }
}
