// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static dev.nxs.Ran.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Affinity, shares, harts that come and go, costs, clusters and aging, as scenarios write them. */
class PlacementTest {
  private static void passes(String... items) {
    Report report = Ran.of(scenario(items));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @Test
  void tasksPlaceThemselvesAndActsPlaceAll() {
    passes(
        "machine(harts: 2)",
        """
        task a {
            expect affinity() == [hart(0), hart(1)]
            set_affinity([1])
            expect hart() == hart(1)
            expect affinity().length == 1
            expect set_affinity([7]) fails EINVAL
            expect set_affinity([]) fails EINVAL
            expect set_affinity([0], of: b) fails EPERM
            expect set_shares(5, of: b) fails EPERM
            set_shares(5000)
            expect shares() == 1000
            expect shares(of: b) == 200
            compute(5ms)
            mark("done on ${hart()}")
          }""",
        "task b(shares: 200, affinity: [0]) { compute(10ms) }",
        "at 1ms { set_affinity([0], of: a); set_shares(300, of: b) }",
        "at 2ms { offline(hart(1)); expect not online(hart(1)) }",
        "at 3ms { expect offline(hart(0)) fails EINVAL; online(hart(1)) }",
        "expect { marker \"done on 0\"; migrations(a) == 2; finally online(hart(1)) }");
  }

  @Test
  void costsAndClustersTakeTheTimeThatTheySay() {
    passes(
        """
        machine(
            costs: {syscall: 1us, switch: 2us..=4us},
            clusters: [{name: "big", harts: 1, speed: 1}, {name: "little", harts: 2, speed: 0.5}])""",
        "task a(affinity: [0]) { compute(1ms) }",
        "task b(affinity: [2]) { compute(1ms); yield() }",
        "expect { cpu_time(a) in 1.002ms..=1.004ms; cpu_time(b) in 2.003ms..=2.005ms; not idle(hart(2)) within 0ns }");
  }

  @Test
  void aTrapRuntimeOfTheBootHartFailsClosedElsewhere() {
    passes(
        "machine(harts: 2, trap_runtime: \"boot_hart\")",
        "event go",
        "task a(affinity: [1]) { expect signal(go) fails EPERM; expect set_qos(idle) fails EPERM }",
        """
        expect {
            marker "KTRAP: cpu1 has no trap runtime, refused event_signal"
            marker "KTRAP: cpu1 has no trap runtime, refused qos_set"
            qos(a) == normal
          }""");
  }

  @Test
  void agingLetsAWaitingTaskRun() {
    passes(
        "machine(aging: 20ms)",
        "task spinner { compute(200ms) }",
        "task background(qos: idle) { compute(1ms) }",
        "expect { no starvation over 21ms; wait_time(background) == 20ms }");
  }

  @Test
  void sharesAreWeights() {
    passes(
        "task a(shares: 200) { loop { compute(1ms) } }",
        "task b { loop { compute(1ms) } }",
        "run for 1s",
        "expect { cpu_time(a) / cpu_time(b) in 1..=2; cpu_time(a) * 100 / cpu_time(b) in 195..=205 }");
  }
}
