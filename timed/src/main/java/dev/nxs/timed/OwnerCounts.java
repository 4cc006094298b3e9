// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * How many live alarms each owner has: linear probing by service id over those that have any. An entry is in use while
 * its count is not zero, since a service id may be any number, zero included.
 */
final class OwnerCounts {
  private final int table;
  private final int mask;
  private final int owners;

  /**
   * The counts in a service's memory.
   *
   * @param owners how many different ones may stand here, fewer than there are entries
   */
  OwnerCounts(TimedMemory memory, int owners) {
    this.table = memory.owners();
    this.mask = memory.ownerSize() - 1;
    this.owners = owners;
  }

  /** Live alarms of an owner. */
  int count(UserContext user, long owner) {
    return (int) user.load(entry(user, owner) + 1);
  }

  /** Whether one more alarm of this owner can be counted. */
  boolean hasRoom(UserContext user, long owner) {
    return count(user, owner) > 0 || user.load(TimedMemory.OWNERS_LIVE) < owners;
  }

  void increment(UserContext user, long owner) {
    int entry = entry(user, owner);
    long count = user.load(entry + 1);
    if (count == 0) {
      user.store(entry, owner);
      user.store(TimedMemory.OWNERS_LIVE, user.load(TimedMemory.OWNERS_LIVE) + 1);
    }
    user.store(entry + 1, count + 1);
  }

  void decrement(UserContext user, long owner) {
    int entry = entry(user, owner);
    long count = user.load(entry + 1) - 1;
    user.store(entry + 1, count);
    if (count == 0) {
      user.store(TimedMemory.OWNERS_LIVE, user.load(TimedMemory.OWNERS_LIVE) - 1);
      close(user, (entry - table) / TimedMemory.OWNER_WORDS);
    }
  }

  /** The word at which an owner's entry lies, or would lie. */
  private int entry(UserContext user, long owner) {
    int index = home(owner);
    while (user.load(at(index) + 1) != 0 && user.load(at(index)) != owner) {
      index = (index + 1) & mask;
    }
    return at(index);
  }

  /** Moves what stands behind a freed entry back, so that searches still find it. */
  private void close(UserContext user, int freed) {
    int hole = freed;
    int index = (hole + 1) & mask;
    while (user.load(at(index) + 1) != 0) {
      long owner = user.load(at(index));
      int distance = (index - home(owner)) & mask;
      if (distance >= ((index - hole) & mask)) {
        user.store(at(hole), owner);
        user.store(at(hole) + 1, user.load(at(index) + 1));
        hole = index;
      }
      index = (index + 1) & mask;
    }
    user.store(at(hole), 0);
    user.store(at(hole) + 1, 0);
  }

  private int home(long owner) {
    // Service ids are hashes already; the high half keeps small made-up ones apart no worse than the low half does.
    return (int) (owner ^ (owner >>> 32)) & mask;
  }

  private int at(int index) {
    return table + index * TimedMemory.OWNER_WORDS;
  }
}
