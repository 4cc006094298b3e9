// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.Source;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parameters, sweeps and settings from outside make of a scenario. */
class InstancesTest {
  @Test
  void takesAParameterFromOutside() {
    Checked checked =
        Checked.of(
            "scenario \"s\" { param harts: int = 2; let n = harts * 2; machine(harts: n) }", Map.of("harts", "3"));

    assertThat(checked.diagnostics()).isEmpty();
    assertThat(checked.instances().get(0).machine().harts()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int | -1_000 | -1000
          int | 0xff | 255
          int | 0b101 | 5
          int | 9223372036854775808 |
          int | 2ms |
          int | '' |
          float | 1e3 | 1000.0
          float | 2 | 2.0
          float | x |
          duration | 1.5ms | 1.5ms
          duration | -2s | -2s
          duration | 0.3ns |
          duration | 5 |
          bool | true | true
          bool | yes |
          string | anything at all | anything at all
          qos | perfburst | perfburst
          qos | PERFBURST |
          errno | EPERM | EPERM
          hart | 1 | 1
          hart | -1 |
          list<int> | [1, 2] | [1, 2]
          list<int> | [] | []
          list<int> | [1, x] |
          range<duration> | 1ms..=5ms | 1ms..=5ms
          range<int> | 5 |
          """)
  void readsAParameterByItsType(String type, String text, String value) {
    Checked checked = Checked.of("scenario \"s\" { machine(harts: 4); param p: " + type + " }", Map.of("p", text));

    if (value == null) {
      assertThat(checked.codes()).containsExactly("NXS1203");
      assertThat(checked.instances()).isEmpty();
    } else {
      CheckedScenario scenario = checked.instances().get(0);
      assertThat(Arithmetic.text(scenario.value(scenario.outline().parameters().get(0)))).isEqualTo(value);
    }
  }

  @Test
  void refusesAParameterThatNoSelectedScenarioHas() {
    Checked checked = Checked.of("scenario \"s\" { param harts: int = 2 }", Map.of("hart", "3"));

    assertThat(checked.codes()).containsExactly("NXS1309");
    assertThat(checked.diagnostics().get(0).help()).isEqualTo("did you mean `harts`?");
  }

  @Test
  void takesHartsAndSeedFromOutside() {
    Overrides overrides = new Overrides(Map.of(), OptionalInt.of(3), OptionalLong.of(9));
    String text = "scenario \"s\" { machine(harts: 2, seed: 4); task t(affinity: [2]) { yield() } }";
    Checked checked = Checked.of(Source.of("test.nxs", text), overrides);

    assertThat(checked.instances().get(0).machine().harts()).isEqualTo(3);
    assertThat(checked.instances().get(0).machine().seed()).isEqualTo(9);
    assertThat(Checked.of(text).codes()).containsExactly("NXS1306");
  }

  @Test
  void runsOneInstanceForEachCombination() {
    String text =
        """
        scenario "s" {
          param depth: int = 1
          sweep class in [idle, normal], depth in 2..=3
          endpoint e(depth: depth)
          task t(qos: class) { send(e, 1) }
        }
        """;
    assertThat(Checked.of(text).instances())
        .extracting(CheckedScenario::title)
        .containsExactly(
            "s [class=idle, depth=2]", "s [class=idle, depth=3]", "s [class=normal, depth=2]",
            "s [class=normal, depth=3]");
    assertThat(Checked.of(text, Map.of("depth", "5")).instances())
        .extracting(scenario -> scenario.title() + " " + scenario.endpoints().get(0).depth())
        .containsExactly("s [class=idle] 5", "s [class=normal] 5");
  }

  @Test
  void buildsOnANamedMachine() {
    CheckedScenario scenario =
        Checked.scenario(
            "machine virt2(harts: 2, timeslice: 3ms)\nscenario \"s\" { machine virt2(harts: 4, boot: \"smp\") }");

    assertThat(scenario.machine().harts()).isEqualTo(4);
    assertThat(scenario.machine().timesliceNs()).isEqualTo(3_000_000);
  }

  @Test
  void leavesATaskThatAnActStartsToTheAct() {
    CheckedScenario scenario =
        Checked.scenario(
            """
            scenario "s" {
              task now { yield() }
              task later[2] { yield() }
              task both(start: 1ms) { yield() }
              at 5ms { start(later[1]); start(both) }
            }
            """);

    assertThat(scenario.tasks())
        .extracting(TaskElement::startNs)
        .containsExactly(0L, 0L, Column.NEVER, 1_000_000L);
  }

  @Test
  void takesTheRunForItsLimit() {
    assertThat(Checked.scenario("scenario \"s\" { run for 20s }").limitNs()).isEqualTo(20_000_000_000L);
    assertThat(Checked.scenario("scenario \"s\" (limit: 5s) { }").limitNs()).isEqualTo(5_000_000_000L);
    assertThat(Checked.scenario("scenario \"s\" { }").limitNs()).isEqualTo(10_000_000_000L);
    assertThat(Checked.scenario("scenario \"s\" { run until now() > 1s timeout 30s }").limitNs())
        .isEqualTo(30_000_000_000L);
  }

  @Test
  void readsWhatStandsBehindTheTitle() {
    CheckedScenario scenario =
        Checked.scenario(
            "scenario \"s\" (tags: [smoke, \"two words\"], events: 5, skip: \"later\", xfail: \"known\") { }");

    assertThat(scenario.tags()).containsExactly("smoke", "two words");
    assertThat(scenario.eventBudget()).isEqualTo(5);
    assertThat(scenario.skip()).isEqualTo("later");
    assertThat(scenario.xfail()).isEqualTo("known");
  }

  @Test
  void collectsExpectationsInFileOrder() {
    CheckedScenario scenario =
        Checked.scenario(
            """
            expect boot { marker "b" }
            scenario "s" {
              expect { marker "a" }
              expect boot
              expect { marker "c" }
            }
            """);

    assertThat(scenario.expectations()).extracting(item -> item.span().text())
        .isEqualTo(List.of("marker \"a\"", "marker \"b\"", "marker \"c\""));
  }

  @Test
  void findsMistakesOfValuesInEveryScenario() {
    Checked checked =
        Checked.of(
            """
            scenario "a" { task t(shares: 0) { slep(1ms) } }
            scenario "b" { task t(affinity: [1]) { yield() } }
            """);

    assertThat(checked.codes()).containsExactlyInAnyOrder("NXS1201", "NXS1305", "NXS1306");
    assertThat(checked.instances()).isEmpty();
  }
}
