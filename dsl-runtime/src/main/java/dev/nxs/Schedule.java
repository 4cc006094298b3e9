// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What ran where over a stretch of a run.
 *
 * @param fromNs where the stretch begins
 * @param toNs where it ends
 * @param harts how many there are
 * @param spells by hart, then by time
 */
public record Schedule(long fromNs, long toNs, int harts, List<Spell> spells) {
  static final Comparator<Spell> BY_HART = Comparator.comparingInt(Spell::hart).thenComparingLong(Spell::fromNs);

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
    MachineView view = timeline.machine().view();
    timeline.replayed(start, () -> new SpellRecorder(view, timeline.run()::nameOf, start, spells::add));
    spells.sort(BY_HART);
    return new Schedule(start, toNs, view.harts(), spells);
  }

  /**
   * The part of it behind an instant and before another.
   *
   * @param from where the part begins, within it
   * @param to where it ends, within it and behind {@code from}
   */
  Schedule part(long from, long to) {
    List<Spell> within = new ArrayList<>();
    for (Spell spell : spells) {
      if (spell.fromNs() < to && spell.toNs() > from) {
        within.add(
            new Spell(
                spell.hart(), spell.pid(), spell.task(), spell.qos(), Math.max(from, spell.fromNs()), Math.min(to, spell.toNs())));
      }
    }
    return new Schedule(from, to, harts, within);
  }
}
