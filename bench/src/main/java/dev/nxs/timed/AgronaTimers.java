// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;

/**
 * Agrona's wheel. It does not know which timer is the earliest, so time moves on by a tick of about a millisecond, and what
 * is due within a tick comes together; the counts are therefore near those of the others, and not equal to them.
 */
final class AgronaTimers implements Timers {
  private static final long TICK_NS = 1 << 20;

  /** A turn of the wheel is as long as the longest timer, so that none is looked at in vain. */
  private static final int TICKS = 1 << 11;

  private final DeadlineTimerWheel wheel;
  private final long[] ids;

  // The wheel gives an id alone when a timer expires. Ids are places in its arrays, so arrays of the same shape say which it was.
  private final int[][] timers = new int[TICKS][];

  private int[] expiring = {};
  private int expired;

  AgronaTimers(int count) {
    wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, TICK_NS, TICKS, Math.max(16, Integer.highestOneBit(count / TICKS) * 4));
    ids = new long[count];
    Arrays.setAll(timers, tick -> new int[16]);
  }

  @Override
  public void arm(int timer, long atNs) {
    long id = wheel.scheduleTimer(atNs);
    ids[timer] = id;
    int tick = (int) (id >>> 32);
    int place = (int) id;
    if (place >= timers[tick].length) {
      timers[tick] = Arrays.copyOf(timers[tick], Math.max(place + 1, 2 * timers[tick].length));
    }
    timers[tick][place] = timer;
  }

  @Override
  public void cancel(int timer) {
    if (!wheel.cancelTimer(ids[timer])) {
      throw new IllegalStateException("the wheel does not know the timer: id=" + ids[timer]);
    }
  }

  @Override
  public long earliestNs() {
    return wheel.currentTickTime();
  }

  @Override
  public int expire(int[] into) {
    expiring = into;
    expired = 0;
    long nowNs = wheel.currentTickTime();
    while (wheel.currentTickTime() <= nowNs) {
      int unused = wheel.poll(nowNs, this::onExpiry, Integer.MAX_VALUE);
    }
    return expired;
  }

  private boolean onExpiry(TimeUnit unit, long nowNs, long id) {
    expiring[expired++] = timers[(int) (id >>> 32)][(int) id];
    return true;
  }

  @Override
  public double bytesPerTimer() {
    return Double.NaN;
  }
}
