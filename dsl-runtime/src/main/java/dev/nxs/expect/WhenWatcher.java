// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.ActElement;
import dev.nxs.compile.LocalVariable;
import dev.nxs.compile.Observed;
import dev.nxs.compile.Query;
import dev.nxs.compile.Type;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code when CONDITION { … }}: makes an act happen each time its event comes or its state becomes true, or once. */
final class WhenWatcher extends Watcher {
  /** Bits of the phase. */
  private static final int DONE = 1;

  private static final int HELD = 2;

  /** Events that wait with what they captured; acts run in the instant, so these are those of one step. */
  private static final int ROWS = 64;

  private final int act;
  private final boolean once;
  private final @Nullable Observed state;

  /** Of the captures that the act takes, their places in the pattern; in a table they wait until it runs. */
  private final int[] captures;
  private final int table;

  private WhenWatcher(
      int row, List<EventMatcher> events, @Nullable Observed state, ActElement element, int act, int[] captures, int table) {
    super(row, events);
    this.act = act;
    this.once = element.once();
    this.state = state;
    this.captures = captures.clone();
    this.table = table;
  }

  /**
   * Watches for a state.
   *
   * @param act its place among the acts of the machine
   */
  static WhenWatcher ofState(int row, Observed state, ActElement element, int act) {
    return new WhenWatcher(row, List.of(), state, element, act, new int[0], -1);
  }

  /**
   * Watches for an event.
   *
   * @param act its place among the acts of the machine
   * @param captures for each capture that the act takes, its place among those of the event
   * @param table made by {@link #spec}, −1 without captures
   */
  static WhenWatcher ofEvent(int row, EventMatcher event, ActElement element, int act, int[] captures, int table) {
    return new WhenWatcher(row, List.of(event), null, element, act, captures, table);
  }

  /** A row for each event whose act has not run yet, the oldest first: whether it is used, and what was captured. */
  static TableSpec spec(List<LocalVariable> captures) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.exact("used"));
    captures.forEach(capture -> columns.add(new Column(capture.name(), canon(capture.type()), 0)));
    return new TableSpec("captured", ROWS, columns);
  }

  private static Canon canon(Type type) {
    return type == Type.STRING ? Canon.VALUE : Canon.EXACT;
  }

  int act() {
    return act;
  }

  /** How often the condition came since {@link #take}. */
  long pending(Judge judge) {
    return judge.word(this, Columns.COUNT);
  }

  long take(Judge judge) {
    long pending = pending(judge);
    judge.set(this, Columns.COUNT, 0);
    return pending;
  }

  /** A word of the oldest event that waits; {@link Query#NO_MORE} forgets that. */
  long captured(Judge judge, int index) {
    if (index != Query.NO_MORE) {
      return judge.word(table, 0, 1 + index);
    }
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column <= captures.length; column++) {
        long next = row + 1 < ROWS ? judge.word(table, row + 1, column) : 0;
        judge.setWord(table, row, column, next);
      }
    }
    return 0;
  }

  private void keep(Judge judge, Match match) {
    int row = 0;
    while (row < ROWS && judge.word(table, row, 0) != 0) {
      row++;
    }
    if (row == ROWS) {
      throw new LimitException("a `when` that captures has more than " + ROWS + " events in one step");
    }
    judge.setWord(table, row, 0, 1);
    for (int i = 0; i < captures.length; i++) {
      judge.setWord(table, row, 1 + i, match.captured(0, captures[i]));
    }
  }

  @Override
  boolean watchesStates() {
    return state != null;
  }

  @Override
  List<Observed> states() {
    return state == null ? List.of() : List.of(state);
  }

  @Override
  void occurred(Judge judge, Match match) {
    if (came(judge) && captures.length > 0) {
      keep(judge, match);
    }
  }

  @Override
  void settled(Judge judge) {
    if (state == null) {
      return;
    }
    boolean holds = judge.watched().observe(state, new long[0]).value() != 0;
    long phase = judge.word(this, Columns.PHASE);
    judge.set(this, Columns.PHASE, holds ? phase | HELD : phase & ~HELD);
    if (holds && (phase & HELD) == 0) {
      came(judge);
    }
  }

  /** Makes the act happen, unless it did and does once; whether it happens. */
  private boolean came(Judge judge) {
    long phase = judge.word(this, Columns.PHASE);
    if (once && (phase & DONE) != 0) {
      return false;
    }
    judge.set(this, Columns.PHASE, phase | DONE);
    judge.count(this, Columns.COUNT);
    judge.requestAct();
    return true;
  }
}
