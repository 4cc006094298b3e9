// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.user.Column;
import java.util.Arrays;

/**
 * The armed kernel timers, one a task at most: a winner tree (Knuth, TAOCP 3, 5.4.1) over tasks, by deadline and then by
 * the order of arming. Derived from the table of tasks; what comes out depends on those keys alone.
 *
 * <p>A node holds the task that comes first below it. A timer that is armed goes up as far as it comes first, which most
 * do not far: against going up to the root that took some 8 % off an event with 10,000 timers. One that is disarmed is
 * replaced as far as it came first, and what replaces it is selected by a mask, so that no branch depends on the deadlines
 * but for timers of one deadline.
 */
public final class TimerTree {
  private final int leaves;
  private final int[] winners;

  /** By task; {@link Column#NEVER} where no timer is armed. */
  private final long[] deadlines;

  private final long[] sequences;
  private long nextNs;

  /** A tree for tasks 1 to {@code tasks}. */
  public TimerTree(int tasks) {
    leaves = 1 << (32 - Integer.numberOfLeadingZeros(Math.max(tasks - 1, 1)));
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

  /** Arms the timer of a task; one that is armed already is disarmed before. */
  public void add(int task, long deadlineNs, long sequence) {
    if (deadlines[task] != Column.NEVER) {
      remove(task);
    }
    sequences[task] = sequence;
    deadlines[task] = deadlineNs;
    int node = leaves + task - 1;
    while (node > 1) {
      int other = winners[node ^ 1];
      long otherNs = deadlines[other];
      if (otherNs < deadlineNs || (otherNs == deadlineNs && sequences[other] < sequence)) {
        // It had won nothing above before either.
        return;
      }
      node >>= 1;
      winners[node] = task;
    }
    nextNs = deadlineNs;
  }

  /** Disarms the timer of a task; nothing happens if it has none armed. */
  public void remove(int task) {
    deadlines[task] = Column.NEVER;
    int node = leaves + task - 1;
    int winner = task;
    long least = Column.NEVER;
    while (node > 1 && winners[node >> 1] == task) {
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
    if (node == 1) {
      nextNs = least;
    }
  }
}
