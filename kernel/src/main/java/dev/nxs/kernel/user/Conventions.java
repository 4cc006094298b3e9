// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.List;

/**
 * What a model of a machine settles one way or another, and no kernel's contract tells. Scenarios run under {@link #OURS};
 * others bring a machine to those of another simulator, so that its counts can be held against ours.
 *
 * @param timerHart the hart at which all kernel timers fire, so that it wakes whom they wake and interrupts the others;
 *     -1 where each fires at the home hart of its task
 * @param decidesEachEvent whether the scheduler decides after each event; if not, once all events of an instant are over
 * @param stealsWhenDone whether a hart looks for work of others only at the decision that leaves it without, and takes
 *     the front of a queue even if its hart is about to run it; if not, it also looks when work comes to be queued
 *     elsewhere, and leaves a task that its hart is about to run
 * @param timerRanks by task in the order of declaration, which of the timers of one instant fires first: that of the lesser
 *     rank, none of which is negative; empty where it is the one armed first
 */
public record Conventions(
    int timerHart, boolean decidesEachEvent, boolean stealsWhenDone, List<Integer> timerRanks) {
  /** What scenarios run under. */
  public static final Conventions OURS = new Conventions(-1, false, false, List.of());

  public Conventions {
    timerRanks = List.copyOf(timerRanks);
    if (timerHart < -1 || timerRanks.stream().anyMatch(rank -> rank < 0)) {
      throw new IllegalArgumentException(
          "a hart is 0 or more, or -1, and ranks are 0 or more: timerHart=" + timerHart + " timerRanks=" + timerRanks);
    }
  }

  /** Whether they say something about each of so many tasks, or nothing, and name a hart that there is. */
  public boolean fit(int harts, int tasks) {
    return timerHart < harts && (timerRanks.isEmpty() || timerRanks.size() == tasks);
  }
}
