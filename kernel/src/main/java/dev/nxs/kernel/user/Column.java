// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * One column of a table of the state.
 *
 * @param name what dumps and differences call it
 * @param canon how it enters the hash
 * @param parameter the bound of {@link Canon#AGE}, the modulus of {@link Canon#PHASE}; otherwise 0
 */
public record Column(String name, Canon canon, long parameter) {
  /** The instant that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  /** A column that is hashed as it is. */
  public static Column exact(String name) {
    return new Column(name, Canon.EXACT, 0);
  }

  /** A column of instants. */
  public static Column instant(String name) {
    return new Column(name, Canon.RELATIVE, 0);
  }

  /** A column that is not hashed. */
  public static Column statistic(String name) {
    return new Column(name, Canon.SKIP, 0);
  }
}
