// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;

/**
 * {@code EVENT} with or without clauses: its first occurrence lies in the window. Without a window the first one passes;
 * with one, the first decides either way, and so does the end of the window.
 */
final class FirstOccurrence extends Monitor {
  private static final int SUBJECT = 0;

  /** Details: why it failed before the end. */
  private static final int MISSED = 1;

  private static final int OUTSIDE = 2;
  private static final int CLOSED = 3;

  private final Window window;

  FirstOccurrence(int row, Expectation source, List<EventMatcher> events, Window window) {
    super(row, source, events);
    this.window = window;
  }

  @Override
  void start(Judge judge) {
    window.start(judge, this);
    if (window.firstLast(judge.nowNs()) != Column.NEVER) {
      judge.setDeadline(this, window.firstLast(judge.nowNs()));
    }
  }

  @Override
  void occurred(Judge judge, Match match) {
    boolean wasOpen = window.isOpen(judge, this);
    window.close(judge, this, match);
    if (match.has(SUBJECT)) {
      if (window.contains(judge, this, match.event.timeNs)) {
        judge.pass(this, match.event);
      } else {
        judge.set(this, Columns.DETAIL, OUTSIDE);
        judge.fail(this, match.event);
      }
    } else if (wasOpen && !window.isOpen(judge, this)) {
      judge.set(this, Columns.DETAIL, CLOSED);
      judge.fail(this, match.event);
    } else if (window.open(judge, this, match)) {
      judge.setDeadline(this, window.lastOf(match.event.timeNs));
    }
  }

  @Override
  void due(Judge judge) {
    if (window.isWaiting(judge, this)) {
      judge.vacuous(this);
    } else {
      judge.set(this, Columns.DETAIL, MISSED);
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
    boolean cut = judge.word(this, Columns.DEADLINE) != Column.NEVER;
    return cut && ending == Ending.HORIZON ? Judgement.UNDECIDED : Judgement.FAILED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED ? "at " + Phrases.time(judge.word(this, Columns.AT)) : "";
  }

  @Override
  Explanation explain(Judge judge) {
    EventMatcher subject = events().get(SUBJECT);
    Explanation explanation = new Explanation(source().form().span(), label(judge));
    if (judge.word(this, Columns.DETAIL) == MISSED) {
      explanation.late(subject);
    } else if (judge.word(this, Columns.DETAIL) != OUTSIDE && judge.judgement(this) != Judgement.VACUOUS) {
      explanation.sought(subject);
    }
    if (window.opens() >= 0 && !window.isWaiting(judge, this)) {
      explanation.note(
          Phrases.quote(events().get(window.opens()).source())
              + " came at "
              + Phrases.time(judge.word(this, Columns.SINCE)));
    }
    return explanation;
  }

  private String label(Judge judge) {
    long atNs = judge.word(this, Columns.AT);
    if (judge.judgement(this) == Judgement.VACUOUS) {
      return Phrases.quote(events().get(window.opens()).source()) + " never came";
    }
    return switch ((int) judge.word(this, Columns.DETAIL)) {
      case MISSED -> "not seen by " + Phrases.time(atNs);
      case OUTSIDE -> outside(judge, atNs);
      case CLOSED -> Phrases.quote(events().get(window.closes()).source()) + " came first, at " + Phrases.time(atNs);
      default -> "not seen: " + Phrases.end(judge, this);
    };
  }

  private String outside(Judge judge, long atNs) {
    String seen = "first seen at " + Phrases.time(atNs);
    if (window.isWaiting(judge, this)) {
      return seen + ", before " + Phrases.quote(events().get(window.opens()).source());
    }
    if (atNs < window.fromNs()) {
      return seen + ", " + Phrases.time(window.fromNs() - atNs) + " too early";
    }
    if (judge.word(this, Columns.PHASE) == Window.CLOSED) {
      return seen + ", not before " + Phrases.quote(events().get(window.closes()).source());
    }
    return seen + ", too late";
  }
}
