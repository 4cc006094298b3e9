// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of acts of the scenario. */
public final class ActColumns {
  /** When the act happens next. */
  public static final int NEXT_AT = 0;

  /** How often it was fired and has not happened since. */
  public static final int FIRED = 1;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.instant("next_at"),
          Column.exact("fired"));

  private ActColumns() {}
}
