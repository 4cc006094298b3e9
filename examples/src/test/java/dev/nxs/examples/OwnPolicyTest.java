// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.Engine;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Verdict;
import dev.nxs.syntax.Source;
import dev.nxs.timed.check.CoalescingCheck;
import org.junit.jupiter.api.Test;

/** How a coalescing policy of one's own is tested, and used by a scenario. */
class OwnPolicyTest {
  private static final Source SCENARIO =
      Source.of(
          "quarter.nxs",
          """
          scenario "a quarter of the window" {
            service timed(policy: "quarter")
            task indexer[3](qos: idle) { sleep(1ms + index * 500us) }     // 1, 1.5 and 2 ms: all by 2 ms
            task ui(qos: interactive) { sleep(3100us) }                   // by 3.25 ms
            expect {
              timer_wakeups() == 2
              wakeups_saved() == 2
              timer_lateness().max == 1ms
              now() == 3250us
            }
          }
          """);

  @Test
  void theTestKitFindsNothingWrongWithIt() {
    assertThat(CoalescingCheck.problems(QuarterPolicy::new)).isEmpty();
  }

  @Test
  void aScenarioChoosesItByItsLabel() {
    RunOptions options = RunOptions.defaults().coalescing(new QuarterPolicy());
    Report report = Engine.create().compile(SCENARIO).scenario("a quarter of the window").run(options);
    assertThat(report.verdict()).as("%s", report.expectations()).isEqualTo(Verdict.PASSED);
  }
}
