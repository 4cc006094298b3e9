// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedStubsTest {
  private static final String TIMED = "endpoint e(depth: 2)\nservice timed";

  /** timed's endpoint stands behind the declared one, and the task's port behind that. */
  private static final String CALL = "CALL 1 never ";

  private static final String RECV = "RECV 2 never ";

  private static ScriptedTask task(String statements) {
    Image image = Images.scenario(TIMED, "ignore send(e, 1)\n" + statements);
    return new ScriptedTask(image, "t", image.pool()).answer();
  }

  private static List<String> run(ScriptedTask task) {
    List<String> log = task.run();
    return log.subList(1, log.size());
  }

  private static String frame(long[] words) {
    int length = words.length;
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    return Arrays.toString(Arrays.copyOf(words, length));
  }

  private static String register(long deadlineNs, int qos) {
    return CALL + "18 0 " + frame(TimedFrames.timerRequest(TimedOp.REGISTER, 0, qos, deadlineNs));
  }

  private static long[] status(TimedStatus status) {
    long[] words = new long[3];
    TimedFrames.put(words, TimedFrames.STATUS_AT, 1, status.wire());
    return words;
  }

  private static long[] registered(long id, long coalescedNs) {
    long[] words = status(TimedStatus.OK);
    TimedFrames.put(words, TimedFrames.TIMER_ID_AT, 4, id);
    TimedFrames.put(words, TimedFrames.COALESCED_AT, 8, coalescedNs);
    return words;
  }

  @Test
  void aSleepIsACallThatShowsAsSleeping() {
    ScriptedTask task = task("sleep(5ms)\nsleep_until(1ms)");
    task.nowNs = 1_000_000;
    assertThat(run(task.answer(status(TimedStatus.OK)).answer(status(TimedStatus.OK))))
        .containsExactly(
            CALL + "18 1 " + frame(TimedFrames.timerRequest(TimedOp.SLEEP_UNTIL, 0, 1, 6_000_000)),
            CALL + "18 1 " + frame(TimedFrames.timerRequest(TimedOp.SLEEP_UNTIL, 0, 1, 1_000_000)),
            "exit 0");
  }

  @Test
  void aDeadlineUsesAll64Bits() {
    long deadlineNs = 0x0123_4567_89ab_cdefL;
    assertThat(run(task("ignore timer_register(" + deadlineNs + "ns, qos: idle)").answer(registered(1, 2))))
        .containsExactly(register(deadlineNs, 0), "exit 0");
  }

  @Test
  void anInstantBeforeBootIsBoot() {
    assertThat(run(task("var d = 5ms\nignore timer_register(0ns - d)").answer(registered(1, 0))))
        .containsExactly(register(0, 1), "exit 0");
  }

  @Test
  void aRefusedSleepStopsTheTask() {
    assertThat(run(task("sleep(5s)").answer(status(TimedStatus.INVALID_ARGS))).get(1)).isEqualTo("UNHANDLED_ERROR 22 0");
  }

  @Test
  void eachStatusIsTheErrorThatItStandsFor() {
    for (TimedStatus status : TimedStatus.values()) {
      String log = run(task("let r = try alarm(1ms)\nmark(\"${r.error}\")").answer(status(status))).get(1);
      assertThat(log).isEqualTo("mark " + status.errno());
    }
  }

  @Test
  void anErrorOfTheKernelIsThatOfTheCall() {
    assertThat(run(task("let r = try alarm(1ms)\nmark(\"${r.error}\")").fail(Errno.EPIPE)).get(1)).isEqualTo("mark EPIPE");
  }

  @Test
  void anAlarmIsWaitedForAtThePort() {
    ScriptedTask task =
        task("let t = alarm(3ms, qos: idle)\nmark(\"${timer_deadline(t)}\")\nmark(\"${timer_wait(t)}\")\n"
            + "expect timer_wait(t) fails ESRCH");
    task.answer(registered(0xfffffffeL, 8_000_000)).answer(0xfffffffeL, 8_000_000, 8_000_001);
    assertThat(run(task))
        .containsExactly(
            register(3_000_000, 0), "mark 8ms", RECV + "4294967294 2", "mark 8.000001ms", "exit 0");
  }

  @Test
  void aTimeoutIsForRoomInTheQueueOfRequestsAlone() {
    ScriptedTask task = task("let r = try timer_register(3ms, timeout: 2ms)\nmark(\"${r.error}\")").fail(Errno.EAGAIN);
    assertThat(run(task).get(0)).startsWith("CALL 1 2000000 18 " + Syscall.ROOM_ONLY + " ");
    assertThat(run(task).get(1)).isEqualTo("mark EAGAIN");
  }

  @Test
  void aClassThatIsNoneGoesOverTheWireAsItIs() {
    assertThat(run(task("ignore timer_register_raw(1ms, 9)").answer(status(TimedStatus.INVALID_ARGS))).get(0))
        .isEqualTo(register(1_000_000, 9));
  }

  @Test
  void aCancelledTimerIsNoHandleAnyMore() {
    ScriptedTask task = task("let t = alarm(3ms)\ntimer_cancel(t)\nexpect timer_cancel(t) fails ESRCH\n"
        + "expect timer_deadline(t) fails ESRCH");
    task.answer(registered(7, 4_000_000)).answer(status(TimedStatus.OK));
    assertThat(run(task))
        .containsExactly(
            register(3_000_000, 1), CALL + "12 0 " + frame(TimedFrames.cancelRequest(0, 7)), "exit 0");
  }

  @Test
  void aCancelThatComesTooLateTakesTheMessageOutOfThePort() {
    ScriptedTask task = task("let t = alarm(3ms)\nexpect timer_cancel(t) fails ESRCH\nmark(\"on\")");
    task.answer(registered(7, 4_000_000)).answer(status(TimedStatus.NOT_FOUND)).answer(7, 4_000_000, 4_000_000);
    assertThat(run(task))
        .containsExactly(
            register(3_000_000, 1),
            CALL + "12 0 " + frame(TimedFrames.cancelRequest(0, 7)),
            RECV.replace("never", "0") + "7 2",
            "mark on",
            "exit 0");
  }

  @Test
  void theOldestHandleLeavesAFullTable() {
    ScriptedTask task =
        task(
            """
            let first = alarm(1ms)
            let second = alarm(1ms)
            for i in 2..65 { ignore alarm(1ms) }
            expect timer_deadline(first) fails ESRCH
            mark("${timer_deadline(second)}")
            """);
    for (int i = 0; i < 65; i++) {
      task.answer(registered(100 + i, i));
    }
    assertThat(task.run()).endsWith("mark 1ns", "exit 0").hasSize(68);
  }

  @Test
  void otherHandlesKeepTheirDeadlinesWhenOneLeaves() {
    ScriptedTask task =
        task(
            """
            let a = alarm(1ms)
            let b = alarm(1ms)
            let c = alarm(1ms)
            timer_cancel(b)
            mark("${timer_deadline(a)} ${timer_deadline(c)}")
            """);
    task.answer(registered(5, 10)).answer(registered(6, 20)).answer(registered(7, 30)).answer(status(TimedStatus.OK));
    assertThat(task.run()).endsWith("mark 10ns 30ns", "exit 0");
  }

  @Test
  void aPeriodicTimerDoesNotDriftAndSkipsWhatIsPast() {
    Image image =
        Images.of(
            """
            scenario "test" {
              service timed
              task audio(qos: perfburst) { sleep(1s) }
              timer beat(every: 5ms, owner: audio) { mark("beat"); compute(12ms) }
              run for 30ms
            }
            """);
    ScriptedTask task = new ScriptedTask(image, "beat", image.pool());
    task.nowNs = 5_000_000;
    task.answer(registered(1, 5_000_000)).answer(1, 5_000_000, 5_000_000);
    task.answer(registered(2, 20_000_000)).answer(2, 20_000_000, 20_000_000);
    assertThat(task.run().subList(0, 6))
        .containsExactly(
            "CALL 0 never 18 0 " + frame(TimedFrames.timerRequest(TimedOp.REGISTER, 0, 1, 5_000_000)),
            "RECV 2 never 1 2",
            "mark beat",
            "compute 12000000",
            "CALL 0 never 18 0 " + frame(TimedFrames.timerRequest(TimedOp.REGISTER, 0, 1, 20_000_000)),
            "RECV 2 never 2 2");
  }
}
