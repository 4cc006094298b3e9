// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.user.IdleState;

/** Books stretches of idleness under the state that a hart spent them in, once it is known how long they were. */
final class Idling {
  private final CoreTables core;

  Idling(CoreTables core) {
    this.core = core;
  }

  /** A hart that was idle for some time, more than none, no longer is. */
  void ended(int hart, long idleNs) {
    int state = IdleState.cheapest(idleNs).ordinal();
    core.addHart(hart, HartColumns.IDLE_NS_0 + state, idleNs);
    core.addHart(hart, HartColumns.IDLE_ENTRIES_0 + state, 1);
  }
}
