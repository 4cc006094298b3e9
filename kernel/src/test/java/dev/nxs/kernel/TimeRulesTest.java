// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.Rig.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time: the order of one instant, periods and deadlines, starts, acts of the world, and tasks that let no time pass. */
final class TimeRulesTest {
  @Test
  void oneInstantGoesFromComputationsOverInterruptsAndTimersToActsAndThenDecisions() {
    Rig rig = new Rig(2);
    rig.builder.event(new MachineConfig.EventSpec("go", false));
    // Declared in the reverse of the order in which they must happen.
    rig.at(5 * MS, new Script().mark("act 0"));
    rig.at(5 * MS, new Script().mark("act 1"));
    rig.task("sleeper", new Script().sleepUntil(5 * MS).mark("sleeper"), task -> task.on(1));
    rig.task("waiter", new Script().waitFor(0, NEVER).mark("waiter"), task -> task.on(0));
    rig.task("one", new Script().sleep(US).compute(5 * MS - US).mark("end 1"), task -> task.on(1));
    rig.task("zero", new Script().sleep(US).compute(5 * MS - US).mark("end 0").signal(0), task -> task.on(0));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("end 0", "end 1", "act 0", "act 1", "waiter", "sleeper");
    List<EventKind> kinds =
        rig.trace.stream().filter(line -> line.timeNs() == 5 * MS).map(Rig.Line::kind)
            .filter(kind -> kind == EventKind.EXIT || kind == EventKind.EXPIRE || kind == EventKind.DISPATCH
                || kind == EventKind.MARKER)
            .limit(9).toList();
    assertThat(kinds)
        .containsExactly(EventKind.MARKER, EventKind.EXIT, EventKind.MARKER, EventKind.EXIT, EventKind.EXPIRE,
            EventKind.MARKER, EventKind.MARKER, EventKind.DISPATCH, EventKind.DISPATCH);
  }

  @Test
  void timersOfOneInstantFireInTheOrderInWhichTheyWereArmed() {
    Rig rig = new Rig(1);
    rig.task("late", new Script().compute(MS).sleepUntil(9 * MS).mark("late"), task -> task.start(2 * MS));
    rig.task("early", new Script().compute(MS).sleepUntil(9 * MS).mark("early"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("early", "late");
  }

  @Test
  void anInterruptComesBeforeATimerOfItsInstant() {
    Rig rig = new Rig(2);
    rig.builder.event(new MachineConfig.EventSpec("go", false));
    rig.task("waker", new Script().compute(3 * MS).signal(0), task -> task.on(0));
    rig.task("waiter", new Script().waitFor(0, NEVER), task -> task.on(1));
    rig.task("sleeper", new Script().sleepUntil(3 * MS), task -> task.on(1));
    rig.runOut();
    assertThat(rig.trace).filteredOn(line -> line.kind() == EventKind.IPI || line.kind() == EventKind.EXPIRE)
        .extracting(Rig.Line::kind).containsExactly(EventKind.IPI, EventKind.EXPIRE);
  }

  @Test
  void aStartIsAWake() {
    Rig rig = new Rig(1);
    int t = rig.task("t", new Script().compute(MS), task -> task.start(4 * MS));
    rig.run(3 * MS);
    assertThat(rig.view().state(rig.pid(t))).isEqualTo(TaskState.NEW);
    rig.runOut();
    assertThat(rig.view().wakeups(rig.pid(t))).isEqualTo(1);
    assertThat(rig.events(EventKind.WAKE)).extracting(Rig.Line::timeNs).containsExactly(4 * MS);
  }

  @Test
  void aTaskThatOnlyOthersStartIsStartedOnce() {
    Rig rig = new Rig(1);
    rig.task("starter", new Script().start(2).report("start").start(2).report("start").start(3).report("start"));
    rig.task("t", new Script().mark("t"), task -> task.start(NEVER));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("start 0 0", "start 3 0", "start 3 0", "t");
  }

  @Test
  void anEarlyStartReplacesThePlannedOne() {
    Rig rig = new Rig(1);
    int t = rig.task("t", new Script().mark("t"), task -> task.start(9 * MS));
    rig.at(2 * MS, new Script().start(t));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs).containsExactly(2 * MS);
    assertThat(rig.machine().nowNs()).isEqualTo(2 * MS);
  }

  @Test
  void releasesLieExactlyOnMultiplesOfThePeriodAfterTheStart() {
    Rig rig = new Rig(1);
    rig.task("p", new Script().from().mark("job").computeMore(MS, 100 * US).nextPeriod(),
        task -> task.period(3 * MS, 3 * MS).start(2 * MS));
    rig.run(15 * MS);
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs)
        .containsExactly(2 * MS, 5 * MS, 8 * MS, 11 * MS, 14 * MS);
    assertThat(rig.view().deadlineMisses(rig.pid(1))).isZero();
  }

  @Test
  void aReleaseBehindTheLastInstantNeverComes() {
    Rig rig = new Rig(1);
    rig.task("p", new Script().from().mark("job").compute(10).nextPeriod(), task -> task.period(600, 600).start(NEVER - 1_000));
    rig.run(NEVER - 1);
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs).containsExactly(NEVER - 1_000, NEVER - 400);
    assertThat(rig.view().deadlineMisses(rig.pid(1))).isZero();
    assertThat(rig.machine().nextEventNs()).isEqualTo(NEVER);
  }

  @Test
  void whatCostsReachBehindTheLastInstantNeverEnds() {
    Rig rig = new Rig(2);
    Costs.Cost most = new Costs.Cost(MS, MS);
    rig.builder.costs(new Costs(most, most, most, most, most)).event(new MachineConfig.EventSpec("go", false));
    rig.task("waiter", new Script().waitFor(0, NEVER).mark("never"), task -> task.on(1));
    rig.task("waker", new Script().signal(0).signal(0).compute(MS).mark("never"), task -> task.on(0).start(NEVER - 1_000));
    rig.run(NEVER - 1);
    assertThat(rig.markers()).isEmpty();
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void aJobThatEndsAtItsDeadlineHasMetItAndALaterOneHasNot() {
    Rig rig = new Rig(1);
    rig.task("p", new Script().from().computeMore(2 * MS, 1).nextPeriod(), task -> task.period(5 * MS, 2 * MS));
    rig.run(4 * MS);
    assertThat(rig.view().deadlineMisses(rig.pid(1))).isZero();
    rig.run(9 * MS);
    assertThat(rig.view().deadlineMisses(rig.pid(1))).isEqualTo(1);
    assertThat(rig.events(EventKind.DEADLINE_MISS)).extracting(Rig.Line::timeNs, Rig.Line::first)
        .containsExactly(tuple(7 * MS + 1, 7 * MS));
  }

  @Test
  void aJobThatEndsAtItsDeadlineHasMetItThoughAnotherIsReleasedAtThatInstant() {
    Rig rig = new Rig(1);
    int low = rig.task("low", new Script().from().compute(4 * MS).nextPeriod(), task -> task.period(10 * MS, 4 * MS));
    rig.task("high", new Script().compute(MS), task -> task.qos(QosClass.PERFBURST).start(4 * MS));
    rig.run(9 * MS);
    assertThat(rig.view().deadlineMisses(rig.pid(low))).isZero();
    assertThat(rig.dispatched()).isEqualTo("low/0@0 high/0@4000");
  }

  @Test
  void aLateJobIsFollowedByTheNextAtOnceAndTheReleasesStayWhereTheyAre() {
    Rig rig = new Rig(1);
    rig.task("p", new Script().compute(7 * MS).nextPeriod().from().mark("job").compute(MS).nextPeriod(),
        task -> task.period(3 * MS, 3 * MS));
    rig.run(13 * MS);
    // Released at 3, 6, 9 and 12; the first two come late.
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs)
        .containsExactly(7 * MS, 8 * MS, 9 * MS, 12 * MS);
    assertThat(rig.view().deadlineMisses(rig.pid(1))).isEqualTo(2);
  }

  @Test
  void aTaskWithoutAPeriodHasNoNextOne() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().nextPeriod().report("next"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("next 22 0");
  }

  @Test
  void aSleepUntilNowOrThePastDoesNotWait() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().compute(MS).sleepUntil(MS).sleepUntil(0).sleep(0).report("slept"));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs).containsExactly(MS);
    assertThat(rig.view().expirations()).isZero();
  }

  @Test
  void aTaskThatLoopsInItsOwnCodeIsStopped() {
    Rig rig = new Rig(1);
    int t = rig.task("t", new Script().getQos(1).loop());
    rig.task("next", new Script().mark("next"));
    rig.runOut();
    assertStopped(rig, t);
    assertThat(rig.markers()).containsExactly("next");
  }

  @Test
  void aTaskThatOnlyYieldsIsStopped() {
    Rig rig = new Rig(1);
    int t = rig.task("t", new Script().yieldHart().loop());
    // Without a check after each of a million steps.
    assertThat(rig.machine().run(MS, 3 * UserContext.STEP_LIMIT)).isEqualTo(RunEnd.QUIESCENT);
    assertStopped(rig, t);
  }

  @Test
  void tasksThatPassAMessageToAndFroWithoutTimeAreStopped() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 1));
    int client = rig.task("client", new Script().call(0, 1, NEVER).loop());
    rig.task("server", new Script().receive(0, NEVER).reply(1).loop());
    Machine machine = Machine.boot(rig.config());
    assertThat(machine.run(MS, 10L * UserContext.STEP_LIMIT)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(machine.nowNs()).isZero();
    boolean stopped = machine.view().exitCode(rig.pid(client)) == -1 || machine.view().exitCode(rig.pid(2)) == -1;
    assertThat(stopped).isTrue();
  }

  @Test
  void stepsAreCountedAnewAtEachInstant() {
    Rig rig = new Rig(1);
    Script script = new Script().from();
    for (int i = 0; i < 1000; i++) {
      script.getQos(1);
    }
    int t = rig.task("t", script.compute(1));
    // Five million steps in all, a thousand at an instant.
    Machine machine = Machine.boot(rig.config());
    assertThat(machine.run(5_000, Long.MAX_VALUE)).isEqualTo(RunEnd.HORIZON);
    assertThat(machine.view().state(rig.pid(t))).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void aFaultEndsItsTaskAloneAndTellsItsPlace() {
    Rig rig = new Rig(1);
    int t = rig.task("t", new Script().compute(MS).fault(Fault.CHECK_FAILED));
    rig.task("next", new Script().mark("next"));
    rig.runOut();
    assertThat(rig.view().exitCode(rig.pid(t))).isEqualTo(-1);
    assertThat(rig.events(EventKind.FAULT)).extracting(Rig.Line::first, Rig.Line::second, Rig.Line::third)
        .containsExactly(tuple(Fault.CHECK_FAILED.ordinal() | 7L << 8, 1L, 2L));
    assertThat(rig.markers()).containsExactly("next");
  }

  @Test
  void anExitCodeIsKept() {
    Rig rig = new Rig(1);
    int t = rig.task("t", new Script().compute(MS).exit(42));
    rig.runOut();
    assertThat(rig.view().exitCode(rig.pid(t))).isEqualTo(42);
    assertThat(rig.view().cpuTimeNs(rig.pid(t))).isEqualTo(MS);
    assertThat(rig.view().state(rig.pid(t))).isEqualTo(TaskState.EXITED);
  }

  @Test
  void anActRepeatsUntilItsLastInstantWhichIsIncluded() {
    Rig rig = new Rig(1);
    rig.builder.act(new ActSpec(5 * MS, 10 * MS, 25 * MS, new Script().mark("act")));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs).containsExactly(5 * MS, 15 * MS, 25 * MS);
  }

  @Test
  void anActHappensAsOftenAsItIsFired() {
    Rig rig = new Rig(1);
    rig.at(NEVER, new Script().mark("act"));
    rig.task("t", new Script().compute(2 * MS));
    rig.run(MS);
    rig.machine().fire(0);
    rig.machine().fire(0);
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs).containsExactly(MS, MS);
  }

  @Test
  void anActThatWouldWaitFailsInstead() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 1));
    rig.at(MS, new Script().send(0, 1, NEVER).report("one").send(0, 2, NEVER).report("two"));
    rig.runOut();
    assertThat(rig.markers()).hasSize(2).element(0).isEqualTo("one 0 0");
    assertThat(rig.markers().get(1)).startsWith("two 11 ");
  }

  @Test
  void nothingOfAnActOutlastsIt() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 1));
    rig.task("t", new Script().receive(0, NEVER).sleep(9 * MS).loop());
    rig.at(MS, new Script().send(0, 77, 0));
    rig.run(2 * MS);
    Tables copy = new Tables(rig.config());
    System.arraycopy(rig.machine().snapshot().words(), 0, copy.words, 0, copy.words.length);
    for (int column = 0; column < copy.tasks.columns().size(); column++) {
      long word = copy.tasks.get(0, column);
      assertThat(word == 0 || word == NEVER).as(copy.tasks.columns().get(column).name()).isTrue();
    }
  }

  @Test
  void timePassesInAMachineInWhichNothingHappens() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().sleep(5 * MS));
    rig.run(0);
    rig.machine().idleUntil(4 * MS);
    assertThat(rig.machine().nowNs()).isEqualTo(4 * MS);
    Snapshot before = rig.machine().snapshot();
    assertThatThrownBy(() -> rig.machine().idleUntil(5 * MS)).isInstanceOf(IllegalStateException.class);
    assertThat(rig.machine().snapshot()).isEqualTo(before);
  }

  private static void assertStopped(Rig rig, int task) {
    assertThat(rig.events(EventKind.FAULT)).extracting(Rig.Line::pid, Rig.Line::first)
        .containsExactly(tuple(task, (long) Fault.LIVELOCK.ordinal()));
    assertThat(rig.view().exitCode(rig.pid(task))).isEqualTo(-1);
    assertThat(rig.machine().nowNs()).isZero();
  }
}
