// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Counts the wakeups that the policy {@code none} would have needed for the timers that were delivered: it wakes at each
 * deadline that somebody asked for, once, however many share it. The deadlines seen last lie in the state of the
 * machine, ascending; a deadline is taken for a new one if it comes again after {@link #ROWS} / 2 later ones.
 */
final class SavedWakeups implements TraceSink {
  /** Deadlines that are remembered. */
  static final int ROWS = 4096;

  private static final int USED = 0;
  private static final int DEADLINES = 1;

  private final Watched watched;
  private final int first;
  private final IntPredicate client;

  /**
   * Counts in tables that {@link #tables} described.
   *
   * @param first the number of the first of them
   * @param client whether a task is served by timed, and not by the kernel's own timers
   */
  SavedWakeups(Watched watched, int first, IntPredicate client) {
    this.watched = watched;
    this.first = first;
    this.client = client;
  }

  static List<TableSpec> tables() {
    return List.of(
        new TableSpec("deadlines.used", 1, List.of(Column.exact("used"), Column.exact("deadlines"))),
        new TableSpec("deadlines", ROWS, List.of(Column.exact("deadline"))));
  }

  /** Different deadlines that timers were delivered for. */
  long deadlines() {
    return watched.word(first, 0, DEADLINES);
  }

  @Override
  public long interest() {
    return EventKind.EXPIRE.bit();
  }

  @Override
  public void event(EventKind kind, long timeNs, long step, int hart, int pid, long one, long deadlineNs, long three) {
    if (!client.test(pid)) {
      return;
    }
    int used = (int) watched.word(first, 0, USED);
    int place = used;
    // Deadlines mostly come in their order, so the end is where to look first.
    while (place > 0 && deadline(place - 1) > deadlineNs) {
      place--;
    }
    if (place > 0 && deadline(place - 1) == deadlineNs) {
      return;
    }
    watched.setWord(first, 0, DEADLINES, deadlines() + 1);
    if (used == ROWS) {
      forgetTheOldest();
      used -= ROWS / 2;
      place = Math.max(0, place - ROWS / 2);
    }
    for (int moved = used; moved > place; moved--) {
      watched.setWord(first + 1, moved, 0, deadline(moved - 1));
    }
    watched.setWord(first + 1, place, 0, deadlineNs);
    watched.setWord(first, 0, USED, used + 1L);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  private void forgetTheOldest() {
    for (int row = 0; row < ROWS; row++) {
      watched.setWord(first + 1, row, 0, row < ROWS / 2 ? deadline(row + ROWS / 2) : 0);
    }
  }

  private long deadline(int row) {
    return watched.word(first + 1, row, 0);
  }
}
