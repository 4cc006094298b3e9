// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.RunEnd;
import org.junit.jupiter.api.Test;

/** Files on the real machine with the real timer service. */
class MachineTest {
  @Test
  void timersOfIdleTasksShareOneWakeup() {
    assertThat(
            Run.of(
                """
                scenario "idle timers share one wakeup" {
                  machine(harts: 2, timeslice: 10ms)
                  service timed
                  task indexer[3](qos: idle) {
                    sleep(1ms + index * 2ms)
                    mark("indexer ${index} woke")
                  }
                }
                """))
        .containsExactlyInAnyOrder(
            "0ns timed: timed: ready",
            "8ms indexer[0]: indexer 0 woke",
            "8ms indexer[1]: indexer 1 woke",
            "8ms indexer[2]: indexer 2 woke");
  }

  @Test
  void alarmsAreDeliveredAtTheirCoalescedDeadline() {
    assertThat(
            Run.of(
                """
                scenario "alarms" {
                  service timed
                  task t(qos: interactive) {
                    let a = alarm(1500us)
                    let b = alarm(5ms, qos: idle)
                    mark("${timer_deadline(a)} ${timer_deadline(b)}")
                    mark("${timer_wait(a)}")
                    timer_cancel(b)
                    expect timer_wait(b) fails ESRCH
                    expect alarm(1ms, qos: perfburst) fails EPERM
                    expect timer_register_raw(1ms, 7) fails EINVAL
                    expect sleep(3s) fails EINVAL
                  }
                }
                """))
        .containsExactly("0ns timed: timed: ready", "0ns t: 2ms 8ms", "2ms t: 2ms");
  }

  @Test
  void aDeclaredTimerBeatsAtMultiplesOfItsPeriodUntilItsOwnerEnds() {
    assertThat(
            Run.of(
                """
                scenario "beat" {
                  service timed
                  task audio(qos: perfburst) { sleep(17ms) }
                  timer beat(every: 5ms, owner: audio) { mark("beat") }
                  timer once(after: 4ms, owner: audio) { mark("once") }
                }
                """))
        .containsExactly(
            "0ns timed: timed: ready", "4ms once: once", "5ms beat: beat", "10ms beat: beat", "15ms beat: beat");
  }

  @Test
  void aTimerWhoseOwnerEndedLetsTheMachineComeToRest() {
    Run run =
        new Run(
            Images.of(
                """
                scenario "rest" {
                  service timed
                  task audio(qos: perfburst) { sleep(7ms) }
                  timer beat(every: 5ms, owner: audio) { compute(1us) }
                }
                """),
            1_000_000_000);
    assertThat(run.end).isEqualTo(RunEnd.QUIESCENT);
    assertThat(run.machine.nowNs()).isEqualTo(10_000_000);
  }

  @Test
  void aServerAnswersItsCallers() {
    assertThat(
            Run.of(
                """
                scenario "calls" {
                  endpoint requests(depth: 2)
                  task server { loop { let n = recv(requests); compute(1ms); reply(n * n) } }
                  task client[2] { mark("${call(requests, index + 3)}") }
                }
                """))
        .containsExactly("2ms client[0]: 9", "2ms client[1]: 16");
  }

  @Test
  void aServerMaySleepBeforeItReplies() {
    assertThat(
            Run.of(
                """
                scenario "slow server" {
                  service timed
                  endpoint requests(depth: 2)
                  task server(qos: perfburst) { let n = recv(requests); sleep(1ms); reply("${n}!"); expect reply("again") fails ESRCH }
                  task client { mark("${call(requests, 5ms)}") }
                }
                """))
        .containsExactly("0ns timed: timed: ready", "1ms client: 5ms!");
  }

  @Test
  void timeoutsAndFullEndpointsAreErrors() {
    assertThat(
            Run.of(
                """
                scenario "errors" {
                  endpoint e(depth: 1)
                  event v
                  task t {
                    expect recv(e, 2ms) fails ETIMEDOUT
                    expect recv(e, timeout: 0ns) fails EAGAIN
                    send(e, 1)
                    expect send(e, 2, 0ns) fails EAGAIN
                    expect wait(v, 1ms) fails ETIMEDOUT
                    signal(v)
                    wait(v)
                    mark("${recv(e)} at ${now()}")
                    send(e, 2)
                    send(e, 3, 1ms)
                  }
                }
                """))
        .containsExactly("3ms t: 1 at 3ms", "4ms t: UNHANDLED_ERROR 110 0 at send(e, 3, 1ms)");
  }

  @Test
  void actsHappenAtTheirInstants() {
    assertThat(
            Run.of(
                """
                scenario "acts" {
                  machine(harts: 2)
                  endpoint e(depth: 2)
                  event v
                  task t { wait(v); mark("${recv(e)} ${recv(e)} as ${qos()}") }
                  task late(start: 1s * 1000) { mark("late") }
                  at 5ms { signal(v); set_qos(perfburst, of: t); mark("act"); expect idle(hart(1)) }
                  every 10ms from 6ms until 16ms { send(e, now() / 1ms) }
                  at 20ms { start(late); expect state(t) == "running", "t is ${1 + 1}" }
                  at 21ms { start(late) }
                }
                """))
        .containsExactly(
            "5ms kernel: act",
            "16ms t: 6 16 as perfburst",
            "20ms kernel: CHECK_FAILED exited running at state(t) == \"running\"",
            "20ms late: late",
            "21ms kernel: UNHANDLED_ERROR 3 0 at start(late)");
  }

  @Test
  void aPollingTaskSeesWhatItWaitsForAtItsInstant() {
    assertThat(
            Run.of(
                """
                scenario "polling" {
                  machine(harts: 2)
                  task worker { compute(3ms) }
                  task poller { busy_until(exited(worker)); mark("seen") }
                }
                """))
        .containsExactly("3ms poller: seen");
  }

  @Test
  void periodicTasksAreReleasedWithoutDrift() {
    assertThat(
            Run.of(
                """
                scenario "periodic" {
                  task control(period: 7ms, deadline: 7ms, start: 1ms) {
                    for i in 0..3 { compute(3ms); next_period(); mark("job") }
                  }
                  task plain { expect next_period() fails EINVAL; yield() }
                }
                """))
        .containsExactly("8ms control: job", "15ms control: job", "22ms control: job");
  }

  @Test
  void aTaskThatNeverLetsTimePassIsStopped() {
    assertThat(Run.of("scenario \"stuck\" { task t { loop { yield() } } }"))
        .singleElement()
        .asString()
        .startsWith("0ns t: LIVELOCK 0 0 at ");
  }

  @Test
  void theTextsOfMarkersDoNotDependOnWhoListens() {
    Image image = Images.of("scenario \"quiet\" { task t { var n = 3; mark(\"${6 / n} ${random(0..1000)}\"); compute(1ms * random(1..9)) } }");
    Run heard = new Run(image, 1_000_000_000);
    dev.nxs.kernel.Machine quiet = dev.nxs.kernel.Machine.boot(image.config(java.util.List.of()));
    assertThat(quiet.run(1_000_000_000, 1_000)).isEqualTo(heard.end);
    assertThat(quiet.position()).isEqualTo(heard.machine.position());
    assertThat(quiet.stateHash()).isEqualTo(heard.machine.stateHash());
  }

  @Test
  void aWaitingTaskStandsAtItsCall() {
    Run run =
        new Run(
            Images.of("scenario \"where\" { endpoint e(depth: 1)\n event v\n task u { wait(v); send(e, 1) }\ntask t { mark(\"${1 + recv(e) + 1}\") } }"),
            1_000_000);
    int pid = run.image.taskNames().indexOf("t");
    long pc = run.machine.view().memory(new dev.nxs.kernel.Pid(pid), run.image.pcWord(pid));
    assertThat(java.util.Objects.requireNonNull(run.image.standing(pid, pc)).span().text()).isEqualTo("recv(e)");
  }
}
