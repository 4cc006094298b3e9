// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/**
 * {@code at most 5 of EVENT every 100ms}: the count in every window of that length that lies in the run. Windows are
 * half-open and may start at any instant, so what decides is how far apart occurrences lie: the n-th after one must not
 * come earlier than a length behind it where n are allowed, nor later where n are needed. A ring keeps the times of the
 * last ones; the phase is the place of the next.
 */
final class CountInEveryWindow extends Monitor {
  private static final int SUBJECT = 0;

  /** Details: which bound was broken. */
  private static final int TOO_FEW = 1;

  private static final int TOO_MANY = 2;

  private final long least;
  private final long most;
  private final long lengthNs;
  private final int ring;
  private final int size;

  /**
   * Counts.
   *
   * @param most {@code Long.MAX_VALUE}: any number
   * @param ring the table of {@link #spec}
   */
  CountInEveryWindow(
      int row, Expectation source, EventMatcher event, long least, long most, long lengthNs, int ring) {
    super(row, source, List.of(event));
    this.least = least;
    this.most = most;
    this.lengthNs = lengthNs;
    this.ring = ring;
    this.size = size(least, most);
  }

  private static int size(long least, long most) {
    return (int) Math.max(1, most == Long.MAX_VALUE ? least : Math.max(least, most));
  }

  /** The ring: the times of the last occurrences. */
  static TableSpec spec(long least, long most, long lengthNs) {
    return new TableSpec(
        "occurrences", size(least, most), List.of(new Column("at", Canon.AGE, lengthNs + 1)));
  }

  @Override
  void start(Judge judge) {
    judge.set(this, Columns.SINCE, judge.nowNs());
    if (least > 0) {
      judge.setDeadline(this, judge.nowNs() + lengthNs - 1);
    }
  }

  @Override
  void occurred(Judge judge, Match match) {
    long atNs = match.event.timeNs;
    long seen = judge.word(this, Columns.COUNT);
    if (most < Long.MAX_VALUE && seen >= most && (most == 0 || atNs - timeOf(judge, most) < lengthNs)) {
      judge.set(this, Columns.DETAIL, TOO_MANY);
      judge.fail(this, match.event);
      return;
    }
    int next = (int) judge.word(this, Columns.PHASE);
    judge.setWord(ring, next, 0, atNs);
    judge.set(this, Columns.PHASE, next + 1 == size ? 0 : next + 1);
    judge.set(this, Columns.COUNT, seen + 1);
    if (least > 0 && seen + 1 >= least) {
      // A window that starts just behind the oldest of the last ones must hold another by its last instant.
      judge.setDeadline(this, timeOf(judge, least) + lengthNs);
    }
  }

  /** The time of the n-th newest occurrence, counted from 1. */
  private long timeOf(Judge judge, long n) {
    int place = (int) (judge.word(this, Columns.PHASE) - n);
    return judge.word(ring, place < 0 ? place + size : place, 0);
  }

  @Override
  void due(Judge judge) {
    judge.set(this, Columns.DETAIL, TOO_FEW);
    judge.fail(this);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    return judge.nowNs() - judge.word(this, Columns.SINCE) < lengthNs - 1 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED
        ? Phrases.times(judge.word(this, Columns.COUNT)) + " in all"
        : "";
  }

  @Override
  Explanation explain(Judge judge) {
    long atNs = judge.word(this, Columns.AT);
    if (judge.judgement(this) == Judgement.VACUOUS) {
      return new Explanation(
          source().form().span(), "no window of " + Phrases.time(lengthNs) + " fits: " + Phrases.end(judge, this));
    }
    if (judge.judgement(this) == Judgement.UNDECIDED) {
      return new Explanation(source().form().span(), Phrases.end(judge, this));
    }
    if (judge.word(this, Columns.DETAIL) == TOO_MANY) {
      long fromNs = most == 0 ? atNs : timeOf(judge, most);
      return new Explanation(
          events().get(SUBJECT).source().span(),
          (most + 1) + " from " + Phrases.time(fromNs) + " to " + Phrases.time(atNs) + ", at most " + most
              + " allowed in " + Phrases.time(lengthNs));
    }
    return new Explanation(
            events().get(SUBJECT).source().span(),
            "fewer than " + least + " in the " + Phrases.time(lengthNs) + " up to " + Phrases.time(atNs))
        .sought(events().get(SUBJECT));
  }
}
