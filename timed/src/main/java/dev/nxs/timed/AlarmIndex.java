// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/** Finds an alarm by owner and id. Ids come round after 2^32 of them, so an id alone need not be unique. */
final class AlarmIndex extends RowIndex {
  private final TimedMemory memory;

  AlarmIndex(TimedMemory memory) {
    super(memory.byId(), memory.indexSize());
    this.memory = memory;
  }

  /** The row of an alarm, 0 where its owner has no such one. */
  int find(UserContext user, long owner, int id) {
    int cell = home(hash(owner, id));
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
  long hash(UserContext user, int row) {
    return hash(
        user.load(memory.row(row, TimedMemory.OWNER)),
        TimedMemory.low(user.load(memory.row(row, TimedMemory.WHO))));
  }

  private static long hash(long owner, int id) {
    return mix(owner + mix(id));
  }
}
