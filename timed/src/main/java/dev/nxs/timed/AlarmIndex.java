// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * Finds an alarm by owner and id. The search goes by the id, which is as good as unique; it need not be, since ids come
 * round after 2^32 of them.
 */
final class AlarmIndex extends RowIndex {
  private final TimedMemory memory;

  AlarmIndex(TimedMemory memory) {
    super(memory.byId(), memory.indexSize());
    this.memory = memory;
  }

  /** The row of an alarm, 0 where its owner has no such one. */
  int find(UserContext user, long owner, int id) {
    int cell = home(id);
    for (int row = row(user, cell); row != 0; row = row(user, cell)) {
      if (TimedMemory.low(user.load(memory.row(row, TimedMemory.WHO))) == id
          && user.load(memory.row(row, TimedMemory.OWNER)) == owner) {
        return row;
      }
      cell = next(cell);
    }
    return 0;
  }

  @Override
  long key(UserContext user, int row) {
    return TimedMemory.low(user.load(memory.row(row, TimedMemory.WHO)));
  }
}
