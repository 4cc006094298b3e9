// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code when CONDITION { … }}: makes an act happen each time its event comes or its state becomes true, or once. */
final class WhenWatcher extends Watcher {
  /** Bits of the phase. */
  private static final int DONE = 1;

  private static final int HELD = 2;

  private final int act;
  private final boolean once;
  private final @Nullable Observed state;

  /**
   * Watches for a condition.
   *
   * @param act its place among the acts of the machine
   * @param state null where an event is waited for
   */
  WhenWatcher(int row, List<EventMatcher> events, @Nullable Observed state, int act, boolean once) {
    super(row, events);
    this.act = act;
    this.once = once;
    this.state = state;
  }

  int act() {
    return act;
  }

  /** How often the condition came since {@link #take}. */
  long pending(Judge judge) {
    return judge.word(this, Columns.COUNT);
  }

  long take(Judge judge) {
    long pending = pending(judge);
    judge.set(this, Columns.COUNT, 0);
    return pending;
  }

  @Override
  boolean watchesStates() {
    return state != null;
  }

  @Override
  void occurred(Judge judge, Match match) {
    came(judge);
  }

  @Override
  void settled(Judge judge) {
    if (state == null) {
      return;
    }
    boolean holds = judge.watched().observe(state, new long[0]).value() != 0;
    long phase = judge.word(this, Columns.PHASE);
    judge.set(this, Columns.PHASE, holds ? phase | HELD : phase & ~HELD);
    if (holds && (phase & HELD) == 0) {
      came(judge);
    }
  }

  private void came(Judge judge) {
    long phase = judge.word(this, Columns.PHASE);
    if (once && (phase & DONE) != 0) {
      return;
    }
    judge.set(this, Columns.PHASE, phase | DONE);
    judge.count(this, Columns.COUNT);
    judge.requestAct();
  }
}
