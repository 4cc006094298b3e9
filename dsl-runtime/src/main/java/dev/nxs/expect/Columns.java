// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import java.util.List;

/** The words that every watcher has: one row of table 0. What only explains a verdict is not hashed. */
final class Columns {
  /** The table of these words. */
  static final int TABLE = 0;

  /** Ordinal of {@link Judgement}. */
  static final int VERDICT = 0;

  /** Where in its form a watcher stands; what it means is the form's business. */
  static final int PHASE = 1;

  /** A number that decides: occurrences counted, items matched. */
  static final int COUNT = 2;

  /** The instant at which, everything of it done, the watcher wants to look again. */
  static final int DEADLINE = 3;

  /** Situations that arose, for the count in reports. */
  static final int TRIGGERS = 4;

  /** Situations that came out well. */
  static final int ANSWERED = 5;

  /** When the stretch or window began that is looked at. */
  static final int SINCE = 6;

  /** The event that decided, or the one it was measured from: time, step, hart and task. */
  static final int AT = 7;

  static final int STEP = 8;
  static final int HART = 9;
  static final int PID = 10;

  /** One more than the number of the deciding line's text, 0 without one. */
  static final int TEXT = 11;

  /** A detail that a form remembers about its decision. */
  static final int DETAIL = 12;

  static final List<Column> SPEC =
      List.of(
          Column.exact("verdict"),
          Column.exact("phase"),
          Column.exact("count"),
          new Column("deadline", Canon.RELATIVE, 0),
          Column.statistic("triggers"),
          Column.statistic("answered"),
          Column.statistic("since"),
          Column.statistic("at"),
          Column.statistic("step"),
          Column.statistic("hart"),
          Column.statistic("pid"),
          Column.statistic("text"),
          Column.statistic("detail"));

  private Columns() {}
}
