// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run leaves behind: its lines, its faults, and a hash over all lines with their time, hart and task. The hash and
 * the counts grow in words of the machine's state, so that going back and on again gives the same; lines and faults are
 * kept as far as the run has been, and counted by those words.
 */
final class RunRecord implements TraceSink {
  /** Columns of the words that belong to a run. */
  static final int HASH = 0;

  static final int LINES = 1;
  static final int AUDITS = 2;
  static final int FAULTS = 3;

  /** When the condition of the run came; {@code Column.NEVER} while it has not. */
  static final int CONDITION_AT = 4;

  /** What a failure left undone of its instant; see {@link Drive}. */
  static final int CUT = 5;

  /** The words of the state that belong to a run. */
  static final TableSpec TABLE =
      new TableSpec(
          "run",
          1,
          List.of(
              Column.statistic("hash"),
              Column.statistic("lines"),
              Column.statistic("audits"),
              Column.statistic("faults"),
              Column.statistic("condition_at"),
              Column.statistic("cut")));

  /** Where the words are kept. */
  interface Words {
    long get(int column);

    void set(int column, long value);
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
  private final Words words;
  private final long lineLimit;
  private final Runnable onStop;
  private final List<FaultEvent> faults = new ArrayList<>();
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
      Words words,
      Runnable onStop) {
    this.tasks = tasks;
    this.listener = listener;
    this.markers = new KeptLines(keptLines);
    this.audit = new KeptLines(keptLines);
    this.words = words;
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
    if (kind == EventKind.FAULT && !closed) {
      long number = words.get(FAULTS);
      if (number == faults.size()) {
        faults.add(new FaultEvent(timeNs, step, hart, pid, first, second, third));
      }
      words.set(FAULTS, number + 1);
      onStop.run();
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    if (closed) {
      return;
    }
    long h = mix(mix(mix(words.get(HASH) + kind.ordinal(), timeNs), hart), pid);
    for (int i = 0; i < text.length(); i++) {
      h = h * 31 + text.charAt(i);
    }
    words.set(HASH, mix(h, text.length()));
    boolean marker = kind == EventKind.MARKER;
    int counted = marker ? LINES : AUDITS;
    long number = words.get(counted);
    words.set(counted, number + 1);
    ConsoleLine line = new ConsoleLine(timeNs, step, hart, pid, tasks.apply(pid), text);
    KeptLines kept = marker ? markers : audit;
    if (number == kept.count()) {
      kept.add(line);
    }
    if (marker && listener != null) {
      listener.line(line);
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

  /** The words were replaced by others of the same run. What they do not know of has not happened yet, or not again. */
  void restored() {
    closed = false;
  }

  long word(int column) {
    return words.get(column);
  }

  void setWord(int column, long value) {
    words.set(column, value);
  }

  /** How many tasks have been stopped by their own doing. */
  int faults() {
    return (int) words.get(FAULTS);
  }

  /** The faults of one task, oldest first. */
  List<FaultEvent> faultsOf(int pid) {
    return faults.subList(0, faults()).stream().filter(fault -> fault.pid() == pid).toList();
  }

  /** The fault that came last, null where there was none. */
  @Nullable FaultEvent lastFault() {
    return faults() == 0 ? null : faults.get(faults() - 1);
  }

  /** The marker lines so far, as far as they are kept. */
  List<ConsoleLine> markers() {
    return markers.list(words.get(LINES));
  }

  /** The lines of the audit log so far, as far as they are kept. */
  List<ConsoleLine> audit() {
    return audit.list(words.get(AUDITS));
  }

  /** How many lines came in all. */
  long lines() {
    return words.get(LINES) + words.get(AUDITS);
  }

  /** The first fault, null where there was none. */
  @Nullable FaultEvent fault() {
    return faults() == 0 ? null : faults.get(0);
  }

  long hash() {
    return words.get(HASH);
  }
}
