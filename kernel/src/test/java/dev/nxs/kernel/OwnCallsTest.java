// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nxs.kernel.user.CallingTask;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** System calls of the configuration. */
class OwnCallsTest {
  private static final long MS = 1_000_000;

  /** A call that does what a test says, and has a column for each task and one for the machine. */
  private record Handler(String label, Function<CallingTask, Errno> does) implements SyscallHandler {
    @Override
    public List<Column> taskColumns() {
      return List.of(Column.exact("calls"));
    }

    @Override
    public List<Column> machineColumns() {
      return List.of(Column.exact("all"));
    }

    @Override
    public Errno call(CallingTask task) {
      return does.apply(task);
    }
  }

  /** Makes one call, and ends with what it gave, or with a thousand and the number of its error. */
  private record Caller(int number, long a, long b, long c) implements Program {
    @Override
    public List<TableSpec> memory() {
      return List.of(new TableSpec("caller", 1, List.of(Column.exact("called"))));
    }

    @Override
    public Trap resume(UserContext user) {
      if (user.load(0) == 0) {
        user.store(0, 1);
        return user.syscall(Syscall.OWN, number, a, b, c);
      }
      return user.exit(user.errno() == 0 ? user.result() : 1000 + user.errno());
    }
  }

  private static Machine ran(MachineBuilder builder) {
    Machine machine = builder.boot();
    assertThat(machine.run(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
    return machine;
  }

  private static MachineBuilder with(Function<CallingTask, Errno> does) {
    MachineBuilder builder = Machine.builder();
    assertThat(builder.syscall(new Handler("mine", does))).isZero();
    return builder;
  }

  @Test
  void aCallSeesItsOperandsAndItsCaller() {
    Machine machine =
        ran(
            with(task -> {
              task.result(task.operand(0) * 100 + task.operand(1) * 10 + task.operand(2) + task.pid() * 1000L + task.qos() * 10_000L);
              return task.nowNs() == 0 && task.hart() == 0 ? Errno.OK : Errno.EINVAL;
            }).task("t", QosClass.INTERACTIVE, new Caller(0, 1, 2, 3)));
    assertThat(machine.view().exitCode(machine.pid("t"))).isEqualTo(QosClass.INTERACTIVE.wire() * 10_000L + 1123);
  }

  @Test
  void aCallThatFailsGivesItsErrorAndLetsNobodyWait() {
    Machine machine =
        ran(
            with(task -> {
              task.result(7);
              task.sleepUntil(9 * MS);
              return Errno.EPERM;
            }).task("t", QosClass.NORMAL, new Caller(0, 0, 0, 0)));
    assertThat(machine.view().exitCode(machine.pid("t"))).isEqualTo(1000 + Errno.EPERM.number());
    assertThat(machine.nowNs()).isZero();
  }

  @Test
  void aCallThatThereIsNotFails() {
    for (int number : new int[] {-1, 1, Integer.MAX_VALUE}) {
      Machine machine = ran(with(task -> Errno.OK).task("t", QosClass.NORMAL, new Caller(number, 0, 0, 0)));
      assertThat(machine.view().exitCode(machine.pid("t"))).isEqualTo(1000 + Errno.ENOSYS.number());
    }
  }

  @Test
  void aTaskSleepsAndHasTheResultAfterwards() {
    Machine machine =
        ran(
            with(task -> {
              task.result(42);
              task.sleepUntil(3 * MS);
              return Errno.OK;
            }).task("t", QosClass.NORMAL, new Caller(0, 0, 0, 0)));
    assertThat(machine.nowNs()).isEqualTo(3 * MS);
    assertThat(machine.view().exitCode(machine.pid("t"))).isEqualTo(42);
  }

  @Test
  void anInstantThatHasPassedLetsNobodySleep() {
    Machine machine =
        ran(
            with(task -> {
              task.sleepUntil(0);
              task.result(1);
              return Errno.OK;
            }).task("t", QosClass.NORMAL, new Caller(0, 0, 0, 0)));
    assertThat(machine.nowNs()).isZero();
    assertThat(machine.view().exitCode(machine.pid("t"))).isEqualTo(1);
  }

  @Test
  void anActMayCallAndDoesNotSleep() {
    Program act = new Caller(0, 0, 0, 0);
    Machine machine =
        ran(
            with(task -> {
              task.setMachineWord(0, task.machineWord(0) + 1);
              task.sleepUntil(9 * MS);
              return task.pid() == 0 ? Errno.OK : Errno.EINVAL;
            }).at(MS, act));
    assertThat(machine.nowNs()).isEqualTo(MS);
  }

  @Test
  void whatACallRemembersComesBackWithTheState() {
    MachineBuilder builder =
        with(task -> {
          task.setWord(0, task.word(0) + 1);
          task.setMachineWord(0, task.machineWord(0) + 1);
          task.result(task.machineWord(0) * 10 + task.word(0));
          return Errno.OK;
        });
    Machine machine =
        builder
            .task("a", QosClass.NORMAL, new Caller(0, 0, 0, 0))
            .task("b", QosClass.NORMAL, new Caller(0, 0, 0, 0))
            .boot();
    Snapshot boot = machine.snapshot();
    for (int i = 0; i < 2; i++) {
      assertThat(machine.run(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
      assertThat(machine.view().exitCode(machine.pid("a"))).isEqualTo(11);
      assertThat(machine.view().exitCode(machine.pid("b"))).isEqualTo(21);
      assertThat(machine.differences(boot, machine.snapshot(), 1_000))
          .anyMatch(difference -> difference.name().startsWith("mine") && difference.after() == 2);
      machine.restore(boot);
    }
  }

  @Test
  void columnsThatWereNotDeclaredAreRefused() {
    Machine machine =
        with(task -> {
          task.setWord(1, 1);
          return Errno.OK;
        }).task("t", QosClass.NORMAL, new Caller(0, 0, 0, 0)).boot();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> assertThat(machine.run(MS, 99)).isNotNull());
  }

  @Test
  void twoCallsAreNotCalledAlike() {
    MachineBuilder builder = with(task -> Errno.OK);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.syscall(new Handler("mine", task -> Errno.OK)));
    assertThat(builder.config().syscalls()).hasSize(1);
    MachineConfig.Builder config =
        MachineConfig.builder().syscall(new Handler("a", task -> Errno.OK)).syscall(new Handler("a", task -> Errno.OK));
    assertThatIllegalArgumentException().isThrownBy(config::build).withMessageContaining("called alike");
  }
}
