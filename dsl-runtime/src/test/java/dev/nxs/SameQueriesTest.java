// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.HartId;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A machine that is described in Java runs as the one that a text describes, and answers the same queries alike. */
class SameQueriesTest {
  private static final String TEXT =
      """
      scenario "s" {
        machine(harts: 2, timeslice: 1ms)
        task a(qos: interactive) { for i in 0..4 { compute(1ms) } }
        task b { for i in 0..9 { compute(700us) } }
        task c { for i in 0..9 { compute(500us) } }
        task d(qos: idle) { for i in 0..2 { compute(3ms) } }
        run for 9ms
      }
      """;

  /** Computes some times. */
  private record Rounds(long count, long ns) implements Program {
    @Override
    public List<TableSpec> memory() {
      return List.of(new TableSpec("rounds", 1, List.of(Column.exact("done"))));
    }

    @Override
    public Trap resume(UserContext user) {
      long done = user.load(0);
      user.store(0, done + 1);
      return done < count ? user.compute(ns) : user.exit(0);
    }
  }

  @Test
  void aMachineWithoutTextAnswersAsOneWithText() {
    Machine machine =
        Machine.builder()
            .harts(2)
            .timesliceNs(1_000_000)
            .task("a", QosClass.INTERACTIVE, new Rounds(4, 1_000_000))
            .task("b", QosClass.NORMAL, new Rounds(9, 700_000))
            .task("c", QosClass.NORMAL, new Rounds(9, 500_000))
            .task("d", QosClass.IDLE, new Rounds(2, 3_000_000))
            .boot();
    try (Session session = Sessions.of(TEXT)) {
      for (long atNs = 0; atNs < 9_000_000; atNs += 250_000) {
        session.goTo(atNs);
        assertThat(machine.run(atNs, Long.MAX_VALUE)).isEqualTo(RunEnd.HORIZON);
        for (String task : List.of("a", "b", "c", "d")) {
          Map<String, Long> answers = answers(machine.view(), machine.pid(task));
          answers.forEach((query, answer) ->
              assertThat(session.query(query + "(" + task + ")").word()).as("%s(%s)", query, task).isEqualTo(answer));
        }
        for (int hart = 0; hart < 2; hart++) {
          int number = hart;
          Map<String, Long> answers = answers(machine.view(), new HartId(hart));
          answers.forEach((query, answer) ->
              assertThat(session.query(query + "(hart(" + number + "))").word()).as("%s(%d)", query, number).isEqualTo(answer));
        }
      }
    }
  }

  private static Map<String, Long> answers(MachineView view, Pid task) {
    Map<String, Long> answers = new LinkedHashMap<>();
    answers.put("qos", (long) view.qos(task).wire());
    answers.put("hart_of", (long) view.hartOf(task));
    answers.put("cpu_time", view.cpuTimeNs(task));
    answers.put("wait_time", view.waitTimeNs(task));
    answers.put("dispatches", view.dispatches(task));
    answers.put("preemptions", view.preemptions(task));
    answers.put("migrations", view.migrations(task));
    answers.put("wakeups", view.wakeups(task));
    answers.put("deadline_misses", view.deadlineMisses(task));
    answers.put("exited", view.state(task) == dev.nxs.kernel.TaskState.EXITED ? 1L : 0L);
    answers.put("running", view.state(task) == dev.nxs.kernel.TaskState.RUNNING ? 1L : 0L);
    answers.put("ready", view.state(task) == dev.nxs.kernel.TaskState.READY ? 1L : 0L);
    return answers;
  }

  private static Map<String, Long> answers(MachineView view, HartId hart) {
    Map<String, Long> answers = new LinkedHashMap<>();
    answers.put("online", view.online(hart) ? 1L : 0L);
    answers.put("idle", view.idle(hart) ? 1L : 0L);
    answers.put("current", (long) view.current(hart));
    answers.put("queue_length", (long) view.queueLength(hart));
    answers.put("switches", view.switches(hart));
    answers.put("ipis", view.ipis(hart));
    answers.put("steals", view.steals(hart));
    answers.put("idle_wakeups", view.idleWakeups(hart));
    return answers;
  }
}
