// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who ran where and when, and draws it: one character a unit of time, the first letter of the task that ran
 * longest in it (of equals the one that ran first), or a dot where none ran. The stretches lie in the state of the
 * machine, oldest first, and go back and forth in time with it.
 */
public final class Gantt implements TraceSink {
  /** Stretches that are kept at most; a run that has more is not drawn in part. */
  static final int STRETCHES = 32_768;

  /** Characters of one hart's row at most. */
  static final int CELLS = 10_000;

  /** Columns of the row of each hart. */
  private static final int CURRENT = 0;

  private static final int SINCE = 1;

  /** Columns of a stretch. */
  private static final int HART = 0;

  private static final int PID = 1;
  private static final int FROM = 2;
  private static final int TO = 3;

  private final Watched watched;
  private final int first;
  private final int harts;
  private final List<String> names;

  /**
   * Draws from tables that {@link #tables} described.
   *
   * @param first the number of the first of them
   * @param names of the tasks by pid
   */
  Gantt(Watched watched, int first, int harts, List<String> names) {
    this.watched = watched;
    this.first = first;
    this.harts = harts;
    this.names = List.copyOf(names);
  }

  /** The tables that a drawing needs. */
  static List<TableSpec> tables(int harts) {
    Column since = new Column("since", Canon.AGE, Column.NEVER);
    return List.of(
        new TableSpec("gantt.harts", harts, List.of(Column.exact("current"), since)),
        new TableSpec("gantt.used", 1, List.of(Column.exact("used"))),
        new TableSpec(
            "gantt",
            STRETCHES,
            List.of(
                Column.exact("hart"), Column.exact("pid"), Column.statistic("from"), Column.statistic("to"))));
  }

  @Override
  public long interest() {
    return EventKind.DISPATCH.bit() | EventKind.IDLE.bit();
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long one, long two, long three) {
    end(hart, timeNs);
    watched.setWord(first, hart, CURRENT, kind == EventKind.DISPATCH ? pid : 0);
    watched.setWord(first, hart, SINCE, timeNs);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  private void end(int hart, long timeNs) {
    long pid = watched.word(first, hart, CURRENT);
    long since = watched.word(first, hart, SINCE);
    if (pid == 0 || since == timeNs) {
      return;
    }
    int used = (int) watched.word(first + 1, 0, 0);
    if (used == STRETCHES) {
      throw new LimitException("a gantt is drawn of at most " + STRETCHES + " stretches of running");
    }
    watched.setWord(first + 2, used, HART, hart);
    watched.setWord(first + 2, used, PID, pid);
    watched.setWord(first + 2, used, FROM, since);
    watched.setWord(first + 2, used, TO, timeNs);
    watched.setWord(first + 1, 0, 0, used + 1L);
  }

  /**
   * Draws harts, one line each.
   *
   * @param hart -1 for all
   * @param unitNs width of a character
   * @param untilNs where it ends; -1 for now
   * @return null if the unit is not positive or the lines would be too long
   */
  @Nullable String draw(long hart, long unitNs, long fromNs, long untilNs) {
    long endNs = untilNs < 0 ? watched.nowNs() : untilNs;
    if (unitNs < 1) {
      return null;
    }
    long span = Math.max(endNs - Math.max(fromNs, 0), 0);
    long cells = span / unitNs + (span % unitNs == 0 ? 0 : 1);
    if (cells > CELLS) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int each = 0; each < harts; each++) {
      if (hart < 0 || each == hart) {
        out.append(out.isEmpty() ? "" : "\n");
        row(each, unitNs, Math.max(fromNs, 0), (int) cells, out);
      }
    }
    return out.toString();
  }

  private void row(int hart, long unitNs, long fromNs, int cells, StringBuilder out) {
    char[] letters = new char[cells];
    long[] longest = new long[cells];
    Arrays.fill(letters, '.');
    int used = (int) watched.word(first + 1, 0, 0);
    for (int row = 0; row < used; row++) {
      if (watched.word(first + 2, row, HART) == hart) {
        long from = watched.word(first + 2, row, FROM) - fromNs;
        long to = watched.word(first + 2, row, TO) - fromNs;
        fill((int) watched.word(first + 2, row, PID), from, to, unitNs, letters, longest);
      }
    }
    int current = (int) watched.word(first, hart, CURRENT);
    if (current != 0) {
      fill(current, watched.word(first, hart, SINCE) - fromNs, watched.nowNs() - fromNs, unitNs, letters, longest);
    }
    out.append(letters);
  }

  private void fill(int pid, long from, long to, long unitNs, char[] letters, long[] longest) {
    for (long cell = Math.max(from, 0) / unitNs; cell < letters.length && cell * unitNs < to; cell++) {
      long ran = Math.min(to, (cell + 1) * unitNs) - Math.max(from, cell * unitNs);
      if (ran > longest[(int) cell]) {
        longest[(int) cell] = ran;
        letters[(int) cell] = names.get(pid).charAt(0);
      }
    }
  }
}
