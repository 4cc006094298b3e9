// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.List;

/**
 * Columns of the table of injected faults that have not shown yet, one row a hart; what concerns the whole machine is in
 * the row of hart 0. A machine into which none can be injected has no rows.
 */
public final class FaultColumns {
  /** Interrupts to the hart that will be lost. */
  public static final int DROPS = 0;

  /** Of the machine: by how much the next timer is late, 0 for not at all. */
  public static final int DELAY = 1;

  /** Of the machine: the task whose timer is being late, 0 for none. */
  public static final int LATE_TASK = 2;

  /** Of the machine: by how much that timer is late. */
  public static final int LATE_BY = 3;

  /** Of the machine: marker lines that will come in two pieces. */
  public static final int TORN = 4;

  /** Of the machine: messages of tasks that will not be taken. */
  public static final int SENDS = 5;

  private static final List<Column> COLUMNS =
      List.of(
          Column.exact("drops"),
          Column.exact("delay"),
          Column.exact("late_task"),
          Column.exact("late_by"),
          Column.exact("torn"),
          Column.exact("sends"));

  private FaultColumns() {}

  /** The table of a machine with so many harts. */
  public static TableSpec table(int harts) {
    return new TableSpec("faults", harts, COLUMNS);
  }
}
