// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.UserContext;

/**
 * Which of two timers that are alike otherwise came first. Alarms came in the order of their ids, counted back from the last
 * one, since ids come round; a sleeper came right after the alarm whose id it remembers, and sleepers that remember the
 * same one and wake at the same instant have places there.
 */
final class Arrivals {
  private final TimedMemory memory;
  private final Sleepers sleepers;

  Arrivals(TimedMemory memory, Sleepers sleepers) {
    this.memory = memory;
    this.sleepers = sleepers;
  }

  boolean isBefore(UserContext user, int row, int other) {
    int since = age(user, row);
    int otherSince = age(user, other);
    if (since != otherSince) {
      return Integer.compareUnsigned(since, otherSince) > 0;
    }
    boolean isAlarm = row <= memory.alarms();
    boolean otherIsAlarm = other <= memory.alarms();
    return (isAlarm || otherIsAlarm) ? isAlarm : sleepers.order(user, row) < sleepers.order(user, other);
  }

  /** How many ids were handed out since the one that a timer has or remembers. */
  private int age(UserContext user, int row) {
    return (int) user.load(TimedMemory.LAST_ID) - (int) user.load(memory.timer(row, TimedMemory.WHO));
  }
}
