// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Choice;
import dev.nxs.kernel.Chooser;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An owner computes, and cancels its alarm at the very instant at which it is due. All orders of that instant are
 * taken; in each the alarm has one outcome, and both outcomes are among them.
 */
class CancelRaceTest {
  private static final long DUE_NS = 5_000_000;
  private static final int TIMED = 1;
  private static final int OWNER = 2;
  private static final int MOST_RUNS = 100_000;
  private static final String CANCELLED = "cancelled OK, messages 0, expirations 0";
  private static final String CAME = "cancelled NOT_FOUND, messages 1, expirations 1";

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anAlarmHasOneOutcomeInEachOrderOfItsInstantAndBothOccur(int harts) {
    Set<String> outcomes = outcomes(harts, DUE_NS);
    assertThat(outcomes).containsExactlyInAnyOrder(CANCELLED, CAME);
  }

  @Test
  void anInstantEarlierItIsCancelledAndAnInstantLaterItHasComeInEachOrder() {
    assertThat(outcomes(2, DUE_NS - 1)).containsExactly(CANCELLED);
    assertThat(outcomes(2, DUE_NS + 1)).containsExactly(CAME);
  }

  /** What comes of all orders, each taken by a run of its own. */
  private static Set<String> outcomes(int harts, long cancelAtNs) {
    Set<String> outcomes = new TreeSet<>();
    Deque<List<Integer>> open = new ArrayDeque<>(List.of(List.of()));
    int runs = 0;
    while (!open.isEmpty()) {
      Path path = new Path(open.pop());
      outcomes.add(outcome(harts, cancelAtNs, path));
      for (int i = path.given.size(); i < path.counts.size(); i++) {
        for (int other = 1; other < path.counts.get(i); other++) {
          List<Integer> next = new ArrayList<>(path.given);
          while (next.size() < i) {
            next.add(0);
          }
          next.add(other);
          open.push(next);
        }
      }
      runs++;
      assertThat(runs).isLessThan(MOST_RUNS);
    }
    return outcomes;
  }

  private static String outcome(int harts, long cancelAtNs, Chooser chooser) {
    TimedConfig timed = TimedConfig.builder(0).build();
    MachineConfig.Builder builder = MachineConfig.builder().harts(harts);
    builder.endpoint(new MachineConfig.EndpointSpec("timed", 8));
    builder.endpoint(new MachineConfig.EndpointSpec("owner", 8));
    builder.task(task("timed", new TimedService(timed), 0, true, -1));
    builder.task(task("owner", new Owner(cancelAtNs), harts - 1, false, 1));
    HeldMachine held = HeldMachine.boot(builder.build());
    Machine machine = held.machine();
    machine.chooser(chooser);
    held.runOut();
    TimedView view = new TimedView(timed, word -> machine.view().memory(new Pid(TIMED), word));
    assertThat(view.liveTimers()).as("whatever came of it, the alarm is gone").isZero();
    long status = machine.view().memory(new Pid(OWNER), Owner.STATUS);
    return "cancelled " + TimedStatus.values()[(int) status] + ", messages "
        + machine.view().memory(new Pid(OWNER), Owner.MESSAGES) + ", expirations " + view.expirations();
  }

  private static MachineConfig.TaskSpec task(String name, Program program, int hart, boolean service, int port) {
    return new MachineConfig.TaskSpec(
        name, program, QosClass.PERFBURST, List.of(hart), 100, 0, name, service, 0, 0, port, List.of());
  }

  /** Takes the choices that it was given and then the first; remembers how many there were each time. */
  private static final class Path implements Chooser {
    private final List<Integer> given;
    private final List<Integer> counts = new ArrayList<>();

    Path(List<Integer> given) {
      this.given = given;
    }

    @Override
    public int choose(Choice what, int count) {
      int index = counts.size();
      counts.add(count);
      return index < given.size() ? given.get(index) : 0;
    }
  }

  /** Registers an alarm, computes, cancels it, and looks a millisecond later whether it has come all the same. */
  private static final class Owner implements Program {
    static final int STATUS = 1;
    static final int MESSAGES = 2;

    private static final List<TableSpec> MEMORY =
        List.of(
            new TableSpec("owner", 1, List.of(Column.exact("step"), Column.exact("status"), Column.exact("messages"))));

    private final long cancelAtNs;

    Owner(long cancelAtNs) {
      this.cancelAtNs = cancelAtNs;
    }

    @Override
    public List<TableSpec> memory() {
      return MEMORY;
    }

    @Override
    public Trap resume(UserContext user) {
      int step = (int) user.load(0);
      user.store(0, step + 1L);
      return switch (step) {
        case 0 ->
            request(user, TimedOp.REGISTER, TimedFrames.timerRequest(TimedOp.REGISTER, 1, user.qos(), DUE_NS));
        case 1 -> user.compute(cancelAtNs - user.nowNs());
        case 2 -> request(user, TimedOp.CANCEL, TimedFrames.cancelRequest(2, 1));
        case 3 -> {
          user.store(STATUS, TimedFrames.unpack(new long[] {user.message(0)}, 8)[4]);
          yield user.syscall(Syscall.SLEEP_UNTIL, DUE_NS + 1_000_000, 0, 0, 0);
        }
        case 4 -> take(user);
        default -> {
          if (user.errno() != Errno.OK.number()) {
            yield user.exit(0);
          }
          user.store(MESSAGES, user.load(MESSAGES) + 1);
          yield take(user);
        }
      };
    }

    private static Trap take(UserContext user) {
      return user.syscall(Syscall.RECV, user.portOf(user.pid()), 0, -1, 0);
    }

    private static Trap request(UserContext user, TimedOp op, long[] words) {
      for (int i = 0; i < words.length; i++) {
        user.setMessage(i, words[i]);
      }
      return user.syscall(Syscall.CALL, 0, Column.NEVER, op.requestLength(), 0);
    }
  }
}
