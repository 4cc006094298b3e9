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
import dev.nxs.kernel.user.Syscall;
import org.junit.jupiter.api.Test;

/** What harts do for each other: stealing, interrupts, and queues that are full. */
final class HartsRulesTest {
  @Test
  void anIdleHartTakesTheOldestTaskOfTheHighestClass() {
    Rig rig = new Rig(2);
    rig.task("running", QosClass.PERFBURST, new Script().compute(9 * MS));
    rig.task("thief", new Script().compute(2 * MS), task -> task.on(1));
    rig.task("low", new Script().compute(5 * MS), task -> task.qos(QosClass.IDLE).start(US));
    rig.task("skip", new Script().exit(0), task -> task.on(1).start(50 * MS));
    int older = rig.task("older", new Script().compute(MS), task -> task.start(US));
    rig.task("skip2", new Script().exit(0), task -> task.on(1).start(50 * MS));
    rig.task("newer", new Script().compute(MS), task -> task.start(2 * US));
    rig.run(6 * MS);
    assertThat(rig.dispatched())
        .isEqualTo("running/0@0 thief/1@0 older/1@2000 newer/1@3000 low/1@4000");
    assertThat(rig.view().hartOf(rig.pid(older))).isEqualTo(1);
    assertThat(rig.view().migrations(rig.pid(older))).isEqualTo(1);
    assertThat(rig.view().steals(new HartId(1))).isEqualTo(3);
    assertThat(rig.view().steals(new HartId(0))).isZero();
  }

  @Test
  void aThiefLooksAtVictimsInAscendingOrder() {
    Rig rig = new Rig(3);
    rig.task("r0", QosClass.PERFBURST, new Script().compute(9 * MS));
    rig.task("r1", QosClass.PERFBURST, new Script().compute(9 * MS));
    rig.task("thief", new Script().compute(2 * MS), task -> task.on(2));
    rig.task("q0", new Script().compute(MS), task -> task.on(0, 2).start(2 * US));
    rig.task("q1", new Script().compute(MS), task -> task.on(1, 2).start(US));
    rig.run(5 * MS);
    // q1 waits longer, but hart 0 is looked at first.
    assertThat(rig.dispatched()).isEqualTo("r0/0@0 r1/1@0 thief/2@0 q0/2@2000 q1/2@3000");
  }

  @Test
  void aThiefTakesTheOldestTaskThatMayRunThere() {
    Rig rig = new Rig(2);
    rig.task("r", QosClass.PERFBURST, new Script().compute(9 * MS));
    rig.task("thief", new Script().compute(2 * MS), task -> task.on(1));
    rig.task("bound", new Script().compute(MS), task -> task.on(0).start(US));
    rig.task("skip", new Script().exit(0), task -> task.on(1).start(50 * MS));
    rig.task("free", new Script().compute(MS), task -> task.start(2 * US));
    rig.run(20 * MS);
    assertThat(rig.dispatched()).isEqualTo("r/0@0 thief/1@0 free/1@2000 bound/0@9000");
  }

  @Test
  void stealingStopsAtTheNumberOfTheMachineAndTheFirstOfThemRuns() {
    Rig rig = new Rig(2);
    rig.builder.steal(2);
    rig.task("r", QosClass.PERFBURST, new Script().compute(9 * MS));
    rig.task("thief", new Script().compute(2 * MS), task -> task.on(1));
    for (String name : new String[] {"a", "b", "c"}) {
      rig.task(name, new Script().compute(MS), task -> task.on(0, 1).start(US));
    }
    // Their homes go round, so they start on hart 0, 1 and 0.
    rig.run(2 * MS);
    int queuedBefore = 3;
    assertThat(rig.view().queueLength(new HartId(1)) + rig.view().queueLength(new HartId(0)) + 1)
        .isEqualTo(queuedBefore);
    rig.run(6 * MS);
    assertThat(rig.dispatched()).isEqualTo("r/0@0 thief/1@0 b/1@2000 a/1@3000 c/1@4000");
    assertThat(rig.events(EventKind.STEAL)).extracting(Rig.Line::timeNs).containsExactly(3 * MS, 3 * MS);
  }

  @Test
  void stealingSeveralStopsWhereTheThiefHasNoRoom() {
    Rig rig = new Rig(2);
    rig.builder.steal(4).queueCapacity(1);
    rig.task("r", QosClass.PERFBURST, new Script().compute(9 * MS));
    rig.task("thief", new Script().compute(2 * MS), task -> task.on(1));
    for (QosClass qos : QosClass.values()) {
      rig.task("t" + qos.wire(), new Script().compute(MS), task -> task.qos(qos).start(US).on(0, 1));
      rig.task("skip" + qos.wire(), new Script().exit(0), task -> task.on(1).start(50 * MS));
    }
    rig.run(20 * MS);
    for (int pid = 3; pid <= rig.view().tasks(); pid += 2) {
      assertThat(rig.view().state(rig.pid(pid))).isEqualTo(TaskState.EXITED);
    }
  }

  @Test
  void withoutStealingAHartIdlesBesideAQueue() {
    Rig rig = new Rig(2);
    rig.builder.steal(0);
    rig.task("a", new Script().compute(2 * MS), task -> task.on(0));
    rig.task("b", new Script().compute(MS), task -> task.on(1));
    rig.task("c", new Script().compute(MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/1@0 c/0@2000");
    assertThat(rig.view().steals(new HartId(1))).isZero();
    assertThat(rig.view().idle(new HartId(1))).isTrue();
  }

  @Test
  void aTaskThatItsOwnIdleHartIsAboutToRunIsNotStolen() {
    Rig rig = new Rig(2);
    rig.task("zero", new Script().exit(0));
    int one = rig.task("one", new Script().compute(MS), task -> task.start(3 * MS));
    rig.runOut();
    // Hart 0 decides first, and is idle.
    assertThat(rig.dispatched()).isEqualTo("zero/0@0 one/1@3000");
    assertThat(rig.view().migrations(rig.pid(one))).isZero();
  }

  @Test
  void ofTwoTasksOfAnIdleHartTheSecondIsStolen() {
    Rig rig = new Rig(2);
    rig.task("zero", new Script().exit(0));
    rig.task("first", new Script().compute(MS), task -> task.start(3 * MS).qos(QosClass.INTERACTIVE));
    rig.task("skip", new Script().exit(0));
    rig.task("second", new Script().compute(MS), task -> task.start(3 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("zero/0@0 skip/1@0 second/0@3000 first/1@3000");
  }

  @Test
  void aMoreUrgentTaskPreemptsAtItsHomeAndTheIdleHartTakesTheOneThatLost() {
    for (int home = 0; home < 2; home++) {
      Rig rig = new Rig(2);
      if (home == 1) {
        rig.task("pad", new Script().exit(0));
      }
      int low = rig.task("low", new Script().compute(4 * MS), task -> task);
      rig.task("pad2", new Script().exit(0));
      int high = rig.task("high", new Script().compute(MS), task -> task.qos(QosClass.PERFBURST).start(2 * MS));
      rig.runOut();
      assertThat(rig.view().hartOf(rig.pid(high))).as("home of high").isEqualTo(home);
      assertThat(rig.view().migrations(rig.pid(high))).isZero();
      assertThat(rig.view().preemptions(rig.pid(low))).isEqualTo(1);
      assertThat(rig.view().hartOf(rig.pid(low))).as("home of low").isEqualTo(1 - home);
      assertThat(rig.view().waitTimeNs(rig.pid(low))).isZero();
    }
  }

  @Test
  void aTaskIsNotStolenWhileItRuns() {
    Rig rig = new Rig(2);
    int a = rig.task("a", new Script().compute(50 * MS));
    rig.runOut();
    assertThat(rig.view().migrations(rig.pid(a))).isZero();
    assertThat(rig.view().dispatches(rig.pid(a))).isEqualTo(1);
  }

  @Test
  void aRequestToAHartThatIsOfflineIsRejectedToldAndMovesNoCounterOfTheChain() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(3 * MS));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.run(MS);
    HartId target = new HartId(1);
    rig.machine().kernel().scheduler.requestResched(1, 0);
    assertThat(rig.events(EventKind.IPI_REQUEST)).extracting(Rig.Line::hart, Rig.Line::first, Rig.Line::second)
        .containsExactly(tuple(0, 1L, -1L));
    assertThat(rig.view().ipisRequested(target)).isZero();
    assertThat(rig.view().ipisSent(target)).isZero();
    assertThat(rig.view().ipisCoalesced(target)).isZero();
    rig.runOut();
    assertThat(rig.view().ipis(target)).isZero();
  }

  @Test
  void aRequestWhileOneIsPendingIsCoalesced() {
    Rig rig = new Rig(2);
    rig.builder.event(new MachineConfig.EventSpec("go", false));
    rig.task("waker", new Script().compute(MS).broadcast(0), task -> task.on(0));
    for (int i = 0; i < 3; i++) {
      rig.task("w" + i, new Script().waitFor(0, NEVER), task -> task.on(1));
    }
    rig.runOut();
    HartId target = new HartId(1);
    assertThat(rig.view().ipisRequested(target)).isEqualTo(3);
    assertThat(rig.view().ipisSent(target)).isEqualTo(1);
    assertThat(rig.view().ipisCoalesced(target)).isEqualTo(2);
    assertThat(rig.view().ipis(target)).isEqualTo(1);
    assertThat(rig.view().ipisAcknowledged(target)).isEqualTo(1);
    assertThat(rig.events(EventKind.IPI_REQUEST)).extracting(Rig.Line::second).containsExactly(1L, 0L, 0L);
  }

  @Test
  void aHartCountsHowOftenItLeavesIdleAfterTimeHasPassed() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(MS).sleep(MS).compute(MS).sleep(0).compute(MS).sleep(MS));
    rig.runOut();
    assertThat(rig.view().idleWakeups(new HartId(0))).isEqualTo(2);
    assertThat(rig.view().busyNs(new HartId(0))).isEqualTo(3 * MS);
    assertThat(rig.view().expirations()).isEqualTo(2);
  }

  @Test
  void aSwitchIsADispatchOfAnotherTaskThanBefore() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(MS).sleep(MS).compute(MS));
    rig.task("b", new Script().compute(MS), task -> task.start(10 * MS));
    rig.runOut();
    assertThat(rig.view().dispatches(rig.pid(1))).isEqualTo(2);
    assertThat(rig.view().switches(new HartId(0))).isEqualTo(2);
  }

  @Test
  void aTaskThatYieldsIntoAFullQueueGoesOn() {
    Rig rig = full();
    rig.task("a", new Script().compute(MS).yieldHart().compute(MS));
    rig.task("b", new Script().compute(MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@2000");
    assertThat(rig.view().dispatches(rig.pid(1))).isEqualTo(1);
  }

  @Test
  void aSliceThatEndsBeforeAFullQueueIsFollowedByAnother() {
    Rig rig = full();
    rig.task("a", new Script().compute(15 * MS));
    rig.task("b", new Script().compute(MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@15000");
    assertThat(rig.events(EventKind.SLICE_END)).extracting(Rig.Line::second).containsExactly(0L);
    assertThat(rig.view().preemptions(rig.pid(1))).isZero();
  }

  @Test
  void aWakeIntoAFullQueueWaitsForRoomAndNothingIsLost() {
    Rig rig = full();
    rig.task("a", new Script().compute(2 * MS));
    rig.task("b", new Script().compute(MS), task -> task.start(US));
    int c = rig.task("c", new Script().compute(MS), task -> task.start(2 * US));
    int d = rig.task("d", new Script().compute(MS), task -> task.start(3 * US));
    rig.run(MS);
    assertThat(rig.view().state(rig.pid(c))).isEqualTo(TaskState.BLOCKED);
    assertThat(rig.view().state(rig.pid(d))).isEqualTo(TaskState.BLOCKED);
    assertThat(rig.view().wakeups(rig.pid(d))).isEqualTo(1);
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/0@2000 c/0@3000 d/0@4000");
    assertThat(rig.view().waitTimeNs(rig.pid(d))).isEqualTo(4 * MS - 3 * US);
  }

  @Test
  void aPreemptedTaskWithoutAPlaceInItsQueueWaitsForOne() {
    Rig rig = full();
    int a = rig.task("a", new Script().compute(4 * MS));
    rig.task("b", new Script().compute(MS), task -> task.start(US));
    rig.task("high", new Script().compute(MS), task -> task.qos(QosClass.PERFBURST).start(2 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 high/0@2000 b/0@3000 a/0@4000");
    assertThat(rig.view().cpuTimeNs(rig.pid(a))).isEqualTo(4 * MS);
    assertThat(rig.view().preemptions(rig.pid(a))).isEqualTo(1);
  }

  @Test
  void aTaskThatWaitsForRoomRunsOnceItsClassHasSome() {
    Rig rig = full();
    rig.task("a", new Script().compute(5 * MS));
    rig.task("b", new Script().compute(MS), task -> task.start(US));
    int c = rig.task("c", new Script().compute(MS), task -> task.start(2 * US));
    rig.at(2 * MS, new Script().setQos(c, QosClass.INTERACTIVE.wire()));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 c/0@2000 b/0@3000 a/0@4000");
  }

  @Test
  void aTaskThatLeavesAFullQueueForAnotherClassMakesRoom() {
    Rig rig = full();
    rig.task("a", new Script().compute(5 * MS));
    int b = rig.task("b", new Script().compute(MS), task -> task.start(US));
    int c = rig.task("c", new Script().compute(MS), task -> task.start(2 * US));
    rig.at(2 * MS, new Script().setQos(b, QosClass.IDLE.wire()));
    rig.run(2 * MS);
    assertThat(rig.view().state(rig.pid(c))).isEqualTo(TaskState.READY);
    assertThat(rig.view().qos(rig.pid(b))).isEqualTo(QosClass.IDLE);
  }

  /** One hart whose queues hold one task each. */
  private static Rig full() {
    Rig rig = new Rig(1);
    rig.builder.queueCapacity(1);
    return rig;
  }
}
