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
    items[2] += "; task c { sleep(1s); signal(e) }; run for 5ms";
    assertThat(verdict(items)).isEqualTo(Verdict.PASSED);
  }

  private static final String STUCK = "expect { no deadlock }";

  @Test
  void aServerWithoutClientsIsAtRest() {
    assertThat(verdict("endpoint box", "task b { recv(box) }", STUCK)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("endpoint box", "task server { loop { let n = recv(box); reply(n) } }",
        "task client { ignore call(box, 1) }", STUCK)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void anEventThatNobodyLeftCanSignalIsFoundWhenTheLastOneEnds() {
    Report report =
        Ran.of(Ran.scenario("event e", "task a { loop { wait(e) } }", "task b { signal(e); compute(2ms) }",
            "task c { compute(9ms) }", STUCK));
    assertThat(report.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.told(report)).contains("a task can never go on", "`a` waits for `e`, which nobody left can signal");
    assertThat(verdict("event e", "task a { wait(e) }", STUCK)).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whoMayStillSignalOrArriveIsNoDeadlock() {
    assertThat(verdict("event e", "task a { wait(e) }", "task b { sleep(1ms); signal(e) }", STUCK))
        .isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e", "task a { ignore wait(e, 1ms) }", STUCK)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e", "task a { loop { wait(e) } }", "at 1ms { signal(e) }", STUCK))
        .isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e", "task a { loop { wait(e) } }", "when marker \"never\" { broadcast(e) }", STUCK))
        .isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e", "task a { wait(e) }", "task b(start: 5ms) { signal(e) }", STUCK))
        .isEqualTo(Verdict.PASSED);
    assertThat(verdict("barrier g(parties: 2)", "task a { arrive(g) }", "task b { sleep(1ms); arrive(g) }", STUCK))
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void tasksThatWaitForEachOthersSignalsAreFoundAtOnce() {
    Report report =
        Ran.of(Ran.scenario("event e; event f", "task a { wait(e); signal(f) }", "task b { wait(f); signal(e) }",
            "task c { compute(5ms) }", STUCK));
    assertThat(report.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.metrics().virtualNs()).isZero();
    assertThat(Ran.told(report)).contains("2 tasks can never go on", "`a` waits for `e`", "`b` waits for `f`");
  }

  @Test
  void aBarrierThatTooFewCanReachIsFound() {
    Report report =
        Ran.of(Ran.scenario("barrier g(parties: 3)", "task a { arrive(g) }", "task b { compute(1ms); arrive(g) }", STUCK));
    assertThat(report.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.told(report)).contains("`a` waits at `g`, where 1 of 3 have arrived and too few can still come");
    assertThat(verdict("barrier g(parties: 2)", "task a { arrive(g) }", "task b { if now() > 1ms { arrive(g) } }", STUCK))
        .as("it could have come, and has ended").isEqualTo(Verdict.FAILED);
    assertThat(verdict("barrier g(parties: 2); event e", "task a { arrive(g); signal(e) }",
        "task b { wait(e); arrive(g) }", STUCK)).as("it waits for one that waits for it").isEqualTo(Verdict.FAILED);
  }

  @Test
  void whoMightBeSpawnedOrKilledIsGivenTheBenefitOfTheDoubt() {
    Report spawned =
        Ran.of("program late(e: event) { signal(e) }\nscenario \"s\" {\n event e\n task a { wait(e) }\n"
            + " task b { sleep(1ms); ignore spawn(late(e)) }\n " + STUCK + "\n}");
    assertThat(spawned.expectations().get(0).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(verdict("event e", "task a { wait(e) }", "at 5ms { kill(a) }", STUCK)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aClientOfAServerThatCanNeverGoOnCanNeither() {
    Report report =
        Ran.of(Ran.scenario("endpoint box(depth: 1); event e",
            "task server { let n = recv(box); wait(e); reply(n) }",
            "task first { ignore call(box, 1) }",
            "task second(start: 1ms) { ignore call(box, 2) }",
            "task third(start: 2ms) { send(box, 3); send(box, 4) }", STUCK));
    assertThat(report.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.told(report)).contains("`server` waits for `e`", "`first` waits for `server`");
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
