// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.user.ValuePool;

/**
 * The whole state of a machine at one moment; immutable. It is good for that machine, and for every other of the same
 * configuration as long as its words refer to no value that the machine made while it ran: those are kept by number.
 */
public final class Snapshot {
  private final MachineConfig config;
  private final long[] words;
  private final ValuePool pool;
  private final int values;

  Snapshot(MachineConfig config, long[] words, ValuePool pool) {
    this.config = config;
    this.words = words;
    this.pool = pool;
    this.values = pool.size();
  }

  /** Whether all values that the words may refer to have the same numbers in a pool. */
  boolean fits(ValuePool other) {
    return other == pool || values == config.values().size();
  }

  /** How much memory it takes, about. */
  public long bytes() {
    return (long) words.length * Long.BYTES;
  }

  MachineConfig config() {
    return config;
  }

  long[] words() {
    return words;
  }

  /** Two snapshots are equal if every word is: same configuration, same place, same state. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that && config == that.config && java.util.Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(words);
  }
}
