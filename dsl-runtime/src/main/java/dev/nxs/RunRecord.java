// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind: its lines, the first fault, and a hash over all lines with their time, hart and task. The
 * hash grows in a word of the machine's state, so that going back and on again gives the same.
 */
final class RunRecord implements TraceSink {
  /** The word of the state that the hash grows in. */
  static final TableSpec TABLE = new TableSpec("run", 1, List.of(Column.statistic("hash")));

  /** Where the hash is kept. */
  interface Word {
    long get();

    void set(long value);
  }

  /**
   * A fault of a task.
   *
   * @param what ordinal and site, as in the trace
   */
  record FaultEvent(long timeNs, long step, int hart, int pid, long what, long left, long right) {}

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final IntFunction<String> tasks;
  private final @Nullable ConsoleListener listener;
  private final KeptLines markers;
  private final KeptLines audit;
  private final Word hash;
  private final long lineLimit;
  private final Runnable onStop;
  private @Nullable FaultEvent fault;
  private boolean closed;

  /**
   * Records a run.
   *
   * @param tasks names by pid
   * @param lineLimit how many lines may come
   * @param onStop called when a task faults, or more lines come
   */
  RunRecord(
      IntFunction<String> tasks,
      @Nullable ConsoleListener listener,
      int keptLines,
      long lineLimit,
      Word hash,
      Runnable onStop) {
    this.tasks = tasks;
    this.listener = listener;
    this.markers = new KeptLines(keptLines);
    this.audit = new KeptLines(keptLines);
    this.hash = hash;
    this.lineLimit = lineLimit;
    this.onStop = onStop;
  }

  @Override
  public long interest() {
    return EventKind.MARKER.bit() | EventKind.AUDIT.bit() | EventKind.FAULT.bit();
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    if (fault == null && kind == EventKind.FAULT && !closed) {
      fault = new FaultEvent(timeNs, step, hart, pid, first, second, third);
      onStop.run();
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    if (closed) {
      return;
    }
    long h = mix(mix(mix(hash.get() + kind.ordinal(), timeNs), hart), pid);
    for (int i = 0; i < text.length(); i++) {
      h = h * 31 + text.charAt(i);
    }
    hash.set(mix(h, text.length()));
    ConsoleLine line = new ConsoleLine(timeNs, step, hart, pid, tasks.apply(pid), text);
    if (kind == EventKind.MARKER) {
      markers.add(line);
      if (listener != null) {
        listener.line(line);
      }
    } else {
      audit.add(line);
    }
    if (lines() > lineLimit) {
      onStop.run();
    }
  }

  /** One step of the hash: each bit of both words reaches all of the result's. */
  static long mix(long h, long word) {
    long z = (h ^ word) * PRIME;
    z = (z ^ (z >>> 29)) * 0xBF58476D1CE4E5B9L;
    return z ^ (z >>> 32);
  }

  /** The run is over: what comes now is no part of it. */
  void close() {
    closed = true;
  }

  KeptLines markers() {
    return markers;
  }

  KeptLines audit() {
    return audit;
  }

  /** How many lines came in all. */
  long lines() {
    return markers.count() + audit.count();
  }

  /** The first fault, null where there was none. */
  @Nullable FaultEvent fault() {
    return fault;
  }

  long hash() {
    return hash.get();
  }
}
