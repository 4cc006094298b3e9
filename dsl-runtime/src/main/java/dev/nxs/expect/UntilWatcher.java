// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the run: {@code run until CONDITION}, or the caller's marker. The instant at which it comes is still finished. */
final class UntilWatcher extends Watcher {
  private final @Nullable Observed state;
  private final boolean callers;

  /**
   * Watches for the end.
   *
   * @param state null where an event ends the run
   * @param callers whether the caller of the run asked for it, not the scenario
   */
  UntilWatcher(int row, List<EventMatcher> events, @Nullable Observed state, boolean callers) {
    super(row, events);
    this.state = state;
    this.callers = callers;
  }

  boolean isMet(Judge judge) {
    return judge.word(this, Columns.PHASE) != 0;
  }

  boolean isCallers() {
    return callers;
  }

  @Override
  boolean watchesStates() {
    return state != null;
  }

  @Override
  List<Observed> states() {
    return state == null ? List.of() : List.of(state);
  }

  @Override
  void occurred(Judge judge, Match match) {
    if (!isMet(judge)) {
      judge.set(this, Columns.PHASE, 1);
      judge.witness(this, match.event);
      judge.requestEnd();
    }
  }

  @Override
  void settled(Judge judge) {
    if (state != null && !isMet(judge) && judge.watched().observe(state, new long[0]).value() != 0) {
      judge.set(this, Columns.PHASE, 1);
      judge.requestEnd();
    }
  }
}
