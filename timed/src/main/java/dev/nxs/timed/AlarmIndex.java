// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * Finds an alarm by owner and id: a list for each remainder that an id can have, the latest first. Ids are handed out in turn,
 * so those of one time lie side by side in the index, and the lists are short. An id need not be unique, since ids come
 * round after 2^32 of them.
 */
final class AlarmIndex {
  private final TimedMemory memory;
  private final int table;
  private final int mask;

  AlarmIndex(TimedMemory memory) {
    this.memory = memory;
    this.table = memory.byId();
    this.mask = memory.idHeads() - 1;
  }

  /** The row of an alarm, 0 where its owner has no such one. */
  int find(UserContext user, long owner, int id) {
    int row = TimedMemory.cell(user, table, id & mask);
    while (row != 0) {
      int at = memory.alarm(row, 0);
      if ((int) user.load(at + TimedMemory.WHO) == id && user.load(at + TimedMemory.OWNER) == owner) {
        return row;
      }
      row = TimedMemory.alike(user.load(memory.place(row)));
    }
    return 0;
  }

  /** Adds an alarm, and gives what its links must be before it stands in a list of the tree. */
  long add(UserContext user, int row, int id) {
    int first = TimedMemory.cell(user, table, id & mask);
    TimedMemory.setCell(user, table, id & mask, row);
    return TimedMemory.withAlike(0, first);
  }

  /** Removes an alarm whose links are still there. */
  void remove(UserContext user, int row, int id) {
    int alike = TimedMemory.alike(user.load(memory.place(row)));
    int other = TimedMemory.cell(user, table, id & mask);
    if (other == row) {
      TimedMemory.setCell(user, table, id & mask, alike);
      return;
    }
    int at = memory.place(other);
    for (long links = user.load(at); TimedMemory.alike(links) != row; links = user.load(at)) {
      at = memory.place(TimedMemory.alike(links));
    }
    user.store(at, TimedMemory.withAlike(user.load(at), alike));
  }
}
