// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of endpoints. */
public final class EndpointColumns {
  /** Messages queued. */
  public static final int COUNT = 0;

  /** First task that waits to receive, in order of arrival; 0 for none. */
  public static final int RECEIVERS = 1;

  /** First task that waits for room, in order of arrival; 0 for none. */
  public static final int SENDERS = 2;

  /** Tasks that may receive from it and have not ended; 0 where nobody counts them. */
  public static final int RECEIVERS_LEFT = 3;

  /** Tasks that may send to it and have not ended, which follows from their states; 0 where nobody counts them. */
  public static final int SENDERS_LEFT = 4;

  /** With the profile nexus, 1 once somebody has sent. */
  public static final int SENT = 5;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("count"),
          Column.exact("receivers"),
          Column.exact("senders"),
          Column.exact("receivers_left"),
          Column.statistic("senders_left"),
          Column.exact("sent"));

  private EndpointColumns() {}
}
