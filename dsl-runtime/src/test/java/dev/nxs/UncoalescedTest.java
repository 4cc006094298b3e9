// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.syntax.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run can be compared with the same run without coalescing: as long, and nothing judged. */
class UncoalescedTest {
  private static final long MICROJOULE = 1_000_000;

  private static Instance instance(RunOptions options, String... items) {
    CompiledFile file = Engine.create().compile(Source.of("test.nxs", Ran.scenario(items)));
    return file.scenarios().get(0).instances(options).get(0);
  }

  private static Optional<Metrics> without(String... items) {
    Instance instance = instance(RunOptions.defaults(), items);
    return instance.uncoalesced(instance.run().metrics().virtualNs());
  }

  @Test
  void itDeliversEachTimerAtItsDeadlineAndGoesOnAsLong() {
    Instance instance =
        instance(RunOptions.defaults(), "service timed", "task a[2](qos: idle) { sleep(1ms + index * 2ms) }");
    Metrics with = instance.run().metrics();
    Metrics without = instance.uncoalesced(with.virtualNs()).orElseThrow();

    assertThat(with.timerWakeups()).isEqualTo(1);
    assertThat(without.timerWakeups()).isEqualTo(2);
    assertThat(without.virtualNs()).isEqualTo(with.virtualNs()).isEqualTo(8_000_000);
    // Eight milliseconds without power and one wakeup; 1, 2 and 5 ms in retention and two wakeups.
    assertThat(with.picojoules()).isEqualTo((8 + 54 + 5) * MICROJOULE);
    assertThat(without.picojoules()).isEqualTo((80 + 27 + 10) * MICROJOULE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run for 20ms", "run until marker \"b\"", "run until exited(a)", "run for 30s"})
  void itIsAsLongHoweverTheRunEnds(String run) {
    Instance instance =
        instance(RunOptions.defaults(), "service timed", "task a(qos: idle) { sleep(1ms); mark(\"b\") }", run);
    long untilNs = instance.run().metrics().virtualNs();

    assertThat(instance.uncoalesced(untilNs)).get().extracting(Metrics::virtualNs).isEqualTo(untilNs);
  }

  @Test
  void expectationsAreNotJudged() {
    assertThat(
            without("service timed", "task a(qos: idle) { sleep(1ms); mark(\"b\") }", "expect { never marker \"b\" before 8ms }"))
        .isPresent();
  }

  @Test
  void aTaskThatFailsWithoutCoalescingLeavesNothingToCompare() {
    assertThat(without("service timed", "task a(qos: idle) { sleep(1ms); expect now() == 8ms; sleep(20ms) }"))
        .isEmpty();
  }

  @Test
  void withoutATimerServiceThereIsNothingToCompare() {
    assertThat(without("task a { sleep(1ms) }")).isEmpty();
  }

  @Test
  void theListenerHearsOfTheRunAlone() {
    List<String> heard = new ArrayList<>();
    Instance instance =
        instance(
            RunOptions.defaults().listener(line -> heard.add(line.text())),
            "service timed", "task a(qos: idle) { sleep(1ms); mark(\"b\") }");
    Report report = instance.run();
    assertThat(instance.uncoalesced(report.metrics().virtualNs())).isPresent();

    assertThat(heard).containsExactly("timed: ready", "b");
    assertThat(instance.run().hash()).isEqualTo(report.hash());
  }

  @Test
  void whatItUsesDoesNotDependOnWhoLooks() {
    String[] items = {"service timed", "task a[3](qos: normal) { for i in 0..3 { sleep(1ms); compute(random(1us..50us)) } }"};
    assertThat(without(items)).isEqualTo(without(items));
  }

  @Test
  void aStateOfIdlenessThatDoesNotExistIsRefusedInExpectations() {
    assertThatThrownBy(() -> Ran.of(Ran.scenario("expect { idle_time(state: \"deepest\") == 0ns }")))
        .hasMessageContaining("the idle state `deepest` does not exist");
  }
}
