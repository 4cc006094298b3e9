// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What queries answer; each scenario states it as expectations. */
class QueriesTest {
  private static void passes(String... items) {
    Report report = Ran.of(Ran.scenario(items));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void tasksAreAskedForTheirStateAndTimes() {
    passes(
        "task a(qos: idle) { compute(3ms); exit(7) }",
        "task b(start: 2ms) { sleep(100ms) }",
        "run for 20ms",
        "expect {",
        "  qos(a) == idle; qos(b) == normal",
        "  exited(a); exit_code(a) == 7; state(b) == \"sleeping\"; sleeping(b)",
        "  cpu_time(a) == 3ms; cpu_time(b) == 0ns; dispatches(a) >= 1; wakeups(b) == 1",
        "  hart_of(a) == hart(0)",
        "}");
  }

  @Test
  void hartsAreAskedAloneAndTogether() {
    passes(
        "machine(harts: 2)",
        "task a(affinity: [0]) { compute(5ms) }",
        "task b(affinity: [1]) { compute(10ms) }",
        "run for 20ms",
        "expect {",
        "  utilization(hart(0)) == 0.25; utilization(hart(1)) == 0.5; utilization() == 0.75",
        "  online(hart(1)); idle(hart(0)); switches() == switches(hart(0)) + switches(hart(1))",
        "  queue_length() == 0; queue_length(hart(0), normal) == 0",
        "}");
  }

  @Test
  void eventsAreCountedAsTheyHappen() {
    passes(
        "task a { for i in 0..5 { mark(\"beat\"); sleep(1ms) } }",
        "at 2500us { expect count(marker \"beat\") == 3 }",
        "expect { count(marker \"beat\") == 5; count(wake(a)) == 6; count(dispatch(a)) == dispatches(a) }");
  }

  @Test
  void wakeLatencyIsFromReadyToRunning() {
    passes(
        "task busy(qos: perfburst) { sleep(1ms); compute(4ms) }",
        "task late(qos: normal) { sleep(2ms); compute(1ms) }",
        "expect {",
        // At its start both are woken and run at once; at 2ms it waits for the other until 5ms.
        "  wake_latency(late).count == 2; wake_latency(late).max == 3ms; wake_latency(late).min == 0ns",
        "  wake_latency(late).p50 == 0ns; wake_latency(late).p99 == 3ms; wake_latency(late).mean == 1500us",
        "  wake_latency(busy).max == 0ns; wake_latency().count == 4",
        "}");
  }

  @Test
  void responseTimeOfAPeriodicTaskIsFromItsRelease() {
    passes(
        "task control(period: 10ms, qos: normal) { for i in 0..3 { compute(3ms); next_period() } }",
        "task noise(qos: perfburst, start: 11ms) { compute(2ms) }",
        "run for 29ms",
        "expect {",
        "  response_time(control).count == 3; response_time(control).min == 3ms; response_time(control).max == 5ms",
        "}");
  }

  @Test
  void responseTimeOfOthersIsFromTheirWake() {
    passes(
        "task a { sleep(1ms); compute(2ms); sleep(1ms); compute(3ms) }",
        "expect { response_time(a).count == 3; response_time(a).max == 3ms; response_time(a).min == 0ns }");
  }

  @Test
  void timerLatenessIsFromTheDeadlineAskedFor() {
    passes(
        "service timed",
        "task a(qos: idle) { sleep(1ms) }",
        "task b(qos: perfburst) { sleep(3ms) }",
        "expect {",
        "  timer_lateness(a).max == 7ms; timer_lateness(b).max == 0ns; timer_lateness().count == 2",
        "  timer_wakeups() == 2; expirations() == 2; timers(a) == 0",
        "}");
  }

  @Test
  void aDistributionWithoutSamplesIsVacuous() {
    Report report =
        Ran.of(Ran.scenario("task a(start: 50ms) { }", "run for 20ms", "expect { wake_latency(a).p99 <= 1ms }"));
    assertThat(Ran.verdicts(report)).containsExactly(Verdict.VACUOUS);
  }

  @Test
  void quantifiersLookAtEveryTask() {
    passes(
        "task w[4] { sleep(1ms * (index + 1)); mark(\"w${index}\") }",
        "expect {",
        "  all t in w: exited(t)",
        "  exactly 4 t in w: exit_code(t) == 0",
        "  any t in w: wakeups(t) == 2",
        "}");
  }
}
