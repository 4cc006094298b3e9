// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.QosClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checker understands of a file without mistakes. */
class CheckerTest {
  @Test
  void readsTheDeclarationsOfAScenario() {
    CheckedScenario scenario =
        Checked.scenario(
            """
            scenario "idle timers share one wakeup" {
              machine(harts: 2, timeslice: 5ms, seed: 7)
              service timed(windows: {idle: 16ms}, cap: 3)
              endpoint requests(depth: 4)
              event ready(latched: false)
              task indexer[3](qos: idle, affinity: [1, 0, 1], start: index * 1us) {
                sleep(1ms + index * 2ms)
                mark("indexer ${index} woke")
              }
              task audio(qos: perfburst, shares: 200, period: 7ms) { loop { compute(1ms); next_period() } }
              timer beat(every: 5ms, owner: audio) { mark("beat") }
              at 5ms { signal(ready) }
              every 10ms from 5ms until 95ms { send(requests, 1) }
              run for 200ms
              expect { timer_wakeups() == 1 }
            }
            """);
    assertThat(scenario.machine().harts()).isEqualTo(2);
    assertThat(scenario.machine().timesliceNs()).isEqualTo(5_000_000);
    assertThat(scenario.timed().orElseThrow().windowsNs()).containsExactly(16_000_000L, 4_000_000L, 1_000_000L, 0L);
    assertThat(scenario.tasks()).extracting(TaskElement::name)
        .containsExactly("indexer[0]", "indexer[1]", "indexer[2]", "audio");
    assertThat(scenario.tasks()).extracting(TaskElement::pid).containsExactly(2, 3, 4, 5);
    assertThat(scenario.tasks().get(2).startNs()).isEqualTo(2_000);
    assertThat(scenario.tasks().get(0).affinity()).containsExactly(0, 1);
    assertThat(scenario.tasks().get(3).qos()).isEqualTo(QosClass.PERFBURST);
    assertThat(scenario.tasks().get(3).deadlineNs()).isEqualTo(7_000_000);
    assertThat(scenario.timers()).singleElement().satisfies(timer -> {
      assertThat(timer.pid()).isEqualTo(6);
      assertThat(timer.ownerPid()).isEqualTo(5);
    });
    assertThat(scenario.endpoints().get(0)).extracting(EndpointElement::depth, EndpointElement::message)
        .containsExactly(4, Type.INT);
    assertThat(scenario.events().get(0).latched()).isFalse();
    assertThat(scenario.acts()).extracting(ActElement::atNs).containsExactly(5_000_000L, 5_000_000L);
    assertThat(scenario.limitNs()).isEqualTo(200_000_000);
  }

  @Test
  void lowersWhatItChecked() {
    CheckedScenario scenario =
        Checked.scenario(
            """
            let period = 5ms
            fn twice(d: duration): duration = d * 2
            program worker(period: duration, cost: duration) {
              loop { compute(cost); sleep(period) }
            }
            scenario "all" {
              param harts: int = 2
              machine(harts: harts)
              task w[2](qos: idle) = worker(twice(period) + index * 10us, 100us)
              task ui { var n = 0; while n < 3 { n = n + 1 }; expect n == 3, "n is ${n}"; let r = try set_qos(perfburst); mark("${r.ok}") }
              run for 20ms
            }
            """);
    assertThat(Lowering.lower(scenario, ValueLimits.DEFAULT, CodeLimits.DEFAULT).taskNames()).contains("w[0]", "w[1]", "ui");
    assertThat(scenario.tasks().get(1).arguments())
        .isEqualTo(List.of(new ConstantValue.OfDuration(10_010_000), new ConstantValue.OfDuration(100_000)));
  }
}
