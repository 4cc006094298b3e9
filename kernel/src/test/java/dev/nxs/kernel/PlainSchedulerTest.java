// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.sched.Aging;
import dev.nxs.kernel.sched.Order;
import dev.nxs.kernel.sched.PlainScheduler;
import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Conventions;
import dev.nxs.kernel.user.Costs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scheduler of plain machines does what the general one does: same words after each step, same lines of the trace. */
class PlainSchedulerTest {
  private static final int MACHINES = 400;
  private static final int STEPS = 250;

  /** A machine whose scheduler is the general one, whatever would do. */
  private static Machine general(MachineConfig config, Conventions with) {
    return new Machine(new Kernel(config, with) {
      @Override
      Scheduler newScheduler(Order order) {
        Aging aging = new Aging(core, timers, config.agingNs());
        return new Scheduler(
            core, clock, tracer, order, work, aging, false, Tables.capacity(config), config.steal(), conventions.stealsWhenDone());
      }
    });
  }

  private static MachineConfig config(Tape tape) {
    Rig rig = RandomMachines.rig(tape);
    rig.builder.queues(MachineConfig.Queues.PER_HART).scheduler(BuiltInPolicy.QOS);
    return rig.config();
  }

  /** Any of them: each has a bit. */
  private static Conventions conventions(MachineConfig config, int bits) {
    List<Integer> ranks = new ArrayList<>();
    for (int task = config.tasks().size(); task > 0 && (bits & 8) != 0; task--) {
      ranks.add(task);
    }
    return new Conventions((bits & 1) != 0 ? 0 : -1, (bits & 2) != 0, (bits & 4) != 0, ranks);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5_000})
  void itDoesWhatTheGeneralOneDoes(long first) {
    int[] plain = {0};
    Tapes.check(first, MACHINES, tape -> {
      MachineConfig config = config(tape);
      Conventions with = conventions(config, tape.nextInt(16));
      Machine one = Machine.boot(config, with);
      Machine other = general(config(tape.again()), with);
      plain[0] += one.kernel().scheduler instanceof PlainScheduler ? 1 : 0;
      // Half of the machines are watched: what is told must not depend on it either.
      boolean watched = tape.nextInt(2) == 1;
      List<Rig.Line> told = new ArrayList<>();
      List<Rig.Line> otherTold = new ArrayList<>();
      if (watched) {
        one.attach(new Rig.Recorder(told));
        other.attach(new Rig.Recorder(otherTold));
      }
      int restoredAt = tape.nextInt(STEPS);
      for (int step = 0; step < STEPS; step++) {
        if (step == restoredAt) {
          one.restore(one.snapshot());
        }
        boolean went = one.step();
        assertThat(other.step()).isEqualTo(went);
        assertThat(one.snapshot().words()).as("after step %d", step).isEqualTo(other.snapshot().words());
        if (!went) {
          break;
        }
      }
      assertThat(told).isEqualTo(otherTold);
    });
    assertThat(plain[0]).isGreaterThan(MACHINES / 3);
  }

  @Test
  void machinesWithMoreThanItKnowsHaveTheGeneralOne() {
    assertThat(new Rig(64).machine().kernel().scheduler).isInstanceOf(PlainScheduler.class);
    assertThat(new Rig(65).machine().kernel().scheduler).isNotInstanceOf(PlainScheduler.class);
    assertThat(schedulerOf(rig -> rig.builder.agingNs(1))).isNotInstanceOf(PlainScheduler.class);
    assertThat(schedulerOf(rig -> rig.builder.scheduler(BuiltInPolicy.EDF))).isNotInstanceOf(PlainScheduler.class);
    assertThat(schedulerOf(rig -> rig.builder.scheduler(BuiltInPolicy.ROUND_ROBIN))).isNotInstanceOf(PlainScheduler.class);
    assertThat(schedulerOf(rig -> rig.builder.queues(MachineConfig.Queues.GLOBAL))).isNotInstanceOf(PlainScheduler.class);
    assertThat(schedulerOf(rig -> rig.builder.costs(interrupts(1)))).isNotInstanceOf(PlainScheduler.class);
  }

  private static Costs interrupts(long ns) {
    return new Costs(Costs.Cost.NONE, Costs.Cost.NONE, Costs.Cost.NONE, new Costs.Cost(ns, ns), Costs.Cost.NONE);
  }

  private static Scheduler schedulerOf(Consumer<Rig> with) {
    Rig rig = new Rig(2);
    with.accept(rig);
    return rig.machine().kernel().scheduler;
  }
}
