// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.user.QosClass.IDLE;
import static dev.nxs.kernel.user.QosClass.INTERACTIVE;
import static dev.nxs.kernel.user.QosClass.NORMAL;
import static dev.nxs.kernel.user.QosClass.PERFBURST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Fault;
import org.junit.jupiter.api.Test;

/** Mutexes and barriers, and who lends whom urgency. */
final class LockRulesTest {
  private static final int EPERM = 1;
  private static final int ESRCH = 3;
  private static final int ETIMEDOUT = 110;

  private static Rig rig(int harts, Protocol... protocols) {
    Rig rig = new Rig(harts);
    for (Protocol protocol : protocols) {
      int ceiling = protocol == Protocol.CEILING ? PERFBURST.wire() : 0;
      rig.builder.mutex(new MachineConfig.MutexSpec("m", protocol, ceiling));
    }
    return rig;
  }

  /** The holder and two that come later, of which the more urgent waits and the one between keeps the hart busy. */
  private static Rig inversion(Protocol protocol) {
    Rig rig = rig(1, protocol);
    rig.task("low", IDLE, new Script().lock(0).compute(4 * MS).unlock(0).compute(MS));
    rig.task("high", new Script().lock(0).compute(MS).unlock(0), task -> task.qos(INTERACTIVE).start(MS));
    rig.task("mid", new Script().compute(5 * MS), task -> task.qos(NORMAL).start(2 * MS));
    return rig;
  }

  @Test
  void withoutProtocolWhatIsBetweenDelaysTheUrgentTask() {
    assertThat(inversion(Protocol.NONE).runOut().dispatched())
        .isEqualTo("low/0@0 high/0@1000 low/0@1000 mid/0@2000 low/0@7000 high/0@9000 low/0@10000");
  }

  @Test
  void withInheritanceTheHolderRunsAheadOfWhatIsBetween() {
    assertThat(inversion(Protocol.INHERIT).runOut().dispatched())
        .isEqualTo("low/0@0 high/0@1000 low/0@1000 high/0@4000 mid/0@5000 low/0@10000");
  }

  @Test
  void whoIsKilledWhileOthersLendToItIsLentNothingAfterwards() {
    Rig rig = rig(1, Protocol.INHERIT, Protocol.INHERIT);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 4));
    int holder = rig.task("holder", IDLE, new Script().lock(0).lock(1).receive(0, NEVER).compute(9 * MS));
    rig.task("one", new Script().lock(0).unlock(0), task -> task.qos(INTERACTIVE).start(MS));
    rig.task("two", new Script().lock(1).unlock(1), task -> task.qos(PERFBURST).start(MS));
    rig.task("caller", new Script().call(0, 1, NEVER).report("caller"), task -> task.qos(NORMAL).start(MS));
    rig.at(2 * MS, new Script().kill(holder));
    rig.run(MS);
    assertThat(rig.machine().waits().lender(rig.pid(holder))).isEqualTo(3);
    rig.runOut();
    assertThat(rig.machine().waits().lender(rig.pid(holder))).isZero();
    assertThat(rig.markers()).containsExactly("caller 32 0");
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.EXITED);
    assertThat(rig.view().state(rig.pid(3))).isEqualTo(TaskState.EXITED);
  }

  @Test
  void withACeilingNobodyBeneathItTakesTheHartFromTheHolder() {
    assertThat(inversion(Protocol.CEILING).runOut().dispatched())
        .isEqualTo("low/0@0 high/0@4000 mid/0@5000 low/0@10000");
  }

  @Test
  void aTaskMayHoldSeveralMutexesAndKeepsTheHighestCeilingOfTheRest() {
    Rig rig = new Rig(1);
    rig.builder.mutex(new MachineConfig.MutexSpec("low", Protocol.CEILING, INTERACTIVE.wire()));
    rig.builder.mutex(new MachineConfig.MutexSpec("high", Protocol.CEILING, PERFBURST.wire()));
    rig.task("a", IDLE, new Script().lock(1).lock(0).compute(MS).unlock(1).compute(2 * MS).unlock(0).compute(MS));
    rig.task("i", new Script().compute(MS), task -> task.qos(INTERACTIVE).start(MS / 2));
    rig.task("p", new Script().compute(MS), task -> task.qos(PERFBURST).start(MS / 2));
    assertThat(rig.runOut().dispatched()).isEqualTo("a/0@0 p/0@1000 a/0@2000 i/0@4000 a/0@5000");
  }

  @Test
  void inheritanceGoesThroughChainsOfHolders() {
    Rig rig = rig(1, Protocol.INHERIT, Protocol.INHERIT);
    rig.task("a", IDLE, new Script().lock(0).compute(3 * MS).unlock(0).compute(MS));
    rig.task("b", new Script().lock(1).lock(0).compute(MS).unlock(0).unlock(1), task -> task.qos(NORMAL).start(MS));
    rig.task("c", new Script().lock(1).compute(MS).unlock(1), task -> task.qos(PERFBURST).start(2 * MS));
    rig.task("d", new Script().compute(MS), task -> task.qos(INTERACTIVE).start(2 * MS));
    assertThat(rig.runOut().dispatched())
        .isEqualTo("a/0@0 b/0@1000 a/0@1000 c/0@2000 a/0@2000 b/0@3000 c/0@4000 d/0@5000 a/0@6000");
  }

  @Test
  void inheritanceReachesAHolderOnAnotherHart() {
    Rig rig = rig(2, Protocol.INHERIT);
    rig.task("low", new Script().lock(0).compute(4 * MS).unlock(0), task -> task.qos(IDLE).on(1));
    rig.task("high", new Script().lock(0).compute(MS).unlock(0), task -> task.qos(PERFBURST).on(0).start(MS));
    rig.task("mid", new Script().compute(3 * MS), task -> task.qos(NORMAL).on(1).start(MS / 2));
    assertThat(rig.runOut().dispatched())
        .isEqualTo("low/1@0 mid/1@500 high/0@1000 low/1@1000 high/0@4500 mid/1@4500");
  }

  @Test
  void aHolderLosesWhatAWaiterLentItWhenThatStopsWaiting() {
    Rig rig = rig(1, Protocol.INHERIT);
    rig.task("low", IDLE, new Script().lock(0).compute(4 * MS).unlock(0));
    rig.task("high", new Script().lock(0, 2 * MS).report("high"), task -> task.qos(INTERACTIVE).start(MS));
    rig.task("mid", new Script().compute(MS), task -> task.qos(NORMAL).start(2 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("low/0@0 high/0@1000 low/0@1000 high/0@3000 mid/0@3000 low/0@4000");
    assertThat(rig.markers()).containsExactly("high " + ETIMEDOUT + " 0");
  }

  @Test
  void aChangeOfClassOfAWaiterReachesTheHolder() {
    Rig rig = rig(1, Protocol.INHERIT);
    rig.task("low", IDLE, new Script().lock(0).compute(4 * MS).unlock(0));
    int waiter = rig.task("waiter", new Script().lock(0).unlock(0), task -> task.qos(NORMAL).start(MS));
    rig.task("mid", new Script().compute(5 * MS), task -> task.qos(INTERACTIVE).start(2 * MS));
    rig.at(3 * MS, new Script().setQos(waiter, PERFBURST.wire()));
    rig.at(4 * MS, new Script().setQos(waiter, IDLE.wire()));
    assertThat(rig.runOut().dispatched()).isEqualTo(
        "low/0@0 waiter/0@1000 low/0@1000 mid/0@2000 low/0@3000 mid/0@4000 low/0@8000 waiter/0@9000");
  }

  @Test
  void tasksThatWaitForEachOtherDoNotKeepEachOtherUrgent() {
    Rig rig = rig(1, Protocol.INHERIT, Protocol.INHERIT);
    rig.task("a", IDLE, new Script().lock(0).compute(2 * MS).lock(1));
    rig.task("b", new Script().lock(1).lock(0), task -> task.qos(NORMAL).start(MS / 2));
    int c = rig.task("c", new Script().lock(0, 2 * MS).report("c"), task -> task.qos(PERFBURST).start(MS));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("c " + ETIMEDOUT + " 0");
    assertThat(rig.view().state(rig.pid(c))).isEqualTo(TaskState.EXITED);
    assertThat(rig.machine().kernel().scheduler.level(1)).isEqualTo(2 * NORMAL.wire());
    assertThat(rig.machine().kernel().scheduler.level(2)).isEqualTo(2 * NORMAL.wire());
  }

  @Test
  void whoWaitsIsServedByClassAndThenInTheOrderOfArrival() {
    Rig held = rig(1, Protocol.NONE);
    held.task("holder", IDLE, new Script().lock(0).sleep(3 * MS).unlock(0));
    for (String name : new String[] {"n1", "n2"}) {
      held.task(name, new Script().lock(0).mark(name).unlock(0), task -> task.qos(NORMAL).start(MS));
    }
    held.task("p", new Script().lock(0).mark("p").unlock(0), task -> task.qos(PERFBURST).start(2 * MS));
    assertThat(held.runOut().markers()).containsExactly("p", "n1", "n2");
  }

  @Test
  void aMutexGoesStraightToTheOneThatWaits() {
    Rig rig = rig(1, Protocol.NONE);
    rig.task("greedy", new Script().lock(0).compute(MS).unlock(0).lock(0, 0).report("again").compute(MS));
    rig.task("waiter", new Script().lock(0).mark("mine").compute(MS).unlock(0), task -> task.start(MS / 2).qos(PERFBURST));
    assertThat(rig.runOut().markers()).containsExactly("again " + ETIMEDOUT + " 0", "mine");
  }

  @Test
  void refusesToUnlockWhatAnotherHoldsAndChangesNothing() {
    Rig rig = rig(1, Protocol.NONE);
    int holder = rig.task("holder", new Script().lock(0).sleep(5 * MS).unlock(0));
    rig.task("other", new Script().unlock(0).report("other"), task -> task.start(MS));
    rig.run(2 * MS);
    assertThat(rig.markers()).containsExactly("other " + EPERM + " 0");
    assertThat(rig.view().holder(0)).isEqualTo(holder);
  }

  @Test
  void refusesToUnlockWhatNobodyHoldsAndToLockWhatOneHolds() {
    Rig rig = rig(1, Protocol.NONE);
    rig.task("a", new Script().unlock(0).report("free").lock(0).lock(0).report("mine").lock(9).report("none").unlock(0));
    assertThat(rig.runOut().markers())
        .containsExactly("free " + EPERM + " 0", "mine " + EPERM + " 0", "none " + ESRCH + " 0");
  }

  /** A task with a late deadline takes a mutex at 0; one that may take it, too, and one that may not, are released later. */
  private static Rig floors(BuiltInPolicy policy) {
    Rig rig = new Rig(1);
    rig.builder.scheduler(policy);
    rig.builder.mutex(new MachineConfig.MutexSpec("m", Protocol.CEILING, 1));
    rig.task("holder", new Script().lock(0).compute(10 * MS).unlock(0).compute(MS), task -> task.period(200 * MS, 100 * MS));
    rig.task("user", new Script().lock(0).compute(MS).unlock(0),
        task -> task.priority(1).period(200 * MS, 50 * MS).start(2 * MS));
    rig.task("other", new Script().compute(MS), task -> task.priority(2).period(200 * MS, 20 * MS).start(4 * MS));
    return rig;
  }

  @Test
  void underEdfTheHolderHasTheDeadlineOfWhoMightTakeTheMutex() {
    // The user's deadline, 52 ms, is behind the floor of 50; that of the other, 24 ms, is not.
    assertThat(floors(BuiltInPolicy.EDF).runOut().dispatched())
        .isEqualTo("holder/0@0 other/0@4000 holder/0@5000 user/0@11000 holder/0@12000");
  }

  @Test
  void inTurnsACeilingRaisesNobody() {
    Rig rig = floors(BuiltInPolicy.ROUND_ROBIN);
    rig.builder.timesliceNs(3 * MS);
    assertThat(rig.runOut().dispatched())
        .isEqualTo("holder/0@0 user/0@3000 holder/0@3000 other/0@6000 holder/0@7000 user/0@12000");
  }

  @Test
  void refusesATaskAboveTheCeiling() {
    Rig rig = new Rig(1);
    rig.builder.mutex(new MachineConfig.MutexSpec("m", Protocol.CEILING, NORMAL.wire()));
    rig.task("a", INTERACTIVE, new Script().lock(0).report("a"));
    assertThat(rig.runOut().markers()).containsExactly("a " + EPERM + " 0");
    assertThat(rig.view().holder(0)).isZero();
  }

  @Test
  void aLockThatIsGivenInTimeDoesNotTimeOut() {
    Rig rig = rig(1, Protocol.NONE);
    rig.task("holder", new Script().lock(0).sleep(2 * MS).unlock(0));
    rig.task("waiter", new Script().lock(0, 2 * MS).report("late").lock(0, 2 * MS).report("in time").unlock(0),
        task -> task.start(MS / 2));
    assertThat(rig.runOut().markers()).containsExactly("late 0 0", "in time " + EPERM + " 0");
  }

  @Test
  void anEndWithAMutexHeldGivesItBackAndIsAnError() {
    Rig rig = rig(1, Protocol.INHERIT);
    int careless = rig.task("careless", new Script().lock(0).compute(2 * MS).exit(4));
    rig.task("next", new Script().lock(0).mark("mine").unlock(0), task -> task.start(MS).qos(PERFBURST));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("mine");
    assertThat(rig.view().exitCode(rig.pid(careless))).isEqualTo(-1);
    assertThat(rig.events(EventKind.FAULT)).hasSize(1);
    assertThat(rig.events(EventKind.FAULT).get(0).first() & 0xff).isEqualTo(Fault.MUTEX_HELD.ordinal());
  }

  @Test
  void aFaultGivesBackWhatTheTaskHeldAndIsToldOnce() {
    Rig rig = rig(1, Protocol.NONE);
    rig.task("faulty", new Script().lock(0).compute(MS).fault(Fault.CHECK_FAILED));
    rig.runOut();
    assertThat(rig.view().holder(0)).isZero();
    assertThat(rig.count(EventKind.FAULT)).isEqualTo(1);
  }

  @Test
  void aServerIsAsUrgentAsTheCallerThatItServesAndNoLonger() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 4));
    rig.task("server", IDLE, new Script().receive(0, NEVER).compute(2 * MS).reply(1).compute(MS));
    rig.task("client", new Script().call(0, 5, NEVER).report("got"), task -> task.qos(INTERACTIVE).start(MS));
    rig.task("mid", new Script().compute(4 * MS), task -> task.qos(NORMAL).start(2 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("server/0@0 client/0@1000 server/0@1000 client/0@3000 mid/0@3000 server/0@7000");
    assertThat(rig.markers()).containsExactly("got 0 6");
  }

  @Test
  void aServerThatTakesAQueuedCallIsAsUrgentAsItsCaller() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 4));
    rig.task("server", IDLE, new Script().compute(MS).receive(0, NEVER).compute(2 * MS).reply(1));
    rig.task("client", new Script().call(0, 5, NEVER), task -> task.qos(INTERACTIVE).start(MS / 2));
    rig.task("mid", new Script().compute(4 * MS), task -> task.qos(NORMAL).start(2 * MS));
    assertThat(rig.runOut().dispatched())
        .isEqualTo("server/0@0 client/0@500 server/0@500 client/0@3000 mid/0@3000");
  }

  @Test
  void urgencyGoesThroughCallsAndMutexesAlike() {
    Rig rig = rig(1, Protocol.INHERIT);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 4));
    rig.task("holder", IDLE, new Script().lock(0).compute(4 * MS).unlock(0).compute(MS));
    rig.task("server", new Script().receive(0, NEVER).lock(0).compute(MS).unlock(0).reply(1),
        task -> task.qos(NORMAL).start(MS));
    rig.task("client", new Script().call(0, 5, NEVER), task -> task.qos(PERFBURST).start(2 * MS));
    rig.task("mid", new Script().compute(MS), task -> task.qos(INTERACTIVE).start(3 * MS));
    assertThat(rig.runOut().dispatched()).isEqualTo(
        "holder/0@0 server/0@1000 holder/0@1000 client/0@2000 server/0@2000 holder/0@2000 server/0@4000"
            + " client/0@5000 mid/0@5000 holder/0@6000");
  }

  @Test
  void aCallerThatGivesUpTakesItsUrgencyBack() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 4));
    rig.task("server", IDLE, new Script().receive(0, NEVER).compute(4 * MS).reply(1).report("reply"));
    rig.task("client", new Script().call(0, 5, MS).report("call"), task -> task.qos(INTERACTIVE).start(MS));
    rig.task("mid", new Script().compute(MS), task -> task.qos(NORMAL).start(MS + MS / 2));
    rig.runOut();
    assertThat(rig.dispatched())
        .isEqualTo("server/0@0 client/0@1000 server/0@1000 client/0@2000 mid/0@2000 server/0@3000");
    assertThat(rig.markers()).containsExactly("call " + ETIMEDOUT + " 0", "reply " + ESRCH + " 0");
  }

  @Test
  void anUrgentWaiterMovesAQueuedHolderEvenIntoAFullQueue() {
    Rig rig = rig(1, Protocol.INHERIT);
    rig.builder.queueCapacity(1);
    rig.task("low", IDLE, new Script().lock(0).compute(4 * MS).unlock(0));
    rig.task("n1", new Script().compute(2 * MS), task -> task.qos(NORMAL).start(MS));
    rig.task("n2", new Script().compute(2 * MS), task -> task.qos(NORMAL).start(MS));
    rig.task("waiter", new Script().lock(0).mark("mine").unlock(0), task -> task.qos(NORMAL).start(MS));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("mine");
  }

  @Test
  void aBarrierLetsItsPartiesGoOnTogetherAndAgain() {
    Rig rig = new Rig(1);
    rig.builder.barrier(new MachineConfig.BarrierSpec("b", 3));
    for (int i = 1; i <= 3; i++) {
      String name = "t" + i;
      long ns = i * MS;
      rig.task(name, new Script().sleep(ns).arrive(0, NEVER).mark(name).sleep(ns).arrive(0, NEVER).mark(name));
    }
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs)
        .containsExactly(3 * MS, 3 * MS, 3 * MS, 6 * MS, 6 * MS, 6 * MS);
    // The last to arrive does not wait, so it comes first.
    assertThat(rig.markers()).containsExactly("t3", "t1", "t2", "t3", "t1", "t2");
  }

  @Test
  void whoLeavesABarrierHasNotArrived() {
    Rig rig = new Rig(1);
    rig.builder.barrier(new MachineConfig.BarrierSpec("b", 2));
    rig.task("impatient", new Script().arrive(0, MS).report("impatient").sleep(3 * MS).arrive(0, NEVER).mark("back"));
    rig.task("late", new Script().arrive(0, NEVER).mark("late"), task -> task.start(2 * MS));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("impatient " + ETIMEDOUT + " 0", "back", "late");
    assertThat(rig.events(EventKind.BLOCK)).extracting(Rig.Line::first).contains((long) BlockReason.BARRIER.ordinal());
  }

  @Test
  void aBarrierForOneLetsEverybodyGoOn() {
    Rig rig = new Rig(1);
    rig.builder.barrier(new MachineConfig.BarrierSpec("b", 1));
    rig.task("a", new Script().arrive(0, 0).report("a").arrive(3, NEVER).report("none"));
    assertThat(rig.runOut().markers()).containsExactly("a 0 0", "none " + ESRCH + " 0");
  }

  /** Burns and Wellings, "Real-Time Systems and Programming Languages": four tasks, two locks, one hart. */
  private static Rig textbook(Protocol protocol) {
    Rig rig = new Rig(1);
    rig.builder.scheduler(BuiltInPolicy.FIXED_PRIORITY);
    for (String name : new String[] {"q", "v"}) {
      rig.builder.mutex(new MachineConfig.MutexSpec(name, protocol, 4));
    }
    Script a = new Script().compute(MS).lock(0).compute(4 * MS).unlock(0).compute(MS);
    Script c = new Script().compute(MS).lock(1).compute(2 * MS).unlock(1).compute(MS);
    Script d =
        new Script().compute(2 * MS).lock(0).compute(MS).unlock(0).lock(1).compute(MS).unlock(1).compute(MS);
    rig.task("a", a, task -> task.priority(1));
    rig.task("b", new Script().compute(2 * MS), task -> task.priority(2).start(2 * MS));
    rig.task("c", c, task -> task.priority(3).start(2 * MS));
    rig.task("d", d, task -> task.priority(4).start(4 * MS));
    return rig.runOut();
  }

  @Test
  void theProtocolsGiveTheSchedulesOfTheTextbook() {
    assertThat(textbook(Protocol.NONE).gantt(0, MS, 17 * MS)).isEqualTo("aaccddccbbaaaddda");
    assertThat(textbook(Protocol.INHERIT).gantt(0, MS, 17 * MS)).isEqualTo("aaccddaaadcddcbba");
    assertThat(textbook(Protocol.CEILING).gantt(0, MS, 17 * MS)).isEqualTo("aaaaadddddccccbba");
  }

  @Test
  void underDeadlinesTheHolderHasTheDeadlineOfTheMostUrgentWaiter() {
    Rig rig = new Rig(1);
    rig.builder.scheduler(BuiltInPolicy.EDF).mutex(new MachineConfig.MutexSpec("m", Protocol.INHERIT, 0));
    rig.task("late", new Script().lock(0).compute(4 * MS).unlock(0), task -> task.period(90 * MS, 90 * MS));
    rig.task("soon", new Script().lock(0).compute(MS).unlock(0), task -> task.period(20 * MS, 10 * MS).start(MS));
    rig.task("mid", new Script().compute(2 * MS), task -> task.period(40 * MS, 40 * MS).start(2 * MS));
    assertThat(rig.runOut().gantt(0, MS, 7 * MS)).isEqualTo("llllsmm");
  }
}
