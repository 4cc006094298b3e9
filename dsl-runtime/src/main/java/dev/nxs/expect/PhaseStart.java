// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import java.util.List;

/**
 * Where a phase begins. Its row tells where the phase stands, for itself and for its items: they see what happens from the
 * event that starts the phase to the one that ends it, both included, and the states up to the end of that instant.
 */
final class PhaseStart extends Watcher {
  /** Words of {@link Columns#PHASE}. */
  static final int WAITING = 0;

  static final int RUNNING = 1;

  /** Its last event was seen; the instant is not over. */
  static final int ENDING = 2;

  static final int OVER = 3;

  /**
   * Watches for the start.
   *
   * @param start the starting event, none where the phase begins with the run or where the one before ends
   */
  PhaseStart(int row, List<EventMatcher> start) {
    super(row, start);
  }

  @Override
  void occurred(Judge judge, Match match) {
    if (judge.word(this, Columns.PHASE) == WAITING) {
      judge.witness(this, match.event);
      judge.begin(row());
    }
  }
}
