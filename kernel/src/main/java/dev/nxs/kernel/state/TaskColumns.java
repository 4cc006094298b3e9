// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import java.util.ArrayList;
import java.util.List;

/** Columns of the table of tasks, by pid; row 0 stands for the kernel and the world outside. */
public final class TaskColumns {
  /** Ordinal of {@code TaskState}. */
  public static final int STATE = 0;

  /** Wire value of the class. */
  public static final int QOS = 1;

  /** The hart whose queue the task goes to. */
  public static final int HOME = 2;

  /** Weight of its slices. */
  public static final int SHARES = 3;

  /** The task behind it in its queue, 0 for none. */
  public static final int NEXT = 4;

  /** The task before it in its queue, 0 for none. */
  public static final int PREVIOUS = 5;

  /** The level of the queue that it is in; follows from its class. */
  public static final int LEVEL = 6;

  /** CPU time left of its computation, in nanoseconds. */
  public static final int REMAINING = 7;

  /** 1 while it uses CPU time until something happens. */
  public static final int SPINNING = 8;

  /** When its kernel timer fires. */
  public static final int TIMER_AT = 9;

  /** The place of that timer among those of one deadline. */
  public static final int TIMER_SEQUENCE = 10;

  /** Ordinal of {@code BlockReason}. */
  public static final int BLOCK = 11;

  /** What it waits for: an endpoint, an event, a mutex, a barrier. */
  public static final int BLOCK_ON = 12;

  /** The task that waits behind it for the same, 0 for none. */
  public static final int WAIT_NEXT = 13;

  /** The first word that a message must have to be received, -1 for any. */
  public static final int MATCH = 14;

  /** Why it waits, as far as others are told: 0, or 1 and more for time. */
  public static final int PURPOSE = 15;

  /** Result of its last system call. */
  public static final int RESULT = 16;

  /** Errno number of its last system call. */
  public static final int ERRNO = 17;

  /** Message register 0. */
  public static final int MESSAGE_0 = 18;

  /** Message register 1. */
  public static final int MESSAGE_1 = 19;

  /** Message register 2. */
  public static final int MESSAGE_2 = 20;

  /** Message register 3. */
  public static final int MESSAGE_3 = 21;

  /** Bytes of the message in the registers. */
  public static final int MESSAGE_LENGTH = 22;

  /** Pid of its sender. */
  public static final int SENDER = 23;

  /** Service id of its sender. */
  public static final int SENDER_SERVICE = 24;

  /** Class of its sender. */
  public static final int SENDER_QOS = 25;

  /** What answers it, 0 for none. */
  public static final int TOKEN = 26;

  /** Calls made, modulo 2^24; tells a late answer from the awaited one. */
  public static final int CALLS = 27;

  /** Exit code, once it has ended. */
  public static final int EXIT_CODE = 28;

  /** The instant at which the steps below were counted. */
  public static final int STEPS_AT = 29;

  /** Steps taken at that instant. */
  public static final int STEPS = 30;

  /** The release of its job; {@link Column#NEVER} for a task without a period. */
  public static final int RELEASE_AT = 31;

  /** Since when it is ready. */
  public static final int READY_SINCE = 32;

  /** CPU time used, in nanoseconds. */
  public static final int CPU = 33;

  /** Time spent ready and not running, in nanoseconds. */
  public static final int WAIT = 34;

  /** Times it was dispatched. */
  public static final int DISPATCHES = 35;

  /** Times it was taken off its hart. */
  public static final int PREEMPTIONS = 36;

  /** Times its home changed. */
  public static final int MIGRATIONS = 37;

  /** Times it was made ready. */
  public static final int WAKEUPS = 38;

  /** Jobs that ended after their deadline. */
  public static final int MISSES = 39;

  /** Bytes of the message that it waits to send. */
  public static final int PENDING_LENGTH = 40;

  /** What will answer that message, 0 for none. */
  public static final int PENDING_TOKEN = 41;

  /** Its priority; greater is more urgent. */
  public static final int PRIORITY = 42;

  /** What policies with ranks sort it by, least first, with what others lend it; 0 under those without. */
  public static final int RANK = 43;

  /** Its own rank, without what others lend it. */
  public static final int OWN_RANK = 44;

  /** The most urgent of the tasks that wait for it, directly or through others, and lend it their urgency; 0 for none. */
  public static final int LENDER = 45;

  /** The mutex with the highest ceiling among those that it holds, by number plus 1; 0 for none. */
  public static final int CEILING = 46;

  /** The first mutex that it holds, by number plus 1; 0 for none. */
  public static final int HELD = 47;

  /** First task whose call it has received and not answered; 0 for none. */
  public static final int CALLERS = 48;

  /** The task that has received the call whose answer this one waits for; 0 for none. */
  public static final int SERVER = 49;

  /** The task that spawned it, 0 for none that lives. */
  public static final int PARENT = 50;

  /** How often its row was used before. */
  public static final int GENERATION = 51;

  /** The text of the name that it was spawned with, by number plus 1; 0 for the name of its row. */
  public static final int NAME = 52;

  /** First task that waits for its end, 0 for none. */
  public static final int JOINERS = 53;

  /** 1 when somebody has learned its exit code. */
  public static final int JOINED = 54;

  /** How many classes it went up while it waited. */
  public static final int BOOST = 55;

  /** The task that waits before it for the same; of the first the last, 0 for one that stands in no list. */
  public static final int WAIT_PREVIOUS = 56;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("state"),
          Column.exact("qos"),
          Column.exact("home"),
          Column.exact("shares"),
          Column.exact("next"),
          Column.exact("previous"),
          Column.exact("level"),
          Column.exact("remaining"),
          Column.exact("spinning"),
          Column.instant("timer_at"),
          new Column("timer_sequence", Canon.SEQUENCE, 0),
          Column.exact("block"),
          Column.exact("block_on"),
          Column.exact("wait_next"),
          Column.exact("match"),
          Column.exact("purpose"),
          Column.exact("result"),
          Column.exact("errno"),
          Column.exact("message_0"),
          Column.exact("message_1"),
          Column.exact("message_2"),
          Column.exact("message_3"),
          Column.exact("message_length"),
          Column.exact("sender"),
          Column.exact("sender_service"),
          Column.exact("sender_qos"),
          Column.exact("token"),
          Column.exact("calls"),
          Column.exact("exit_code"),
          Column.instant("steps_at"),
          Column.exact("steps"),
          // Of the past, too, every nanosecond counts: the next release lies a period behind it.
          new Column("release_at", Canon.AGE, Column.NEVER),
          Column.statistic("ready_since"),
          Column.statistic("cpu"),
          Column.statistic("wait"),
          Column.statistic("dispatches"),
          Column.statistic("preemptions"),
          Column.statistic("migrations"),
          Column.statistic("wakeups"),
          Column.statistic("misses"),
          Column.exact("pending_length"),
          Column.exact("pending_token"),
          Column.exact("priority"),
          Column.exact("rank"),
          Column.exact("own_rank"),
          // Follows from who waits for the task, but for which of equals it is.
          Column.statistic("lender"),
          Column.exact("ceiling"),
          Column.exact("held"),
          Column.exact("callers"),
          Column.exact("server"),
          Column.exact("parent"),
          Column.exact("generation"),
          Column.exact("name"),
          Column.exact("joiners"),
          Column.exact("joined"),
          Column.exact("boost"),
          // Follows from the order in which the others lie behind each other.
          Column.statistic("wait_previous"));

  /** The columns where ranks enter the hash in another way than as they are. */
  public static List<Column> withRank(Canon canon) {
    List<Column> columns = new ArrayList<>(COLUMNS);
    long bound = canon == Canon.AGE ? Column.NEVER : 0;
    columns.set(RANK, new Column("rank", canon, bound));
    columns.set(OWN_RANK, new Column("own_rank", canon, bound));
    return columns;
  }

  private TaskColumns() {}
}
