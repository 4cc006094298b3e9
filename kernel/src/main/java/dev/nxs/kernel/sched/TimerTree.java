// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.user.Column;
import java.util.Arrays;

/**
 * The armed kernel timers, one a task at most: a winner tree (Knuth, TAOCP 3, 5.4.1) over tasks, by deadline and then by
 * the order of arming. Derived from the table of tasks; what comes out depends on those keys alone.
 *
 * <p>A node holds the task that comes first below it. An update takes the same way to the root whatever the deadlines
 * are and selects by a mask, so it has no branch to mispredict but for timers of one deadline.
 */
public final class TimerTree {
  private final int levels;
  private final int leaves;
  private final int[] winners;

  /** By task; {@link Column#NEVER} where no timer is armed. */
  private final long[] deadlines;

  private final long[] sequences;
  private long nextNs;

  /** A tree for tasks 1 to {@code tasks}. */
  public TimerTree(int tasks) {
    levels = 32 - Integer.numberOfLeadingZeros(Math.max(tasks - 1, 1));
    leaves = 1 << levels;
    winners = new int[2 * leaves];
    deadlines = new long[leaves + 1];
    sequences = new long[leaves + 1];
    clear();
  }

  public void clear() {
    nextNs = Column.NEVER;
    Arrays.fill(deadlines, Column.NEVER);
    Arrays.fill(sequences, 0);
    for (int node = 2 * leaves - 1; node > 0; node--) {
      winners[node] = node < leaves ? winners[2 * node] : node - leaves + 1;
    }
  }

  /** The least deadline, {@link Column#NEVER} where no timer is armed. */
  public long nextNs() {
    return nextNs;
  }

  /** The task whose timer comes first; only where one is armed. */
  public int first() {
    return winners[1];
  }

  /** Arms the timer of a task that has none armed. */
  public void add(int task, long deadlineNs, long sequence) {
    sequences[task] = sequence;
    set(task, deadlineNs);
  }

  /** Disarms the timer of a task; nothing happens if it has none armed. */
  public void remove(int task) {
    set(task, Column.NEVER);
  }

  private void set(int task, long deadlineNs) {
    deadlines[task] = deadlineNs;
    int node = leaves + task - 1;
    int winner = task;
    long least = deadlineNs;
    for (int level = levels; level > 0; level--) {
      int other = winners[node ^ 1];
      // Deadlines are not negative, so the difference does not overflow; its sign is the mask.
      long difference = deadlines[other] - least;
      if (difference == 0 && sequences[other] < sequences[winner]) {
        winner = other;
      }
      least += difference & (difference >> 63);
      winner ^= (winner ^ other) & (int) (difference >> 63);
      node >>= 1;
      winners[node] = winner;
    }
    nextNs = least;
  }
}
