// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/** Finds the first timer of an instant, so that the others of it can join behind. */
final class InstantIndex extends RowIndex {
  private final TimedMemory memory;

  InstantIndex(TimedMemory memory) {
    super(memory.byInstant(), memory.indexSize());
    this.memory = memory;
  }

  /** The row of the first timer of an instant, 0 where there is none. */
  int find(UserContext user, long instantNs) {
    int cell = home(instantNs);
    for (int row = row(user, cell); row != 0; row = row(user, cell)) {
      if (user.load(memory.row(row, TimedMemory.COALESCED)) == instantNs) {
        return row;
      }
      cell = next(cell);
    }
    return 0;
  }

  @Override
  long key(UserContext user, int row) {
    return user.load(memory.row(row, TimedMemory.COALESCED));
  }
}
