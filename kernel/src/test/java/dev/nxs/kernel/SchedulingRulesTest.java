// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.Rig.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who runs next on a hart: classes, slices, shares, yielding, wakes. */
final class SchedulingRulesTest {
  private static final long SLICE = 10 * MS;

  static Stream<Arguments> pairsOfClasses() {
    List<Arguments> pairs = new ArrayList<>();
    for (QosClass running : QosClass.values()) {
      for (QosClass woken : QosClass.values()) {
        pairs.add(Arguments.of(running, woken));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairsOfClasses")
  void aTaskWokenByATimerPreemptsOnlyALowerClass(QosClass running, QosClass woken) {
    Rig rig = new Rig(1);
    int r = rig.task("r", running, new Script().compute(5 * MS));
    int w = rig.task("w", new Script().compute(MS), task -> task.qos(woken).start(2 * MS));
    rig.runOut();
    boolean preempts = woken.wire() > running.wire();
    assertThat(rig.dispatched()).isEqualTo(preempts ? "r/0@0 w/0@2000 r/0@3000" : "r/0@0 w/0@5000");
    assertThat(rig.view().preemptions(rig.pid(r))).isEqualTo(preempts ? 1 : 0);
    assertThat(rig.view().preemptions(rig.pid(w))).isZero();
    assertThat(rig.view().wakeups(rig.pid(w))).isEqualTo(1);
    assertThat(rig.view().waitTimeNs(rig.pid(w))).isEqualTo(preempts ? 0 : 3 * MS);
    assertThat(rig.count(EventKind.IPI)).isZero();
  }

  @ParameterizedTest
  @MethodSource("pairsOfClasses")
  void aTaskWokenFromAnotherHartPreemptsOnlyALowerClassThroughOneInterrupt(QosClass running, QosClass woken) {
    Rig rig = new Rig(2);
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    rig.task("waker", new Script().compute(2 * MS).signal(0).compute(4 * MS), task -> task.on(0));
    int r = rig.task("r", new Script().compute(5 * MS), task -> task.qos(running).on(1).start(US));
    int w = rig.task("w", new Script().waitFor(0, NEVER).compute(MS), task -> task.qos(woken).on(1));
    rig.runOut();
    boolean preempts = woken.wire() > running.wire();
    assertThat(rig.dispatched())
        .isEqualTo("waker/0@0 w/1@0 r/1@1 " + (preempts ? "w/1@2000 r/1@3000" : "w/1@5001"));
    assertThat(rig.view().preemptions(rig.pid(r))).isEqualTo(preempts ? 1 : 0);
    assertThat(rig.view().ipis(new HartId(1))).isEqualTo(1);
    assertThat(rig.view().ipisAcknowledged(new HartId(1))).isEqualTo(1);
    assertThat(rig.view().ipis(new HartId(0))).isZero();
    assertThat(rig.view().wakeups(rig.pid(w))).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("pairsOfClasses")
  void aTaskThatWakesAnotherOnItsOwnHartGoesOnUnlessThatIsMoreUrgent(QosClass running, QosClass woken) {
    Rig rig = new Rig(1);
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    rig.task("w", new Script().waitFor(0, NEVER).compute(MS), task -> task.qos(woken));
    rig.task("r", new Script().compute(2 * MS).signal(0).compute(MS), task -> task.qos(running).start(MS));
    rig.runOut();
    boolean preempts = woken.wire() > running.wire();
    assertThat(rig.dispatched()).isEqualTo("w/0@0 r/0@1000 " + (preempts ? "w/0@3000 r/0@4000" : "w/0@4000"));
    assertThat(rig.count(EventKind.IPI_REQUEST)).isZero();
  }

  @Test
  void equalTasksTakeTurnsSliceBySlice() {
    Rig rig = new Rig(1);
    for (String name : List.of("a", "b", "c")) {
      rig.task(name, new Script().compute(20 * MS));
    }
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@10000 c/0@20000 a/0@30000 b/0@40000 c/0@50000");
    assertThat(rig.view().preemptions(rig.pid(1))).isEqualTo(1);
    // Its second slice ends with its computation.
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(20 * MS);
  }

  @Test
  void aPreemptedTaskGoesToTheTailOfItsClassWithAFreshSlice() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(20 * MS));
    rig.task("b", new Script().compute(20 * MS));
    rig.task("up", new Script().compute(MS), task -> task.qos(QosClass.PERFBURST).start(4 * MS));
    rig.run(40 * MS);
    assertThat(rig.dispatched()).isEqualTo("a/0@0 up/0@4000 b/0@5000 a/0@15000 b/0@25000 a/0@35000");
  }

  @Test
  void aSliceThatEndsWithNobodyElseIsNeitherAPreemptionNorADispatch() {
    Rig rig = new Rig(1);
    int a = rig.task("a", new Script().compute(35 * MS));
    rig.task("lower", QosClass.IDLE, new Script().compute(MS));
    rig.runOut();
    assertThat(rig.count(EventKind.SLICE_END)).isEqualTo(3);
    assertThat(rig.events(EventKind.SLICE_END)).allMatch(line -> line.second() == 0);
    assertThat(rig.view().preemptions(rig.pid(a))).isZero();
    assertThat(rig.view().dispatches(rig.pid(a))).isEqualTo(1);
    assertThat(rig.dispatched()).isEqualTo("a/0@0 lower/0@35000");
  }

  @Test
  void aTaskThatComesDuringASliceWaitsForItsEndAndNotForTheNext() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(50 * MS));
    rig.task("b", new Script().compute(MS), task -> task.start(23 * MS));
    rig.run(40 * MS);
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@30000 a/0@31000");
  }

  @Test
  void sharesWeighTheSlices() {
    Rig rig = new Rig(1);
    int small = rig.task("small", new Script().compute(NEVER / 4));
    int large = rig.task("large", new Script().compute(NEVER / 4), task -> task.shares(300));
    rig.run(400 * MS);
    assertThat(rig.dispatched()).startsWith("small/0@0 large/0@10000 small/0@40000 large/0@50000");
    assertThat(rig.view().cpuTimeNs(rig.pid(large))).isEqualTo(300 * MS);
    assertThat(rig.view().cpuTimeNs(rig.pid(small))).isEqualTo(100 * MS);
  }

  @Test
  void aSliceIsAMicrosecondAtLeast() {
    Rig rig = new Rig(1);
    rig.builder.timesliceNs(2 * US);
    rig.task("a", new Script().compute(3 * US), task -> task.shares(1));
    rig.task("b", new Script().compute(3 * US), task -> task.shares(1));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@1 a/0@2 b/0@3 a/0@4 b/0@5");
  }

  @Test
  void theLongestSliceIsWeighedWithoutOverflow() {
    Rig rig = new Rig(1);
    rig.builder.timesliceNs(NEVER);
    rig.task("a", new Script().compute(NEVER / 2), task -> task.shares(1000));
    rig.task("b", new Script().compute(MS));
    rig.run(NEVER / 200);
    assertThat(rig.dispatched()).isEqualTo("a/0@0");
  }

  @Test
  void aYieldHandsTheHartToTheNextOfTheClassAndIsNoPreemption() {
    Rig rig = new Rig(1);
    int a = rig.task("a", new Script().compute(MS).yieldHart().compute(MS));
    rig.task("b", new Script().compute(2 * MS));
    rig.task("lower", QosClass.IDLE, new Script().compute(MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@1000 a/0@3000 lower/0@4000");
    assertThat(rig.view().preemptions(rig.pid(a))).isZero();
    assertThat(rig.count(EventKind.PREEMPT)).isZero();
  }

  @Test
  void aYieldWithNobodyOfTheClassReadyGoesOnWithAFreshSlice() {
    Rig rig = new Rig(1);
    int a = rig.task("a", new Script().compute(6 * MS).yieldHart().compute(8 * MS));
    rig.task("lower", QosClass.IDLE, new Script().compute(MS));
    rig.task("b", new Script().compute(MS), task -> task.start(7 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@14000 lower/0@15000");
    assertThat(rig.view().dispatches(rig.pid(a))).isEqualTo(1);
  }

  @Test
  void aServiceRunsAheadOfItsClassAndBehindHigherOnes() {
    Rig rig = new Rig(1);
    rig.task("normal", new Script().compute(MS));
    rig.task("service", new Script().compute(MS).sleep(2 * MS).compute(MS), task -> task.service());
    rig.task("upper", QosClass.INTERACTIVE, new Script().compute(MS));
    rig.task("long", new Script().compute(5 * MS));
    rig.runOut();
    assertThat(rig.dispatched())
        .isEqualTo("upper/0@0 service/0@1000 normal/0@2000 long/0@3000 service/0@4000 long/0@5000");
  }

  @Test
  void homesGoRoundOverTheAllowedHartsAndServicesStandApart() {
    Rig rig = new Rig(3);
    rig.task("service", new Script().compute(MS), task -> task.service());
    rig.task("a", new Script().compute(MS));
    rig.task("b", new Script().compute(MS), task -> task.on(2));
    rig.task("c", new Script().compute(MS));
    rig.task("d", new Script().compute(MS), task -> task.on(0, 2));
    rig.task("e", new Script().compute(MS));
    List<Integer> homes = new ArrayList<>();
    for (int pid = 1; pid <= 6; pid++) {
      homes.add(rig.view().hartOf(rig.pid(pid)));
    }
    assertThat(homes).containsExactly(0, 0, 2, 0, 2, 0);
  }

  @Test
  void aRaiseOfARunningOrQueuedTaskActsAtOnce() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(5 * MS));
    int b = rig.task("b", new Script().compute(MS));
    int c = rig.task("c", new Script().compute(MS));
    rig.at(2 * MS, new Script().setQos(c, QosClass.INTERACTIVE.wire()));
    rig.at(4 * MS, new Script().setQos(1, QosClass.IDLE.wire()));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 c/0@2000 b/0@3000 a/0@4000");
    assertThat(rig.view().qos(rig.pid(b))).isEqualTo(QosClass.NORMAL);
  }

  @Test
  void loweringTheRunningTaskLetsTheNextRunAtOnce() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(2 * MS).setQos(1, 0).compute(MS));
    rig.task("b", new Script().compute(MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@2000 a/0@3000");
  }

  @Test
  void aChangeToItsOwnClassMovesAQueuedTaskToTheTail() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(3 * MS));
    int b = rig.task("b", new Script().compute(MS));
    rig.task("c", new Script().compute(MS));
    rig.at(MS, new Script().setQos(b, QosClass.NORMAL.wire()));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 c/0@3000 b/0@4000");
  }

  @Test
  void aSpinningTaskUsesItsHartUntilWhatItWaitsForIsThere() {
    Rig rig = new Rig(2);
    int spinner = rig.task("spinner", new Script().spinUntil(25 * MS).mark("seen"), task -> task.on(0));
    rig.task("other", new Script().compute(25 * MS), task -> task.on(1));
    rig.task("starved", new Script().compute(MS), task -> task.qos(QosClass.IDLE).on(0));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(tuple("seen", 25 * MS));
    assertThat(rig.view().cpuTimeNs(rig.pid(spinner))).isEqualTo(25 * MS);
    assertThat(rig.dispatched()).isEqualTo("spinner/0@0 other/1@0 starved/0@25000");
  }

  @Test
  void spinningTasksTakeTurnsWithTheirEqualsAndYieldToHigherClasses() {
    Rig rig = new Rig(1);
    rig.task("spinner", new Script().spinUntil(30 * MS));
    rig.task("equal", new Script().compute(12 * MS));
    rig.task("upper", new Script().compute(MS), task -> task.qos(QosClass.PERFBURST).start(5 * MS));
    rig.runOut();
    assertThat(rig.dispatched())
        .isEqualTo("spinner/0@0 upper/0@5000 equal/0@6000 spinner/0@16000 equal/0@26000 spinner/0@28000");
  }

  @Test
  void aLoneSliceIsTenMillisecondsByDefault() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(2 * SLICE));
    rig.runOut();
    assertThat(rig.events(EventKind.SLICE_END)).extracting(Rig.Line::timeNs).containsExactly(SLICE);
  }
}
