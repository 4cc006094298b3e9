// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.Arrays;

/**
 * The trace points of a machine. A point tests the interest mask and passes primitives; nothing is made before somebody
 * listens.
 */
public final class Tracer {
  private final CoreTables core;
  private TraceSink[] sinks = new TraceSink[0];
  private long[] interests = new long[0];
  private long interest;

  /** The interest, or nothing while events are kept back. */
  private long heard;

  public Tracer(CoreTables core) {
    this.core = core;
  }

  public void attach(TraceSink sink) {
    int count = sinks.length;
    sinks = Arrays.copyOf(sinks, count + 1);
    interests = Arrays.copyOf(interests, count + 1);
    sinks[count] = sink;
    interests[count] = sink.interest();
    interest |= interests[count];
    heard = interest;
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
  }

  /** Whether anybody hears of any event. */
  boolean isHeard() {
    return heard != 0;
  }

  public boolean wants(EventKind kind) {
    return (interest & kind.bit()) != 0;
  }

  public void event(EventKind kind, int hart, int pid, long word1, long word2, long word3) {
    if ((heard & kind.bit()) != 0) {
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
    long bit = kind.bit();
    for (int i = 0; i < sinks.length; i++) {
      if ((interests[i] & bit) != 0) {
        sinks[i].event(
            kind,
            core.machine(MachineColumns.NOW),
            core.machine(MachineColumns.STEP),
            hart,
            pid,
            word1,
            word2,
            word3);
      }
    }
  }
}
