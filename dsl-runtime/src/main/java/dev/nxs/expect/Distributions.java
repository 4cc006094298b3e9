// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Query;
import dev.nxs.compile.Statistic;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the samples of the distributions that somebody asks for: wake latencies, delays, lateness of timers, response
 * times, blocking. A table in the state of the machine holds them, one row for each task and value with its count, in order. They
 * are exact up to {@link #ROWS} different values; beyond that, values are rounded up to multiples of a power of two, which
 * is never less than what was measured.
 */
public final class Distributions implements TraceSink {
  /** Different values that one distribution keeps for all tasks together. */
  static final int ROWS = 4096;

  /** Columns of a table of samples. */
  private static final int PID = 0;

  private static final int VALUE = 1;
  private static final int COUNT = 2;

  /** Columns of the row of each distribution. */
  private static final int USED = 0;

  private static final int SHIFT = 1;

  /** Columns of the row of each task. */
  private static final int WOKEN = 0;

  private static final int WORKING = 1;
  private static final int JOB_SINCE = 2;

  private static final BlockReason[] REASONS = BlockReason.values();
  private static final Query[] ALL = {
    Query.WAKE_LATENCY, Query.RUN_DELAY, Query.TIMER_LATENESS, Query.RESPONSE_TIME, Query.BLOCKING
  };

  private final Watched watched;
  private final int first;
  private final List<Query> asked;
  private final List<Long> periods;
  private final IntPredicate sleeping;
  private final @Nullable BlockingTimes blocking;

  /**
   * Collects in tables that {@link #tables} described.
   *
   * @param first the number of the first of them
   * @param periods of the tasks by pid, 0 for none
   * @param sleeping whether a task waits for time alone, whoever it asked to wake it
   */
  Distributions(Watched watched, int first, Set<Query> asked, List<Long> periods, IntPredicate sleeping) {
    this.watched = watched;
    this.first = first;
    this.asked = inOrder(asked);
    this.periods = List.copyOf(periods);
    this.sleeping = sleeping;
    this.blocking =
        asked.contains(Query.BLOCKING)
            ? new BlockingTimes(
                watched, first + 2 + asked.size(), periods.size(), (pid, ns) -> add(Query.BLOCKING, pid, ns))
            : null;
  }

  /** Those of some queries that are distributions. */
  static Set<Query> among(Set<Query> queries) {
    Set<Query> found = EnumSet.noneOf(Query.class);
    found.addAll(inOrder(queries));
    return found;
  }

  private static List<Query> inOrder(Set<Query> queries) {
    List<Query> found = new ArrayList<>();
    for (Query query : ALL) {
      if (queries.contains(query)) {
        found.add(query);
      }
    }
    return found;
  }

  /**
   * The tables that some distributions need: none for none.
   *
   * @param tasks how many pids there are, the kernel's 0 included
   */
  static List<TableSpec> tables(Set<Query> asked, int tasks) {
    List<TableSpec> tables = new ArrayList<>();
    if (asked.isEmpty()) {
      return tables;
    }
    tables.add(
        new TableSpec(
            "jobs",
            tasks,
            List.of(
                Column.exact("woken"),
                Column.exact("working"),
                new Column("since", Canon.AGE, Long.MAX_VALUE))));
    tables.add(
        new TableSpec("distributions", asked.size(), List.of(Column.exact("used"), Column.exact("shift"))));
    for (Query query : inOrder(asked)) {
      tables.add(
          new TableSpec(
              query.text(), ROWS, List.of(Column.exact("pid"), Column.exact("value"), Column.exact("count"))));
    }
    if (asked.contains(Query.BLOCKING)) {
      tables.add(BlockingTimes.spec(tasks));
    }
    return tables;
  }

  @Override
  public long interest() {
    long kinds = 0;
    for (Query query : asked) {
      kinds |=
          switch (query) {
            case WAKE_LATENCY -> EventKind.WAKE.bit() | EventKind.DISPATCH.bit();
            case RUN_DELAY -> EventKind.DISPATCH.bit();
            case TIMER_LATENESS -> EventKind.EXPIRE.bit();
            case BLOCKING -> BlockingTimes.interest();
            default ->
                EventKind.WAKE.bit() | EventKind.BLOCK.bit() | EventKind.EXIT.bit() | EventKind.SYSCALL.bit();
          };
    }
    return kinds;
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    if (pid == 0) {
      return;
    }
    if (blocking != null) {
      blocking.event(kind, timeNs, pid, first);
    }
    if (kind == EventKind.WAKE) {
      woken(pid, timeNs);
    } else if (kind == EventKind.DISPATCH) {
      dispatched(pid, second);
    } else if (kind == EventKind.EXPIRE) {
      add(Query.TIMER_LATENESS, pid, timeNs - second);
    } else if (kind == EventKind.EXIT) {
      jobEnds(pid, timeNs);
      setJob(pid, WORKING, 0);
    } else if (kind == EventKind.SYSCALL && first == Syscall.NEXT_PERIOD.ordinal()) {
      released(pid, timeNs);
    } else if (kind == EventKind.BLOCK && endsJob(pid, REASONS[(int) first])) {
      jobEnds(pid, timeNs);
      setJob(pid, WORKING, 0);
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  private void woken(int pid, long timeNs) {
    setJob(pid, WOKEN, 1);
    if (job(pid, WORKING) == 0) {
      setJob(pid, WORKING, 1);
      setJob(pid, JOB_SINCE, timeNs);
    }
  }

  private void dispatched(int pid, long readyForNs) {
    if (job(pid, WOKEN) != 0) {
      setJob(pid, WOKEN, 0);
      add(Query.WAKE_LATENCY, pid, readyForNs);
    }
    add(Query.RUN_DELAY, pid, readyForNs);
  }

  /** A periodic task is done with its job; the next began, or will begin, a period after it. */
  private void released(int pid, long timeNs) {
    long periodNs = periods.get(pid);
    if (periodNs > 0 && job(pid, WORKING) != 0) {
      jobEnds(pid, timeNs);
      setJob(pid, JOB_SINCE, job(pid, JOB_SINCE) + periodNs);
    }
  }

  /** Whether a task that waits is done with its job; a periodic one says so itself. */
  private boolean endsJob(int pid, BlockReason reason) {
    if (periods.get(pid) > 0) {
      return false;
    }
    return switch (reason) {
      case RECEIVE, EVENT, SLEEP, PERIOD -> true;
      // A call goes on with its answer, unless all it asks for is to be woken.
      case REPLY -> sleeping.test(pid);
      case NONE, SEND, QUEUE, MUTEX, BARRIER, JOIN -> false;
    };
  }

  private void jobEnds(int pid, long timeNs) {
    if (job(pid, WORKING) != 0 && job(pid, JOB_SINCE) <= timeNs) {
      add(Query.RESPONSE_TIME, pid, timeNs - job(pid, JOB_SINCE));
    }
  }

  private long job(int pid, int column) {
    return watched.word(first, pid, column);
  }

  private void setJob(int pid, int column, long value) {
    watched.setWord(first, pid, column, value);
  }

  private void add(Query query, int pid, long valueNs) {
    int index = asked.indexOf(query);
    if (index < 0) {
      return;
    }
    int table = first + 2 + index;
    long rounded = round(valueNs, watched.word(first + 1, index, SHIFT));
    int used = (int) watched.word(first + 1, index, USED);
    int row = find(table, used, pid, rounded);
    if (row < used && get(table, row, PID) == pid && get(table, row, VALUE) == rounded) {
      watched.setWord(table, row, COUNT, get(table, row, COUNT) + 1);
      return;
    }
    if (used == ROWS) {
      coarsen(index, table);
      add(query, pid, valueNs);
      return;
    }
    for (int moved = used; moved > row; moved--) {
      put(table, moved, get(table, moved - 1, PID), get(table, moved - 1, VALUE), get(table, moved - 1, COUNT));
    }
    put(table, row, pid, rounded, 1);
    watched.setWord(first + 1, index, USED, used + 1L);
  }

  /** Rounds all values up to twice the step, and joins what becomes equal, until half of the rows are free. */
  private void coarsen(int index, int table) {
    int used = ROWS;
    while (used > ROWS / 2) {
      long shift = watched.word(first + 1, index, SHIFT) + 1;
      watched.setWord(first + 1, index, SHIFT, shift);
      int kept = 0;
      for (int row = 0; row < used; row++) {
        long pid = get(table, row, PID);
        long value = round(get(table, row, VALUE), shift);
        long count = get(table, row, COUNT);
        boolean joins = kept > 0 && get(table, kept - 1, PID) == pid && get(table, kept - 1, VALUE) == value;
        if (joins) {
          watched.setWord(table, kept - 1, COUNT, get(table, kept - 1, COUNT) + count);
        } else {
          put(table, kept++, pid, value, count);
        }
      }
      for (int row = kept; row < used; row++) {
        put(table, row, 0, 0, 0);
      }
      used = kept;
      if (shift >= Long.SIZE - 2) {
        break;
      }
    }
    watched.setWord(first + 1, index, USED, used);
  }

  private static long round(long value, long shift) {
    long step = 1L << shift;
    long past = value & (step - 1);
    return past == 0 || value > Long.MAX_VALUE - step ? value : value - past + step;
  }

  private int find(int table, int used, long pid, long value) {
    int low = 0;
    int high = used;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long there = get(table, middle, PID);
      if (there < pid || (there == pid && get(table, middle, VALUE) < value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long get(int table, int row, int column) {
    return watched.word(table, row, column);
  }

  private void put(int table, int row, long pid, long value, long count) {
    watched.setWord(table, row, PID, pid);
    watched.setWord(table, row, VALUE, value);
    watched.setWord(table, row, COUNT, count);
  }

  /** How many samples there are of a task, or of all where the pid is -1. */
  long count(Query query, long pid) {
    int table = first + 2 + asked.indexOf(query);
    int used = (int) watched.word(first + 1, asked.indexOf(query), USED);
    long count = 0;
    for (int row = 0; row < used; row++) {
      count += pid < 0 || get(table, row, PID) == pid ? get(table, row, COUNT) : 0;
    }
    return count;
  }

  /**
   * A number drawn from the samples of a task, or of all where the pid is -1; 0 where there are none.
   *
   * @param statistic a word of {@link Statistic}
   */
  long answer(Query query, long pid, long statistic) {
    long count = count(query, pid);
    if (statistic == Statistic.COUNT.word() || count == 0) {
      return count;
    }
    if (statistic == Statistic.MEAN.word()) {
      return mean(query, pid, count);
    }
    // The nearest rank: the smallest value that at least this part of the samples does not exceed.
    long rank =
        statistic == Statistic.MIN.word()
            ? 1
            : statistic == Statistic.MAX.word() ? count : Math.max(1, ceilDiv(statistic * count, 100_000));
    return ofRank(query, pid, rank);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  private long mean(Query query, long pid, long count) {
    int table = first + 2 + asked.indexOf(query);
    int used = (int) watched.word(first + 1, asked.indexOf(query), USED);
    double sum = 0;
    for (int row = 0; row < used; row++) {
      if (pid < 0 || get(table, row, PID) == pid) {
        sum += (double) get(table, row, VALUE) * get(table, row, COUNT);
      }
    }
    return (long) (sum / count);
  }

  private long ofRank(Query query, long pid, long rank) {
    int table = first + 2 + asked.indexOf(query);
    int used = (int) watched.word(first + 1, asked.indexOf(query), USED);
    List<long[]> samples = new ArrayList<>();
    for (int row = 0; row < used; row++) {
      if (pid < 0 || get(table, row, PID) == pid) {
        samples.add(new long[] {get(table, row, VALUE), get(table, row, COUNT)});
      }
    }
    samples.sort((a, b) -> Long.compare(a[0], b[0]));
    long before = 0;
    for (long[] sample : samples) {
      before += sample[1];
      if (before >= rank) {
        return sample[0];
      }
    }
    return 0;
  }
}
