// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a machine promises to the program that owns it: copies, hashes, one thread at a time, no garbage. */
final class MachineTest {
  @Test
  void aLoopOfEqualPeriodsHashesAlikeOnePeriodLater() {
    Rig rig = new Rig(2);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 2));
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    for (int i = 0; i < 2; i++) {
      rig.task("p" + i, new Script().compute(MS).send(0, i, 0).signal(0).nextPeriod().loop(),
          task -> task.period(10 * MS, 10 * MS));
    }
    rig.task("reader", new Script().receive(0, NEVER).compute(300 * Rig.US).waitFor(0, 0).loop());
    rig.run(25 * MS);
    long hash = rig.machine().stateHash();
    rig.run(30 * MS);
    assertThat(rig.machine().stateHash()).isNotEqualTo(hash);
    rig.run(35 * MS);
    assertThat(rig.machine().stateHash()).isEqualTo(hash);
    rig.run(105 * MS);
    assertThat(rig.machine().stateHash()).isEqualTo(hash);
  }

  @Test
  void theHashKeepsThePhaseOfThePeriodsInUse() {
    Rig rig = new Rig(1);
    rig.builder.phaseNs(8 * MS);
    rig.task("p", new Script().compute(MS).nextPeriod().loop(), task -> task.period(10 * MS, 10 * MS));
    rig.run(15 * MS);
    long hash = rig.machine().stateHash();
    rig.run(25 * MS);
    assertThat(rig.machine().stateHash()).isNotEqualTo(hash);
    rig.run(55 * MS);
    assertThat(rig.machine().stateHash()).isEqualTo(hash);
  }

  @Test
  void statesThatGoOnDifferentlyHashDifferently() {
    // Both are in their second computation of 20 ms and in the same slice, but began it at different times.
    assertThat(hashOfSecondComputation(MS)).isNotEqualTo(hashOfSecondComputation(5 * MS));
  }

  private static long hashOfSecondComputation(long firstNs) {
    Assembler a = new Assembler("two");
    int local = a.local("first", Canon.EXACT);
    a.emit(Op.COMPUTE_LOCAL, local);
    a.push(0);
    a.emit(Op.STORE, local);
    a.emit(Op.COMPUTE_CONST, a.constant(20 * MS));
    a.push(0);
    a.emit(Op.EXIT);
    Rig rig = new Rig(1);
    rig.builder.task(
        new MachineConfig.TaskSpec(
            "t", a.build(), QosClass.NORMAL, null, 100, 0, "t", false, 0, 0, -1, List.of(firstNs)));
    rig.run(6 * MS);
    return rig.machine().stateHash();
  }

  @Test
  void aMachineOfManyTasksComesToItsEndWhenTheLastTimerHasFired() {
    // So many that the kernel reads ahead for the next timer, which there is not after the last.
    Rig rig = new Rig(2);
    for (int i = 0; i < 700; i++) {
      rig.task("t" + i, new Script().sleep((1 + i) * MS));
    }
    assertThat(rig.machine().run(NEVER - 1, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(rig.machine().nowNs()).isEqualTo(700 * MS);
  }

  @Test
  void aSnapshotOfAnotherConfigurationIsRefusedAndNothingChanges() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().compute(MS));
    rig.step();
    Rig other = new Rig(1);
    Snapshot before = rig.machine().snapshot();
    assertThatThrownBy(() -> rig.machine().restore(other.machine().snapshot()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(rig.machine().snapshot()).isEqualTo(before);
  }

  @Test
  void aSnapshotServesAnotherMachineUnlessItRefersToValuesMadeMeanwhile() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().compute(MS));
    rig.step();
    Machine other = Machine.boot(rig.config());
    other.restore(rig.machine().snapshot());
    assertThat(other.snapshot()).isEqualTo(rig.machine().snapshot());
    assertThat(rig.machine().pool().intern("made while running")).isPositive();
    assertThatThrownBy(() -> other.restore(rig.machine().snapshot())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another machine");
  }

  @Test
  void aTaskThatNoMachineCanHoldIsRefused() {
    assertThatThrownBy(() -> with("t", task -> task.on()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 hart or more");
    assertThatThrownBy(() -> with("t", task -> task.on(2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hart 2 does not exist");
    assertThatThrownBy(() -> with("t", task -> task.port(0)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("endpoint 0 does not exist");
    MachineConfig.Builder builder = MachineConfig.builder();
    builder.task(
        new MachineConfig.TaskSpec(
            "t", new Script(), QosClass.NORMAL, null, 100, 0, "t", false, 0, 0, -1, List.of(1L, 2L, 3L, 4L, 5L, 6L)));
    assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("5 words");
  }

  private static MachineConfig with(String name, java.util.function.UnaryOperator<Rig.Task> task) {
    Rig rig = new Rig(2);
    rig.task(name, new Script(), task);
    return rig.config();
  }

  @Test
  void aCallFromAnotherThreadWhileItRunsFailsAndChangesNothing() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().compute(MS).mark("now").compute(MS));
    Machine machine = rig.machine();
    List<Throwable> failures = new ArrayList<>();
    machine.attach(new OnMarker(() -> {
      for (Runnable call : calls(machine)) {
        Thread thread = new Thread(call);
        thread.setUncaughtExceptionHandler((who, failure) -> failures.add(failure));
        thread.start();
        join(thread);
      }
    }));
    rig.runOut();
    assertThat(failures).hasSize(10).allMatch(IllegalStateException.class::isInstance)
        .allMatch(failure -> String.valueOf(failure.getMessage()).contains("in use by thread"));
    assertThat(rig.machine().nowNs()).isEqualTo(2 * MS);
  }

  private static List<Runnable> calls(Machine machine) {
    return List.of(
        () -> assertThat(machine.step()).isTrue(),
        () -> assertThat(machine.run(MS, 1)).isEqualTo(RunEnd.STEPS),
        () -> machine.idleUntil(MS),
        () -> assertThat(machine.snapshot()).isNotNull(),
        () -> assertThat(machine.stateHash()).isNotZero(),
        () -> machine.fire(0),
        () -> assertThat(machine.view()).isNotNull(),
        () -> assertThat(machine.waits()).isNotNull(),
        () -> assertThat(machine.position()).isNotNull(),
        () -> machine.attach(new OnMarker(() -> {})));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aListenerLooksButDoesNotRunTheMachine() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().compute(MS).mark("now").compute(MS));
    List<Object> seen = new ArrayList<>();
    Machine machine = rig.machine();
    machine.attach(new OnMarker(() -> {
      seen.add(machine.view().state(new Pid(1)));
      seen.add(machine.snapshot());
      assertThatThrownBy(machine::step).isInstanceOf(IllegalStateException.class);
    }));
    rig.runOut();
    assertThat(seen).hasSize(2).element(0).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void aListenerStopsTheRunAfterTheStepAtHand() {
    Rig rig = new Rig(1);
    rig.task("t", new Script().from().compute(MS).mark("now"));
    Machine machine = Machine.boot(rig.config());
    machine.attach(new OnMarker(machine::requestStop));
    assertThat(machine.run(NEVER - 1, Long.MAX_VALUE)).isEqualTo(RunEnd.STOPPED);
    assertThat(machine.nowNs()).isEqualTo(MS);
    assertThat(machine.run(5 * MS / 2, 1)).isEqualTo(RunEnd.STOPPED);
    assertThat(machine.nowNs()).isEqualTo(2 * MS);
  }

  @Test
  void sixtyFourHartsRunTenThousandTasksAndLoseNobody() {
    MachineConfig.Builder builder = MachineConfig.builder().harts(64).event(new MachineConfig.EventSpec("go", false));
    Program work = new Script().computeUpTo(MS).yieldHart().waitFor(0, 40 * MS).compute(100 * Rig.US);
    for (int task = 1; task <= 10_000; task++) {
      builder.task(
          new MachineConfig.TaskSpec(
              "t" + task, work, QosClass.values()[task % 4], null, 100, task * 1_000L, "", false, 0, 0, -1, List.of(), 0));
    }
    Machine machine = Machine.boot(builder.build());
    Invariants invariants = new Invariants(machine);
    assertThat(machine.run(100 * MS, Long.MAX_VALUE)).isEqualTo(RunEnd.HORIZON);
    assertThat(invariants.check()).isEmpty();
    Snapshot half = machine.snapshot();
    for (long at = 150 * MS; machine.nextEventNs() != NEVER; at += 50 * MS) {
      assertThat(machine.run(at, Long.MAX_VALUE)).isNotEqualTo(RunEnd.STEPS);
      assertThat(invariants.check()).isEmpty();
    }
    for (int task = 1; task <= 10_000; task++) {
      assertThat(machine.view().state(new Pid(task))).isEqualTo(TaskState.EXITED);
    }
    long hash = machine.stateHash();
    machine.restore(half);
    assertThat(machine.run(NEVER - 1, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(machine.stateHash()).isEqualTo(hash);
  }

  @Test
  void aRunWithoutListenersAllocatesNothing() {
    MachineConfig.Builder builder = MachineConfig.builder().harts(4);
    builder.endpoint(new MachineConfig.EndpointSpec("box", 4));
    for (int i = 0; i < 64; i++) {
      Assembler a = new Assembler("churn");
      Assembler.Label again = a.label();
      a.place(again);
      a.emit(Op.COMPUTE_CONST, a.constant(50_000 + 137L * i));
      a.emit(Op.SLEEP_CONST, a.constant(800_000 + 3_001L * i));
      a.jump(Op.JUMP, again);
      Program program = a.build();
      if (i % 16 == 3) {
        program = new Script().compute(90_000).send(0, i, MS).receive(0, 0).yieldHart().sleep(2 * MS).loop();
      }
      builder.task(
          new MachineConfig.TaskSpec(
              "churn" + i, program, QosClass.values()[i % 4], null, 100, 1000L * i, "", false, 0, 0, -1, List.of()));
    }
    Machine machine = Machine.boot(builder.build());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long untilNs = Long.MAX_VALUE - 1;
    assertThat(machine.run(untilNs, 100_000)).isEqualTo(RunEnd.STEPS);
    assertThat(threads.getThreadAllocatedBytes(thread)).isPositive();

    long before = threads.getThreadAllocatedBytes(thread);
    RunEnd end = machine.run(untilNs, 200_000);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;

    assertThat(end).isEqualTo(RunEnd.STEPS);
    assertThat(allocated).as("bytes in 200,000 steps").isLessThan(10_000);
  }

  /** Does something at each marker. */
  private static final class OnMarker implements TraceSink {
    private final Runnable action;

    OnMarker(Runnable action) {
      this.action = action;
    }

    @Override
    public long interest() {
      return EventKind.MARKER.bit();
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {}

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
      action.run();
    }
  }
}
