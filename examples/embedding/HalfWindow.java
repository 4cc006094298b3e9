// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package embedding;

import dev.nxs.Engine;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.syntax.Source;
import dev.nxs.timed.CoalescingPolicy;
import dev.nxs.timed.check.CoalescingCheck;
import java.util.List;

/** A coalescing policy of one's own: a timer may be late by half the window of its class, and joins any wakeup before. */
public final class HalfWindow implements CoalescingPolicy {
  @Override
  public String label() {
    return "half_window";
  }

  @Override
  public long latestNs(long deadlineNs, long windowNs) {
    return deadlineNs + windowNs / 2;
  }

  @Override
  public boolean joinsEarlierWakeups() {
    return true;
  }

  public static void main(String[] arguments) {
    List<CoalescingCheck.Problem> problems = CoalescingCheck.problems(HalfWindow::new);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    String text =
        """
        scenario "two sleeps, one wakeup" {
          service timed(policy: "half_window")
          task a(qos: idle) { sleep(1ms); mark("a") }
          task b(qos: idle) { sleep(3ms); mark("b") }
          expect { timer_wakeups() == 1; marker "a" at 5ms }
        }
        """;
    Report report =
        Engine.create()
            .compile(Source.of("half.nxs", text))
            .scenario("two sleeps, one wakeup")
            .run(RunOptions.defaults().coalescing(new HalfWindow()));
    System.out.println("half window: " + report.verdict().text());
  }
}
