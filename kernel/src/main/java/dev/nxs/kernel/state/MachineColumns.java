// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table with one row for the machine as a whole. Now itself is hashed apart, by its phase. */
public final class MachineColumns {
  /** Nanoseconds since boot. */
  public static final int NOW = 0;

  /** Steps taken. */
  public static final int STEP = 1;

  /** State of the random numbers that programs draw. */
  public static final int RANDOM = 2;

  /** How many timers were armed; orders those of one deadline. */
  public static final int TIMER_SEQUENCE = 3;

  /** How many woken tasks wait for room in a queue. */
  public static final int PARKED = 4;

  /** The hart that boot has started and waits for; 0 when boot is over. */
  public static final int BOOT_HART = 5;

  /** How many rounds of retries boot has made. */
  public static final int BOOT_RETRY = 6;

  /** When boot goes on. */
  public static final int BOOT_AT = 7;

  /** Sleeps on kernel timers that ended. */
  public static final int EXPIRATIONS = 8;

  /** 1 if something happened since spinning tasks last looked. */
  public static final int CHANGED = 9;

  /** How many running or ready tasks spin; follows from the table of tasks. */
  public static final int SPINNERS = 10;

  /** The hart at which the search for a home of the next task starts. */
  public static final int HOME_CURSOR = 11;

  /** CPU time of tasks whose rows others have now. */
  public static final int FORGOTTEN_CPU = 12;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.statistic("now"),
          Column.statistic("step"),
          Column.exact("random"),
          Column.statistic("timer_sequence"),
          Column.exact("parked"),
          Column.exact("boot_hart"),
          Column.exact("boot_retry"),
          Column.instant("boot_at"),
          Column.statistic("expirations"),
          Column.exact("changed"),
          Column.statistic("spinners"),
          Column.exact("home_cursor"),
          Column.statistic("forgotten_cpu"));

  private MachineColumns() {}
}
