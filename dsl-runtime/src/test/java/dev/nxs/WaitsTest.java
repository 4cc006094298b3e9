// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import org.junit.jupiter.api.Test;

/** What {@code no deadlock}, {@code no priority inversion} and {@code no lost wakeup} make of tasks that wait. */
final class WaitsTest {
  private static final String LOW = "task low(qos: idle) { lock(m); compute(4ms); unlock(m) }";
  private static final String MID = "task mid(start: 2ms) { compute(5ms) }";
  private static final String HIGH = "task high(qos: interactive, start: 1ms) { lock(m); unlock(m) }";

  private static Verdict verdict(String... items) {
    Report report = Ran.of(Ran.scenario(items));
    assertThat(report.expectations()).as(Ran.told(report)).hasSize(1);
    return report.expectations().get(0).verdict();
  }

  private static String cross(String second) {
    return "mutex a; mutex b; task one { lock(a); sleep(1ms); " + second + "; unlock(a) }"
        + "; task two { lock(b); sleep(1ms); lock(a); unlock(a); unlock(b) }";
  }

  @Test
  void locksTakenCrosswiseAreADeadlockWhenTheCircleCloses() {
    Report report = Ran.of(Ran.scenario(cross("lock(b); unlock(b)"), "expect { no deadlock }"));
    assertThat(report.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.metrics().virtualNs()).isEqualTo(1_000_000);
    assertThat(Ran.told(report)).contains("`one` waits for `b`, which `two` holds");
  }

  @Test
  void aTimeoutBreaksTheCircle() {
    assertThat(verdict(cross("ignore lock(b, 1ms)"), "expect { no deadlock }")).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aCircleMayGoThroughCallsAndJoins() {
    assertThat(verdict("mutex m; endpoint e",
        "task server { let n = recv(e); lock(m); unlock(m); reply(n) }",
        "task client { lock(m); ignore call(e, 1); unlock(m) }", "expect { no deadlock }")).isEqualTo(Verdict.FAILED);
    assertThat(verdict("task a(start: 1ms) { ignore join(b) }", "task b { ignore join(a) }", "expect { no deadlock }"))
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void aTaskThatWaitsForALockWhenNothingMoreHappensIsADeadlock() {
    String[] items = {"mutex m; event e", "task a { lock(m); wait(e) }", "task b { lock(m) }", "expect { no deadlock }"};
    assertThat(verdict(items)).isEqualTo(Verdict.FAILED);
    // It may still be given back behind the end of a run that is cut.
    items[2] += "; task c { loop { sleep(1ms) } }; run for 5ms";
    assertThat(verdict(items)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void waitingForOthersThanLocksIsNoDeadlock() {
    assertThat(verdict("event e; endpoint box; barrier g(parties: 2)", "task a { wait(e) }", "task b { recv(box) }",
        "task c { arrive(g) }", "expect { no deadlock }")).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whatRunsInPlaceOfTheHolderForLongerIsAnInversion() {
    Report report = Ran.of(Ran.scenario("mutex m", LOW, MID, HIGH, "expect { no priority inversion over 4ms }"));
    assertThat(report.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.metrics().virtualNs()).isEqualTo(6_000_001);
    assertThat(Ran.told(report)).contains("`high` waits for `m`, and since 2ms `mid` runs instead of `low`");
  }

  @Test
  void exactlyAsLongIsNotLonger() {
    assertThat(verdict("mutex m", LOW, MID, HIGH, "expect { no priority inversion over 5ms }")).isEqualTo(Verdict.PASSED);
  }

  @Test
  void inheritanceLeavesNoInversion() {
    assertThat(verdict("mutex m(protocol: \"inherit\")", LOW, MID, HIGH, "expect { no priority inversion over 0ns }"))
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void whereNobodyWaitsThereIsNothingToJudge() {
    assertThat(verdict("mutex m", LOW, MID, "expect { no priority inversion over 1ms }")).isEqualTo(Verdict.VACUOUS);
  }

  @Test
  void whatIsMoreUrgentThanTheWaiterMayRun() {
    assertThat(verdict("mutex m", LOW, "task top(qos: perfburst, start: 2ms) { compute(9ms) }", HIGH,
        "expect { no priority inversion over 1ms }")).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aSignalThatFoundNobodyAndIsWaitedForIsLost() {
    String waits = "task a(start: 2ms) { wait(e) }";
    assertThat(verdict("event e(latched: false)", waits, "at 1ms { signal(e) }", "expect { no lost wakeup }"))
        .isEqualTo(Verdict.FAILED);
    assertThat(verdict("event e", waits, "at 1ms { signal(e) }", "expect { no lost wakeup }")).isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e(latched: false)", waits, "at 3ms { signal(e) }", "expect { no lost wakeup }"))
        .isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e", "task a { compute(1ms) }", "expect { no lost wakeup }")).isEqualTo(Verdict.VACUOUS);
  }

  @Test
  void anEndWithALockHeldFailsTheScenarioUnlessTheTaskWasKilled() {
    assertThat(Ran.codes(Ran.of(Ran.scenario("mutex m", "task a { lock(m); compute(1ms) }"))))
        .containsExactly(Code.MUTEX_HELD);
    Report killed = Ran.of(Ran.scenario("mutex m", "task a { lock(m); sleep(9ms) }", "at 1ms { kill(a) }",
        "expect { exit_code(a) == -9 }"));
    assertThat(killed.verdict()).as(Ran.told(killed)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void blockingCountsTheTimeThatALessUrgentTaskHoldsTheLock() {
    Report report = Ran.of(Ran.scenario("mutex m", LOW, MID, HIGH,
        "task equal(qos: interactive, start: 1ms) { lock(m); compute(2ms); unlock(m) }",
        "expect { blocking(high).max == 8ms; blocking(equal).max == 8ms; blocking(mid).count == 0 }"));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }
}
