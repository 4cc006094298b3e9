// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.OptionalLong;

/**
 * A number drawn from a distribution, as the second word of its query: −1 count, −2 min, −3 max, −4 mean, 0 or more a
 * percentile in thousandths ({@code .p99} is 99000, {@code .percentile(99.9)} is 99900). A percentile that was computed
 * is the bits of its float with the sign set, which is less than all of these.
 */
public record Statistic(long word) {
  public static final Statistic COUNT = new Statistic(-1);
  public static final Statistic MIN = new Statistic(-2);
  public static final Statistic MAX = new Statistic(-3);
  public static final Statistic MEAN = new Statistic(-4);

  /**
   * A percentile.
   *
   * @param thousandths from 0 to 100 000
   */
  public static Statistic percentile(long thousandths) {
    if (thousandths < 0 || thousandths > 100_000) {
      throw new IllegalArgumentException("a percentile is 0 to 100000 thousandths: " + thousandths);
    }
    return new Statistic(thousandths);
  }

  /** Whether a number can be a percentile. */
  static boolean isPercent(double percent) {
    return percent >= 0 && percent <= 100;
  }

  /** The percentile of a number from 0 to 100. */
  static Statistic percentile(double percent) {
    return percentile(Math.round(percent * 1000));
  }

  /** A word with a computed percentile in thousandths; other words as they are. */
  public static long known(long word) {
    return word < MEAN.word ? Math.round(-Double.longBitsToDouble(word) * 1000) : word;
  }

  /** The percentile in thousandths; empty for the others. */
  public OptionalLong thousandths() {
    return word < 0 ? OptionalLong.empty() : OptionalLong.of(word);
  }

  /** The type of the number: an int for the count, durations for the rest. */
  public Type type() {
    return word == COUNT.word ? Type.INT : Type.DURATION;
  }
}
