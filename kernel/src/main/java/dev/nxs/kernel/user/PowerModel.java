// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * What a hart draws (docs/kernel.md, "Power"): so much at work, by its speed; so much idle, by the depth of its sleep; and a
 * price for each time it is woken. The model counts energy and moves nothing in time. All of it is integer arithmetic, in
 * picojoules (a milliwatt for a nanosecond), so sums over stretches of time are exact; what exceeds 63 bits stays at the
 * greatest number.
 */
public final class PowerModel {
  /** What a hart of full speed draws while it runs a task. */
  public static final long ACTIVE_MILLIWATTS = 300;

  /** What it costs to wake a hart, whatever state it is in. */
  public static final long WAKEUP_PICOJOULES = 5_000_000;

  private static final long MICRO = 1_000;

  private PowerModel() {}

  /** What a hart of some speed draws at work: power goes with the square of speed, in whole microwatts, rounded up. */
  public static long activeMicrowatts(Speed speed) {
    long factor = speed.factor();
    long divisor = speed.divisor();
    long square = divisor * divisor;
    return (ACTIVE_MILLIWATTS * MICRO * factor * factor + square - 1) / square;
  }

  /** The energy of being at work for some time, in picojoules, rounded down. */
  public static long activePicojoules(long busyNs, Speed speed) {
    long microwatts = activeMicrowatts(speed);
    return sum(product(busyNs / MICRO, microwatts), busyNs % MICRO * microwatts / MICRO);
  }

  /** The energy of some wakeups, in picojoules. */
  public static long wakeupPicojoules(long wakeups) {
    return product(wakeups, WAKEUP_PICOJOULES);
  }

  /** An amount as people read it. */
  public static double microjoules(long picojoules) {
    return picojoules / 1e6;
  }

  /** A sum of two amounts, neither of them negative. */
  public static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static long product(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
