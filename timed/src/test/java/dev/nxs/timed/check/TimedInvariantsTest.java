// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.ActSpec;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.InjectedFault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The invariants hold for a service that works, and each of them is seen to break. */
class TimedInvariantsTest {
  private static final long MS = 1_000_000;
  private static final Pid TIMED = new Pid(1);
  private static final int CLIENT = 2;

  private final TimedConfig timed = TimedConfig.builder(0).build();
  private final MachineConfig.Builder builder = MachineConfig.builder();

  TimedInvariantsTest() {
    builder.endpoint(new MachineConfig.EndpointSpec("timed", 8));
    builder.endpoint(new MachineConfig.EndpointSpec("client", 8));
    builder.task(task("timed", new TimedService(timed), QosClass.PERFBURST, true, -1));
  }

  private static MachineConfig.TaskSpec task(String name, Program program, QosClass qos, boolean service, int port) {
    return new MachineConfig.TaskSpec(name, program, qos, null, 100, 0, name, service, 0, 0, port, List.of());
  }

  /** Registers an alarm, and sleeps for a second on the kernel's own timer or ends. */
  private record Owner(boolean stays) implements Program {
    @Override
    public List<TableSpec> memory() {
      return List.of(new TableSpec("owner", 1, List.of(Column.exact("step"))));
    }

    @Override
    public Trap resume(UserContext user) {
      long step = user.load(0);
      user.store(0, step + 1);
      if (step == 0) {
        long[] words = TimedFrames.timerRequest(TimedOp.REGISTER, 1, user.qos(), 5 * MS);
        for (int i = 0; i < words.length; i++) {
          user.setMessage(i, words[i]);
        }
        return user.syscall(Syscall.CALL, 0, Column.NEVER, TimedOp.REGISTER.requestLength(), 0);
      }
      return step == 1 && stays ? user.syscall(Syscall.SLEEP_UNTIL, 1_000 * MS, 0, 0, 0) : user.exit(0);
    }
  }

  /** The world makes the next kernel timer late. */
  private static final class Delay implements Program {
    @Override
    public List<TableSpec> memory() {
      return List.of();
    }

    @Override
    public Trap resume(UserContext user) {
      if (user.message(0) != 0) {
        return user.exit(0);
      }
      user.setMessage(0, 1);
      return user.syscall(Syscall.INJECT, InjectedFault.DELAY_TIMER.ordinal(), 3 * MS, 0, 0);
    }
  }

  private static List<String> steps(Machine machine, TimedInvariants invariants) {
    List<String> broken = new ArrayList<>();
    machine.attach(invariants);
    while (machine.nextEventNs() < 900 * MS && machine.step()) {
      broken.addAll(invariants.check());
    }
    return broken;
  }

  @Test
  void theyHoldForAServiceThatWorks() {
    builder.task(task("client", new Owner(true), QosClass.NORMAL, false, 1));
    MachineConfig config = builder.build();
    Machine machine = Machine.boot(config);
    assertThat(steps(machine, TimedInvariants.of(machine, config, TIMED))).isEmpty();
    assertThat(machine.nowNs()).isEqualTo(8 * MS);
  }

  @Test
  void aTimerThatIsKeptForATaskThatHasEndedIsFound() {
    builder.task(task("client", new Owner(false), QosClass.NORMAL, false, 1));
    MachineConfig silent = builder.build();
    Machine machine = Machine.boot(silent);
    assertThat(steps(machine, TimedInvariants.of(machine, silent, TIMED))).as("nobody tells the service").isEmpty();
    MachineConfig told = builder.exitNotices(0).build();
    Machine other = Machine.boot(told);
    assertThat(steps(other, TimedInvariants.of(other, told, TIMED))).isEmpty();
    Machine deaf = Machine.boot(silent);
    assertThat(steps(deaf, TimedInvariants.of(deaf, told, TIMED)))
        .contains("timed: timer 1 of task 2 is kept for a task that has ended, at 0 ns");
  }

  @Test
  void aServiceThatSleepsTooLongIsFoundUnlessAFaultMadeIt() {
    builder.task(task("client", new Owner(true), QosClass.NORMAL, false, 1));
    builder.faults(true).act(new ActSpec(MS, 0, MS, new Delay()));
    MachineConfig config = builder.build();
    Machine machine = Machine.boot(config);
    assertThat(steps(machine, TimedInvariants.of(machine, config, TIMED))).isEmpty();
    Machine strict = Machine.boot(config);
    assertThat(steps(strict, TimedInvariants.of(strict, config, TIMED, true)))
        .contains("timed: timer 1 of task 2 came late, because the service slept, at 11000000 ns");
  }

  @Test
  void whatIsToldToHaveComeEarlyIsFound() {
    builder.task(task("client", new Owner(true), QosClass.NORMAL, false, 1));
    MachineConfig config = builder.build();
    Machine machine = Machine.boot(config);
    TimedInvariants invariants = TimedInvariants.of(machine, config, TIMED);
    invariants.event(EventKind.EXPIRE, 4 * MS, 1, 0, CLIENT, 7, 5 * MS, 8 * MS);
    assertThat(invariants.check())
        .containsExactly(
            "timed: timer 7 of task 2 came before its deadline, at 0 ns",
            "timed: timer 7 of task 2 came before its rounded deadline, at 0 ns");
    assertThat(invariants.check()).isEmpty();
  }

  @Test
  void onlyATimerServiceHasThem() {
    builder.task(task("client", new Owner(true), QosClass.NORMAL, false, 1));
    MachineConfig config = builder.build();
    Machine machine = Machine.boot(config);
    assertThatThrownBy(() -> TimedInvariants.of(machine, config, new Pid(CLIENT)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
