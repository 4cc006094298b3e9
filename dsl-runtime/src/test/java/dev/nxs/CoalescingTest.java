// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static dev.nxs.Ran.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.syntax.Source;
import dev.nxs.timed.CoalescingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Coalescing policies as scenarios name them. */
class CoalescingTest {
  /** At the end of the window. */
  private record Latest(String label) implements CoalescingPolicy {
    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      return deadlineNs + windowNs;
    }

    @Override
    public boolean joinsEarlierWakeups() {
      return false;
    }
  }

  private static String with(String policy, String expectation) {
    return scenario(
        "service timed(policy: \"" + policy + "\")",
        "task a(qos: idle) { sleep(1ms); mark(\"a ${now()}\") }",
        "task b(qos: interactive) { sleep(6500us); mark(\"b ${now()}\") }",
        "expect { " + expectation + " }");
  }

  @ParameterizedTest
  @CsvSource({
    "aligned, 'marker \"a 8ms\"; marker \"b 7ms\"; timer_wakeups() == 2'",
    "slack, 'marker \"a 7.5ms\"; marker \"b 7.5ms\"; timer_wakeups() == 1'",
    "none, 'marker \"a 1ms\"; marker \"b 6.5ms\"; timer_wakeups() == 2'"
  })
  void theServicesPolicyDecidesWhenTimersAreDelivered(String policy, String expectation) {
    Report report = Ran.of(with(policy, expectation));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aScenarioNamesAPolicyOfTheCaller() {
    String text = with("latest", "marker \"a 9ms\"; marker \"b 7.5ms\"");
    RunOptions options = RunOptions.defaults().coalescing(new Latest("latest"));
    Report report = Ran.all(Source.of("test.nxs", text), options).get(0);
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
    assertThatThrownBy(() -> Ran.of(text)).isInstanceOf(NxsException.class).hasMessageContaining("latest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aligned", "slack", "none", "", "two words"})
  void refusesALabelThatIsTakenOrNoName(String label) {
    assertThatThrownBy(() -> RunOptions.defaults().coalescing(new Latest(label)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void alarmsThatWereCancelledTooLateLeaveRoomForLaterOnes() {
    // More than a port holds: each comes while its owner computes, and is cancelled afterwards.
    Report report =
        Ran.of(
            scenario(
                "service timed",
                "task a(qos: perfburst) {",
                "  for i in 0..400 {",
                "    let late = alarm(1ms)",
                "    compute(2ms)",
                "    expect timer_cancel(late) fails ESRCH",
                "  }",
                "  let last = alarm(1ms)",
                "  timer_wait(last)",
                "  mark(\"done\")",
                "}",
                "expect { marker \"done\"; expirations() == 401; no lost wakeup }"));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }
}
