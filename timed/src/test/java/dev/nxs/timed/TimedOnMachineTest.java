// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as a task of a real machine, with clients that are programs, too. */
class TimedOnMachineTest {
  private static final long MS = 1_000_000;
  private static final int TIMED = 1;
  private static final int ENDPOINT = 0;

  private final TimedConfig timed = TimedConfig.builder(ENDPOINT).owners(200).sleepers(200).build();
  private final MachineConfig.Builder config = MachineConfig.builder();
  private int endpoints = 1;

  TimedOnMachineTest() {
    config.endpoint(new MachineConfig.EndpointSpec("timed", 256));
    config.task(spec("timed", new TimedService(timed), QosClass.PERFBURST, true, -1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sleepersOfOneWindowShareOneWakeup(int harts) {
    config.harts(harts);
    client("a", QosClass.IDLE, new Client(TimedOp.SLEEP_UNTIL, MS));
    client("b", QosClass.IDLE, new Client(TimedOp.SLEEP_UNTIL, 5 * MS));
    HeldMachine held = HeldMachine.boot(config.build());
    Machine machine = held.machine();
    held.runTo(7 * MS);
    assertThat(machine.view().state(new Pid(2))).isEqualTo(TaskState.SLEEPING);
    held.runOut();
    assertThat(wokeAt(machine, 2)).isEqualTo(8 * MS);
    assertThat(wokeAt(machine, 3)).isEqualTo(8 * MS);
    assertThat(view(machine).timerWakeups()).isEqualTo(1);
    assertThat(view(machine).expirations()).isEqualTo(2);
  }

  @Test
  void anAlarmReachesThePortOfItsOwner() {
    client("a", QosClass.INTERACTIVE, new Client(TimedOp.REGISTER, 20 * MS + 1));
    HeldMachine held = HeldMachine.boot(config.build());
    Machine machine = held.machine();
    held.runTo(10 * MS);
    assertThat(view(machine).liveTimers(2)).isEqualTo(1);
    assertThat(view(machine).deadlineNs(2, 1)).hasValue(21 * MS);
    held.runOut();
    assertThat(wokeAt(machine, 2)).isEqualTo(21 * MS);
    assertThat(view(machine).liveTimers()).isZero();
  }

  @Test
  void theServiceRunsOnlyWhenThereIsSomethingToDo() {
    client("a", QosClass.PERFBURST, new Client(TimedOp.SLEEP_UNTIL, 5 * MS));
    HeldMachine held = HeldMachine.boot(config.build());
    Machine machine = held.machine();
    held.runOut();
    // It starts, takes the request, and wakes at the deadline.
    assertThat(machine.view().wakeups(new Pid(TIMED))).isLessThanOrEqualTo(3);
  }

  @Test
  void manySleepersWakeInTheOrderTheyAskedIn() {
    for (int i = 0; i < 100; i++) {
      client("sleeper" + i, QosClass.NORMAL, new Client(TimedOp.SLEEP_UNTIL, 40 * MS - i));
    }
    config.queueCapacity(200);
    HeldMachine held = HeldMachine.boot(config.build());
    Machine machine = held.machine();
    held.runOut();
    for (int i = 0; i < 100; i++) {
      assertThat(wokeAt(machine, 2 + i)).isEqualTo(40 * MS);
    }
    assertThat(view(machine).timerWakeups()).isEqualTo(1);
  }

  @Test
  void aRestoredMachineDeliversTheSameAgain() {
    client("a", QosClass.IDLE, new Client(TimedOp.SLEEP_UNTIL, MS));
    client("b", QosClass.NORMAL, new Client(TimedOp.REGISTER, 2 * MS));
    HeldMachine held = HeldMachine.boot(config.build());
    Machine machine = held.machine();
    held.runTo(MS);
    Snapshot before = machine.snapshot();
    held.runOut();
    long hash = machine.stateHash();
    held.restore(before);
    assertThat(view(machine).liveTimers()).isEqualTo(1);
    assertThat(view(machine).sleepers()).isEqualTo(1);
    held.runOut();
    assertThat(machine.stateHash()).isEqualTo(hash);
    assertThat(wokeAt(machine, 2)).isEqualTo(8 * MS);
    assertThat(wokeAt(machine, 3)).isEqualTo(4 * MS);
  }

  @Test
  void machinesWithTheSameTimersAreTheSameHoweverTheyCameBy() {
    long first = hashAfter("register", "register", "register", "cancel 1", "register", "cancel 9");
    long second = hashAfter("register", "register", "register", "register", "cancel 1", "cancel 9");
    long other = hashAfter("register", "register", "register", "register", "cancel 2", "cancel 9");
    assertThat(first).isEqualTo(second);
    assertThat(first).isNotEqualTo(other);
  }

  /** The hash of a machine whose client has made some requests at its first instant. */
  private long hashAfter(String... requests) {
    MachineConfig.Builder small = MachineConfig.builder();
    small.endpoint(new MachineConfig.EndpointSpec("timed", 8));
    small.task(spec("timed", new TimedService(timed), QosClass.PERFBURST, true, -1));
    small.task(spec("client", new Requests(List.of(requests)), QosClass.NORMAL, false, -1));
    HeldMachine held = HeldMachine.boot(small.build());
    Machine machine = held.machine();
    held.runTo(0);
    return machine.stateHash();
  }

  private void client(String name, QosClass qos, Program program) {
    config.endpoint(new MachineConfig.EndpointSpec(name, 64));
    config.task(spec(name, program, qos, false, endpoints));
    endpoints++;
  }

  private TimedView view(Machine machine) {
    return new TimedView(timed, word -> machine.view().memory(new Pid(TIMED), word));
  }

  private static long wokeAt(Machine machine, int pid) {
    return machine.view().memory(new Pid(pid), Client.WOKE_AT);
  }

  private static MachineConfig.TaskSpec spec(String name, Program program, QosClass qos, boolean service, int port) {
    return new MachineConfig.TaskSpec(name, program, qos, null, 100, 0, name, service, 0, 0, port, List.of());
  }

  /** Asks the service for one timer and remembers when it was told. */
  private static final class Client implements Program {
    static final int WOKE_AT = 1;

    private static final int STEP = 0;
    private static final List<TableSpec> MEMORY =
        List.of(new TableSpec("client", 1, List.of(Column.exact("step"), Column.instant("woke_at"))));

    private final TimedOp op;
    private final long deadlineNs;

    Client(TimedOp op, long deadlineNs) {
      this.op = op;
      this.deadlineNs = deadlineNs;
    }

    @Override
    public List<TableSpec> memory() {
      return MEMORY;
    }

    @Override
    public Trap resume(UserContext user) {
      long step = user.load(STEP);
      user.store(STEP, step + 1);
      if (step == 0) {
        long[] words = TimedFrames.timerRequest(op, 1, user.qos(), deadlineNs);
        for (int i = 0; i < words.length; i++) {
          user.setMessage(i, words[i]);
        }
        return user.syscall(Syscall.CALL, ENDPOINT, Column.NEVER, op.requestLength(), op == TimedOp.SLEEP_UNTIL ? 1 : 0);
      }
      if (step == 1 && op == TimedOp.REGISTER) {
        return user.syscall(Syscall.RECV, user.portOf(user.pid()), Column.NEVER, TimedFrames.timerId(user.message(1)), 2);
      }
      user.store(WOKE_AT, user.nowNs());
      return user.exit(0);
    }
  }

  /** Makes requests one after the other, and then waits for ever. */
  private static final class Requests implements Program {
    private static final List<TableSpec> MEMORY =
        List.of(new TableSpec("client", 1, List.of(Column.exact("step"))));

    private final List<String> requests;

    Requests(List<String> requests) {
      this.requests = requests;
    }

    @Override
    public List<TableSpec> memory() {
      return MEMORY;
    }

    @Override
    public Trap resume(UserContext user) {
      int step = (int) user.load(0);
      if (step == requests.size()) {
        return user.syscall(Syscall.SLEEP_UNTIL, 1_000 * MS, 0, 0, 0);
      }
      user.store(0, step + 1L);
      String request = requests.get(step);
      boolean cancels = request.startsWith("cancel");
      long[] words =
          cancels
              ? TimedFrames.cancelRequest(0, Long.parseLong(request.substring(7)))
              : TimedFrames.timerRequest(TimedOp.REGISTER, 0, user.qos(), 50 * MS);
      for (int i = 0; i < words.length; i++) {
        user.setMessage(i, words[i]);
      }
      TimedOp op = cancels ? TimedOp.CANCEL : TimedOp.REGISTER;
      return user.syscall(Syscall.CALL, ENDPOINT, Column.NEVER, op.requestLength(), 0);
    }
  }
}
