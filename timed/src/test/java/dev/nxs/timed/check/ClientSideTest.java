// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.BuiltInCoalescing;
import dev.nxs.timed.ClassSource;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each promise of a timer service to one client, held by the real one and seen to break by others. */
class ClientSideTest {
  private static final long MS = 1_000_000;
  private static final Pid TIMED = new Pid(1);
  private static final int PORT = 1;
  private static final int OTHER_PORT = 2;

  private static MachineConfig machine(Program service, Program client) {
    MachineConfig.Builder builder = MachineConfig.builder();
    for (String endpoint : List.of("timed", "client", "other")) {
      builder.endpoint(new MachineConfig.EndpointSpec(endpoint, 8));
    }
    builder.task(spec("timed", service, QosClass.PERFBURST, true, -1));
    builder.task(spec("client", client, QosClass.NORMAL, false, PORT));
    return builder.costs(Costs.NONE).build();
  }

  private static MachineConfig.TaskSpec spec(String name, Program program, QosClass qos, boolean service, int port) {
    return new MachineConfig.TaskSpec(name, program, qos, null, 100, 0, name, service, 0, 0, port, List.of());
  }

  /** What is said of a run of one service by those who take it for another. */
  private static List<String> problems(Program service, TimedConfig told, Program client) {
    Machine machine = Machine.boot(machine(service, client));
    TimedInvariants invariants = TimedInvariants.of(machine, machine(new TimedService(told), client), TIMED);
    machine.attach(invariants);
    List<String> found = new ArrayList<>();
    while (machine.nextEventNs() < 900 * MS && machine.step()) {
      found.addAll(invariants.check());
    }
    return found;
  }

  private static TimedConfig.Builder config() {
    return TimedConfig.builder(0);
  }

  private static TimedConfig normal(long windowNs) {
    return config().windowNs(QosClass.NORMAL, windowNs).build();
  }

  /** Makes requests one after the other, each of a class, and sleeps then. */
  private record Client(List<Request> requests) implements Program {
    record Request(TimedOp op, int qos, long value) {}

    static Client of(TimedOp op, QosClass qos, long deadlineNs) {
      return new Client(List.of(new Request(op, qos.wire(), deadlineNs)));
    }

    @Override
    public List<TableSpec> memory() {
      return List.of(new TableSpec("client", 1, List.of(Column.exact("step"))));
    }

    @Override
    public Trap resume(UserContext user) {
      int step = (int) user.load(0);
      user.store(0, step + 1L);
      if (step >= requests.size()) {
        return step == requests.size() ? user.syscall(Syscall.SLEEP_UNTIL, 800 * MS, 0, 0, 0) : user.exit(0);
      }
      Request request = requests.get(step);
      long[] words =
          request.op() == TimedOp.CANCEL
              ? TimedFrames.cancelRequest(1, request.value())
              : TimedFrames.timerRequest(request.op(), 1, request.qos(), request.value());
      for (int i = 0; i < words.length; i++) {
        user.setMessage(i, words[i]);
      }
      return user.syscall(Syscall.CALL, 0, Column.NEVER, request.op().requestLength(), 0);
    }
  }

  @ParameterizedTest
  @EnumSource(BuiltInCoalescing.class)
  void theRealOneKeepsAllPromisesUnderEachPolicy(BuiltInCoalescing policy) {
    TimedConfig config = config().policy(policy).build();
    Client client =
        new Client(
            List.of(
                new Client.Request(TimedOp.REGISTER, 1, 5 * MS),
                new Client.Request(TimedOp.REGISTER, 0, 3 * MS),
                new Client.Request(TimedOp.REGISTER, 1, 700 * MS),
                new Client.Request(TimedOp.CANCEL, 0, 3),
                new Client.Request(TimedOp.SLEEP_UNTIL, 1, 9 * MS),
                new Client.Request(TimedOp.REGISTER, 1, 2 * MS),
                new Client.Request(TimedOp.SLEEP_UNTIL, 0, 1 * MS)));
    assertThat(problems(new TimedService(config), config, client)).isEmpty();
  }

  @Test
  void aWindowWiderThanItsOwnIsFoundThoughAnotherClassHasIt() {
    assertThat(problems(new TimedService(normal(8 * MS)), normal(4 * MS), Client.of(TimedOp.REGISTER, QosClass.NORMAL, MS)))
        .containsExactly("timed: timer 1 of task 2 has 7000000 ns of a window of 4000000 ns, at 0 ns");
    assertThat(problems(new TimedService(normal(8 * MS)), normal(4 * MS), Client.of(TimedOp.SLEEP_UNTIL, QosClass.NORMAL, MS)))
        .contains("timed: the sleep of task 2 has 7000000 ns of a window of 4000000 ns, at 0 ns");
  }

  @Test
  void aWindowNarrowerThanItsOwnIsFound() {
    assertThat(problems(new TimedService(normal(MS)), normal(4 * MS), Client.of(TimedOp.REGISTER, QosClass.NORMAL, 5 * MS)))
        .containsExactly("timed: timer 1 of task 2 is not rounded as the policy aligned says, at 0 ns");
    assertThat(problems(new TimedService(normal(MS)), normal(4 * MS), Client.of(TimedOp.SLEEP_UNTIL, QosClass.NORMAL, 5 * MS)))
        .containsExactly(
            "timed: the sleep of task 2 is not rounded as the policy aligned says, at 0 ns",
            "timed: the sleep of task 2 came before its rounded deadline, at 5000000 ns");
  }

  @Test
  void aClassAboveItsSendersIsFoundWhereTheKernelsDecides() {
    TimedConfig trusting = config().classFrom(ClassSource.REQUEST).build();
    Client alarm = Client.of(TimedOp.REGISTER, QosClass.PERFBURST, 5 * MS);
    assertThat(problems(new TimedService(trusting), config().build(), alarm))
        .containsExactly("timed: timer 1 of task 2 was accepted with a class above its sender's, at 0 ns");
    assertThat(problems(new TimedService(trusting), trusting, alarm)).isEmpty();
    Client sleep = Client.of(TimedOp.SLEEP_UNTIL, QosClass.INTERACTIVE, 5 * MS);
    assertThat(problems(new TimedService(trusting), config().build(), sleep))
        .containsExactly("timed: the sleep of task 2 was accepted with a class above its sender's, at 5000000 ns");
  }

  /** Accepts one alarm with an end of its window, and delivers it at some instants to some ports. */
  private record Liar(long latestNs, long saidNs, List<Long> sentAtNs, int port) implements Program {
    private static final TimedService REAL = new TimedService(config().build());

    private static int step() {
      return REAL.memory().stream().mapToInt(table -> table.rows() * table.columns().size()).sum();
    }

    @Override
    public List<TableSpec> memory() {
      List<TableSpec> tables = new ArrayList<>(REAL.memory());
      tables.add(new TableSpec("liar", 1, List.of(Column.exact("step"))));
      return tables;
    }

    @Override
    public Trap resume(UserContext user) {
      int step = (int) user.load(step());
      user.store(step(), step + 1L);
      if (step == 0) {
        return user.syscall(Syscall.RECV, 0, Column.NEVER, -1, 0);
      }
      if (step == 1) {
        long nonce = TimedFrames.nonce(user.message(0));
        user.setMessage(0, TimedFrames.responseWord0(TimedOp.REGISTER.wire(), TimedStatus.OK, nonce));
        user.setMessage(1, TimedFrames.registerWord1(nonce, 1, latestNs));
        user.setMessage(2, TimedFrames.registerWord2(latestNs));
        return user.syscall(Syscall.REPLY, user.replyToken(), TimedOp.REGISTER.responseLength(), 0, 0);
      }
      int delivery = (step - 2) / 2;
      if (delivery == sentAtNs.size()) {
        return user.exit(0);
      }
      if (step % 2 == 0) {
        return user.syscall(Syscall.SLEEP_UNTIL, sentAtNs.get(delivery), 0, 0, 0);
      }
      user.setMessage(0, 1);
      user.setMessage(1, saidNs);
      user.setMessage(2, user.nowNs());
      return user.syscall(Syscall.SEND, port, 0, TimedService.ALARM_LENGTH, 0);
    }
  }

  private static List<String> lies(Liar liar) {
    Client client = Client.of(TimedOp.REGISTER, QosClass.NORMAL, 5 * MS);
    List<String> found = problems(liar, config().build(), client);
    // Its table is empty, which is a lie of its own.
    assertThat(found).contains("timed: timer 1 of task 2 was lost, at 0 ns");
    return found.stream().filter(problem -> !problem.contains("was lost")).toList();
  }

  @Test
  void oneThatComesEarlyIsFound() {
    assertThat(lies(new Liar(8 * MS, 8 * MS, List.of(4 * MS), PORT)))
        .containsExactly("timed: timer 1 of task 2 came before its deadline, at 4000000 ns");
    assertThat(lies(new Liar(8 * MS, 8 * MS, List.of(7 * MS), PORT)))
        .containsExactly("timed: timer 1 of task 2 came before its rounded deadline, at 7000000 ns");
  }

  @Test
  void oneThatComesTwiceIsFound() {
    assertThat(lies(new Liar(8 * MS, 8 * MS, List.of(8 * MS, 9 * MS), PORT)))
        .containsExactly("timed: timer 1 of task 1 came after it had come or was cancelled, at 9000000 ns");
  }

  @Test
  void oneThatComesToAnotherOrSaysAnotherDeadlineIsFound() {
    assertThat(lies(new Liar(8 * MS, 8 * MS, List.of(8 * MS), OTHER_PORT)))
        .containsExactly("timed: timer 1 of task 2 came to another task, at 8000000 ns");
    assertThat(lies(new Liar(8 * MS, 7 * MS, List.of(8 * MS), PORT)))
        .containsExactly("timed: timer 1 of task 2 came with another deadline than was answered, at 8000000 ns");
  }

  @Test
  void aTimerThatWasThereBeforeAnybodyLookedIsHeldToTheTable() {
    TimedConfig config = config().build();
    MachineConfig booted = machine(new TimedService(config), Client.of(TimedOp.REGISTER, QosClass.NORMAL, 5 * MS));
    Machine machine = Machine.boot(booted);
    while (machine.nextEventNs() < MS && machine.step()) {}
    TimedInvariants invariants = TimedInvariants.of(machine, booted, TIMED);
    machine.attach(invariants);
    Snapshot before = machine.snapshot();
    for (int round = 0; round < 2; round++) {
      assertThat(invariants.check()).isEmpty();
      while (machine.nextEventNs() < 900 * MS && machine.step()) {
        assertThat(invariants.check()).isEmpty();
      }
      machine.restore(before);
      invariants.forget();
    }
  }
}
