// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.ast.Expectation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code order { … }}: the items happen one after the other. The first occurrence of the item that is waited for counts;
 * others may come between, unless the order is strict: then no other line of the family of the item before or of the
 * item waited for may. A bound spans from the first item to the last.
 */
final class Ordered extends Monitor {
  private static final int INTRUDER = 1;

  private final int items;
  private final boolean strict;
  private final long withinNs;
  private final int last;

  /**
   * Watches an order.
   *
   * @param events the items; where strict, followed by one pattern that every line is
   * @param withinNs {@code Column.NEVER} without a bound
   * @param last the table of {@link #spec}
   */
  Ordered(
      int row, Expectation source, List<EventMatcher> events, boolean strict, long withinNs, int last) {
    super(row, source, events);
    this.items = strict ? events.size() - 1 : events.size();
    this.strict = strict;
    this.withinNs = withinNs;
    this.last = last;
  }

  /** The line that was the last item, a number of the pool; 0 where there is none. */
  static TableSpec spec() {
    return new TableSpec("order", 1, List.of(new Column("line", Canon.VALUE, 0)));
  }

  @Override
  List<EventMatcher> named() {
    return events().subList(0, items);
  }

  @Override
  void occurred(Judge judge, Match match) {
    int next = (int) judge.word(this, Columns.COUNT);
    if (match.has(next)) {
      advance(judge, match.event, next);
    } else if (strict && next > 0 && match.event.kind == EventKind.MARKER && intrudes(judge, match.event, next)) {
      judge.set(this, Columns.DETAIL, INTRUDER);
      judge.fail(this, match.event);
    }
  }

  private void advance(Judge judge, Occurrence event, int next) {
    judge.set(this, Columns.COUNT, next + 1L);
    if (next + 1 == items) {
      judge.pass(this, event);
      return;
    }
    judge.set(this, Columns.ANSWERED, event.timeNs);
    if (strict && event.text != null) {
      judge.setWord(last, 0, 0, judge.watched().intern(event.text));
    }
    if (next == 0) {
      judge.set(this, Columns.SINCE, event.timeNs);
      if (withinNs <= Column.NEVER - event.timeNs) {
        judge.setDeadline(this, withinNs == Column.NEVER ? Column.NEVER : event.timeNs + withinNs);
      }
    }
  }

  private boolean intrudes(Judge judge, Occurrence event, int next) {
    String family = family(event.text == null ? "" : event.text);
    String before = lastLine(judge);
    TextMatcher awaited = events().get(next).text();
    return (before != null && family.equals(family(before)))
        || (awaited != null && awaited.prefix().indexOf(':') >= 0 && family.equals(family(awaited.prefix())));
  }

  private @Nullable String lastLine(Judge judge) {
    long text = judge.word(last, 0, 0);
    return text <= ValuePool.EMPTY_LIST ? null : judge.watched().pool().text(text);
  }

  /** The text up to the first colon, all of it without one. */
  static String family(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  @Override
  void due(Judge judge) {
    judge.fail(this);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    boolean cut = judge.word(this, Columns.DEADLINE) != Column.NEVER;
    return cut && ending == Ending.HORIZON ? Judgement.UNDECIDED : Judgement.FAILED;
  }

  @Override
  Explanation explain(Judge judge) {
    int next = (int) judge.word(this, Columns.COUNT);
    EventMatcher awaited = events().get(next);
    if (judge.word(this, Columns.DETAIL) == INTRUDER) {
      return new Explanation(
          awaited.source().span(),
          "another line of the family came first, at " + Phrases.time(judge.word(this, Columns.AT)));
    }
    boolean late = judge.judgement(this) == Judgement.FAILED && judge.nowNs() == deadlineOf(judge) && next > 0;
    Explanation explanation =
        new Explanation(
            awaited.source().span(),
            late ? "not seen by " + Phrases.time(judge.nowNs()) : "not seen: " + Phrases.end(judge, this));
    explanation.note(
        next == 0
            ? "none of the " + items + " came in order"
            : next + " of " + items + " came in order, the first at " + Phrases.time(judge.word(this, Columns.SINCE))
                + ", the last at " + Phrases.time(judge.word(this, Columns.ANSWERED)));
    return late ? explanation.late(awaited) : explanation.sought(awaited);
  }

  private long deadlineOf(Judge judge) {
    return withinNs == Column.NEVER ? Column.NEVER : judge.word(this, Columns.SINCE) + withinNs;
  }
}
