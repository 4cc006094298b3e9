// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package embedding;

import dev.nxs.Engine;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.PolicyTask;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kit.SchedulingPolicyKit;
import dev.nxs.syntax.Source;
import java.util.List;

/**
 * A scheduling policy of one's own: of the ready tasks the one goes first that has had the fewest turns. How many that were
 * is kept in a column of the machine's state, so it is copied, restored and hashed with everything else.
 */
public final class FewestTurns implements SchedulingPolicy {
  private static final int TURNS = 0;

  @Override
  public String label() {
    return "fewest_turns";
  }

  @Override
  public List<Column> taskColumns() {
    return List.of(Column.exact("turns"));
  }

  @Override
  public long rank(PolicyTask task, Moment moment) {
    if (moment == Moment.SLICE_END || moment == Moment.YIELD) {
      task.setWord(TURNS, task.word(TURNS) + 1);
    }
    return task.word(TURNS);
  }

  @Override
  public long sliceNs(PolicyTask task) {
    return task.timesliceNs();
  }

  public static void main(String[] arguments) {
    SchedulingPolicyKit.check(FewestTurns::new).requireNone();
    String text =
        """
        scenario "everybody has a turn" {
          machine(harts: 1, timeslice: 1ms, scheduler: "fewest_turns")
          task early { compute(10ms) }
          task late(start: 5ms) { compute(2ms); mark("late is done") }
          expect { marker "late is done" before 8ms }
        }
        """;
    Report report =
        Engine.create()
            .compile(Source.of("turns.nxs", text))
            .scenario("everybody has a turn")
            .run(RunOptions.defaults().policy(new FewestTurns()));
    System.out.println("fewest turns: " + report.verdict().text());
  }
}
