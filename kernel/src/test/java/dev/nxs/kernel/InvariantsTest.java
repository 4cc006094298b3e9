// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.user.QosClass.IDLE;
import static dev.nxs.kernel.user.QosClass.PERFBURST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.state.BarrierColumns;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.EventColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Errno;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker of invariants finds what is broken, sentence by sentence; that it finds nothing else is shown by all other tests. */
final class InvariantsTest {
  private static final int RUNS = 1;
  private static final int FOR_MUTEX = 2;
  private static final int QUEUED = 3;
  private static final int SLEEPS = 4;
  private static final int FOR_EVENT = 7;
  private static final int JOINS = 9;
  private static final int SERVES = 10;
  private static final int CALLS = 11;
  private static final int PERIODIC = 12;

  /** Ways to break a machine, and what is said of it. */
  private record Case(Supplier<Machine> machine, String sentence, Consumer<Tables> breaks) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  /** A machine at rest between two steps, in which somebody does each of the things that tasks can wait in. */
  private static Machine machine() {
    Rig rig = new Rig(3);
    rig.builder.mutex(new MachineConfig.MutexSpec("m", MachineConfig.Protocol.INHERIT, 0));
    rig.builder.mutex(new MachineConfig.MutexSpec("top", MachineConfig.Protocol.CEILING, 3));
    rig.builder.endpoint(new MachineConfig.EndpointSpec("empty", 1).sentBy(List.of(SLEEPS)));
    rig.builder.endpoint(new MachineConfig.EndpointSpec("full", 1));
    rig.builder.endpoint(new MachineConfig.EndpointSpec("calls", 1));
    rig.builder.event(new MachineConfig.EventSpec("e", true));
    rig.builder.barrier(new MachineConfig.BarrierSpec("b", 2));
    rig.task("runs", new Script().lock(0).lock(1).compute(9 * MS).unlock(1).unlock(0), task -> task.on(0));
    rig.task("for mutex", new Script().lock(0).unlock(0), task -> task.start(MS).qos(PERFBURST).on(1));
    rig.task("queued", new Script().compute(MS), task -> task.start(MS).qos(IDLE).on(0));
    rig.task("sleeps", new Script().sleep(50 * MS), task -> task.on(1));
    rig.task("receives", new Script().receiveOrEnd(0, NEVER), task -> task.on(1));
    rig.task("sends", new Script().send(1, 1, NEVER).send(1, 2, NEVER), task -> task.on(1));
    rig.task("for event", new Script().waitFor(0, 30 * MS), task -> task.on(1));
    rig.task("arrived", new Script().arrive(0, NEVER), task -> task.on(1));
    rig.task("joins", new Script().join(SLEEPS, NEVER), task -> task.on(1));
    rig.task("serves", new Script().receive(2, NEVER).keepCaller().sleep(40 * MS), task -> task.on(1));
    rig.task("calls", new Script().call(2, 1, NEVER), task -> task.on(1));
    rig.task("periodic", new Script().nextPeriod().loop(), task -> task.on(1).period(10 * MS, 10 * MS));
    rig.task("spins", new Script().spin().loop(), task -> task.on(2));
    rig.run(2 * MS);
    return rig.machine();
  }

  private static Machine sorted() {
    Rig rig = new Rig(1);
    rig.builder.scheduler(BuiltInPolicy.FIXED_PRIORITY);
    for (int priority = 3; priority > 0; priority--) {
      int value = priority;
      rig.task("p" + priority, new Script().compute(MS), task -> task.priority(value));
    }
    rig.run(MS / 2);
    return rig.machine();
  }

  private static Machine full() {
    Rig rig = new Rig(1);
    rig.builder.queueCapacity(1);
    rig.task("runs", new Script().compute(9 * MS));
    rig.task("queued", new Script().compute(MS));
    rig.task("parked", new Script().compute(MS));
    rig.run(MS);
    return rig.machine();
  }

  private static Machine nexus() {
    Rig rig = new Rig(2);
    rig.builder.profile(MachineConfig.Profile.NEXUS).queueCapacity(2);
    rig.task("runs", new Script().compute(50 * MS), task -> task.on(0));
    rig.task("queued", new Script().compute(MS), task -> task.on(0).start(MS));
    rig.task("last", new Script().compute(MS), task -> task.on(0).start(MS));
    rig.run(2 * MS);
    return rig.machine();
  }

  private static Case rests(String sentence, Consumer<Tables> breaks) {
    return new Case(InvariantsTest::machine, sentence, breaks);
  }

  static Stream<Case> places() {
    return Stream.of(
        rests("task 3, READY, is in 0 places", tables -> {
          tables.harts.set(0, HartColumns.HEAD_0, 0);
          tables.harts.set(0, HartColumns.TAIL_0, 0);
          tables.harts.set(0, HartColumns.COUNT_0, 0);
          tables.harts.set(0, HartColumns.QUEUED, 0);
          tables.harts.set(0, HartColumns.LEVELS, 0);
        }),
        rests("task 3, READY, is in 2 places", tables -> tables.harts.set(0, HartColumns.CURRENT, QUEUED)),
        rests("hart 0 runs task 1, which is SLEEPING", tables -> state(tables, RUNS, TaskState.SLEEPING)),
        rests("task 3 is queued and RUNNING", tables -> state(tables, QUEUED, TaskState.RUNNING)),
        rests("task 3 is queued on hart 0, and its home is 1", tables -> tables.tasks.set(QUEUED, TaskColumns.HOME, 1)),
        rests("hart 0 runs task 1, whose home is 2", tables -> tables.tasks.set(RUNS, TaskColumns.HOME, 2)),
        rests("task 1 is on hart 0, where it must not run", tables -> tables.affinity.set(RUNS, 0, 2)),
        rests("task 3 is on hart 0, where it must not run", tables -> tables.affinity.set(QUEUED, 0, 2)),
        rests("hart 0 runs task 1 and is offline", tables -> tables.harts.set(0, HartColumns.HSM, 0)),
        rests("1 tasks are queued on hart 0, which is offline", tables -> tables.harts.set(0, HartColumns.HSM, 0)),
        rests("hart 0 runs task 1 and is idle", tables -> tables.harts.set(0, HartColumns.IDLE_SINCE, MS)),
        rests("hart 1 runs nothing, and something ends there",
            tables -> tables.harts.set(1, HartColumns.END_AT, 9 * MS)),
        rests("task 4, SLEEPING, waits for NONE", tables -> tables.tasks.set(SLEEPS, TaskColumns.BLOCK, 0)));
  }

  static Stream<Case> queues() {
    return Stream.of(
        rests("hart 0 counts 2 queued tasks, and has 1", tables -> tables.harts.set(0, HartColumns.QUEUED, 2)),
        rests("the levels of hart 0 are 1, and marked 3", tables -> tables.harts.set(0, HartColumns.LEVELS, 3)),
        rests("task 3 stands behind 0, and says 9", tables -> tables.tasks.set(QUEUED, TaskColumns.PREVIOUS, JOINS)),
        rests("task 3 is queued at level 0, and belongs to 4", tables -> tables.tasks.set(QUEUED, TaskColumns.QOS, 2)),
        rests("the tail of level 0 on hart 0 is 3, and marked 9", tables -> tables.harts.set(0, HartColumns.TAIL_0, JOINS)),
        rests("level 0 of hart 0 has 1 tasks, and counts 2", tables -> tables.harts.set(0, HartColumns.COUNT_0, 2)),
        new Case(InvariantsTest::sorted, "task 3 is queued behind 2, and of lower rank",
            tables -> tables.tasks.set(3, TaskColumns.RANK, Long.MIN_VALUE)),
        new Case(InvariantsTest::full, "2 tasks of class 1 are queued on hart 0, and there is room for 1", tables -> {
          tables.tasks.set(2, TaskColumns.NEXT, 3);
          tables.tasks.set(3, TaskColumns.PREVIOUS, 2);
          tables.harts.set(0, HartColumns.COUNT_0 + 2, 2);
        }),
        new Case(InvariantsTest::full, "1 tasks wait for room, and 0 are counted",
            tables -> tables.machine.set(0, MachineColumns.PARKED, 0)),
        rests("task 4 waits for room on hart 1, which is there", tables -> {
          tables.tasks.set(SLEEPS, TaskColumns.BLOCK, BlockReason.QUEUE.ordinal());
          tables.machine.set(0, MachineColumns.PARKED, 1);
        }),
        rests("a decision is left to make on hart 1", tables -> tables.harts.set(1, HartColumns.WISH, 1)),
        new Case(InvariantsTest::full, "task 2 waits on hart 0, which runs 1",
            tables -> tables.tasks.set(2, TaskColumns.QOS, 3)),
        rests("task 3 waits while hart 1 idles", tables -> tables.affinity.set(QUEUED, 0, 3)));
  }

  static Stream<Case> waits() {
    return Stream.of(
        rests("1 tasks wait for mutex 0, which nobody holds", tables -> tables.mutexes.set(0, MutexColumns.HOLDER, 0)),
        rests("mutex 0 is held by task 1, which is EXITED", tables -> state(tables, RUNS, TaskState.EXITED)),
        rests("task 2 waits for MUTEX in 0 lists", tables -> tables.mutexes.set(0, MutexColumns.WAITERS, 0)),
        rests("task 2 is listed for MUTEX 0, and waits for MUTEX 1",
            tables -> tables.tasks.set(FOR_MUTEX, TaskColumns.BLOCK_ON, 1)),
        rests("the mutexes that task 1 holds are not in order", tables -> {
          tables.tasks.set(RUNS, TaskColumns.HELD, 2);
          tables.mutexes.set(1, MutexColumns.NEXT_HELD, 1);
          tables.mutexes.set(0, MutexColumns.NEXT_HELD, 0);
        }),
        rests("task 1 lists mutex 1, which 4 holds", tables -> tables.mutexes.set(1, MutexColumns.HOLDER, SLEEPS)),
        rests("task 1 holds 2 mutexes, and lists 0", tables -> tables.tasks.set(RUNS, TaskColumns.HELD, 0)),
        rests("task 4 is under a ceiling and holds nothing", tables -> tables.tasks.set(SLEEPS, TaskColumns.CEILING, 2)),
        rests("task 1 has ended, and is lent urgency by 4", tables -> {
          state(tables, RUNS, TaskState.EXITED);
          tables.tasks.set(RUNS, TaskColumns.LENDER, SLEEPS);
        }),
        rests("task 1 is lent urgency by 3, which is READY", tables -> tables.tasks.set(RUNS, TaskColumns.LENDER, QUEUED)),
        rests("endpoint 0 has 2 messages, and room for 1",
            tables -> tables.endpoints.set(0, EndpointColumns.COUNT, 2)),
        rests("a free row of endpoint 0 is not empty", tables -> tables.messages.set(0, MessageColumns.WORD_0, 1)),
        rests("1 tasks wait for room in endpoint 1, which has some",
            tables -> tables.endpoints.set(1, EndpointColumns.COUNT, 0)),
        rests("task 5 waits at endpoint 0 for a message that is there",
            tables -> tables.endpoints.set(0, EndpointColumns.COUNT, 1)),
        rests("task 5 was not told that nobody is left to send to endpoint 0",
            tables -> tables.endpoints.set(0, EndpointColumns.SENDERS_LEFT, 0)),
        rests("task 6 waits for SEND in 0 lists", tables -> tables.endpoints.set(1, EndpointColumns.SENDERS, 0)),
        rests("event 0 keeps a signal, and 1 tasks wait for it",
            tables -> tables.events.set(0, EventColumns.SIGNALLED, 1)),
        rests("task 7 waits for EVENT in 0 lists", tables -> tables.events.set(0, EventColumns.WAITERS, 0)),
        rests("barrier 0 counts 0 parties, and 1 wait", tables -> tables.barriers.set(0, BarrierColumns.ARRIVED, 0)),
        rests("2 parties wait at barrier 0, which lets 2 go on",
            tables -> tables.barriers.set(0, BarrierColumns.ARRIVED, 2)),
        rests("task 8 waits for BARRIER in 0 lists", tables -> tables.barriers.set(0, BarrierColumns.WAITERS, 0)),
        rests("1 tasks wait for the end of task 4, which has come", tables -> state(tables, SLEEPS, TaskState.EXITED)),
        rests("task 9 waits for JOIN in 0 lists", tables -> tables.tasks.set(SLEEPS, TaskColumns.JOINERS, 0)),
        rests("task 10 serves 11, which waits for REPLY of 4", tables -> tables.tasks.set(CALLS, TaskColumns.SERVER, SLEEPS)),
        rests("task 11 waits for REPLY in 0 lists", tables -> tables.tasks.set(SERVES, TaskColumns.CALLERS, 0)));
  }

  static Stream<Case> times() {
    return Stream.of(
        rests("tasks used", tables -> tables.tasks.add(RUNS, TaskColumns.CPU, 5)),
        rests("tasks used", tables -> tables.machine.add(0, MachineColumns.FORGOTTEN_CPU, 5)),
        rests("hart 0 was busy for", tables -> tables.harts.set(0, HartColumns.BUSY, -1)),
        rests("hart 1 was busy for", tables -> tables.harts.set(1, HartColumns.BUSY, 90 * MS)),
        rests("hart 0 runs task 1, and its time counts from", tables -> tables.harts.set(0, HartColumns.SINCE, 3 * MS)),
        rests("hart 1 runs task 0, and its time counts from", tables -> tables.harts.set(1, HartColumns.SINCE, MS)),
        rests("task 1 has -1 ns left to compute", tables -> tables.tasks.set(RUNS, TaskColumns.REMAINING, -1)),
        rests("task 3 waited -1 ns", tables -> tables.tasks.set(QUEUED, TaskColumns.WAIT, -1)),
        rests("1 tasks spin, and 2 are counted", tables -> tables.machine.set(0, MachineColumns.SPINNERS, 2)),
        rests("task 3, READY, has a timer", tables -> tables.tasks.set(QUEUED, TaskColumns.TIMER_AT, 9 * MS)),
        rests("task 12 waits for its release without a timer",
            tables -> tables.tasks.set(PERIODIC, TaskColumns.TIMER_AT, NEVER)),
        rests("the timer of task 4 was due at 1000000 ns and has not fired",
            tables -> tables.tasks.set(SLEEPS, TaskColumns.TIMER_AT, MS)),
        rests("the timer of task 7 was due at 1000000 ns and has not fired",
            tables -> tables.tasks.set(FOR_EVENT, TaskColumns.TIMER_AT, MS)),
        rests("task 4 was to sleep until 50000000 ns", tables -> {
          tables.tasks.set(SLEEPS, TaskColumns.TIMER_AT, NEVER);
          tables.tasks.set(SLEEPS, TaskColumns.BLOCK, 0);
        }),
        rests("the wait of task 7 was to end at 30000000 ns", tables -> {
          tables.tasks.set(FOR_EVENT, TaskColumns.TIMER_AT, NEVER);
          tables.tasks.set(FOR_EVENT, TaskColumns.BLOCK, 0);
          tables.tasks.set(FOR_EVENT, TaskColumns.ERRNO, Errno.ETIMEDOUT.number());
        }),
        rests("the next timer is due at 5000000 ns, and expected at 10000000",
            tables -> tables.tasks.set(SLEEPS, TaskColumns.TIMER_AT, 5 * MS)),
        rests("a hart is due at 3000000 ns, and expected at 9000000",
            tables -> tables.harts.set(0, HartColumns.END_AT, 3 * MS)));
  }

  static Stream<Case> interrupts() {
    return Stream.of(
        rests("requests to hart 0 are not those sent", tables -> tables.harts.add(0, HartColumns.IPI_REQUESTS, 1)),
        rests("requests to hart 0 are not those sent", tables -> tables.harts.add(0, HartColumns.IPI_COALESCED, 1)),
        rests("hart 0 acknowledged 1 interrupts of 0 sent, 0 pending",
            tables -> tables.harts.add(0, HartColumns.IPI_ACKS, 1)),
        rests("an interrupt is on its way to hart 0 without being pending",
            tables -> tables.harts.set(0, HartColumns.IPI_AT, 9 * MS)),
        new Case(InvariantsTest::nexus, "requests to hart 1 are not those sent",
            tables -> tables.harts.add(1, HartColumns.IPI_SENT, 1)));
  }

  private static Case reference(String sentence, Consumer<Tables> breaks) {
    return new Case(InvariantsTest::nexus, sentence, breaks);
  }

  static Stream<Case> queuesOfTheReference() {
    int normal = NexusColumns.COUNT_0 + 1;
    return Stream.of(
        reference("task 2, READY, is in 2 places", tables -> tables.nexusEntries.set(1, 0, 2 + 1)),
        reference("task 3, READY, is in 0 places", tables -> {
          tables.nexusEntries.set(1, 0, 0);
          tables.nexusHarts.set(0, normal, 1);
        }),
        reference("3 tasks of class 1 are queued on hart 0, and there is room for 2",
            tables -> tables.nexusHarts.set(0, normal, 3)),
        reference("1 tasks are queued on hart 3, which is offline", tables -> tables.nexusHarts.set(3, normal, 1)),
        reference("hart 0 has an entry of pid 99, which does not exist", tables -> tables.nexusEntries.set(1, 0, 100)),
        reference("a free row of the run queues is not empty: 7", tables -> tables.nexusEntries.set(7, 0, 1)),
        reference("task 2 is queued and BLOCKED", tables -> state(tables, 2, TaskState.BLOCKED)),
        reference("task 2 is queued in class 1, and has class 3", tables -> tables.tasks.set(2, TaskColumns.QOS, 3)),
        reference("hart 0 runs task 1, and its scheduler says 2",
            tables -> tables.nexusHarts.set(0, NexusColumns.CURRENT, 2 + 1)),
        reference("hart 1 runs task 0, and its scheduler says 2",
            tables -> tables.nexusHarts.set(1, NexusColumns.CURRENT, 2 + 1)),
        reference("task 1 runs in class 1, and has another", tables -> tables.tasks.set(1, TaskColumns.QOS, 0)),
        reference("the timer of hart 0 ticks at 1000000 ns, which has passed",
            tables -> tables.nexusHarts.set(0, NexusColumns.TICK_AT, MS)),
        reference("the timer of hart 1 ticks, which idles",
            tables -> tables.nexusHarts.set(1, NexusColumns.TICK_AT, 9 * MS)),
        reference("hart 1 may look for work elsewhere at 0 ns already",
            tables -> tables.nexusHarts.set(1, NexusColumns.STEAL_AT, 0)));
  }

  private static void state(Tables tables, int task, TaskState state) {
    tables.tasks.set(task, TaskColumns.STATE, state.ordinal());
  }

  @ParameterizedTest
  @MethodSource({"places", "queues", "waits", "times", "interrupts", "queuesOfTheReference"})
  void findsWhatIsBroken(Case broken) {
    Machine machine = broken.machine().get();
    Invariants invariants = new Invariants(machine);
    assertThat(invariants.check()).isEmpty();
    broken.breaks().accept(machine.kernel().tables);
    assertThat(invariants.check()).as(invariants.dump()).anyMatch(found -> found.contains(broken.sentence()));
  }

  @Test
  void aMachineThatWasPutBackIsNotBroken() {
    Machine machine = machine();
    Snapshot before = machine.snapshot();
    Invariants invariants = new Invariants(machine);
    assertThat(machine.run(60 * MS, Long.MAX_VALUE)).isEqualTo(RunEnd.HORIZON);
    assertThat(invariants.check()).isEmpty();
    machine.restore(before);
    assertThat(invariants.check()).isNotEmpty();
    invariants.forget();
    assertThat(invariants.check()).isEmpty();
  }
}
