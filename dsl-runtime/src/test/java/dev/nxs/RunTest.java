// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static dev.nxs.Ran.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.Position;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How runs end and what they come to. */
class RunTest {
  private static final long MS = 1_000_000;

  @Test
  void aRunWithoutRunEndsWhenNothingMoreCanHappen() {
    Report report = Ran.of(scenario("task a { sleep(3ms); mark(\"x\") }", "expect { marker \"x\" }"));
    assertThat(report.end()).isEqualTo(End.QUIESCENT);
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.position().timeNs()).isEqualTo(3 * MS);
  }

  @Test
  void runForIncludesItsLastInstant() {
    Report report =
        Ran.of(scenario("task a { loop { sleep(5ms); mark(\"x\") } }", "run for 20ms", "expect { exactly 4 of marker \"x\" }"));
    assertThat(report.end()).isEqualTo(End.HORIZON);
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.position().timeNs()).isEqualTo(20 * MS);
  }

  @Test
  void aRunAsLongAsThereIsTimeEndsWithTheLastInstant() {
    Report report =
        Ran.of(
            scenario(
                "machine(harts: 2, costs: {syscall: 2s, switch: 2s, ipi: 2s, interrupt: 2s, migrate: 2s})",
                "task a(start: 9223372036854774807ns, period: 9ms) { loop { compute(10ns); next_period() } }",
                "task b { sleep_until(9223372036854775807ns); mark(\"never\") }",
                "run for 9223372036854775807ns",
                "expect { never marker \"never\"; deadline_misses(a) == 0 }"));
    assertThat(report.end()).isEqualTo(End.QUIESCENT);
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.metrics().virtualNs()).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void runForGoesOnThroughSilence() {
    Report report =
        Ran.of(
            scenario(
                "task a { compute(10ms) }",
                "run for 100ms",
                "expect { now() == 100ms; utilization(hart(0)) == 0.1; always exited(a) from 50ms }"));
    assertThat(report.end()).isEqualTo(End.QUIESCENT);
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.metrics().virtualNs()).isEqualTo(100 * MS);
  }

  @Test
  void runUntilFinishesTheInstantOfItsCondition() {
    Report report =
        Ran.of(
            scenario(
                "task a { sleep(3ms); mark(\"done\"); mark(\"and more\"); sleep(1ms) }",
                "run until marker \"done\"",
                "expect { marker \"and more\"; now() == 3ms; not exited(a) }"));
    assertThat(report.end()).isEqualTo(End.CONDITION);
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void runUntilAStateEndsWhenItHolds() {
    Report report =
        Ran.of(scenario("task a { sleep(3ms); exit(3) }", "run until exited(a)", "expect { exit_code(a) == 3 }"));
    assertThat(report.end()).isEqualTo(End.CONDITION);
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void runUntilIsAnExpectation() {
    Report quiet = Ran.of(scenario("task a { sleep(3ms) }", "run until marker \"done\""));
    assertThat(quiet.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.codes(quiet)).containsExactly(Code.RUN_UNTIL_MISSED);
    Report late = Ran.of(scenario("task a { loop { sleep(3ms) } }", "run until marker \"done\" timeout 10ms"));
    assertThat(late.end()).isEqualTo(End.TIMEOUT);
    assertThat(late.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(late.position().timeNs()).isEqualTo(10 * MS);
  }

  @Test
  void aLimitStopsAbnormallyAndDecidesNothing() {
    Report time =
        Ran.of(
            "scenario \"s\" (limit: 20ms) { task a { loop { sleep(1ms) } }\nexpect { marker \"x\"; never marker \"y\" } }");
    assertThat(time.end()).isEqualTo(End.TIME_LIMIT);
    assertThat(time.verdict()).isEqualTo(Verdict.STOPPED);
    assertThat(Ran.verdicts(time)).containsOnly(Verdict.UNDECIDED);
    assertThat(Ran.codes(time)).containsExactly(Code.RUN_STOPPED);
    Report events = Ran.of("scenario \"s\" (events: 50) { task a { loop { sleep(1ms) } } }");
    assertThat(events.end()).isEqualTo(End.EVENT_LIMIT);
    assertThat(events.metrics().events()).isEqualTo(50);
  }

  @Test
  void theCallersTimeoutIsALimit() {
    Report report =
        Ran.of(scenario("task a { loop { sleep(1ms) } }", "run for 1s"), RunOptions.defaults().timeoutNs(5 * MS));
    assertThat(report.verdict()).isEqualTo(Verdict.STOPPED);
    assertThat(report.position().timeNs()).isEqualTo(5 * MS);
  }

  @Test
  void theCallersMarkerEndsTheRunAndWhatItCutsIsUndecided() {
    Report report = untilMarker("tick 7ms", "marker \"tick 3ms\"; exactly 9 of marker starts \"tick\"");
    assertThat(report.end()).isEqualTo(End.MARKER);
    assertThat(report.position().timeNs()).isEqualTo(7 * MS);
    assertThat(report.expectations()).extracting(ExpectationResult::verdict)
        .containsExactly(Verdict.PASSED, Verdict.UNDECIDED);
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aRunThatTheCallersMarkerCutsPassesWhereAllIsDecided() {
    assertThat(untilMarker("tick 7ms", "marker \"tick 3ms\"").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aRunInWhichTheCallersMarkerNeverComesHasFailed() {
    Report report = untilMarker("tock", "marker \"tick 3ms\"");
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.codes(report)).containsExactly(Code.RUN_UNTIL_MISSED);
  }

  private static Report untilMarker(String marker, String expectations) {
    String ticking = "task a { loop { sleep(1ms); mark(\"tick ${now()}\") } }";
    String text = scenario(ticking, "run for 20ms", "expect { " + expectations + " }");
    return Ran.of(text, RunOptions.defaults().untilMarker(marker));
  }

  @Test
  void aStateIsJudgedInARunOfOneInstant() {
    Report report = Ran.of(scenario("task a { mark(\"x\") }", "expect { always exited(a) }"));
    assertThat(report.position().timeNs()).isZero();
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop { yield() }", "var i = 0; loop { i = i + 1; if i > 1000 { i = 0 } }", "loop { compute(0ns) }"})
  void aTaskThatHangsIsStopped(String body) {
    Report report = Ran.of(scenario("task a { " + body + " }", "expect { marker \"x\" }"));
    assertThat(report.verdict()).isEqualTo(Verdict.STOPPED);
    assertThat(Ran.codes(report)).containsExactly(Code.LIVELOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"set_qos(perfburst)", "expect set_qos(normal) fails EPERM", "expect now() > 1s", "let x = 5 / (now() / 1h)"})
  void aFaultFailsTheRunAtItsInstant(String statement) {
    String body = statement.replace("1h", "60min");
    Report report = Ran.of(scenario("task a { sleep(2ms); " + body + "; compute(1ms) }", "task b { sleep(9ms) }"));
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.end()).isEqualTo(End.FAILURE);
    assertThat(report.position().timeNs()).isEqualTo(2 * MS);
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).task()).isEqualTo("a");
  }

  @Test
  void aFailureStopsTheRunAtItsInstantAndPosition() {
    String text =
        scenario(
            "task a { sleep(2ms); mark(\"x\"); sleep(5ms); mark(\"y\") }",
            "expect { never marker \"x\"; marker \"y\" }");
    Report report = Ran.of(text);
    assertThat(report.end()).isEqualTo(End.FAILURE);
    assertThat(Ran.verdicts(report)).containsExactly(Verdict.FAILED, Verdict.UNDECIDED);
    assertThat(report.failures().get(0).position()).isEqualTo(report.position());
  }

  @Test
  void aMissedBoundIsFoundAtItsInstantThoughNothingHappensThen() {
    Report report =
        Ran.of(scenario("task a { sleep(20ms); mark(\"x\") }", "expect { marker \"x\" within 5ms }"));
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.position().timeNs()).isEqualTo(5 * MS);
  }

  @Test
  void anEventAtTheBoundIsInTime() {
    Report report = Ran.of(scenario("task a { sleep(5ms); mark(\"x\") }", "expect { marker \"x\" within 5ms }"));
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void theReplayPositionLeadsToTheSamePlace() {
    String text =
        scenario("task a { loop { sleep(1ms); mark(\"x\") } }", "run for 1s", "expect { at most 3 of marker \"x\" }");
    Report failed = Ran.of(text);
    Position position = failed.failures().get(0).position();
    Report again = Ran.of(text, RunOptions.defaults().stopAt(position));
    assertThat(again.position()).isEqualTo(failed.position());
    assertThat(again.hash()).isEqualTo(failed.hash());
  }

  @Test
  void aRunStopsAtAnyPosition() {
    String text = scenario("task a { loop { sleep(1ms); mark(\"x\") } }", "run for 1s");
    for (int ms = 0; ms < 10; ms++) {
      Report there = Ran.of(text, RunOptions.defaults().stopAt(new Position(ms * MS, Long.MAX_VALUE)));
      Position place = there.position();
      assertThat(place.timeNs()).isEqualTo(ms * MS);
      assertThat(there.verdict()).isEqualTo(Verdict.UNDECIDED);
      for (long step = place.step() - 1; step <= place.step(); step++) {
        Position at = new Position(ms * MS, step);
        assertThat(Ran.of(text, RunOptions.defaults().stopAt(at)).position()).isEqualTo(at);
      }
    }
  }

  @Test
  void anInterruptedRunIsUndecided() {
    String text = scenario("task a { loop { sleep(1us) } }", "run for 10s", "expect { never marker \"x\" }");
    Report report = Ran.of(text, RunOptions.defaults().interruptedBy(() -> true));
    assertThat(report.end()).isEqualTo(End.INTERRUPTED);
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void skippedScenariosDoNotRun() {
    Report report = Ran.of("scenario \"s\" (skip: \"later\") { task a { mark(\"x\") } }");
    assertThat(report.verdict()).isEqualTo(Verdict.SKIPPED);
    assertThat(report.reason()).isEqualTo("later");
    assertThat(report.markers()).isEmpty();
  }

  @Test
  void anExpectedFailureIsNoneAndAnUnexpectedPassIsOne() {
    String failing = "scenario \"s\" (xfail: \"known\") { task a { mark(\"x\") }\nexpect { never marker \"x\" } }";
    assertThat(Ran.of(failing).verdict()).isEqualTo(Verdict.EXPECTED_FAILURE);
    Report passing = Ran.of(failing.replace("never", "once"));
    assertThat(passing.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.codes(passing)).containsExactly(Code.UNEXPECTED_PASS);
    Report item = Ran.of(scenario("task a { mark(\"x\") }", "expect { marker \"x\" xfail \"known\" }"));
    assertThat(Ran.codes(item)).containsExactly(Code.UNEXPECTED_PASS);
  }

  @Test
  void vacuousFailsOnlyUnderStrictRules() {
    String text = scenario("task a { mark(\"x\") }", "expect { marker \"x\"; never marker \"y\" after marker \"z\" }");
    assertThat(Ran.of(text).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(Ran.of(text).notices()).hasSize(1);
    assertThat(Ran.of(text, RunOptions.defaults().strict(true)).verdict()).isEqualTo(Verdict.FAILED);
    String nothingElse = scenario("task a { mark(\"x\") }", "expect { never marker \"y\" after marker \"z\" }");
    assertThat(Ran.of(nothingElse).verdict()).isEqualTo(Verdict.VACUOUS);
  }

  @Test
  void anItemWhoseConditionDoesNotHoldIsSkipped() {
    String text =
        scenario("param n: int = 1", "task a { mark(\"x\") }", "expect { marker \"x\"; marker \"y\" if n >= 2 }");
    assertThat(Ran.verdicts(Ran.of(text))).containsExactly(Verdict.PASSED, Verdict.SKIPPED);
    assertThat(Ran.of(text, RunOptions.defaults().with("n", 2)).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whenActsEachTimeItsEventComes() {
    Report report =
        Ran.of(
            scenario(
                "event e",
                "task a { loop { wait(e); mark(\"got\") } }",
                "task b { sleep(5ms); mark(\"go\"); sleep(5ms); mark(\"go\") }",
                "when marker \"go\" { signal(e) }",
                "when once sleeping(b) { mark(\"asleep\") }",
                "expect { exactly 2 of marker \"got\"; once marker \"asleep\" }"));
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void linesAreGivenToTheListenerAsTheyHappen() {
    List<String> heard = new ArrayList<>();
    String text = scenario("task a { mark(\"one\"); sleep(1ms); mark(\"two\") }");
    Report report = Ran.of(text, RunOptions.defaults().listener(line -> heard.add(line.task() + ": " + line.text())));
    assertThat(heard).containsExactly("a: one", "a: two");
    assertThat(Ran.markers(report)).containsExactly("one", "two");
  }

  @Test
  void aTalkativeRunKeepsItsFirstAndLastLines() {
    String text = scenario("task a { for i in 0..1000 { mark(\"line ${i}\"); sleep(1us) } }");
    Report report = Ran.of(text, RunOptions.defaults().keptLines(10));
    assertThat(Ran.markers(report))
        .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4", "line 995", "line 996", "line 997",
            "line 998", "line 999");
    assertThat(report.metrics().lines()).isEqualTo(1000);
    assertThat(report.hash()).isEqualTo(Ran.of(text).hash());
  }

  @Test
  void eachCombinationOfSweptValuesIsAnInstance() {
    String text = scenario("sweep n in [1, 2], q in [idle, normal]", "task a(qos: q) { mark(\"${n}\") }");
    List<Report> reports = Ran.all(Source.of("s.nxs", text), RunOptions.defaults());
    assertThat(reports).extracting(Report::title)
        .containsExactly("s [n=1, q=idle]", "s [n=1, q=normal]", "s [n=2, q=idle]", "s [n=2, q=normal]");
    Scenario scenario = Engine.create().compile(Source.of("s.nxs", text)).scenario("s");
    assertThatThrownBy(() -> scenario.run(RunOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 instances");
  }

  @Test
  void errorsComeAsOneExceptionWithAllOfThem() {
    CompiledFile file = Engine.create().compile(Source.of("bad.nxs", scenario("task a { frob(); sleep(5) }")));
    assertThat(file.hasErrors()).isTrue();
    assertThatThrownBy(file::scenarios)
        .isInstanceOfSatisfying(NxsException.class, e -> assertThat(e.diagnostics()).hasSize(2))
        .hasMessageContaining("bad.nxs:2:");
    CompiledFile good = Engine.create().compile(Source.of("good.nxs", scenario("task a { }")));
    assertThatThrownBy(() -> good.instances(good.scenarios(), RunOptions.defaults().with("nope", 1)))
        .isInstanceOf(NxsException.class);
    assertThatThrownBy(() -> good.scenario("t")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSignalThatFindsNobodyIsALostWakeup() {
    String waiter = "task a { sleep(5ms); wait(e); mark(\"got\") }";
    String expected = "expect { no lost wakeup }";
    assertThat(Ran.of(scenario("event e(latched: false)", waiter, "at 2ms { signal(e) }", expected)).verdict())
        .isEqualTo(Verdict.FAILED);
    assertThat(Ran.of(scenario("event e", waiter, "at 2ms { signal(e) }", expected)).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(Ran.of(scenario("event e(latched: false)", waiter, "at 9ms { signal(e) }", expected)).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(Ran.of(scenario("task a { sleep(5ms) }", expected)).verdict()).isEqualTo(Verdict.VACUOUS);
  }
}
