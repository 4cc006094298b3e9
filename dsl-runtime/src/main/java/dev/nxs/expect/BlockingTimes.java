// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Measures how long tasks wait for a lock while a less urgent task holds it. A stretch ends when the lock is given back,
 * to whomever, or the task gives up; what is left of a wait for a holder that is as urgent does not count.
 */
final class BlockingTimes {
  /** Takes a sample. */
  @FunctionalInterface
  interface Samples {
    void add(int pid, long ns);
  }

  /** Columns of the row of each task: the mutex that it waits for, from 1, and since when a less urgent task holds it. */
  private static final int ON = 0;

  private static final int SINCE = 1;

  private final Watched watched;
  private final int table;
  private final int tasks;
  private final Samples samples;

  /**
   * Measures with a table that {@link #spec} described.
   *
   * @param tasks how many pids there are, the kernel's 0 included
   */
  BlockingTimes(Watched watched, int table, int tasks, Samples samples) {
    this.watched = watched;
    this.table = table;
    this.tasks = tasks;
    this.samples = samples;
    for (int pid = 0; pid < tasks; pid++) {
      watched.setWord(table, pid, SINCE, Column.NEVER);
    }
  }

  static TableSpec spec(int tasks) {
    return new TableSpec(
        "locks waited for", tasks, List.of(Column.exact("on"), new Column("since", Canon.AGE, Long.MAX_VALUE)));
  }

  static long interest() {
    return EventKind.BLOCK.bit() | EventKind.WAKE.bit() | EventKind.EXIT.bit() | EventKind.LOCK.bit()
        | EventKind.UNLOCK.bit();
  }

  void event(EventKind kind, long timeNs, int pid, long first) {
    if (kind == EventKind.BLOCK && first == BlockReason.MUTEX.ordinal()) {
      watched.setWord(table, pid, ON, watched.waits().mutexOf(pid) + 1L);
      begin(pid, timeNs);
    } else if (kind == EventKind.UNLOCK) {
      forWaiters(first, waiter -> end(waiter, timeNs));
    } else if (kind == EventKind.LOCK) {
      watched.setWord(table, pid, ON, 0);
      forWaiters(first, waiter -> begin(waiter, timeNs));
    } else if ((kind == EventKind.WAKE || kind == EventKind.EXIT) && watched.word(table, pid, ON) != 0) {
      end(pid, timeNs);
      watched.setWord(table, pid, ON, 0);
    }
  }

  private void forWaiters(long mutex, IntConsumer act) {
    for (int pid = 1; pid < tasks; pid++) {
      if (watched.word(table, pid, ON) == mutex + 1) {
        act.accept(pid);
      }
    }
  }

  private void begin(int pid, long timeNs) {
    if (watched.waits().isInverted(pid)) {
      watched.setWord(table, pid, SINCE, timeNs);
    }
  }

  private void end(int pid, long timeNs) {
    long sinceNs = watched.word(table, pid, SINCE);
    watched.setWord(table, pid, SINCE, Column.NEVER);
    if (sinceNs != Column.NEVER && sinceNs < timeNs) {
      samples.add(pid, timeNs - sinceNs);
    }
  }
}
