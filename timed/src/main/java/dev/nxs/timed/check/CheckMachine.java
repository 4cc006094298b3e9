// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.CoalescingPolicy;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A machine on which a policy decides: a timer service, and clients of all classes that ask for one alarm after the other.
 * What it delivers, and when, is all that is looked at.
 */
final class CheckMachine {
  /** Where snapshots are taken: before, at, between and behind the wakeups of any policy. */
  static final List<Long> PAUSES_NS = LongStream.rangeClosed(0, 50).mapToObj(number -> number * 1_250_000).toList();

  private static final int ENDPOINT = 0;
  private static final int CLIENTS = 8;
  private static final int PORT_DEPTH = 8;
  private static final long STEPS = 1_000_000;

  private final MachineConfig config;
  private final Machine machine;
  private final Deliveries deliveries = new Deliveries();
  private @Nullable Snapshot snapshot;
  private int before;

  private CheckMachine(MachineConfig config) {
    this.config = config;
    machine = Machine.boot(config);
    machine.attach(deliveries);
  }

  static CheckMachine boot(CoalescingPolicy policy) {
    TimedConfig timed =
        TimedConfig.builder(ENDPOINT).policy(policy).owners(CLIENTS).sleepers(CLIENTS).build();
    MachineConfig.Builder config = MachineConfig.builder().harts(2);
    config.endpoint(new MachineConfig.EndpointSpec("timed", CLIENTS));
    config.task(task("timed", new TimedService(timed), QosClass.PERFBURST, true, -1));
    for (int number = 0; number < CLIENTS; number++) {
      String name = "client" + number;
      config.endpoint(new MachineConfig.EndpointSpec(name, PORT_DEPTH));
      config.task(task(name, new Client(number), QosClass.values()[number % 4], false, 1 + number));
    }
    return new CheckMachine(config.build());
  }

  private static MachineConfig.TaskSpec task(String name, Program program, QosClass qos, boolean service, int port) {
    return new MachineConfig.TaskSpec(name, program, qos, null, 100, 0, name, service, 0, 0, port, List.of());
  }

  /** Another machine of the same configuration, and hence with the same policy. */
  CheckMachine again() {
    return new CheckMachine(config);
  }

  /** Runs to the end; what was delivered, in order. */
  List<String> run() {
    go(Column.NEVER - 1);
    return List.copyOf(deliveries.lines);
  }

  List<String> runWithASnapshotAt(long ns) {
    go(ns);
    snapshot = machine.snapshot();
    before = deliveries.lines.size();
    return run();
  }

  List<String> runFromThatSnapshot() {
    if (snapshot == null) {
      throw new IllegalStateException("no snapshot was taken");
    }
    machine.restore(snapshot);
    deliveries.lines.subList(before, deliveries.lines.size()).clear();
    return run();
  }

  private void go(long untilNs) {
    RunEnd end = machine.run(untilNs, STEPS);
    if (end == RunEnd.STEPS) {
      deliveries.lines.add("no end");
    }
  }

  /** Listens to what is delivered. */
  private static final class Deliveries implements TraceSink {
    private final List<String> lines = new ArrayList<>();

    @Override
    public long interest() {
      return EventKind.EXPIRE.bit();
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long id, long requestedNs, long latestNs) {
      lines.add("timer " + id + " of task " + pid + ", due at " + requestedNs + " ns, came at " + timeNs + " ns");
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}
  }

  /** Asks for an alarm, waits for it, and so on; distances grow and differ, so that windows are hit everywhere. */
  private static final class Client implements Program {
    private static final int STEP = 0;
    private static final int ALARMS = 12;
    private static final long DISTANCE_NS = 370_001;
    private static final List<TableSpec> MEMORY = List.of(new TableSpec("client", 1, List.of(Column.exact("step"))));

    private final int number;

    Client(int number) {
      this.number = number;
    }

    @Override
    public List<TableSpec> memory() {
      return MEMORY;
    }

    @Override
    public Trap resume(UserContext user) {
      long step = user.load(STEP);
      user.store(STEP, step + 1);
      if (step == 2 * ALARMS) {
        return user.exit(0);
      }
      if (step % 2 == 1) {
        boolean isRefused = TimedFrames.status(user.message(0)) != 0;
        return isRefused
            ? user.exit(1)
            : user.syscall(
                Syscall.RECV, user.portOf(user.pid()), Column.NEVER, TimedFrames.timerId(user.message(1)), 0);
      }
      long deadlineNs = user.nowNs() + (1 + (step * 7 + number * 3L) % 11) * DISTANCE_NS;
      long[] words = TimedFrames.timerRequest(TimedOp.REGISTER, 1, user.qos(), deadlineNs);
      for (int i = 0; i < words.length; i++) {
        user.setMessage(i, words[i]);
      }
      return user.syscall(Syscall.CALL, ENDPOINT, Column.NEVER, TimedOp.REGISTER.requestLength(), 0);
    }
  }
}
