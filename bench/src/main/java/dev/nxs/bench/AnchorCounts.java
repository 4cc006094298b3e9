// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Conventions;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what the anchor in C counts, with its sum over all dispatches. A task's number there is what its start says, which
 * is 1 us times the number and one more; tasks that start at once are the servers of W4, which the anchor has waiting from
 * the beginning, so what happens before the first other task starts is not counted.
 */
final class AnchorCounts implements TraceSink {
  private static final long FIRST_NS = 1_000;

  private final long[] kinds = new long[EventKind.values().length];
  private final long[] numbers;
  private final long[] startsNs;
  private boolean begun;
  private long starts;
  private long ends;
  private long elided;
  private long sum;

  AnchorCounts(MachineConfig config) {
    numbers = new long[config.tasks().size() + 1];
    startsNs = new long[numbers.length];
    int servers = 0;
    for (int pid = 1; pid < numbers.length; pid++) {
      long startNs = config.tasks().get(pid - 1).startNs();
      startsNs[pid] = startNs;
      numbers[pid] = startNs == 0 ? 2L * servers++ + 1 : startNs / FIRST_NS - 1;
    }
  }

  /** The anchor's: hart 0 wakes all, each event is decided on, thieves take what they find, timers go by numbers of tasks. */
  static Conventions conventions(MachineConfig config) {
    List<Integer> ranks = new ArrayList<>();
    config.tasks().forEach(task -> ranks.add((int) (task.startNs() / FIRST_NS)));
    return new Conventions(0, true, true, ranks);
  }

  @Override
  public long interest() {
    return EventKind.WAKE.bit()
        | EventKind.BLOCK.bit()
        | EventKind.EXIT.bit()
        | EventKind.SLICE_END.bit()
        | EventKind.IPI.bit()
        | EventKind.IPI_REQUEST.bit()
        | EventKind.DISPATCH.bit()
        | EventKind.PREEMPT.bit()
        | EventKind.STEAL.bit()
        | EventKind.EXPIRE.bit();
  }

  @Override
  public void event(EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    begun |= kind == EventKind.WAKE && timeNs >= FIRST_NS;
    if (!begun) {
      return;
    }
    kinds[kind.ordinal()]++;
    switch (kind) {
      case DISPATCH -> sum = AnchorSum.with(sum, timeNs, hart, numbers[pid]);
      case WAKE -> starts += timeNs == startsNs[pid] ? 1 : 0;
      case BLOCK, EXIT, SLICE_END -> ends++;
      case IPI_REQUEST -> elided += second == 0 ? 1 : 0;
      default -> {}
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String line) {}

  long events() {
    return wakes() + ends + count(EventKind.IPI);
  }

  /** By timers: sleeps that ended, and starts. */
  private long wakes() {
    return count(EventKind.EXPIRE) + starts;
  }

  private long count(EventKind kind) {
    return kinds[kind.ordinal()];
  }

  /** In the anchor's words and order. */
  String line() {
    long slices = count(EventKind.SLICE_END);
    return "events=" + events() + " wakes=" + wakes() + " ends=" + ends + " ipis=" + count(EventKind.IPI) + " elided=" + elided
        + " dispatches=" + count(EventKind.DISPATCH) + " slices=" + slices + " preempts="
        + (count(EventKind.PREEMPT) - slices) + " steals=" + count(EventKind.STEAL) + " sum=" + String.format("%016x", sum);
  }
}
