// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import java.util.function.IntUnaryOperator;

/**
 * Which hart decides next, where somebody else is to choose. In a round each hart that has something to decide decides
 * once; the documented order, ascending, is always the first choice. A hart that gets something to decide behind one
 * that was passed in that order waits for the next round, as it would without a choice.
 */
final class DecisionOrder {
  private final Scheduler scheduler;

  /** Picks one of so many. */
  private final IntUnaryOperator choose;

  private final HartSet decided;
  private final HartSet skipped;
  private final int[] candidates;
  private int highest;

  DecisionOrder(Scheduler scheduler, int harts, IntUnaryOperator choose) {
    this.scheduler = scheduler;
    this.choose = choose;
    decided = new HartSet(harts);
    skipped = new HartSet(harts);
    candidates = new int[harts];
  }

  /** The hart that decides after another in a round, or as its first after −1; −1 at the end of the round. */
  int following(int last) {
    if (last < 0) {
      decided.clear();
      skipped.clear();
      highest = -1;
    }
    int count = 0;
    for (int hart = scheduler.nextToDecide(0); hart >= 0; hart = scheduler.nextToDecide(hart + 1)) {
      if (!decided.contains(hart) && (hart > highest || skipped.contains(hart))) {
        candidates[count++] = hart;
      }
    }
    if (count == 0) {
      return -1;
    }
    int picked = count == 1 ? 0 : choose.applyAsInt(count);
    for (int i = 0; i < picked; i++) {
      skipped.add(candidates[i]);
    }
    int hart = candidates[picked];
    decided.add(hart);
    highest = Math.max(highest, hart);
    return hart;
  }
}
