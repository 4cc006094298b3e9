// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expectation.WheneverThen.Join;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code whenever A then B within D}: every A is followed by a B in time. One B answers all A before it that it is joined
 * with: all, those on the same hart, by the same task, or with the same value of a capture. A state arises when it
 * becomes true, and answers whenever it holds. Of the open A of one key only the oldest decides, so one row per key is
 * enough; rows are kept in the order of their keys.
 */
final class FollowedBy extends Monitor {
  /** Keys that may be open at a time where values of a capture are joined. */
  static final int OPEN_KEYS = 1024;

  /** Bits of the phase. */
  private static final int TRIGGERED = 1;

  private static final int ANSWERED = 2;
  private static final int STATE_HELD = 4;

  /** Columns of the rows; open ones stand in front. */
  private static final int KEY = 0;

  private static final int OPEN = 1;
  private static final int DEADLINE = 2;
  private static final int AT = 3;
  private static final int STEP = 4;

  private final @Nullable Observed trigger;
  private final @Nullable Observed response;
  private final int responsePattern;
  private final long withinNs;
  private final Join.@Nullable Kind join;
  private final int triggerCapture;
  private final int responseCapture;
  private final int rows;
  private final int table;

  /** What is fixed when it is compiled; a state where it stands for an event, else null. */
  record Parts(
      @Nullable Observed trigger,
      @Nullable Observed response,
      long withinNs,
      Join.@Nullable Kind join,
      int triggerCapture,
      int responseCapture,
      int rows,
      int table) {}

  /**
   * Watches pairs.
   *
   * @param events the trigger and the response, as far as they are events
   */
  FollowedBy(int row, Expectation source, List<EventMatcher> events, Parts parts) {
    super(row, source, events);
    this.trigger = parts.trigger();
    this.response = parts.response();
    this.responsePattern = trigger == null ? 1 : 0;
    this.withinNs = parts.withinNs();
    this.join = parts.join();
    this.triggerCapture = parts.triggerCapture();
    this.responseCapture = parts.responseCapture();
    this.rows = parts.rows();
    this.table = parts.table();
  }

  /** One row for each key that can be open. */
  static TableSpec spec(int rows, Canon key) {
    return new TableSpec(
        "open",
        rows,
        List.of(
            new Column("key", key, 0),
            Column.exact("open"),
            Column.instant("deadline"),
            Column.statistic("at"),
            Column.statistic("step")));
  }

  @Override
  boolean watchesStates() {
    return trigger != null || response != null;
  }

  @Override
  List<Observed> states() {
    return Stream.of(trigger, response).filter(Objects::nonNull).toList();
  }

  /** An answer that ends to hold has answered already. */
  @Override
  @SuppressWarnings("ReferenceEquality") // the very condition, not one that reads the same
  boolean mindsEnd(Observed state) {
    return state != response;
  }

  @Override
  void occurred(Judge judge, Match match) {
    // The response first: what is both answers what was open before, and is then owed an answer itself.
    if (response == null && match.has(responsePattern)) {
      answer(judge, key(match, responsePattern, responseCapture));
    }
    if (trigger == null && match.has(0)) {
      Occurrence event = match.event;
      open(judge, key(match, 0, triggerCapture), event.timeNs, event.step);
    }
  }

  @Override
  void settled(Judge judge) {
    if (trigger != null) {
      boolean holds = judge.holds(this, trigger);
      if (holds != ((judge.word(this, Columns.PHASE) & STATE_HELD) != 0)) {
        if (holds) {
          open(judge, 0, judge.nowNs(), judge.watched().step());
        }
        judge.set(this, Columns.PHASE, judge.word(this, Columns.PHASE) ^ STATE_HELD);
      }
    }
    if (response != null && isOpen(judge, 0) && judge.isOpen(this) && judge.holds(this, response)) {
      answer(judge, 0);
    }
  }

  private long key(Match match, int pattern, int capture) {
    if (join == null) {
      return 0;
    }
    return switch (join) {
      case HART -> match.event.hart;
      case TASK -> match.event.pid;
      case CAPTURE -> match.captured(pattern, capture);
    };
  }

  private void open(Judge judge, long key, long atNs, long step) {
    long triggers = judge.word(this, Columns.TRIGGERS);
    judge.set(this, Columns.TRIGGERS, triggers + 1);
    if (triggers == 0) {
      add(judge, TRIGGERED);
    }
    int at = find(judge, key);
    long waiting = waiting(judge, at, key);
    if (waiting > 0) {
      set(judge, at, OPEN, waiting + 1);
      return;
    }
    if (join != null) {
      makeRoom(judge, at, key);
    }
    long deadlineNs = withinNs > Column.NEVER - atNs ? Column.NEVER : atNs + withinNs;
    set(judge, at, OPEN, 1);
    set(judge, at, DEADLINE, deadlineNs);
    set(judge, at, AT, atNs);
    set(judge, at, STEP, step);
    if (deadlineNs < judge.word(this, Columns.DEADLINE)) {
      judge.setDeadline(this, deadlineNs);
    }
  }

  /** How many wait for the answer that has a key, if a row is that of the key. */
  private long waiting(Judge judge, int at, long key) {
    boolean is = join == null || (at < rows && get(judge, at, KEY) == key);
    return is ? get(judge, at, OPEN) : 0;
  }

  private void makeRoom(Judge judge, int at, long key) {
    if (isOpen(judge, rows - 1)) {
      throw new LimitException("more than " + rows + " events wait for their answer at a time");
    }
    for (int row = rows - 1; row > at; row--) {
      copy(judge, row - 1, row);
    }
    set(judge, at, KEY, key);
  }

  private void add(Judge judge, int bit) {
    judge.set(this, Columns.PHASE, judge.word(this, Columns.PHASE) | bit);
  }

  private void answer(Judge judge, long key) {
    int at = find(judge, key);
    long waiting = waiting(judge, at, key);
    if (waiting == 0) {
      return;
    }
    long answered = judge.word(this, Columns.ANSWERED);
    judge.set(this, Columns.ANSWERED, answered + waiting);
    if (answered == 0) {
      add(judge, ANSWERED);
    }
    if (join == null) {
      // When it was opened tells nothing while it is not open, so only what counts is cleared.
      set(judge, 0, OPEN, 0);
      set(judge, 0, DEADLINE, 0);
      judge.setDeadline(this, Column.NEVER);
      return;
    }
    for (int row = at; row < rows - 1 && isOpen(judge, row); row++) {
      copy(judge, row + 1, row);
    }
    if (isOpen(judge, rows - 1)) {
      for (int column = KEY; column <= STEP; column++) {
        set(judge, rows - 1, column, 0);
      }
    }
    judge.setDeadline(this, earliest(judge));
  }

  /** The row of a key, or the one where it belongs; {@code rows} where that is behind the last. */
  private int find(Judge judge, long key) {
    if (join == null) {
      return 0;
    }
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isOpen(judge, middle) && get(judge, middle, KEY) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long earliest(Judge judge) {
    long earliestNs = Column.NEVER;
    for (int row = 0; row < rows && isOpen(judge, row); row++) {
      earliestNs = Math.min(earliestNs, get(judge, row, DEADLINE));
    }
    return earliestNs;
  }

  private boolean isOpen(Judge judge, int row) {
    return get(judge, row, OPEN) > 0;
  }

  private long get(Judge judge, int row, int column) {
    return judge.word(table, row, column);
  }

  private void set(Judge judge, int row, int column, long value) {
    judge.setWord(table, row, column, value);
  }

  private void copy(Judge judge, int from, int to) {
    for (int column = KEY; column <= STEP; column++) {
      set(judge, to, column, get(judge, from, column));
    }
  }

  @Override
  void due(Judge judge) {
    judge.fail(this);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    long phase = judge.word(this, Columns.PHASE);
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    if ((phase & TRIGGERED) == 0) {
      return Judgement.VACUOUS;
    }
    if (!isOpen(judge, 0)) {
      return Judgement.PASSED;
    }
    if (ending == Ending.QUIESCENT || withinNs == Column.NEVER) {
      return Judgement.FAILED;
    }
    return (phase & ANSWERED) == 0 ? Judgement.UNDECIDED : Judgement.PASSED;
  }

  @Override
  String detail(Judge judge) {
    long triggers = judge.word(this, Columns.TRIGGERS);
    long answered = judge.word(this, Columns.ANSWERED);
    if (triggers == 0) {
      return "";
    }
    return answered + " of " + triggers + (answered < triggers ? ", " + (triggers - answered) + " pending" : "");
  }

  @Override
  Explanation explain(Judge judge) {
    Expectation.WheneverThen form = (Expectation.WheneverThen) source().form();
    long triggers = judge.word(this, Columns.TRIGGERS);
    if (judge.judgement(this) == Judgement.VACUOUS) {
      return new Explanation(form.trigger().span(), Phrases.quote(form.trigger()) + " never came");
    }
    int oldest = oldest(judge);
    boolean late = get(judge, oldest, DEADLINE) <= judge.nowNs();
    Explanation explanation =
        new Explanation(
            form.response().span(),
            isOpen(judge, 0)
                ? late ? "not seen by " + Phrases.time(judge.nowNs()) : "not seen: " + Phrases.end(judge, this)
                : Phrases.end(judge, this));
    if (isOpen(judge, 0)) {
      explanation.note(
          Phrases.quote(form.trigger()) + " came at " + Phrases.time(get(judge, oldest, AT)) + "#"
              + get(judge, oldest, STEP));
      if (response == null && late && join == null) {
        explanation.late(events().get(responsePattern));
      } else if (response == null) {
        explanation.sought(events().get(responsePattern));
      } else {
        explanation.values(response);
      }
    }
    return explanation.note(judge.word(this, Columns.ANSWERED) + " of " + triggers + " were answered");
  }

  private int oldest(Judge judge) {
    int oldest = 0;
    for (int row = 1; row < rows && isOpen(judge, row); row++) {
      if (get(judge, row, AT) < get(judge, oldest, AT)) {
        oldest = row;
      }
    }
    return oldest;
  }
}
