// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.sched.NexusScheduler;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.List;

/**
 * The kernel's tests of itself at boot, with the profile nexus: those of the reference that the model has a counterpart
 * of, in the reference's order. A marker is printed when its check held on the machine's own run queues, endpoints, timers
 * and interrupts, and the reference's FAIL line otherwise; boot goes on either way.
 *
 * <p>Two tasks and an endpoint that nobody else sees take part. What needs an interrupt waits for it: the tests go on in
 * steps of boot, with their place in the state. Behind them the queues are empty, the counters of interrupts zero, and the
 * two tasks have ended.
 */
final class NexusSelftests {
  /** Tasks that take part. */
  static final int PROBES = 2;

  private static final int DEPTH = 4;
  private static final int BOOT = 0;
  private static final int SECOND = 1;
  private static final int STRESS_ROUNDS = 25;
  private static final int BURST = 16;
  private static final int NORMAL = 1;
  private static final int INTERACTIVE = 2;
  private static final int EXIT_STATUS = 42;
  private static final long DUMMY = 0x7FFF_FF00L;

  // Places at which the tests go on once interrupts had their chance.
  private static final int START = 1;
  private static final int AFTER_MUTED = 2;
  private static final int AFTER_REQUEST = 3;
  private static final int AFTER_BURST = 4;
  private static final int STRESS = 5;

  private final Kernel kernel;
  private final int first;
  private final int second;
  private final int endpoint;

  NexusSelftests(Kernel kernel) {
    this.kernel = kernel;
    first = kernel.config.tasks().size() - 1;
    second = first + 1;
    endpoint = kernel.config.endpoints().size() - 1;
  }

  /** Adds the tasks and the endpoint that take part. */
  static void addProbes(MachineConfig.Builder builder) {
    builder.endpoint(new MachineConfig.EndpointSpec("selftest", DEPTH));
    int port = builder.endpoints();
    for (int i = 0; i < PROBES; i++) {
      builder.task(
          new MachineConfig.TaskSpec(
              "selftest " + i, new Probe(), QosClass.NORMAL, null, 100, Column.NEVER, "", false, 0, 0,
              i == 0 ? -1 : port - 1, List.of()));
    }
  }

  /** A task that is only ever moved about; it has nothing to do. */
  private static final class Probe implements Program {
    @Override
    public List<TableSpec> memory() {
      return List.of();
    }

    @Override
    public Trap resume(UserContext user) {
      return user.exit(0);
    }
  }

  /** Goes on with the tests; whether boot is to come back for more. */
  boolean proceed() {
    int place = kernel.tables.nexusMachine.at(0, NexusColumns.SELFTEST);
    kernel.tracer.hush(true);
    int next = run(place == 0 ? START : place);
    if (next == 0) {
      cleanUp();
    }
    kernel.tracer.hush(false);
    kernel.tables.nexusMachine.set(0, NexusColumns.SELFTEST, next);
    return next != 0;
  }

  private int run(int place) {
    return switch (place) {
      case START -> start();
      case AFTER_MUTED -> afterMuted();
      case AFTER_REQUEST -> afterRequest();
      case AFTER_BURST -> afterBurst();
      default -> afterStress(place - STRESS);
    };
  }

  private NexusRules rules() {
    return kernel.nexus();
  }

  private NexusQueues queues() {
    return rules().queues();
  }

  private NexusScheduler scheduler() {
    return (NexusScheduler) kernel.scheduler;
  }

  private void print(String text) {
    kernel.tracer.line(EventKind.MARKER, BOOT, 0, "KSELFTEST: " + text);
  }

  private void report(String name, boolean held) {
    print(name + (held ? " ok" : " FAIL"));
  }

  private int start() {
    spawn();
    ipc();
    affinityReject();
    abi();
    if (!kernel.scheduler.isOnline(SECOND)) {
      return last();
    }
    report("smp online", kernel.core.hart(SECOND, HartColumns.IDLE_SINCE) >= 0);
    return mute();
  }

  private void spawn() {
    boolean held = true;
    for (int pid = first; pid <= second; pid++) {
      int child = rules().spawn(BOOT, false);
      boolean inherits = rules().mask(child) == rules().mask(0) && kernel.core.task(child, TaskColumns.SHARES) == 100;
      boolean isSuspended = kernel.core.taskAt(child, TaskColumns.STATE) == TaskState.NEW.ordinal();
      held &= child == pid && inherits && isSuspended && rules().resume(child) == NexusRules.Resume.RESUMED;
    }
    // Both are queued in order, and the first is picked: it ran.
    held &= queues().length(BOOT, NORMAL) == PROBES && queues().schedule(BOOT) == first;
    report("spawn", held);
    rest(first);
    rest(second);
  }

  /** A probe waits for nothing in particular, and is in no queue. */
  private void rest(int probe) {
    kernel.core.setTask(probe, TaskColumns.STATE, TaskState.BLOCKED.ordinal());
    kernel.core.setTask(probe, TaskColumns.BLOCK, 0);
    kernel.core.setTask(probe, TaskColumns.WAIT_NEXT, 0);
    kernel.core.setTask(probe, TaskColumns.WAIT_PREVIOUS, 0);
    queues().purge(probe);
  }

  private boolean isReady(int probe) {
    return kernel.core.taskAt(probe, TaskColumns.STATE) == TaskState.READY.ordinal();
  }

  private int queued() {
    return kernel.tables.endpoints.at(endpoint, EndpointColumns.COUNT);
  }

  private boolean send(int from, long word) {
    kernel.core.setTask(from, TaskColumns.MESSAGE_0, word);
    return kernel.ipc.send(from, endpoint, Long.BYTES, 0, BOOT);
  }

  private boolean receive() {
    return kernel.ipc.receive(0, endpoint, -1, BOOT);
  }

  private void ipc() {
    boolean accepted = true;
    for (int i = 0; i < DEPTH; i++) {
      accepted &= send(0, i);
    }
    report("ipc queue full", accepted && !send(0, DEPTH) && queued() == DEPTH);
    drain();
    receiverOrder();
    senders();
    ownerExit();
    drain();
    kernel.core.setTask(0, TaskColumns.MESSAGE_0, 0);
  }

  private void drain() {
    while (queued() > 0 && receive()) {
      kernel.core.setTask(0, TaskColumns.MESSAGE_0, 0);
    }
  }

  private void receiverOrder() {
    kernel.ipc.awaitMessage(first, endpoint);
    kernel.ipc.awaitMessage(second, endpoint);
    boolean held = send(0, 7) && isReady(first) && !isReady(second);
    held &= send(0, 8) && isReady(second) && queued() == 0;
    held &= kernel.core.task(first, TaskColumns.MESSAGE_0) == 7 && kernel.core.task(second, TaskColumns.MESSAGE_0) == 8;
    report("ipc recv waiter fifo", held);
    forget();
  }

  /** Nobody waits at the endpoint, whatever the test came to. */
  private void forget() {
    kernel.tables.endpoints.set(endpoint, EndpointColumns.RECEIVERS, 0);
    kernel.tables.endpoints.set(endpoint, EndpointColumns.SENDERS, 0);
    rest(first);
    rest(second);
  }

  private void fillAndWait(int... probes) {
    while (queued() < DEPTH && send(0, 1)) {
      kernel.core.setTask(0, TaskColumns.MESSAGE_0, 1);
    }
    for (int probe : probes) {
      kernel.core.setTask(probe, TaskColumns.MESSAGE_0, probe);
      kernel.ipc.awaitRoom(probe, endpoint, Long.BYTES, 0);
    }
  }

  private void senders() {
    fillAndWait(first, second);
    receive();
    // Whoever was let in stands last in the endpoint now.
    boolean inOrder = lastWord() == first;
    receive();
    inOrder &= lastWord() == second;
    report("ipc send waiter fifo", inOrder);
    forget();
    drain();
    fillAndWait(first);
    boolean waited = !isReady(first) && receive();
    report("ipc send unblock", waited && isReady(first) && queued() == DEPTH);
    forget();
    drain();
  }

  private long lastWord() {
    int row = kernel.tables.firstMessage[endpoint] + Math.max(0, queued() - 1);
    return kernel.tables.messages.get(row, MessageColumns.WORD_0);
  }

  /** The endpoint is the second task's port: when that ends, who waits to send there is told. */
  private void ownerExit() {
    fillAndWait(first);
    kernel.core.setTask(first, TaskColumns.BLOCK, BlockReason.SEND.ordinal());
    kernel.core.setTask(first, TaskColumns.BLOCK_ON, endpoint);
    kernel.ipc.ownerGone(second, BOOT);
    boolean told = kernel.core.task(first, TaskColumns.ERRNO) == Errno.ESRCH.number();
    report("ipc owner-exit wakes", isReady(first) && told && queued() == 0);
    forget();
  }

  private long sched(int function, long value) {
    return kernel.nexusCalls.sched(first, function, 0, value);
  }

  private void affinityReject() {
    long before = rules().mask(first);
    int invalid = -Errno.EINVAL.number();
    long offline = (1L << NexusColumns.CPUS) - 1 & ~rules().online();
    boolean empty = sched(NexusCalls.AFFINITY_SET, 0) == invalid;
    boolean big = sched(NexusCalls.AFFINITY_SET, 1L << NexusColumns.CPUS) == invalid;
    boolean absent = offline == 0 || sched(NexusCalls.AFFINITY_SET, offline) == invalid;
    boolean held = empty && big && absent && rules().mask(first) == before;
    print(
        held
            ? "sched affinity reject ok"
            : "sched affinity reject FAIL empty=" + empty + " big=" + big + " offline=" + absent);
    rules().setMask(first, before);
  }

  /** The call for shares and affinity as it is, and what the classes that are set come to: the order in which a hart picks. */
  private void abi() {
    int invalid = -Errno.EINVAL.number();
    int refused = -Errno.EPERM.number();
    boolean shares =
        sched(NexusCalls.SHARES_SET, 0) == 1
            && sched(NexusCalls.SHARES_SET, 5_000) == 1_000
            && sched(NexusCalls.SHARES_GET, 0) == 1_000
            && sched(NexusCalls.SHARES_SET, 100) == 100;
    boolean others =
        sched(9, 0) == invalid && kernel.nexusCalls.sched(first, NexusCalls.AFFINITY_GET, second, 0) == refused;
    boolean affinity = sched(NexusCalls.AFFINITY_SET, 1) == 0 && sched(NexusCalls.AFFINITY_GET, 0) == 1;
    rules().setMask(first, rules().mask(0));
    report("sched abi", shares && others && affinity && picksByClass());
  }

  private boolean picksByClass() {
    boolean held = true;
    for (int qos = 0; qos < QosClass.values().length; qos++) {
      held &= queues().enqueue(BOOT, DUMMY + qos, qos) == NexusQueues.Push.QUEUED;
    }
    for (int qos = QosClass.values().length - 1; qos >= 0; qos--) {
      held &= queues().schedule(BOOT) == DUMMY + qos;
    }
    queues().reset(BOOT);
    return held;
  }

  private long counter(int column) {
    return kernel.core.hart(SECOND, column);
  }

  private void clearCounters() {
    int[] columns = {
      HartColumns.IPI_REQUESTS, HartColumns.IPI_SENT, HartColumns.IPI_COALESCED, HartColumns.IPI_REJECTED,
      HartColumns.IPI_TRAPS, HartColumns.IPI_ACKS
    };
    for (int hart = 0; hart < kernel.core.harts(); hart++) {
      for (int column : columns) {
        kernel.core.setHart(hart, column, 0);
      }
    }
  }

  private boolean request(int target) {
    return scheduler().request(target, BOOT);
  }

  /** Interrupts that are accepted and do not go out leave no trace but the request: the counters prove something. */
  private int mute() {
    clearCounters();
    kernel.tables.nexusMachine.set(0, NexusColumns.IPI_MUTED, 1);
    boolean accepted = request(SECOND);
    kernel.tables.nexusMachine.set(0, NexusColumns.IPI_MUTED, 0);
    if (!accepted) {
      clearCounters();
    }
    return AFTER_MUTED;
  }

  private int afterMuted() {
    boolean silent =
        counter(HartColumns.IPI_SENT) == 0 && counter(HartColumns.IPI_TRAPS) == 0 && counter(HartColumns.IPI_ACKS) == 0;
    boolean held = silent && counter(HartColumns.IPI_REQUESTS) > 0;
    report("ipi counterfactual", held);
    kernel.core.setHart(SECOND, HartColumns.IPI_PENDING, 0);
    clearCounters();
    request(SECOND);
    return AFTER_REQUEST;
  }

  private int afterRequest() {
    boolean held =
        counter(HartColumns.IPI_REQUESTS) > 0
            && counter(HartColumns.IPI_SENT) > 0
            && counter(HartColumns.IPI_TRAPS) > 0
            && counter(HartColumns.IPI_ACKS) > 0;
    print(
        held
            ? "ipi resched ok"
            : "ipi resched FAIL req=" + counter(HartColumns.IPI_REQUESTS) + " send=" + counter(HartColumns.IPI_SENT)
                + " trap=" + counter(HartColumns.IPI_TRAPS) + " ack=" + counter(HartColumns.IPI_ACKS));
    kernel.core.setHart(SECOND, HartColumns.IPI_PENDING, 0);
    clearCounters();
    report("test_reject_invalid_ipi_target_cpu", !request(NexusColumns.CPUS) && accepted() == 0);
    long offline = (1L << NexusColumns.CPUS) - 1 & ~rules().online();
    int absent = offline == 0 ? NexusColumns.CPUS : Long.numberOfTrailingZeros(offline);
    report("test_reject_offline_cpu_resched", !request(absent) && accepted() == 0);
    clearCounters();
    for (int i = 0; i < BURST; i++) {
      request(SECOND);
    }
    return AFTER_BURST;
  }

  /** Requests accepted and interrupts sent, on all harts. */
  private long accepted() {
    long sum = 0;
    for (int hart = 0; hart < kernel.core.harts(); hart++) {
      sum += kernel.core.hart(hart, HartColumns.IPI_REQUESTS) + kernel.core.hart(hart, HartColumns.IPI_SENT);
    }
    return sum;
  }

  private int afterBurst() {
    long requests = counter(HartColumns.IPI_REQUESTS);
    long sent = counter(HartColumns.IPI_SENT);
    long acks = counter(HartColumns.IPI_ACKS);
    boolean held = requests >= 1 && sent >= 1 && sent <= requests && acks >= 1;
    print(
        held ? "runtime ipi budget ok" : "runtime ipi budget FAIL accepted=" + requests + " sent=" + sent + " acked=" + acks);
    return stress(0);
  }

  private int stress(int round) {
    kernel.core.setHart(SECOND, HartColumns.IPI_PENDING, 0);
    clearCounters();
    if (!request(SECOND)) {
      print("runtime stress FAIL round=" + round + " (request rejected)");
      return last();
    }
    return STRESS + round;
  }

  private int afterStress(int round) {
    if (counter(HartColumns.IPI_ACKS) == 0) {
      print("runtime stress FAIL round=" + round + " (ipi ack missing)");
    } else if (round + 1 < STRESS_ROUNDS) {
      return stress(round + 1);
    } else {
      print("runtime stress ok");
    }
    stealing();
    return last();
  }

  private void stealing() {
    workStealing();
    report("edt arm", timersAreEarliestFirst());
    stealPark();
    resetQueues();
    push(SECOND, DUMMY, NORMAL);
    push(SECOND, DUMMY + 1, NORMAL);
    boolean one = queues().scheduleOrSteal(BOOT, rules().online()) == DUMMY && queues().length(SECOND) == 1;
    report("test_reject_steal_above_bound", one);
    resetQueues();
    push(SECOND, DUMMY, INTERACTIVE);
    boolean none = queues().takeVictim(BOOT, NORMAL, rules().online()) == NexusQueues.NONE;
    report("test_reject_steal_higher_qos", none && queues().length(SECOND, INTERACTIVE) == 1);
    resetQueues();
    long usable = 1L << SECOND;
    int clamped = rules().clamp(usable, BOOT);
    print(clamped == SECOND ? "sched affinity clamp ok" : "sched affinity clamp FAIL got=cpu" + clamped);
  }

  private void push(int cpu, long pid, int qos) {
    if (queues().enqueue(cpu, pid, qos) != NexusQueues.Push.QUEUED) {
      print("selftest queue FAIL cpu=" + cpu);
    }
  }

  private void resetQueues() {
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      queues().reset(cpu);
    }
  }

  /** One turn of the idle loop of hart 0, which has nothing to run, finds the task that is queued at hart 1. */
  private void workStealing() {
    resetQueues();
    long before = queues().steals();
    rules().setMask(first, rules().mask(0));
    push(SECOND, first, NORMAL);
    long picked = rules().pick(BOOT, rules().stealAtNs(BOOT));
    long steals = queues().steals() - before;
    boolean held = picked == first && steals > 0 && queues().length(SECOND) == 0 && rules().home(first) == BOOT;
    print(held ? "work stealing ok" : "work stealing FAIL picked=" + picked + " steals=" + steals);
    kernel.tables.nexusHarts.set(BOOT, NexusColumns.STEAL_AT, NexusRules.STEAL_INTERVAL_NS);
    resetQueues();
  }

  /** A timer that is armed later and due earlier fires first, and one that is disarmed never. */
  private boolean timersAreEarliestFirst() {
    long now = kernel.now();
    kernel.armTimer(first, now + 2_000_000);
    boolean held = kernel.timers.first() == first;
    kernel.armTimer(second, now + 1_000_000);
    held &= kernel.timers.first() == second && kernel.timers.nextNs() == now + 1_000_000;
    kernel.disarmTimer(second);
    held &= kernel.timers.first() == first && kernel.timers.nextNs() == now + 2_000_000;
    kernel.disarmTimer(first);
    return held;
  }

  /** A task that may run on hart 1 alone and is found at another hart goes to the front of its home's queue. */
  private void stealPark() {
    resetQueues();
    rules().setMask(first, 1L << SECOND);
    rules().setHome(first, SECOND);
    push(SECOND, first, NORMAL);
    push(SECOND, DUMMY, NORMAL);
    NexusQueues.Steal outcome = queues().steal(BOOT, QosClass.PERFBURST.wire(), rules().online(), rules().placement());
    int home = queues().length(SECOND, NORMAL);
    boolean held =
        outcome == NexusQueues.Steal.PARKED && home == 2 && queues().at(SECOND, NORMAL, 0) == first
            && queues().length(BOOT) == 0;
    print(held ? "steal park ok" : "steal park FAIL stolen=" + outcome + " home=" + home + " boot=" + queues().length(BOOT));
    rules().setMask(first, rules().mask(0));
  }

  /** The first task runs and ends while the second waits for that, as tasks do at any time: it learns how. */
  private int last() {
    resetQueues();
    push(BOOT, first, NORMAL);
    queues().schedule(BOOT);
    kernel.core.setTask(first, TaskColumns.STATE, TaskState.RUNNING.ordinal());
    kernel.core.setHart(BOOT, HartColumns.CURRENT, first);
    kernel.core.setHart(BOOT, HartColumns.SINCE, kernel.now());
    rest(second);
    kernel.core.setTask(second, TaskColumns.BLOCK, BlockReason.JOIN.ordinal());
    kernel.core.setTask(second, TaskColumns.BLOCK_ON, first);
    kernel.life.awaitEnd(second, first);
    boolean waited = !isReady(second);
    kernel.life.exit(BOOT, first, EXIT_STATUS);
    boolean ended = kernel.core.taskAt(first, TaskColumns.STATE) == TaskState.EXITED.ordinal();
    boolean gone = queues().current(BOOT) == NexusQueues.NONE && rules().wake(first) == NexusRules.Wake.NOT_BLOCKED;
    report("exit", ended && gone && rules().resume(first) == NexusRules.Resume.NOT_SUSPENDED);
    boolean told = isReady(second) && kernel.core.task(second, TaskColumns.RESULT) == EXIT_STATUS;
    report("wait", waited && told && kernel.life.join(first) == EXIT_STATUS);
    kernel.core.setHart(BOOT, HartColumns.LAST, 0);
    return 0;
  }

  private void cleanUp() {
    resetQueues();
    for (int probe = first; probe <= second; probe++) {
      kernel.tables.tasks.clear(probe);
      kernel.core.setTask(probe, TaskColumns.STATE, TaskState.EXITED.ordinal());
      kernel.core.setTask(probe, TaskColumns.TIMER_AT, Column.NEVER);
      kernel.core.setTask(probe, TaskColumns.RELEASE_AT, Column.NEVER);
    }
    clearCounters();
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      rules().forgetCaller(cpu);
      if (cpu < kernel.core.harts()) {
        kernel.core.setHart(cpu, HartColumns.IPI_PENDING, 0);
      }
    }
    kernel.tables.nexusMachine.set(0, NexusColumns.STEALS, 0);
  }
}
