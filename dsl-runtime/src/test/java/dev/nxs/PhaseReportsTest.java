// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.syntax.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reports and logs tell of phases. */
class PhaseReportsTest {
  @Test
  void aFailureNamesTheFirstPhaseThatFailed() {
    String text =
        """
        scenario "s" {
          task a { mark("one"); mark("two"); mark("three") }
          expect {
            phase bringup { end marker "two"; marker "one" }
            phase work { marker "late" xfail "known" }
            phase rest { start marker "three"; marker "gone" }
          }
        }
        """;
    Report report = Ran.of(text);

    assertThat(report.expectations()).extracting(e -> e.text() + ": " + e.verdict().text()).containsExactly(
        "phase bringup: passed", "bringup: marker \"one\": passed", "phase work: passed",
        "work: marker \"late\": failed as expected", "phase rest: failed", "rest: marker \"gone\": failed");
    assertThat(report.failures()).hasSize(1);
    assertThat(report.failures().get(0).diagnostic().notes()).contains("in the phase `rest`, the first that failed");
  }

  @Test
  void aPhaseMayBeExpectedToFail() {
    Report report = Ran.of(
        """
        scenario "s" {
          task a { mark("one"); mark("two") }
          expect {
            phase bringup { end marker "two"; marker "gone" } xfail "not there yet"
            marker "two"
          }
        }
        """);
    assertThat(report.expectations()).extracting(e -> e.verdict().text())
        .containsExactly("failed as expected", "failed as expected", "passed");
    assertThat(report.verdict().text()).isEqualTo("passed");
  }

  private static final String BOOT =
      """
      log board { banner "boot" }
      expect boot {
        phase bringup { end marker "init: ready"; marker "init: start"; never marker "panic" }
        phase work { end marker "work: done"; marker "work: half" }
        phase end { marker "bye" }
      }
      """;

  private static LogCheck.Result check(String log, String... phases) throws IOException {
    return LogCheck.ofSets(Source.of("boot.nxs", BOOT), EngineOptions.defaults(), List.of())
        .judge(
            new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), "uart.log",
            new LogCheck.Options(false, false, false, List.of(phases)));
  }

  @Test
  void aLogNamesItsFirstFailedPhase() throws IOException {
    LogCheck.Result result = check("boot\ninit: start\ninit: ready\nwork: done\n");
    assertThat(result.firstFailedPhase()).isEqualTo("work");
    assertThat(result.expectations()).extracting(e -> e.text() + ": " + e.verdict().text()).containsExactly(
        "phase bringup: passed", "bringup: marker \"init: start\": passed", "bringup: never marker \"panic\": passed",
        "phase work: failed", "work: marker \"work: half\": failed", "phase end: failed", "end: marker \"bye\": failed");
  }

  @Test
  void onePhaseOfALogIsJudgedAloneAndReadingStopsBehindIt() throws IOException {
    LogCheck.Result result = check("boot\ninit: start\ninit: ready\nx\npanic\n", "bringup");
    assertThat(result.expectations()).extracting(ExpectationResult::verdict)
        .containsExactly(Verdict.PASSED, Verdict.PASSED, Verdict.PASSED);
    assertThat(result.lines()).isEqualTo(3);
    assertThatThrownBy(() -> check("boot\n", "nothing")).hasMessage("there is no phase `nothing`");
  }

  @Test
  void aPhaseOfALogWithoutHeadIsUndecided() throws IOException {
    LogCheck.Result result = check("init: start\ninit: ready\n", "bringup");
    assertThat(result.expectations()).extracting(ExpectationResult::verdict)
        .containsExactly(Verdict.PASSED, Verdict.UNDECIDED, Verdict.UNDECIDED);
  }
}
