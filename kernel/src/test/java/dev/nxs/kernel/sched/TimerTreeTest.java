// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Column;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is armed and disarmed, the timer of the least deadline is found, and of those the one of the least sequence. */
class TimerTreeTest {
  private static final int STEPS = 5000;

  private record Armed(long deadlineNs, long sequence, int task) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 33, 200})
  void theFirstOfAllIsFound(int tasks) {
    Random random = new Random(tasks);
    TimerTree tree = new TimerTree(tasks);
    Armed[] armed = new Armed[tasks + 1];
    TreeSet<Armed> all = new TreeSet<>(Comparator.comparingLong(Armed::deadlineNs).thenComparingLong(Armed::sequence));
    for (int step = 0; step < STEPS; step++) {
      int task = random.nextInt(4) == 0 && !all.isEmpty() ? all.first().task() : 1 + random.nextInt(tasks);
      Armed before = armed[task];
      if (before != null) {
        all.remove(before);
      }
      if (random.nextInt(3) == 0) {
        tree.remove(task);
        armed[task] = null;
      } else {
        // Few deadlines, so that many are equal; now and then one that was armed is armed anew.
        Armed now = new Armed(random.nextInt(6), 1 + random.nextInt(3) * 1_000_000L + step, task);
        tree.add(task, now.deadlineNs(), now.sequence());
        armed[task] = now;
        all.add(now);
      }
      assertThat(tree.nextNs()).as("step %d", step).isEqualTo(all.isEmpty() ? Column.NEVER : all.first().deadlineNs());
      if (!all.isEmpty()) {
        assertThat(tree.first()).as("step %d", step).isEqualTo(all.first().task());
      }
    }
  }
}
