// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/**
 * Decides everything that the model leaves open. A plain run takes the documented order and the numbers of its seed and
 * asks nobody; a search or a replay asks its chooser.
 */
@FunctionalInterface
public interface Chooser {
  /** The documented order, and the numbers of the seed. */
  Chooser FIRST = (what, count) -> 0;

  /**
   * Picks one of several.
   *
   * @param count how many there are, at least 2
   * @return from 0 to {@code count} − 1
   */
  int choose(Choice what, int count);

  /**
   * Draws a number, which may be one of very many. The random source of the machine goes on either way, so whoever leaves
   * one number to the seed gets what the seed gives there.
   *
   * @param what {@link Choice#RANDOM} or {@link Choice#COST}
   * @param count how many numbers there are, at least 1
   * @param seeded the number that the seed gives
   * @return from 0 to {@code count} − 1
   */
  default long draw(Choice what, long count, long seeded) {
    return seeded;
  }
}
