// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.user.Conventions;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a program or an embedding passes, it gets an answer, and the machine stays whole. */
final class WrongCallersTest {
  private static final long[] OPERANDS = {0, 1, 2, 5_000, 1L << 33, -1, -2, Long.MIN_VALUE, NEVER};

  /** A machine with one of everything, in which a task and an act make a call. */
  private static Rig rig(MachineConfig.Profile profile, Program caller) {
    Rig rig = new Rig(2);
    rig.builder.profile(profile).faults(true);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 1)).event(new MachineConfig.EventSpec("go", true));
    rig.builder.mutex(new MachineConfig.MutexSpec("m", MachineConfig.Protocol.INHERIT, 0));
    rig.builder.barrier(new MachineConfig.BarrierSpec("gate", 2));
    rig.task("caller", caller, task -> task.identity("execd").service());
    rig.task("other", new Script().compute(3 * MS).mark("other"));
    rig.spawnable("child", new Script().compute(MS), 1);
    return rig.at(MS, caller);
  }

  @ParameterizedTest
  @EnumSource
  void anyOperandsOfAnyCallAreAnswered(Syscall call) {
    for (MachineConfig.Profile profile : MachineConfig.Profile.values()) {
      for (long first : OPERANDS) {
        for (long second : OPERANDS) {
          Program caller = new Script().call(call, first, second).mark("answered");
          Rig rig = rig(profile, caller);
          rig.run(20 * MS);
          // The act always comes to its end; the task may wait, or have been killed.
          assertThat(rig.markers()).as("%s %s(%d, %d)", profile, call, first, second).contains("answered");
        }
      }
    }
  }

  @Test
  void anActNeverWaits() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 1)).event(new MachineConfig.EventSpec("go", false));
    rig.task("t", new Script().sleep(9 * MS).receive(0, NEVER));
    rig.at(
        MS,
        new Script()
            .yieldHart().report("yield")
            .sleep(MS).report("sleep")
            .nextPeriod().report("period")
            .waitFor(0, NEVER).report("wait")
            .call(0, 1, NEVER).report("call"));
    rig.runOut();
    assertThat(rig.markers())
        .containsExactly(
            "yield 0 0",
            "sleep " + Errno.EPERM.number() + " 0",
            "period " + Errno.EINVAL.number() + " 0",
            "wait " + Errno.ETIMEDOUT.number() + " 0",
            "call " + Errno.EPERM.number() + " 0");
  }

  @Test
  void moreArgumentsThanAProgramTakesAreRefusedAndNothingIsOverwritten() {
    Rig rig = new Rig(1);
    rig.task("boss", new Script().spawn(0, -1, 1, 2, 3, 4, 5, 6, 7).report("spawn").spawn(0, -1, 1).report("spawn"));
    rig.spawnable("child", new Script().mark("child"), 1);
    rig.runOut();
    assertThat(rig.markers()).hasSize(3);
    assertThat(rig.markers().get(0)).isEqualTo("spawn " + Errno.EINVAL.number() + " 0");
    assertThat(rig.markers().get(1)).startsWith("spawn 0 ");
    assertThat(rig.markers().get(2)).isEqualTo("child");
  }

  @Test
  void anActThatThereIsNotCannotBeFired() {
    Rig rig = new Rig(1);
    rig.at(MS, new Script().mark("act"));
    long hash = rig.machine().stateHash();
    assertThatThrownBy(() -> rig.machine().fire(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rig.machine().fire(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(rig.machine().stateHash()).isEqualTo(hash);
  }

  @Test
  void aSharedQueueMayBeAsLongAsAnybodyLikes() {
    Rig rig = new Rig(4);
    rig.builder.queues(MachineConfig.Queues.GLOBAL).queueCapacity(Integer.MAX_VALUE);
    rig.task("a", new Script().mark("a"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("a");
  }

  @Test
  void conventionsForAnotherMachineAreRefused() {
    MachineConfig config = new Rig(2).config();
    for (Conventions wrong :
        List.of(new Conventions(2, false, false, List.of()), new Conventions(-1, false, false, List.of(1)))) {
      assertThatThrownBy(() -> Machine.boot(config, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("harts=2 tasks=0");
    }
    assertThatThrownBy(() -> new Conventions(-2, false, false, List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Conventions(0, false, false, List.of(-1))).isInstanceOf(IllegalArgumentException.class);
  }
}
