// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What endpoints carry, and what variables hold that start empty, follows from how they are used. */
class InferenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          task a { send(e, 1) }                                               | int
          task a { send(e, 1) } task b { send(e, 0.5) }                       | float
          task a { send(e, {id: 1, at: now()}) }                              | {at: duration, id: int}
          task a { send(e, []) } task b { send(e, [idle]) }                   | list<qos>
          task a { recv(e) }                                                  | int
          at 5ms { send(e, "x") }                                             | string
          task a = put(e)                                                     | errno
          task a = put(e) task b { let f = e; send(f, EPERM) }                | errno
          task a { let v = recv(g); send(e, v) } task b { send(g, 2ms) }      | duration
          task a { send([e, g][0], true) }                                    | bool
          """)
  void findsTheTypeOfMessages(String items, String type) {
    CheckedScenario scenario =
        Checked.scenario(
            "program put(to: endpoint) { send(to, EPERM) }\nscenario \"s\" {\n endpoint e\n endpoint g\n"
                + items.replace("} task", "}\n task").replace(") task", ")\n task")
                + "\n}");

    assertThat(scenario.endpoints().get(0).message().text()).isEqualTo(type);
  }

  @Test
  void findsTheTypeOfAnswers() {
    CheckedScenario scenario =
        Checked.scenario(
            """
            program server(ep: endpoint) { loop { let v = recv(ep); reply("${v}") } }
            scenario "s" {
              endpoint e
              task c { mark(call(e, 2ms)) }
              task s = server(e)
            }
            """);

    assertThat(scenario.endpoints().get(0).message()).isEqualTo(Type.DURATION);
    assertThat(scenario.endpoints().get(0).reply()).isEqualTo(Type.STRING);
  }

  @Test
  void letsAVariableThatStartsEmptyTakeItsTypeFromWhatItIsAssigned() {
    assertThat(
            Checked.of(
                    """
                    scenario "s" {
                      task t {
                        var seen = []
                        for i in 0..3 { seen = seen + [now()] }
                        expect seen[0] < 5ms
                        var names = []
                        names = ["a"]
                        mark(names[0])
                      }
                    }
                    """)
                .rendered())
        .isEmpty();
  }

  @Test
  void checksAProgramForEachScenarioThatRunsIt() {
    assertThat(
            Checked.of(
                    """
                    program echo(from: endpoint, to: endpoint) { loop { send(to, recv(from)) } }
                    scenario "ints" { endpoint a; endpoint b; task e = echo(a, b); task s { send(a, 1); exit(recv(b)) } }
                    scenario "texts" { endpoint a; endpoint b; task e = echo(a, b); task s { send(a, "x"); mark(recv(b)) } }
                    """)
                .rendered())
        .isEmpty();
  }

  @Test
  void wantsNamedHartsWhereNumbersStand() {
    assertThat(
            Checked.of(
                    """
                    scenario "s" {
                      machine(harts: 2)
                      task t(affinity: [0, hart(1)]) { expect hart() == 1 and hart() in [0, 1] and not idle(1) }
                    }
                    """)
                .rendered())
        .isEmpty();
  }

  @Test
  void takesAWordForAClassWhereAClassIsWanted() {
    assertThat(
            Checked.of(
                    """
                    scenario "s" {
                      task idle(qos: idle) { expect qos(idle) == idle and not exited(idle) }
                      task normal { set_qos(idle, of: normal) }
                    }
                    """)
                .rendered())
        .isEmpty();
  }
}
