// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/**
 * Decides everything that the model leaves open. A plain run takes the documented order and the seeded value and asks
 * nobody; a search asks its chooser.
 */
@FunctionalInterface
public interface Chooser {
  /** The documented order. */
  Chooser FIRST = (what, count) -> 0;

  /**
   * Picks one of several.
   *
   * @param count how many there are, at least 2
   * @return from 0 to {@code count} − 1
   */
  int choose(Choice what, int count);
}
