// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last spells of a run, for the pictures beside its failures. A run does not pay for them: one that failed is made once
 * more with somebody who keeps them.
 */
final class LastSpells {
  /** Spells that are kept. */
  private static final int KEPT = 512;

  /** Spells that a picture holds about. */
  private static final int SHOWN = 16;

  private final int harts;
  private final Deque<Schedule.Spell> spells = new ArrayDeque<>();
  private boolean lost;

  LastSpells(int harts) {
    this.harts = harts;
  }

  void add(Schedule.Spell spell) {
    spells.addLast(spell);
    if (spells.size() > KEPT) {
      spells.removeFirst();
      lost = true;
    }
  }

  /** The stretch that ends with an instant; null where no time has passed, or it is no longer known. */
  @Nullable Schedule before(long ns) {
    List<Schedule.Spell> began = new ArrayList<>();
    for (Schedule.Spell spell : spells) {
      if (spell.fromNs() < ns) {
        began.add(spell);
      }
    }
    began.sort(Comparator.comparingLong(Schedule.Spell::fromNs).reversed());
    if (ns == 0 || (lost && began.size() < SHOWN)) {
      return null;
    }
    long fromNs = began.size() < SHOWN ? 0 : began.get(SHOWN - 1).fromNs();
    began.sort(Schedule.BY_HART);
    return new Schedule(0, ns, harts, began).part(fromNs, ns);
  }
}
