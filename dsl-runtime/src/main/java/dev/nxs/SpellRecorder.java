// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.HartId;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.trace.EventKind;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Listens to a run, or to a stretch of one, and tells who ran where; a spell is told when it is over. */
final class SpellRecorder implements Timeline.Listener {
  private final MachineView view;
  private final IntFunction<String> names;
  private final Consumer<Schedule.Spell> spells;
  private final int[] running;
  private final long[] since;

  /**
   * Begins with what runs now.
   *
   * @param names of the tasks by pid
   * @param fromNs the present instant
   */
  SpellRecorder(MachineView view, IntFunction<String> names, long fromNs, Consumer<Schedule.Spell> spells) {
    this.view = view;
    this.names = names;
    this.spells = spells;
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
      spells.accept(new Schedule.Spell(hart, was, names.apply(was), view.qos(new Pid(was)), since[hart], timeNs));
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
