// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static dev.nxs.Ran.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the query {@code gantt} draws. */
class GanttTest {
  private static final String TWO_TASKS =
      """
      machine(harts: 2, steal: 0)
        task alpha(affinity: [0]) { compute(3ms); sleep(2ms); compute(1ms) }
        task beta(affinity: [1], start: 1ms) { compute(2500us) }
        run for 8ms""";

  private static void holds(String expectation) {
    Report report = Ran.of(scenario(TWO_TASKS, "expect { " + expectation + " }"));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gantt(unit: 1ms, h: hart(0))                          | aaa..a..",
        "gantt(1ms, 4ms, hart(1))                              | .bbb",
        "gantt(unit: 1ms, until: 4ms, h: hart(1), from: 2ms)   | bb",
        "gantt(unit: 2ms, until: 8ms, h: hart(0))              | aaa.",
        "gantt(unit: 500us, until: 4ms, h: hart(1))            | ..bbbbb.",
        "gantt(unit: 3ms, h: hart(0))                          | aa.",
        "gantt(unit: 1ms, until: 0ns, h: hart(0))              | ''"
      })
  void drawsTheFirstLetterOfTheTaskThatRanLongest(String query, String row) {
    holds(query + " == \"" + row + "\"");
  }

  @Test
  void drawsALineForEachHart() {
    holds("gantt(unit: 1ms) == \"aaa..a..\\n.bbb....\"");
  }

  @Test
  void atAnInstantOfTheRunItShowsWhatWasUntilThen() {
    Report report =
        Ran.of(
            scenario(
                TWO_TASKS,
                "at 2ms { expect gantt(unit: 1ms, h: hart(0)) == \"aa\" }",
                "at 7ms { expect gantt(unit: 1ms, h: hart(0)) == \"aaa..a.\" }"));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aFailureShowsWhatRan() {
    Report report = Ran.of(scenario(TWO_TASKS, "expect { gantt(unit: 1ms, h: hart(0)) == \"aaaa\" }"));
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(Ran.told(report)).contains("is aaa..a..");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gantt(unit: 0ns)", "gantt(unit: -1ms)", "gantt(unit: 1ns)"})
  void stopsTheRunWhereTheUnitMakesNoSense(String query) {
    Report report = Ran.of(scenario(TWO_TASKS, "expect { " + query + " == \"\" }"));
    assertThat(report.verdict()).isNotEqualTo(Verdict.PASSED);
    assertThat(Ran.told(report)).contains("a value that grew past a limit");
  }
}
