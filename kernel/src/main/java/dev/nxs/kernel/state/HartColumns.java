// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of harts. A level is a class and, within it, ahead for services: twice the class, plus one for a service. */
public final class HartColumns {
  /** Ordinal of the hart state: stopped, start pending, started. */
  public static final int HSM = 0;

  /** Pid of the running task, 0 for none. */
  public static final int CURRENT = 1;

  /** When the running task is due: its computation or its slice ends. */
  public static final int END_AT = 2;

  /** When the slice of the running task ends. */
  public static final int SLICE_END = 3;

  /** Since when CPU time of the running task is not yet accounted; what is left of its computation depends on it. */
  public static final int SINCE = 4;

  /** Whether a scheduling decision is asked for; 2: the running task yields. */
  public static final int WISH = 5;

  /** 1 while a reschedule request is not acknowledged. */
  public static final int IPI_PENDING = 6;

  /** When the interrupt arrives. */
  public static final int IPI_AT = 7;

  /** Since when the hart has nothing to run; -1 while it has. */
  public static final int IDLE_SINCE = 8;

  /** Bit set of the levels whose queue is not empty; follows from the queues. */
  public static final int LEVELS = 9;

  /** Tasks in all queues; follows from the queues. */
  public static final int QUEUED = 10;

  /** First task of the queue of level 0, 0 for none. */
  public static final int HEAD_0 = 11;

  /** First task of the queue of level 1, 0 for none. */
  public static final int HEAD_1 = 12;

  /** First task of the queue of level 2, 0 for none. */
  public static final int HEAD_2 = 13;

  /** First task of the queue of level 3, 0 for none. */
  public static final int HEAD_3 = 14;

  /** First task of the queue of level 4, 0 for none. */
  public static final int HEAD_4 = 15;

  /** First task of the queue of level 5, 0 for none. */
  public static final int HEAD_5 = 16;

  /** First task of the queue of level 6, 0 for none. */
  public static final int HEAD_6 = 17;

  /** First task of the queue of level 7, 0 for none. */
  public static final int HEAD_7 = 18;

  /** Last task of the queue of level 0, 0 for none. */
  public static final int TAIL_0 = 19;

  /** Last task of the queue of level 1, 0 for none. */
  public static final int TAIL_1 = 20;

  /** Last task of the queue of level 2, 0 for none. */
  public static final int TAIL_2 = 21;

  /** Last task of the queue of level 3, 0 for none. */
  public static final int TAIL_3 = 22;

  /** Last task of the queue of level 4, 0 for none. */
  public static final int TAIL_4 = 23;

  /** Last task of the queue of level 5, 0 for none. */
  public static final int TAIL_5 = 24;

  /** Last task of the queue of level 6, 0 for none. */
  public static final int TAIL_6 = 25;

  /** Last task of the queue of level 7, 0 for none. */
  public static final int TAIL_7 = 26;

  /** Tasks in the queue of level 0. */
  public static final int COUNT_0 = 27;

  /** Tasks in the queue of level 1. */
  public static final int COUNT_1 = 28;

  /** Tasks in the queue of level 2. */
  public static final int COUNT_2 = 29;

  /** Tasks in the queue of level 3. */
  public static final int COUNT_3 = 30;

  /** Tasks in the queue of level 4. */
  public static final int COUNT_4 = 31;

  /** Tasks in the queue of level 5. */
  public static final int COUNT_5 = 32;

  /** Tasks in the queue of level 6. */
  public static final int COUNT_6 = 33;

  /** Tasks in the queue of level 7. */
  public static final int COUNT_7 = 34;

  /** The task that ran last. */
  public static final int LAST = 35;

  /** Dispatches of another task than ran before. */
  public static final int SWITCHES = 36;

  /** Tasks taken from other harts. */
  public static final int STEALS = 37;

  /** Times the hart left idle after time had passed in it. */
  public static final int IDLE_WAKEUPS = 38;

  /** Nanoseconds of CPU time used by tasks. */
  public static final int BUSY = 39;

  /** Reschedule requests accepted. */
  public static final int IPI_REQUESTS = 40;

  /** Interrupts sent for them. */
  public static final int IPI_SENT = 41;

  /** Requests that found one pending. */
  public static final int IPI_COALESCED = 42;

  /** Requests refused because the hart was not online. */
  public static final int IPI_REJECTED = 43;

  /** Software interrupts taken. */
  public static final int IPI_TRAPS = 44;

  /** Software interrupts that found a request pending. */
  public static final int IPI_ACKS = 45;

  /** Until when interrupts keep the hart busy that no task paid for yet. */
  public static final int BUSY_UNTIL = 46;

  /** Nanoseconds of idleness that are over, spent in the first idle state; those of the others follow. */
  public static final int IDLE_NS_0 = 47;

  /** Stretches of idleness that are over, spent in the first idle state; those of the others follow. */
  public static final int IDLE_ENTRIES_0 = 50;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("hsm"),
          Column.exact("current"),
          Column.instant("end_at"),
          Column.instant("slice_end"),
          new Column("since", Canon.AGE, Column.NEVER),
          Column.exact("wish"),
          Column.exact("ipi_pending"),
          Column.instant("ipi_at"),
          Column.statistic("idle_since"),
          Column.statistic("levels"),
          Column.statistic("queued"),
          Column.exact("head_0"),
          Column.exact("head_1"),
          Column.exact("head_2"),
          Column.exact("head_3"),
          Column.exact("head_4"),
          Column.exact("head_5"),
          Column.exact("head_6"),
          Column.exact("head_7"),
          Column.exact("tail_0"),
          Column.exact("tail_1"),
          Column.exact("tail_2"),
          Column.exact("tail_3"),
          Column.exact("tail_4"),
          Column.exact("tail_5"),
          Column.exact("tail_6"),
          Column.exact("tail_7"),
          Column.exact("count_0"),
          Column.exact("count_1"),
          Column.exact("count_2"),
          Column.exact("count_3"),
          Column.exact("count_4"),
          Column.exact("count_5"),
          Column.exact("count_6"),
          Column.exact("count_7"),
          Column.statistic("last"),
          Column.statistic("switches"),
          Column.statistic("steals"),
          Column.statistic("idle_wakeups"),
          Column.statistic("busy"),
          Column.statistic("ipi_requests"),
          Column.statistic("ipi_sent"),
          Column.statistic("ipi_coalesced"),
          Column.statistic("ipi_rejected"),
          Column.statistic("ipi_traps"),
          Column.statistic("ipi_acks"),
          Column.instant("busy_until"),
          Column.statistic("idle_wfi"),
          Column.statistic("idle_retention"),
          Column.statistic("idle_off"),
          Column.statistic("entered_wfi"),
          Column.statistic("entered_retention"),
          Column.statistic("entered_off"));

  private HartColumns() {}
}
