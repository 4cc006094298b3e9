// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of events that tasks wait for. */
public final class EventColumns {
  /** 1 while a signal is kept for the next who waits. */
  public static final int SIGNALLED = 0;

  /** First task that waits, in order of arrival; 0 for none. */
  public static final int WAITERS = 1;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("signalled"),
          Column.exact("waiters"));

  private EventColumns() {}
}
