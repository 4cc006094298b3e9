// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static dev.nxs.Ran.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.user.PolicyTask;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.syntax.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedulers as scenarios name them. */
class SchedulersTest {
  /** The task declared last goes first. */
  private record Last(String label) implements SchedulingPolicy {
    @Override
    public long rank(PolicyTask task, Moment moment) {
      return -task.pid();
    }
  }

  private static final String LAST_FIRST =
      scenario(
          "machine(scheduler: \"last_first\")",
          "task a { compute(1ms); mark(\"a\") }",
          "task b { compute(1ms); mark(\"b\") }",
          "expect { order { marker \"b\"; marker \"a\" } }");

  @Test
  void aScenarioNamesAPolicyOfTheCaller() {
    RunOptions options = RunOptions.defaults().policy(new Last("last_first"));
    Report report = Ran.all(Source.of("test.nxs", LAST_FIRST), options).get(0);
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aPolicyThatNobodyGaveIsAnError() {
    assertThatThrownBy(() -> Ran.of(LAST_FIRST)).isInstanceOf(NxsException.class).hasMessageContaining("last_first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qos", "edf", "", "two words", "9lives"})
  void refusesALabelThatIsTakenOrNoName(String label) {
    assertThatThrownBy(() -> RunOptions.defaults().policy(new Last(label))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesASecondPolicyOfALabel() {
    RunOptions options = RunOptions.defaults().policy(new Last("mine"));
    assertThatThrownBy(() -> options.policy(new Last("mine"))).isInstanceOf(IllegalArgumentException.class);
    assertThat(options.policies()).hasSize(1);
  }

  @Test
  void prioritiesDecideUnderFixedPriority() {
    Report report =
        Ran.of(
            scenario(
                "machine(scheduler: \"fixed_priority\")",
                "task a(priority: -3, qos: perfburst) { compute(30ms); mark(\"a\") }",
                "task b(priority: 2, start: 1ms, qos: idle) { compute(30ms); mark(\"b\") }",
                "expect { order { marker \"b\"; marker \"a\" }; preemptions(a) == 1; preemptions(b) == 0 }"));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }
}
