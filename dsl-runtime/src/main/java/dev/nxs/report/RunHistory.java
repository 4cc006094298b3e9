// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.RunTrace;
import dev.nxs.kernel.trace.EventKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a page about a run shows of it: who ran where, lines, interrupts, timers, the lengths of the run queues, and how long
 * tasks waited. Of each kind the first and the last ones are kept, so a run of any length takes a bounded amount of memory.
 */
public final class RunHistory implements RunTrace {
  /** Kept of each kind, half from the start of the run and half from its end. */
  static final int KEPT = 12_000;

  /** Powers of two of nanoseconds. */
  static final int BUCKETS = 64;

  private final Lanes lanes = new Lanes();
  private final Kept spans = new Kept();
  private final Kept ipis = new Kept();
  private final Kept expirations = new Kept();
  private final Kept wakeups = new Kept();
  private final Kept misses = new Kept();
  private final Kept depths = new Kept();
  private final List<Mark> firstMarks = new ArrayList<>();
  private final Deque<Mark> lastMarks = new ArrayDeque<>();
  private final long[][] latency = new long[4][BUCKETS];
  private final long[] lateness = new long[BUCKETS];
  private final TreeSet<Integer> pids = new TreeSet<>();
  private long[] since = new long[0];
  private @Nullable Traced run;
  private long endNs;

  /** A line; of a fault it is what is told about it. */
  record Mark(long timeNs, int hart, int pid, String text, boolean fault) {}

  /** The first and the last rows of many. */
  static final class Kept {
    private final List<long[]> first = new ArrayList<>();
    private final Deque<long[]> last = new ArrayDeque<>();
    private long count;

    private void add(long... row) {
      count++;
      if (first.size() < KEPT / 2) {
        first.add(row);
      } else {
        last.addLast(row);
        if (last.size() > KEPT / 2) {
          last.removeFirst();
        }
      }
    }

    List<long[]> rows() {
      List<long[]> all = new ArrayList<>(first);
      all.addAll(last);
      return all;
    }

    long count() {
      return count;
    }

    /** How many are not kept. */
    long lost() {
      return count - first.size() - last.size();
    }

    /** The stretch of time that is not shown, by a column of the rows; null for none. */
    long @Nullable [] gap(int from, int to) {
      long[] next = last.peekFirst();
      return lost() == 0 || next == null ? null : new long[] {first.get(first.size() - 1)[from], next[to]};
    }
  }

  @Override
  public long interest() {
    return Lanes.INTEREST
        | EventKind.MARKER.bit()
        | EventKind.IPI.bit()
        | EventKind.EXPIRE.bit()
        | EventKind.TIMER_WAKEUP.bit()
        | EventKind.DEADLINE_MISS.bit()
        | EventKind.FAULT.bit();
  }

  @Override
  public void begin(Traced traced) {
    run = traced;
    lanes.begin(traced.harts());
    since = new long[traced.harts()];
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    if (pid != 0) {
      pids.add(pid);
    }
    if ((kind.bit() & Lanes.INTEREST) != 0) {
      scheduling(kind, timeNs, hart, pid, first, second);
      return;
    }
    switch (kind) {
      case IPI -> ipis.add(timeNs, hart);
      case EXPIRE -> {
        long late = Math.max(0, timeNs - second);
        expirations.add(timeNs, pid, late);
        lateness[bucket(late)]++;
      }
      case TIMER_WAKEUP -> wakeups.add(timeNs, first);
      case DEADLINE_MISS -> misses.add(timeNs, pid);
      default -> mark(new Mark(timeNs, hart, pid, "stopped by its own doing", true));
    }
  }

  private void scheduling(EventKind kind, long timeNs, int hart, int pid, long first, long second) {
    int ran = hart < 0 ? 0 : lanes.running(hart);
    if (kind == EventKind.DISPATCH && first >= 0 && first < latency.length) {
      latency[(int) first][bucket(Math.max(0, second))]++;
    }
    boolean queues = lanes.event(kind, hart, pid, first, second);
    int runs = hart < 0 ? 0 : lanes.running(hart);
    if (runs != ran) {
      end(hart, ran, timeNs);
      since[hart] = timeNs;
    }
    for (int each = 0; queues && each < since.length; each++) {
      if (lanes.hasChanged(each)) {
        depths.add(timeNs, each, lanes.depth(each));
      }
    }
  }

  private void end(int hart, int pid, long timeNs) {
    if (pid != 0 && since[hart] != timeNs) {
      spans.add(hart, pid, since[hart], timeNs, Math.max(0, lanes.classOf(pid)));
    }
  }

  /** The power of two that a duration is less than; 0 for nothing. */
  static int bucket(long ns) {
    return Long.SIZE - Long.numberOfLeadingZeros(ns);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    mark(new Mark(timeNs, hart, pid, text, false));
  }

  private void mark(Mark mark) {
    if (mark.pid() != 0) {
      pids.add(mark.pid());
    }
    if (firstMarks.size() < KEPT / 4) {
      firstMarks.add(mark);
    } else {
      lastMarks.addLast(mark);
      if (lastMarks.size() > KEPT / 4) {
        lastMarks.removeFirst();
      }
    }
  }

  @Override
  public void end(long timeNs) {
    endNs = timeNs;
    for (int hart = 0; hart < since.length; hart++) {
      end(hart, lanes.running(hart), timeNs);
    }
  }

  int harts() {
    return since.length;
  }

  long endNs() {
    return endNs;
  }

  /** The tasks that were seen, by pid. */
  List<Integer> pids() {
    return List.copyOf(pids);
  }

  String nameOf(int pid) {
    return run == null ? "" : run.names().apply(pid);
  }

  /** The ordinal of the class that a task had last, -1 where it never ran. */
  int classOf(int pid) {
    return lanes.classOf(pid);
  }

  /** Hart, pid, from, to and class. */
  Kept spans() {
    return spans;
  }

  /** Time and hart. */
  Kept ipis() {
    return ipis;
  }

  /** Time, pid and how late. */
  Kept expirations() {
    return expirations;
  }

  /** Time and how many at once. */
  Kept wakeups() {
    return wakeups;
  }

  /** Time and pid. */
  Kept misses() {
    return misses;
  }

  /** Time, hart and how many are ready. */
  Kept depths() {
    return depths;
  }

  List<Mark> marks() {
    List<Mark> all = new ArrayList<>(firstMarks);
    all.addAll(lastMarks);
    return all;
  }

  /** How many dispatches of each class came within each power of two of nanoseconds after the task was made ready. */
  long[][] latency() {
    return latency;
  }

  /** How many timers were delivered within each power of two of nanoseconds after their deadline. */
  long[] lateness() {
    return lateness;
  }
}
