// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of barriers. */
public final class BarrierColumns {
  /** How many tasks wait at it. */
  public static final int ARRIVED = 0;

  /** First task that waits, in order of arrival; 0 for none. */
  public static final int WAITERS = 1;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("arrived"),
          Column.exact("waiters"));

  private BarrierColumns() {}
}
