// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.nexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.ClassSource;
import dev.nxs.timed.HeldMachine;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client's markers come of what the machine answers: one answer after the other is falsified, and its marker, and no
 * other, is a FAIL line.
 */
class SelftestClientTest {
  private static final List<String> ALL =
      List.of(
          "qos",
          "timed coalesce",
          "ui runtime floor",
          "affinity applied",
          "qos shares ratio",
          "ipc payload roundtrip",
          "ipc deadline timeout",
          "nexus-ipc kernel loopback",
          "ipc sender pid",
          "ipc sender service_id",
          "ipc soak");

  /** What the client is told in place of the truth. */
  interface Lie {
    /**
     * The answer to a question of the client.
     *
     * @param call the last system call, with two operands
     * @param number how many calls of that kind there were
     */
    Object answer(String question, Object truth, Syscall call, long first, long second, int number);
  }

  /** Runs the client behind a door that may lie. */
  private static final class Deceived implements Program {
    private final Program client;
    private final Lie lie;
    private Syscall call = Syscall.YIELD;
    private long first;
    private long second;
    private final int[] numbers = new int[Syscall.values().length];

    Deceived(Program client, Lie lie) {
      this.client = client;
      this.lie = lie;
    }

    @Override
    public List<TableSpec> memory() {
      return client.memory();
    }

    @Override
    public Trap resume(UserContext user) {
      InvocationHandler door =
          (proxy, method, operands) -> {
            if (method.getName().equals("syscall")) {
              call = (Syscall) operands[0];
              first = (long) operands[1];
              second = (long) operands[2];
              numbers[call.ordinal()]++;
            }
            try {
              Object truth = method.invoke(user, operands);
              String question = method.getName() + (method.getName().equals("message") ? operands[0] : "");
              return lie.answer(question, truth, call, first, second, numbers[call.ordinal()]);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          };
      return client.resume(
          (UserContext) Proxy.newProxyInstance(UserContext.class.getClassLoader(), new Class<?>[] {UserContext.class}, door));
    }
  }

  private static List<String> run(Lie lie, boolean timed) {
    MachineConfig.Builder builder =
        MachineConfig.builder()
            .profile(MachineConfig.Profile.NEXUS)
            .endpoint(new MachineConfig.EndpointSpec("timed", 256))
            .endpoint(new MachineConfig.EndpointSpec(SelftestClient.NAME, 8));
    TimedConfig config = TimedConfig.builder(0).classFrom(ClassSource.REQUEST).owners(2).sleepers(2).build();
    builder.task(task("timed", new TimedService(config), -1));
    builder.task(task(SelftestClient.NAME, new Deceived(new SelftestClient(1, timed ? 0 : -1), lie), 1));
    HeldMachine held = HeldMachine.boot(builder.build());
    Machine machine = held.machine();
    List<String> lines = new ArrayList<>();
    machine.attach(
        new TraceSink() {
          @Override
          public long interest() {
            return EventKind.MARKER.bit();
          }

          @Override
          public void event(EventKind kind, long timeNs, long step, int hart, int pid, long one, long two, long three) {}

          @Override
          public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
            if (text.startsWith("SELFTEST: ")) {
              lines.add(text.substring("SELFTEST: ".length()));
            }
          }
        });
    held.runTo(1_000_000_000);
    return lines;
  }

  private static MachineConfig.TaskSpec task(String name, Program program, int port) {
    return new MachineConfig.TaskSpec(name, program, QosClass.NORMAL, null, 100, 0, name, true, 0, 0, port, List.of());
  }

  private static Object truth(
      String question, Object truth, Syscall call, long first, long second, int number) {
    return truth;
  }

  private static List<String> expected(String failing) {
    List<String> lines = new ArrayList<>();
    ALL.forEach(name -> lines.add(name + (name.equals(failing) ? " FAIL" : " ok")));
    lines.add("end");
    return lines;
  }

  @Test
  void everyProbeHolds() {
    assertThat(run(SelftestClientTest::truth, true)).isEqualTo(expected(""));
  }

  @Test
  void withoutTheTimerServiceItsProbeIsLeftOut() {
    List<String> lines = expected("");
    lines.remove("timed coalesce ok");
    assertThat(run(SelftestClientTest::truth, false)).isEqualTo(lines);
  }

  private static Arguments fault(String what, String marker, Lie lie) {
    return arguments(what, marker, lie);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("a task raises itself", "qos", (question, truth, call, first, second, number) ->
            question.equals("errno") && call == Syscall.QOS_SET && second == 2 ? (Object) 0 : truth),
        fault("a refused change is made", "qos", (question, truth, call, first, second, number) ->
            question.equals("result") && call == Syscall.QOS_GET && number == 2 ? (Object) 2L : truth),
        fault("a deadline is rounded down", "timed coalesce", (question, truth, call, first, second, number) ->
            question.equals("message2") && call == Syscall.CALL && number == 1 ? (Object) ((long) truth ^ 1) : truth),
        fault("a sleep ends early", "timed coalesce", (question, truth, call, first, second, number) ->
            question.equals("nowNs") && call == Syscall.CALL && number == 3 ? (Object) 0L : truth),
        fault("the 65th alarm is taken", "timed coalesce", (question, truth, call, first, second, number) ->
            question.equals("message0") && call == Syscall.CALL && number == 70 ? (Object) ((long) truth & ~(0xffL << 32)) : truth),
        fault("a yield comes back late", "ui runtime floor", (question, truth, call, first, second, number) ->
            question.equals("nowNs") && call == Syscall.YIELD ? (Object) ((long) truth + 251_000_000L * number) : truth),
        fault("a mask is not stored", "affinity applied", (question, truth, call, first, second, number) ->
            question.equals("result") && call == Syscall.SCHED && first == 0 ? (Object) 15L : truth),
        fault("a task wakes where it must not run", "affinity applied", (question, truth, call, first, second, number) ->
            question.equals("hart") ? (Object) 1 : truth),
        fault("shares are not stored", "qos shares ratio", (question, truth, call, first, second, number) ->
            question.equals("result") && call == Syscall.SCHED && first == 2 ? (Object) 100L : truth),
        fault("a word gets lost", "ipc payload roundtrip", (question, truth, call, first, second, number) ->
            question.equals("message3") && call == Syscall.RECV && number == 1 ? (Object) 0L : truth),
        fault("a wait has no end", "ipc deadline timeout", (question, truth, call, first, second, number) ->
            question.equals("errno") && call == Syscall.RECV && number == 2 ? (Object) Errno.EAGAIN.number() : truth),
        fault("messages overtake each other", "nexus-ipc kernel loopback", (question, truth, call, first, second, number) ->
            question.startsWith("message") && !question.equals("messageLength") && call == Syscall.RECV && number == 3
                ? (Object) ((long) truth + 11)
                : truth),
        fault("a sender takes another pid", "ipc sender pid", (question, truth, call, first, second, number) ->
            question.equals("sender") ? (Object) 1 : truth),
        fault("a sender takes another name", "ipc sender service_id", (question, truth, call, first, second, number) ->
            question.equals("senderService") ? (Object) 7L : truth),
        fault("one message of many is damaged", "ipc soak", (question, truth, call, first, second, number) ->
            question.equals("message1") && call == Syscall.RECV && number == 60 ? (Object) 0L : truth));
  }

  @ParameterizedTest(name = "{0}: no {1}")
  @MethodSource("faults")
  void aWrongAnswerFailsItsProbeAndNoOther(String what, String marker, Lie lie) {
    assertThat(run(lie, true)).as(what).isEqualTo(expected(marker));
  }

  @Test
  void everyProbeHasAWrongAnswerThatFailsIt() {
    assertThat(faults().map(fault -> (String) fault.get()[1]).distinct().toList()).isEqualTo(ALL);
  }
}
