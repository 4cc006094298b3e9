// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of mutexes. */
public final class MutexColumns {
  /** Pid of the task that holds it, 0 for none. */
  public static final int HOLDER = 0;

  /** First task that waits for it, in order of arrival; 0 for none. */
  public static final int WAITERS = 1;

  /** The next mutex that the same task holds, by number plus 1; 0 for none. The list ascends, so it tells no history. */
  public static final int NEXT_HELD = 2;

  /** Under the policy {@code edf} the deadline that its holder has at the latest; never where there is no such. */
  public static final int FLOOR_AT = 3;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("holder"),
          Column.exact("waiters"),
          Column.exact("next_held"),
          Column.instant("floor_at"));

  private MutexColumns() {}
}
