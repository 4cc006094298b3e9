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
  void energyIsThatOfWorkOfSleepAndOfWakeups() {
    passes(
        "machine(harts: 2)",
        "task a(affinity: [0]) { compute(1ms); sleep(2ms); compute(1ms); sleep(9ms); compute(1ms) }",
        "expect {",
        // Hart 0: 300 mW for 3 ms; 10 mW for 2 ms and 9 uJ; 1 mW for 9 ms and 54 uJ; 5 uJ for each of two wakeups.
        "  energy(hart(0)) == 900.0 + 29.0 + 63.0 + 10.0",
        // Hart 1: 1 mW for 14 ms and 54 uJ.
        "  energy(hart(1)) == 68.0; energy() == 1070.0; idle_wakeups(hart(0)) == 2; idle_wakeups(hart(1)) == 0",
        "  idle_time(hart(0)) == 11ms; idle_time(hart(0), \"retention\") == 2ms; idle_time(hart(0), \"off\") == 9ms",
        "  idle_time(hart(0), \"wfi\") == 0ns; idle_time(hart(1), state: \"off\") == 14ms; idle_time() == 25ms",
        "  idle_time(state: \"off\") == 23ms",
        "}");
  }

  @Test
  void energyCanBeAskedForWhileTheMachineRuns() {
    passes(
        "task a { sleep(4ms); compute(1ms); sleep(20ms) }",
        "at 2ms { expect energy() == 29.0 }",
        "at 5ms { expect energy() == 49.0 + 5.0 + 300.0 }",
        "expect { always energy() <= 500.0; whenever idle(hart(0)) then energy() > 10.0 within 1ms }");
  }

  @Test
  void whatCoalescingSavesIsCountedAgainstDeliveryAtEachDeadline() {
    passes(
        "service timed",
        // 1, 2, 3 and, again, 3 ms: three deadlines, one wakeup at 8 ms.
        "task a[3](qos: idle) { sleep((index + 1) * 1ms) }",
        "task b(qos: idle) { sleep(3ms) }",
        "expect { expirations() == 4; timer_wakeups() == 1; wakeups_saved() == 2 }");
    passes(
        "service timed",
        // One deadline in windows of two widths: none would wake once, aligned wakes twice.
        "task a(qos: idle) { sleep(5ms) }",
        "task b(qos: interactive) { sleep(5ms) }",
        "expect { expirations() == 2; timer_wakeups() == 2; wakeups_saved() == -1 }");
    passes(
        "service timed(policy: \"none\")",
        "task a[3](qos: idle) { sleep((index + 1) * 1ms) }",
        "expect { timer_wakeups() == 3; wakeups_saved() == 0 }");
    passes("task a { sleep(1ms); sleep(1ms) }", "expect { expirations() == 2; wakeups_saved() == 0 }");
  }

  @Test
  void whatCoalescingSavesIsCountedForAnyNumberOfTimers() {
    passes(
        "service timed",
        "task a(qos: perfburst) { for i in 0..5_000 { sleep(1us) } }",
        "task b[2](qos: idle) { for i in 0..3 { sleep(8ms); sleep(100us) } }",
        // The perfburst sleeper meets its own deadlines; each of the two others sleeps to 8, 16, 24 … ms at the same time.
        "expect { expirations() == 5_012; wakeups_saved() == expirations() - timer_wakeups() - 6 }");
  }

  @Test
  void periodsThatATimerLetPassAreCounted() {
    passes(
        "service timed",
        "task audio(qos: perfburst) { sleep(100ms) }",
        // Runs from 5 to 17 ms and from 20 to 32 ms: 10 and 15, 25 and 30 ms pass, and 30 ms for who waits.
        "timer beat(every: 5ms, owner: audio) { mark(\"beat ${now()}\"); compute(12ms) }",
        "timer calm(every: 10ms, owner: audio) { }",
        "run for 34ms",
        "at 18ms { expect missed_periods(beat) == 2 and missed_periods(calm) == 0 }",
        "expect { marker \"beat 5ms\"; marker \"beat 20ms\"; exactly 2 of marker starts \"beat\"",
        "  missed_periods(beat) == 4; missed_periods(t: calm) == 1 }");
    passes(
        "service timed",
        "task a { let t = alarm(1ms); expect missed_periods(t) == 0; timer_wait(t) }",
        "task b { var missed = 7; expect missed == 7 }");
  }

  @Test
  void aTimerOfATaskThatStartsLateBeginsWithItsNextPeriod() {
    passes(
        "service timed",
        "task audio(qos: perfburst, start: 22ms) { sleep(20ms) }",
        "timer beat(every: 5ms, owner: audio) { mark(\"beat ${now()}\") }",
        "expect {",
        "  order { marker \"beat 25ms\"; marker \"beat 30ms\"; marker \"beat 35ms\"; marker \"beat 40ms\" }",
        "  exactly 4 of marker starts \"beat\"; missed_periods(beat) == 0 }");
    passes(
        "service timed",
        "task audio(qos: perfburst, start: 20ms) { sleep(9ms) }",
        "timer beat(every: 5ms, owner: audio) { mark(\"beat ${now()}\") }",
        "expect { order { marker \"beat 20ms\"; marker \"beat 25ms\" }; exactly 2 of marker starts \"beat\" }");
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
