// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trace points of a machine. A point tests the interest mask and passes primitives; nothing is made before somebody
 * listens.
 */
public final class Tracer {
  private static final EventKind[] KINDS = EventKind.values();

  private final CoreTables core;
  private TraceSink[] sinks = new TraceSink[0];
  private long[] interests = new long[0];
  private long interest;

  /** By kind, who wants it. */
  private final TraceSink[][] listeners = new TraceSink[KINDS.length][];

  /** By kind, the tasks whose events anybody wants, as bits of words; null for all. */
  private final long[] @Nullable [] pids = new long[KINDS.length][];

  /** The interest, or nothing while events are kept back. */
  private long heard;

  public Tracer(CoreTables core) {
    this.core = core;
    narrow();
  }

  public void attach(TraceSink sink) {
    int count = sinks.length;
    sinks = Arrays.copyOf(sinks, count + 1);
    interests = Arrays.copyOf(interests, count + 1);
    sinks[count] = sink;
    interests[count] = sink.interest();
    interest |= interests[count];
    heard = interest;
    narrow();
  }

  private void narrow() {
    for (EventKind kind : KINDS) {
      List<TraceSink> wanting = new ArrayList<>();
      @Nullable BitSet wanted = new BitSet();
      for (int i = 0; i < sinks.length; i++) {
        if ((interests[i] & kind.bit()) != 0) {
          wanting.add(sinks[i]);
          BitSet mine = sinks[i].tasks(kind);
          if (mine == null) {
            wanted = null;
          } else if (wanted != null) {
            wanted.or(mine);
          }
        }
      }
      listeners[kind.ordinal()] = wanting.toArray(TraceSink[]::new);
      pids[kind.ordinal()] = wanted == null ? null : wanted.toLongArray();
    }
  }

  private boolean isWanted(EventKind kind, int pid) {
    long[] bits = pids[kind.ordinal()];
    return bits == null || ((pid >> 6) < bits.length && ((bits[pid >> 6] >>> pid) & 1) != 0);
  }

  /** Keeps events to itself, or no longer; lines are always told. */
  public void hush(boolean quiet) {
    heard = quiet ? 0 : interest;
  }

  /** Takes a listener off again; one that is not there is none. */
  public void detach(TraceSink sink) {
    int kept = 0;
    TraceSink[] others = new TraceSink[sinks.length];
    long[] wanted = new long[sinks.length];
    interest = 0;
    for (int i = 0; i < sinks.length; i++) {
      if (sinks[i] != sink) {
        others[kept] = sinks[i];
        wanted[kept] = interests[i];
        interest |= interests[i];
        kept++;
      }
    }
    sinks = Arrays.copyOf(others, kept);
    interests = Arrays.copyOf(wanted, kept);
    heard &= interest;
    narrow();
  }

  /** Whether anybody hears of any event. */
  boolean isHeard() {
    return heard != 0;
  }

  public boolean wants(EventKind kind) {
    return (interest & kind.bit()) != 0;
  }

  public void event(EventKind kind, int hart, int pid, long word1, long word2, long word3) {
    if ((heard & kind.bit()) != 0 && isWanted(kind, pid)) {
      emit(kind, hart, pid, word1, word2, word3);
    }
  }

  public void line(EventKind kind, int hart, int pid, String text) {
    long bit = kind.bit();
    for (int i = 0; i < sinks.length; i++) {
      if ((interests[i] & bit) != 0) {
        sinks[i].line(kind, core.machine(MachineColumns.NOW), core.machine(MachineColumns.STEP), hart, pid, text);
      }
    }
  }

  private void emit(EventKind kind, int hart, int pid, long word1, long word2, long word3) {
    long nowNs = core.machine(MachineColumns.NOW);
    long step = core.machine(MachineColumns.STEP);
    for (TraceSink sink : listeners[kind.ordinal()]) {
      sink.event(kind, nowNs, step, hart, pid, word1, word2, word3);
    }
  }
}
