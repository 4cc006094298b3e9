// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.trace.BlockReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chain of causes for each state that a task or a timer can be in. */
class WhyTest {
  /**
   * A case.
   *
   * @param items of the scenario
   * @param at where to look
   * @param task who is asked about
   * @param told what stands in the chain, in this order
   */
  record Case(String name, String items, String at, String task, List<String> told) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> states() {
    return List.of(
        new Case("not started", "task a(start: 5ms) { compute(1ms) }", "1ms", "a",
            List.of("has not started: it starts at 5ms")),
        new Case("started by nobody", "task a { compute(1ms) }\n at 9ms { start(a) }", "1ms", "a",
            List.of("has not started: only an act starts it")),
        new Case("computing", "task a { compute(5ms) }", "1ms", "a",
            List.of("`a` (normal) is running on hart 0, since 0ns#", "it computes, with 4ms left (`compute(5ms)`",
                "nobody else is ready on hart 0")),
        new Case("spinning", "task a { busy_until(exited(b)) }\n task b(qos: idle) { compute(1ms) }", "1ms", "a",
            List.of("uses CPU time until something happens", "`b` is next, and idle runs only when")),
        new Case("before its equal", "task a { compute(50ms) }\n task b { compute(50ms) }", "1ms", "a",
            List.of("running", "`b` (normal) is next; the slice ends at 10ms")),
        new Case("behind a higher class", "task a { compute(50ms) }\n task b(qos: idle) { compute(1ms) }", "1ms", "b",
            List.of("`b` (idle) is ready on hart 0 since 0ns, for 1ms, and does not run", "the machine has one hart",
                "hart 0 runs `a` (normal), and idle runs only when nothing of a higher class is ready",
                "`a` computes, with 49ms left")),
        new Case("behind its equal", "task a { compute(50ms) }\n task b { compute(1ms) }", "1ms", "b",
            List.of("is ready", "hart 0 runs `a` of the same class; its slice ends at 10ms")),
        new Case("behind others in the queue",
            "task a { compute(50ms) }\n task b { compute(1ms) }\n task c { compute(1ms) }", "1ms", "c",
            List.of("is ready", "before it in the queue: `b` (normal)")),
        new Case("bound to a hart",
            "machine(harts: 2)\n task a(affinity: [0]) { compute(50ms) }\n task b(affinity: [0]) { compute(1ms) }", "1ms",
            "b", List.of("is ready", "it may run on hart 0 only")),
        new Case("asleep", "task a { sleep(5ms) }", "1ms", "a",
            List.of("`a` sleeps until 5ms, since 0ns#", "`sleep(5ms)`")),
        new Case("asleep through timed", "service timed\n task a(qos: idle) { sleep(5ms) }", "1ms", "a",
            List.of("`a` sleeps", "its sleep is delivered at 8ms, 3ms after the deadline of 5ms",
                "the window of class idle is 8ms")),
        new Case("between releases", "task a(period: 10ms) { loop { compute(1ms); next_period() } }\n run for 50ms", "5ms", "a",
            List.of("is done with its job; its next release is at 10ms")),
        new Case("waiting for a message", "endpoint box(depth: 1)\n task a { let n = recv(box) }\n task b { sleep(1s); send(box, 1) }",
            "1ms", "a", List.of("`a` waits for a message at `box`, which is empty", "it waits without a timeout")),
        new Case("waiting for a while", "endpoint box(depth: 1)\n task a { let r = try recv(box, timeout: 5ms) }\n task b { sleep(1s); send(box, 1) }",
            "1ms", "a", List.of("`a` waits for a message", "it gives up at 5ms")),
        new Case("waiting for room", "endpoint box(depth: 1)\n task a { send(box, 1); send(box, 2) }", "1ms", "a",
            List.of("`a` waits to send to `box`, which is full (1 of 1)")),
        new Case("waiting for an answer",
            "endpoint box(depth: 1)\n task server { let n = recv(box); compute(9ms); reply(n) }\n task a { let n = call(box, 1) }",
            "2ms", "a", List.of("`a` waits for the answer to its call at `box`", "`server` has taken the call", "`server` (normal) is running")),
        new Case("waiting for an answer that nobody gives", "endpoint box(depth: 1)\n task a { let n = call(box, 1) }\n task s { sleep(1s); let n = recv(box); reply(n) }",
            "1ms", "a", List.of("`a` waits for the answer", "the call lies in `box`, and nobody has taken it yet")),
        new Case("waiting for an event", "event go\n task a { wait(go) }", "1ms", "a",
            List.of("`a` waits for the event `go`, which nobody has signalled")),
        new Case("waiting for a timer", "service timed\n task a { let t = timer_register(now() + 5ms); timer_wait(t) }", "1ms", "a",
            List.of("`a` waits for a timer", "timer 1 is delivered at 8ms, 3ms after the deadline of 5ms", "the window of class normal is 4ms")),
        new Case("waiting for a mutex",
            "machine(harts: 1)\n mutex m\n task low { lock(m); compute(9ms); unlock(m) }\n task a(qos: interactive, start: 1ms) { lock(m); unlock(m) }",
            "2ms", "a", List.of("`a` waits for the mutex `m`", "`low` (", "holds `m`", "`low` (", "is running")),
        new Case("waiting for each other",
            "machine(harts: 2)\n mutex m\n mutex n\n task a { lock(m); compute(1ms); lock(n) }\n task b { lock(n); compute(1ms); lock(m) }",
            "5ms", "a", List.of("`a` waits for the mutex `n`", "`b` waits for the mutex `m`", "stands above already")),
        new Case("waiting at a barrier", "barrier gate(parties: 2)\n task a { arrive(gate) }", "1ms", "a",
            List.of("`a` waits at the barrier `gate`, where 1 of 2 have arrived")),
        new Case("behind a higher priority",
            "machine(harts: 1, scheduler: \"fixed_priority\")\n task a(priority: 5) { compute(9ms) }\n task b(priority: 2, qos: perfburst) { compute(1ms) }",
            "1ms", "b", List.of("is ready on hart 0", "hart 0 runs `a` (normal), and priority 2 waits for priority 5")),
        new Case("behind an earlier deadline",
            "machine(harts: 1, scheduler: \"edf\")\n task a(period: 10ms) { loop { compute(4ms); next_period() } }\n task b(period: 30ms) { loop { compute(4ms); next_period() } }\n run for 50ms",
            "1ms", "b", List.of("is ready on hart 0", "the deadline of `b`, 30ms, comes after that of `a`, 10ms")),
        new Case("taking turns", "machine(harts: 1, scheduler: \"round_robin\")\n task a { compute(50ms) }\n task b(qos: idle) { compute(1ms) }",
            "1ms", "b", List.of("is ready", "hart 0 runs `a` whose turn it is under `round_robin`; its slice ends at 10ms")),
        new Case("in the queue of all harts",
            "machine(harts: 2, queues: \"global\")\n task a { compute(50ms) }\n task b { compute(50ms) }\n task c(qos: idle) { compute(1ms) }",
            "1ms", "c", List.of("is ready in the queue of all harts since 0ns", "idle runs only when nothing of a higher class is ready")),
        new Case("gone up by waiting",
            "machine(harts: 1, aging: 2ms)\n task a(qos: interactive) { compute(50ms) }\n task b(qos: idle) { compute(1ms) }",
            "3ms", "b", List.of("is ready", "it has gone up by 1 class because it waited so long")),
        new Case("behind a holder that was lent urgency",
            "machine(harts: 1)\n mutex m(protocol: \"inherit\")\n task low(qos: idle) { lock(m); compute(9ms); unlock(m) }\n task high(qos: interactive, start: 1ms) { lock(m); unlock(m) }\n task a(start: 2ms) { compute(1ms) }",
            "3ms", "a", List.of("is ready", "hart 0 runs `low` (idle)", "`low` runs with the urgency of `high`, which waits for what it holds")),
        new Case("bound to a hart that is offline",
            "machine(harts: 2)\n task a(affinity: [1], start: 2ms) { compute(1ms) }\n task b { compute(9ms) }\n at 1ms { offline(hart(1)) }", "3ms", "a",
            List.of("`a` (normal) is ready", "it may run on hart 1 only, which is offline, so it waits at hart 0", "hart 0 runs `b` of the same class")),
        new Case("waiting for the end of another",
            "machine(harts: 2)\n task b { compute(9ms) }\n task a { join(b) }", "2ms", "a",
            List.of("`a` waits for the end of `b`", "`b` (normal) is running on hart")),
        new Case("waiting for an answer behind another call",
            "endpoint box(depth: 4)\n task a { call(box, 1) }\n task b { call(box, 2) }\n task s(start: 1ms) { recv(box); recv(box); compute(9ms) }",
            "2ms", "a", List.of("`a` waits for the answer", "`s` has taken the call and not answered yet", "`s` (normal) is running")),
        new Case("waiting to send a call", "endpoint box(depth: 1)\n task b { send(box, 1) }\n task a { call(box, 2) }", "1ms", "a",
            List.of("`a` waits to send to `box`, which is full (1 of 1)")),
        new Case("without room in a run queue",
            "machine(harts: 1, queue_capacity: 1)\n task b { compute(5ms) }\n task c { compute(1ms) }\n task a { compute(1ms) }", "1ms", "a",
            List.of("`a` is awake and waits for room in the run queue of hart 0")),
        new Case("in a job of a timer", "service timed\n task b { sleep(1s) }\n timer a(owner: b, every: 10ms) { mark(\"x\") }", "12ms", "a",
            List.of("`a` waits for a timer", "is delivered at 20ms, exactly as asked")),
        new Case("killed", "task a { sleep(9ms) }\n at 1ms { kill(a) }", "2ms", "a", List.of("`a` has ended with code -9, since 1ms#")),
        new Case("ended", "task a { exit(3) }", "0ns", "a", List.of("`a` has ended with code 3, since 0ns#")),
        new Case("stopped by a fault", "task a { let z = 0; sleep(1ms); mark(\"${1 / z}\") }", "1ms", "a",
            List.of("`a` was stopped by its own doing at 1ms#", "task `a` was stopped by a division by zero (test.nxs:")));
  }

  /** The run of a case, at the place where it looks. */
  private static Session open(Case each) {
    String run = each.items().contains("run for") ? "" : "\n run for 50ms";
    Session session = Sessions.of("scenario \"s\" {\n " + each.items() + run + "\n}\n");
    session.goTo(Positions.parse(each.at()));
    return session;
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyStateHasItsCauses(Case each) {
    try (Session session = open(each)) {
      Snapshot before = session.snapshot();
      List<String> told = session.why(each.task());
      assertThat(String.join("\n", told)).containsSubsequence(each.told());
      assertThat(session.snapshot()).isEqualTo(before);
    }
  }

  /** The table above leaves nothing out that the kernel knows. */
  @Test
  void everyStateAndEveryReasonToWaitIsInTheTable() {
    Set<TaskState> seen = EnumSet.noneOf(TaskState.class);
    Set<BlockReason> reasons = EnumSet.noneOf(BlockReason.class);
    for (Case each : states()) {
      try (Session session = open(each)) {
        Machine machine = session.snapshot().timeline().machine();
        Pid task = machine.pid(each.task());
        seen.add(machine.view().state(task));
        reasons.add(machine.waits().reason(task));
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(TaskState.values());
    assertThat(reasons).containsExactlyInAnyOrder(BlockReason.values());
  }

  @Test
  void aTimerTellsItsWindowWhileItIsLiveAndItsLatenessBehind() {
    String text =
        Ran.scenario(
            "service timed",
            "task a(qos: interactive) { let t = timer_register(now() + 3200us); timer_wait(t) }",
            "task b(qos: idle) { let t = timer_register(now() + 8ms); timer_wait(t) }",
            "run for 20ms");
    try (Session session = Sessions.of(text)) {
      session.goTo(1_000_000);
      assertThat(session.whyTimer(1))
          .containsExactly(
              "timer 1 of `a` is delivered at 4ms, 800us after the deadline of 3.2ms",
              "the window of class interactive is 1ms: deadlines move up to its next multiple");
      assertThat(session.whyTimer(2).get(0)).isEqualTo("timer 2 of `b` is delivered at 8ms, exactly as asked");
      session.goTo(10_000_000);
      assertThat(session.whyTimer(1).get(0)).startsWith("timer 1 of `a` was delivered at 4ms#");
      assertThat(session.whyTimer(1).get(1)).isEqualTo("its deadline was 3.2ms, so it was 800us late");
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.whyTimer(7));
    }
  }

  /** What a timer says of itself at 1 ms, or at another instant, after {@code TIMED} and the code of its owner. */
  private static String timer(String timed, String task, long atNs) {
    String text = Ran.scenario("service timed" + timed, task, "run for 40ms");
    try (Session session = Sessions.of(text)) {
      session.goTo(atNs);
      return String.join("; ", session.whyTimer(1)).replaceAll("#\\d+", "");
    } catch (NxsException e) {
      return e.diagnostics().get(0).message();
    }
  }

  private static String registers(String qos, String deadline, String rest) {
    return "task a(qos: " + qos + ") { let t = timer_register(now() + " + deadline + "); " + rest + " }";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | perfburst | 3200us | timer_wait(t) | 1 | timer 1 of `a` is delivered at 3.2ms, exactly as asked; class perfburst has no window, so its timers are not moved",
        "'' | idle | 8ms | timer_wait(t) | 1 | timer 1 of `a` is delivered at 8ms, exactly as asked; the window of class idle is 8ms: deadlines move up to its next multiple",
        "'' | idle | 9ms | timer_wait(t) | 1 | timer 1 of `a` is delivered at 16ms, 7ms after the deadline of 9ms; the window of class idle is 8ms: deadlines move up to its next multiple",
        "'(policy: \"none\")' | idle | 9ms | timer_wait(t) | 1 | timer 1 of `a` is delivered at 9ms, exactly as asked; the policy none moves no timer, though the window of class idle is 8ms",
        "'(policy: \"slack\")' | idle | 9ms | timer_wait(t) | 1 | timer 1 of `a` is delivered at 17ms, 8ms after the deadline of 9ms; the window of class idle is 8ms: the policy slack lets it come until 17ms",
        "'(policy: \"slack\")' | idle | 9ms | let u = timer_register(now() + 2ms); timer_wait(t) | 1 | timer 1 of `a` is delivered at 10ms, 1ms after the deadline of 9ms; the window of class idle is 8ms: the policy slack lets it come until 17ms; delivered by the same wakeup: timer 2",
        "'(policy: \"slack\")' | idle | 19ms | let u = timer_register(now() + 2ms); timer_wait(t) | 1 | timer 1 of `a` is delivered with the first wakeup from its deadline of 19ms on, at the latest at 27ms; the window of class idle is 8ms: the policy slack lets it come until 27ms",
        "'' | interactive | 9500us | set_qos(idle); timer_wait(t) | 1 | timer 1 of `a` is delivered at 10ms, 500us after the deadline of 9.5ms; it was asked for with another class than `a` has now (idle); `a` is idle since 0ns",
        "'' | idle | 9ms | timer_wait(t) | 20 | timer 1 of `a` was delivered at 16ms; its deadline was 9ms, so it was 7ms late",
        "'' | perfburst | 9ms | timer_wait(t) | 20 | timer 1 of `a` was delivered at 9ms; its deadline was 9ms, so it was exact",
        "'' | perfburst | 9ms | sleep(30ms) | 20 | timer 1 of `a` was delivered at 9ms; its deadline was 9ms, so it was exact",
        "'' | idle | 9ms | timer_cancel(t); sleep(30ms) | 20 | 'no timer 1 is live here, and none was delivered before: it was cancelled, its owner has ended, or it was never registered'",
        "'' | idle | 9ms | exit(0) | 20 | 'no timer 1 is live here, and none was delivered before: it was cancelled, its owner has ended, or it was never registered'",
        "'' | idle | 0ns | timer_wait(t) | 20 | timer 1 of `a` was delivered at 0ns; its deadline was 0ns, so it was exact",
      })
  void everyStateOfATimerHasItsCauses(String timed, String qos, String deadline, String rest, long atMs, String told) {
    assertThat(timer(timed, registers(qos, deadline, rest), atMs * 1_000_000)).isEqualTo(told);
  }
}
