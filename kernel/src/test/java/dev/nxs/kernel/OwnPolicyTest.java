// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.PolicyTask;
import dev.nxs.kernel.user.SchedulingPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy of a user's own is asked and told, and that the scheduler does as it says. */
final class OwnPolicyTest {
  private static final int WORD = 0;

  /** Who has run least goes first, as far as the policy was told. */
  private static final class LeastRun implements SchedulingPolicy {
    @Override
    public String label() {
      return "least_run";
    }

    @Override
    public List<Column> taskColumns() {
      return List.of(Column.exact("used"));
    }

    @Override
    public long rank(PolicyTask task, Moment moment) {
      return task.word(WORD);
    }

    @Override
    public long sliceNs(PolicyTask task) {
      return MS;
    }

    @Override
    public void ran(PolicyTask task, long ns) {
      task.setWord(WORD, task.word(WORD) + ns);
    }
  }

  /** A yield takes a task back by ten places, the end of a slice by one. */
  private static final class Places implements SchedulingPolicy {
    @Override
    public String label() {
      return "places";
    }

    @Override
    public List<Column> taskColumns() {
      return List.of(Column.exact("place"));
    }

    @Override
    public long rank(PolicyTask task, Moment moment) {
      long back = moment == Moment.YIELD ? 10 : moment == Moment.SLICE_END ? 1 : 0;
      task.setWord(WORD, task.word(WORD) + back);
      return task.word(WORD);
    }

    @Override
    public long sliceNs(PolicyTask task) {
      return 2 * MS;
    }
  }

  @Test
  void itIsToldWhatATaskHasRunBeforeThatIsRanked() {
    Rig rig = new Rig(1);
    rig.builder.scheduler(new LeastRun());
    rig.task("a", new Script().compute(8 * MS));
    rig.task("b", new Script().compute(6 * MS), task -> task.start(4 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 14 * MS)).isEqualTo("aaaabbbbababaa");
  }

  @Test
  void itIsAskedForTheMomentThatItIs() {
    Rig rig = new Rig(1);
    rig.builder.scheduler(new Places());
    rig.task("a", new Script().compute(MS).yieldHart().compute(2 * MS));
    rig.task("b", new Script().compute(5 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 8 * MS)).isEqualTo("abbbbbaa");
  }
}
