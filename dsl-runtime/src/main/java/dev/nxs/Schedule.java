// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.HartId;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What ran where over a stretch of a run.
 *
 * @param fromNs where the stretch begins
 * @param toNs where it ends
 * @param harts how many there are
 * @param spells by hart, then by time
 */
public record Schedule(long fromNs, long toNs, int harts, List<Spell> spells) {
  public Schedule {
    spells = List.copyOf(spells);
  }

  /**
   * A task on a hart without a break.
   *
   * @param qos its class at the end of the stretch
   */
  public record Spell(int hart, int pid, String task, QosClass qos, long fromNs, long toNs) {}

  /** Replays the stretch up to here; the timeline is here again afterwards. */
  static Schedule of(Timeline timeline, long fromNs) {
    long toNs = timeline.position().timeNs();
    long start = Math.min(fromNs, toNs);
    List<Spell> spells = new ArrayList<>();
    timeline.replayed(start, () -> new Recorder(timeline, start, spells));
    spells.sort((a, b) -> a.hart() != b.hart() ? a.hart() - b.hart() : Long.compare(a.fromNs(), b.fromNs()));
    return new Schedule(start, toNs, timeline.machine().view().harts(), spells);
  }

  /** Listens to a stretch that is replayed. */
  private static final class Recorder implements Timeline.Listener {
    private final MachineView view;
    private final IntFunction<String> names;
    private final List<Spell> spells;
    private final int[] running;
    private final long[] since;

    Recorder(Timeline timeline, long fromNs, List<Spell> spells) {
      this.spells = spells;
      view = timeline.machine().view();
      names = timeline.run()::nameOf;
      running = new int[view.harts()];
      since = new long[view.harts()];
      Arrays.fill(since, fromNs);
      for (int hart = 0; hart < running.length; hart++) {
        running[hart] = view.current(new HartId(hart));
      }
    }

    @Override
    public long interest() {
      return EventKind.DISPATCH.bit()
          | EventKind.BLOCK.bit()
          | EventKind.PREEMPT.bit()
          | EventKind.SLICE_END.bit()
          | EventKind.EXIT.bit();
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      if (hart < 0 || hart >= running.length) {
        return;
      }
      switch (kind) {
        case DISPATCH -> change(hart, pid, timeNs);
        case BLOCK, EXIT, PREEMPT -> leave(hart, pid, timeNs);
        case SLICE_END -> {
          if (second != 0) {
            leave(hart, pid, timeNs);
          }
        }
        default -> {
          return;
        }
      }
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

    private void leave(int hart, int pid, long timeNs) {
      if (running[hart] == pid) {
        change(hart, 0, timeNs);
      }
    }

    private void change(int hart, int pid, long timeNs) {
      if (running[hart] != 0 && timeNs > since[hart]) {
        int was = running[hart];
        spells.add(new Spell(hart, was, names.apply(was), view.qos(new Pid(was)), since[hart], timeNs));
      }
      running[hart] = pid;
      since[hart] = timeNs;
    }

    @Override
    public void end(long timeNs) {
      for (int hart = 0; hart < running.length; hart++) {
        change(hart, 0, timeNs);
      }
    }
  }
}
