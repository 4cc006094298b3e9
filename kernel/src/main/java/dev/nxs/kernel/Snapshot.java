// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** The whole state of a machine at one moment; immutable, and good for every machine that was booted from the same configuration. */
public final class Snapshot {
  private final MachineConfig config;
  private final long[] words;

  Snapshot(MachineConfig config, long[] words) {
    this.config = config;
    this.words = words;
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
