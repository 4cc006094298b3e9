// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.MachineConfig.Queues;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.QosClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine that is described in Java. */
class MachineBuilderTest {
  private static final long MS = 1_000_000;

  @Test
  void whatIsNotSaidIsAsInTheLanguage() {
    MachineConfig described = Machine.builder().config();
    MachineConfig plain = MachineConfig.builder().build();
    assertThat(described.harts()).isEqualTo(plain.harts());
    assertThat(described.timesliceNs()).isEqualTo(plain.timesliceNs());
    assertThat(described.scheduler()).isEqualTo(BuiltInPolicy.QOS);
    assertThat(described.steal()).isEqualTo(plain.steal());
  }

  @Test
  void whatIsSaidIsTaken() {
    MachineConfig config =
        Machine.builder()
            .harts(3)
            .timesliceNs(2 * MS)
            .scheduler(BuiltInPolicy.EDF)
            .queues(Queues.GLOBAL)
            .steal(4)
            .queueCapacity(5)
            .agingNs(6)
            .costs(Costs.NONE)
            .seed(7)
            .task(
                "t", QosClass.IDLE, new Script().compute(MS),
                task -> task.harts(2, 0, 2).shares(50).startNs(8).period(MS, 2 * MS).priority(9).identity("other").arguments(4L))
            .config();
    assertThat(List.of(config.harts(), config.steal(), config.queueCapacity())).containsExactly(3, 4, 5);
    assertThat(List.of(config.timesliceNs(), config.agingNs(), config.seed())).containsExactly(2 * MS, 6L, 7L);
    assertThat(config.scheduler()).isEqualTo(BuiltInPolicy.EDF);
    assertThat(config.queues()).isEqualTo(Queues.GLOBAL);
    MachineConfig.TaskSpec task = config.tasks().get(0);
    assertThat(task.affinity()).containsExactly(0, 2);
    assertThat(task.arguments()).containsExactly(4L);
    assertThat(List.of(task.startNs(), task.periodNs(), task.deadlineNs(), task.priority()))
        .containsExactly(8L, MS, 2 * MS, 9L);
    assertThat(task.shares()).isEqualTo(50);
    assertThat(task.identity()).isEqualTo("other");
  }

  @Test
  void whatTasksWaitAtHasTheNumbersThatAreGiven() {
    MachineBuilder builder = Machine.builder().harts(2);
    int box = builder.endpoint("box", 4);
    int go = builder.event("go", true);
    int mutex = builder.mutex("m", Protocol.INHERIT);
    int ceiling = builder.mutexWithCeiling("c", QosClass.PERFBURST.wire());
    int gate = builder.barrier("gate", 2);
    assertThat(List.of(box, go, mutex, ceiling, gate)).containsExactly(0, 0, 0, 1, 0);
    Machine machine =
        builder
            .task("a", QosClass.NORMAL, new Script().waitFor(go, Column.NEVER).compute(MS))
            .at(3 * MS, new Script().signal(go))
            .boot();
    assertThat(machine.run(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(machine.nowNs()).isEqualTo(4 * MS);
    assertThat(machine.view().cpuTimeNs(machine.pid("a"))).isEqualTo(MS);
  }

  @Test
  void anActIsRepeated() {
    MachineBuilder builder = Machine.builder();
    int go = builder.event("go", true);
    Machine machine =
        builder
            .task("a", QosClass.NORMAL, new Script().from().waitFor(go, Column.NEVER).loop())
            .every(MS, new Script().signal(go))
            .boot();
    assertThat(machine.run(10 * MS, Long.MAX_VALUE)).isEqualTo(RunEnd.HORIZON);
    assertThat(machine.view().wakeups(machine.pid("a"))).isEqualTo(11);
  }

  @Test
  void machinesThatWereBootedDoNotChangeWithTheBuilder() {
    MachineBuilder builder = Machine.builder().task("a", QosClass.NORMAL, new Script().compute(MS));
    Machine first = builder.boot();
    Machine second = builder.task("b", QosClass.NORMAL, new Script().compute(MS)).harts(2).boot();
    assertThat(first.view().tasks()).isEqualTo(1);
    assertThat(second.view().tasks()).isEqualTo(2);
    assertThat(first.view().harts()).isEqualTo(1);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    MachineBuilder builder = Machine.builder().task("a", QosClass.NORMAL, new Script());
    builder.endpoint("e", 1);
    List<Runnable> wrong =
        List.of(
            () -> builder.task("a", QosClass.NORMAL, new Script()),
            () -> builder.task("", QosClass.NORMAL, new Script()),
            () -> builder.task("b", QosClass.NORMAL, new Script(), task -> task.shares(0)),
            () -> builder.task("c", QosClass.NORMAL, new Script(), task -> task.period(0, 1)),
            () -> builder.task("d", QosClass.NORMAL, new Script(), task -> task.period(1, 0)),
            () -> builder.harts(0),
            () -> builder.endpoint("e", 1),
            () -> builder.endpoint("f", 0),
            () -> builder.mutex("m", Protocol.CEILING),
            () -> builder.barrier("g", 0),
            () -> builder.every(0, new Script()));
    for (Runnable each : wrong) {
      assertThatIllegalArgumentException().isThrownBy(each::run);
    }
    assertThat(builder.config().tasks()).hasSize(1);
    assertThat(builder.config().endpoints()).hasSize(1);
    builder.task("e", QosClass.NORMAL, new Script(), task -> task.harts(7));
    assertThatIllegalArgumentException().isThrownBy(builder::boot).withMessageContaining("hart 7");
  }

  @Test
  void aTaskThatThereIsNotIsToldWithThoseThereAre() {
    Machine machine = Machine.builder().task("ui", QosClass.NORMAL, new Script()).boot();
    assertThat(machine.pid("ui")).isEqualTo(new Pid(1));
    assertThatIllegalArgumentException().isThrownBy(() -> machine.pid("iu")).withMessageContaining("[ui]");
  }
}
