// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a machine with the profile nexus runs tasks in time: docs/profile-nexus.md, rule by rule. */
class NexusRulesTest {
  private static Rig rig(int harts) {
    Rig rig = new Rig(harts);
    rig.builder.profile(MachineConfig.Profile.NEXUS);
    return rig;
  }

  @Test
  void aMoreUrgentTaskWaitsForTheNextTick() {
    Rig rig = rig(1);
    rig.task("low", new Script().compute(30 * MS));
    rig.task("high", new Script().compute(MS), task -> task.qos(QosClass.INTERACTIVE).start(3 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("low/0@0 high/0@10000 low/0@11000");
  }

  @Test
  void secondaryHartsTellOnceThatTheyRunAndTickAndTheFirstToTickEightTimesJudges() {
    Rig rig = rig(3);
    rig.builder.boot(MachineConfig.Boot.SMP);
    for (int hart = 0; hart < 3; hart++) {
      int on = hart;
      rig.task("t" + hart, new Script().compute(200 * MS).sleep(MS).compute(200 * MS), task -> task.on(on));
    }
    rig.runOut();
    assertThat(rig.markers().stream().filter(line -> line.startsWith("KSELFTEST: smp exec")).toList())
        .containsExactly("KSELFTEST: smp exec cpu1 ok", "KSELFTEST: smp exec cpu2 ok");
    assertThat(rig.markers().stream().filter("KSELFTEST: smp per-hart ticks ok"::equals)).hasSize(2);
    assertThat(rig.markers().stream().filter("KSELFTEST: runtime timer budget ok"::equals)).hasSize(1);
    assertThat(rig.events(EventKind.MARKER).stream().filter(line -> line.text().contains("timer budget")).toList())
        .extracting(Rig.Line::timeNs).containsExactly(80 * MS);
    assertThat(rig.view().wakeups(rig.pid(1))).isEqualTo(2);
  }

  @Test
  void afterAnInstantBootNothingIsTold() {
    Rig rig = rig(2);
    rig.task("t", new Script().compute(200 * MS), task -> task.on(1));
    rig.runOut();
    assertThat(rig.markers()).isEmpty();
  }

  @Test
  void aChangeOfAffinityWaitsForTheNextWake() {
    Rig rig = rig(2);
    rig.task("moved", new Script().setAffinity(0, 1).compute(2 * MS).sleep(MS).compute(MS), task -> task.on(0));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("moved/0@0 moved/1@3000");
  }

  @Test
  void thoseWhoWaitAreServedInTheOrderOfTheirArrival() {
    Rig rig = rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 1));
    rig.builder.event(new MachineConfig.EventSpec("v", false));
    rig.task("low", new Script().receive(0, Rig.NEVER).report("low").waitFor(0, Rig.NEVER).report("low"),
        task -> task.qos(QosClass.IDLE));
    rig.task("high", new Script().sleep(MS).receive(0, Rig.NEVER).report("high").waitFor(0, Rig.NEVER).report("high"),
        task -> task.qos(QosClass.PERFBURST));
    rig.at(2 * MS, new Script().send(0, 1, 0));
    rig.at(3 * MS, new Script().send(0, 2, 0));
    rig.at(4 * MS, new Script().signal(0));
    rig.at(5 * MS, new Script().signal(0));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("low 0 1", "high 0 2", "low 0 0", "high 0 0");
  }

  @Test
  void hartsStayWhereTheyAre() {
    Rig rig = rig(2);
    rig.task("t", new Script().compute(5 * MS));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.at(2 * MS, new Script().call(Syscall.HART_ONLINE, 1, 0));
    rig.runOut();
    assertThat(rig.view().online(new HartId(1))).isTrue();
    assertThat(rig.events(EventKind.FAILS)).extracting(Rig.Line::first)
        .containsExactly((long) Errno.EINVAL.number(), (long) Errno.EINVAL.number());
  }

  @Test
  void aMoreUrgentTaskRunsAsSoonAsTheOtherWaits() {
    Rig rig = rig(1);
    rig.task("low", new Script().compute(4 * MS).sleep(MS).compute(MS));
    rig.task("high", new Script().compute(2 * MS), task -> task.qos(QosClass.INTERACTIVE).start(3 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("low/0@0 high/0@4000 low/0@6000");
  }

  @Test
  void aSliceIsAsManyTicksAsTheSharesHaveHundreds() {
    Rig rig = rig(1);
    rig.task("three", new Script().compute(60 * MS), task -> task.shares(300));
    rig.task("one", new Script().compute(20 * MS), task -> task.shares(199));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("three/0@0 one/0@30000 three/0@40000 one/0@60000 three/0@70000");
  }

  @Test
  void ticksAreCountedByHartAndNotByTask() {
    Rig rig = rig(1);
    // The short task takes the first tick, so that the slice of the other has two left and not three.
    rig.task("short", new Script().compute(10 * MS));
    rig.task("three", new Script().compute(50 * MS), task -> task.shares(300));
    rig.task("one", new Script().compute(10 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).startsWith("short/0@0 three/0@10000 one/0@30000");
  }

  @Test
  void anIdleHartLooksElsewhereOnceAMillisecond() {
    Rig rig = rig(2);
    rig.task("a", new Script().compute(5 * MS));
    rig.task("b", new Script().compute(MS / 5));
    rig.task("c", new Script().compute(MS / 5));
    rig.task("d", new Script().compute(0));
    rig.task("e", new Script().compute(MS / 5));
    rig.runOut();
    // Not in the first millisecond, and the second theft a millisecond after the first.
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/1@0 d/1@200 c/1@1000 e/1@2000");
    assertThat(rig.view().steals(new HartId(1))).isEqualTo(2);
  }

  @Test
  void aTaskThatAThiefMayNotRunIsParkedAtTheFrontOfItsHome() {
    Rig rig = rig(2);
    rig.task("busy", new Script().compute(5 * MS), task -> task.on(0));
    rig.task("bound", new Script().compute(MS), task -> task.on(0));
    rig.task("free", new Script().compute(MS), task -> task.on(0, 1).start(1));
    rig.runOut();
    // Each look finds the bound task first and goes home with nothing, until that runs.
    assertThat(rig.dispatched()).startsWith("busy/0@0 free/1@0.001");
    assertThat(rig.view().hartOf(rig.pid(2))).isZero();
  }

  @Test
  void anInterruptTakesTheHartWhateverTheClass() {
    Rig rig = rig(2);
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    rig.task("waker", new Script().compute(2 * MS).signal(0).compute(MS), task -> task.on(0));
    rig.task("waiter", new Script().waitFor(0, Rig.NEVER).compute(MS), task -> task.on(1));
    rig.task("equal", new Script().compute(5 * MS), task -> task.on(1));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("waker/0@0 waiter/1@0 equal/1@0 waiter/1@2000 equal/1@3000");
  }

  @Test
  void aYieldIntoAFullQueueLosesTheTask() {
    Rig rig = rig(1);
    rig.builder.queueCapacity(1);
    rig.task("lost", new Script().compute(MS).yieldHart().compute(MS));
    rig.task("next", new Script().compute(MS), task -> task.start(MS / 2));
    Machine machine = Machine.boot(rig.config());
    assertThat(machine.run(Rig.NEVER - 1, 1_000)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(machine.view().state(new Pid(1))).isEqualTo(TaskState.READY);
    assertThat(machine.view().state(new Pid(2))).isEqualTo(TaskState.EXITED);
    assertThat(new Invariants(machine).check()).contains("task 1, READY, is in 0 places");
  }

  @Test
  void aWakeIntoAFullQueueParksTheTaskForGood() {
    Rig rig = rig(1);
    rig.builder.queueCapacity(1);
    rig.task("sleeper", new Script().sleep(2 * MS).compute(MS));
    rig.task("busy", new Script().compute(5 * MS), task -> task.start(MS));
    rig.task("queued", new Script().compute(MS), task -> task.start(MS + 1));
    List<Rig.Line> trace = new ArrayList<>();
    Machine machine = Machine.boot(rig.config());
    machine.attach(new Rig.Recorder(trace));
    assertThat(machine.run(Rig.NEVER - 1, 1_000)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(machine.view().state(new Pid(1))).isEqualTo(TaskState.SLEEPING);
    assertThat(machine.view().state(new Pid(3))).isEqualTo(TaskState.EXITED);
    assertThat(trace.stream().map(Rig.Line::text).filter(text -> !text.isEmpty()).toList())
        .containsExactly("KERNEL: FAIL ipc wake (enqueue-rejected)");
    assertThat(new Invariants(machine).check()).isNotEmpty();
  }

  @Test
  void refusesMoreHartsThanTheReferenceHas() {
    assertThatThrownBy(() -> rig(5).config())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 4 with the profile nexus: harts=5");
    Rig edf = rig(1);
    edf.builder.scheduler(BuiltInPolicy.EDF);
    assertThatThrownBy(edf::config).isInstanceOf(IllegalArgumentException.class);
  }

  /** Boot with its selftests, then tasks that sleep, yield, steal and are stolen. */
  private static MachineConfig busy() {
    Rig rig = rig(3);
    rig.builder.boot(MachineConfig.Boot.SMP);
    for (int i = 0; i < 7; i++) {
      Script script = new Script().compute((i + 1) * MS).sleep(MS / 3).yieldHart().compute(MS);
      int shares = 50 + 100 * i;
      rig.task("t" + i, script, task -> task.shares(shares).qos(QosClass.values()[shares / 100 % 4]));
    }
    return rig.config();
  }

  @Test
  void aMachineGoesOnFromASnapshotOfEveryStep() {
    MachineConfig config = busy();
    Machine straight = Machine.boot(config);
    Machine restored = Machine.boot(config);
    int steps = 0;
    Snapshot before = straight.snapshot();
    while (straight.step()) {
      restored.restore(before);
      assertThat(restored.step()).isTrue();
      assertThat(restored.stateHash()).as("step %d", steps).isEqualTo(straight.stateHash());
      assertThat(restored.snapshot()).isEqualTo(straight.snapshot());
      before = straight.snapshot();
      steps++;
    }
    assertThat(steps).isGreaterThan(60);
  }

  @Test
  void listenersChangeNothing() {
    MachineConfig config = busy();
    Machine silent = Machine.boot(config);
    Machine heard = Machine.boot(config);
    heard.attach(new Rig.Recorder(new ArrayList<>()));
    while (silent.step()) {
      assertThat(heard.step()).isTrue();
      assertThat(heard.stateHash()).isEqualTo(silent.stateHash());
    }
    assertThat(heard.step()).isFalse();
  }

  @Test
  void everyStepOfBootAndOfTheTasksIsSound() {
    Machine machine = Machine.boot(busy());
    Invariants invariants = new Invariants(machine);
    while (machine.step()) {
      assertThat(invariants.check()).isEmpty();
    }
  }
}
