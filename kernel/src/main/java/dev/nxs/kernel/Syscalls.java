// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.Faults;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.InjectedFault;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import java.util.Locale;

/** Handles the system calls of running tasks: checks operands in the order of the ABI, then acts or makes the task wait. */
final class Syscalls {
  private final Kernel kernel;
  private final CoreTables core;
  private final Context context;
  private final PlacementCalls placement;
  private final OwnCalls ownCalls;
  private final boolean bootHartOnly;

  Syscalls(Kernel kernel) {
    this.kernel = kernel;
    this.core = kernel.core;
    this.context = kernel.context;
    this.placement = new PlacementCalls(kernel, this);
    this.ownCalls = new OwnCalls(kernel);
    this.bootHartOnly = kernel.config.bootHartOnly();
  }

  /**
   * Handles the call that a task trapped with.
   *
   * @return whether the task goes on at once; if not it has left its hart, or offered it
   */
  boolean handle(int hart, int task) {
    Syscall call = context.call;
    long one = context.first;
    long two = context.second;
    kernel.tracer.event(EventKind.SYSCALL, hart, task, call.ordinal(), one, two);
    if (bootHartOnly && hart != 0 && task != 0 && needsRuntime(call)) {
      return failClosed(hart, task, call);
    }
    if (one >>> TaskLife.PID_BITS != 0 && namesTask(call)) {
      // The handle of a task whose row was used before; what names no task is for the checks of the call.
      int named = kernel.life.named(one);
      context.first = named == 0 ? one : named;
    }
    return switch (call) {
      case YIELD -> offer(hart, task);
      case MARK -> write(EventKind.MARKER, hart, task);
      case AUDIT -> write(EventKind.AUDIT, hart, task);
      case QOS_GET -> qosGet(hart, task);
      case QOS_SET -> qosSet(hart, task);
      case SLEEP_UNTIL -> sleep(hart, task);
      case NEXT_PERIOD -> nextPeriod(hart, task);
      case SEND -> send(hart, task);
      case RECV -> receive(hart, task);
      case CALL -> call(hart, task);
      case REPLY -> reply(hart, task);
      case EVENT_WAIT -> waitForEvent(hart, task);
      case EVENT_SIGNAL -> signal(hart, task);
      case EVENT_BROADCAST -> broadcast(hart, task);
      case START -> start(hart, task);
      case SCHED -> sched(hart, task);
      case LOCK -> lock(hart, task);
      case UNLOCK -> unlock(hart, task);
      case ARRIVE -> arrive(hart, task);
      case INJECT -> inject(hart, task);
      case SPAWN -> spawn(hart, task);
      case JOIN -> join(hart, task);
      case KILL -> kill(hart, task);
      case AFFINITY_GET -> placement.affinity(hart, task);
      case AFFINITY_SET -> placement.setAffinity(hart, task);
      case SHARES_GET -> placement.shares(hart, task);
      case SHARES_SET -> placement.setShares(hart, task);
      case HART_OFFLINE -> placement.offline(hart, task);
      case HART_ONLINE -> placement.online(hart, task);
      case OWN -> own(hart, task);
    };
  }

  /** A call of the configuration. */
  private boolean own(int hart, int task) {
    if (!ownCalls.exists(context.first)) {
      return fail(hart, task, Errno.ENOSYS);
    }
    Errno errno = ownCalls.call((int) context.first, task, hart);
    if (errno != Errno.OK) {
      return fail(hart, task, errno);
    }
    done(task, ownCalls.result());
    long atNs = ownCalls.wakeAtNs();
    if (atNs == Column.NEVER || !mayWait(task, atNs)) {
      return true;
    }
    kernel.block(hart, task, BlockReason.SLEEP, 0, atNs);
    return false;
  }

  /** Whether the first operand of a call is the handle of a task. */
  private static boolean namesTask(Syscall call) {
    return call == Syscall.QOS_GET
        || call == Syscall.QOS_SET
        || call == Syscall.AFFINITY_GET
        || call == Syscall.AFFINITY_SET
        || call == Syscall.SHARES_GET
        || call == Syscall.SHARES_SET;
  }

  /** Whether a call changes more of the kernel than its caller. */
  private static boolean needsRuntime(Syscall call) {
    return switch (call) {
      case YIELD, MARK, AUDIT, QOS_GET, SLEEP_UNTIL, NEXT_PERIOD, AFFINITY_GET, SHARES_GET -> false;
      case QOS_SET,
          SEND,
          RECV,
          CALL,
          REPLY,
          EVENT_WAIT,
          EVENT_SIGNAL,
          EVENT_BROADCAST,
          START,
          AFFINITY_SET,
          SHARES_SET,
          LOCK,
          UNLOCK,
          ARRIVE,
          INJECT,
          SPAWN,
          JOIN,
          KILL,
          SCHED,
          HART_OFFLINE,
          HART_ONLINE,
          OWN -> true;
    };
  }

  /** A hart without the handle of the trap runtime refuses the call and says so; nothing changes. */
  private boolean failClosed(int hart, int task, Syscall call) {
    if (kernel.tracer.wants(EventKind.MARKER)) {
      String line = "KTRAP: cpu" + hart + " has no trap runtime, refused " + call.name().toLowerCase(Locale.ROOT);
      kernel.tracer.line(EventKind.MARKER, hart, task, line);
    }
    return fail(hart, task, Errno.EPERM);
  }

  /** Tells that the call which a task waits in fails; only before the task is made ready. */
  void traceEndOfWait(int hart, int task, Errno errno) {
    traceFailure(hart, task, errno, callOfWait(task));
    if (errno == Errno.ETIMEDOUT && core.taskAt(task, TaskColumns.BLOCK) == BlockReason.SEND.ordinal()) {
      kernel.ipc.refused(core.taskAt(task, TaskColumns.BLOCK_ON), task, hart);
    }
  }

  private Syscall callOfWait(int task) {
    BlockReason reason = BlockReason.values()[core.taskAt(task, TaskColumns.BLOCK)];
    return switch (reason) {
      case RECEIVE -> Syscall.RECV;
      case SEND -> core.task(task, TaskColumns.PENDING_TOKEN) == 0 ? Syscall.SEND : Syscall.CALL;
      case REPLY -> Syscall.CALL;
      case EVENT -> Syscall.EVENT_WAIT;
      case MUTEX -> Syscall.LOCK;
      case BARRIER -> Syscall.ARRIVE;
      case JOIN -> Syscall.JOIN;
      case NONE, SLEEP, PERIOD, QUEUE -> throw new KernelPanic("a wait that cannot fail: reason=" + reason);
    };
  }

  private void traceFailure(int hart, int task, Errno errno, Syscall call) {
    kernel.tracer.event(EventKind.FAILS, hart, task, errno.number(), call.ordinal(), 0);
  }

  boolean done(int task, long result) {
    core.setTask(task, TaskColumns.RESULT, result);
    core.setTask(task, TaskColumns.ERRNO, 0);
    return true;
  }

  boolean fail(int hart, int task, Errno errno) {
    core.setTask(task, TaskColumns.RESULT, 0);
    core.setTask(task, TaskColumns.ERRNO, errno.number());
    traceFailure(hart, task, errno, context.call);
    return true;
  }

  /** The deadline lies in the future, so that waiting makes sense; an act of the world is no task that could. */
  private boolean mayWait(int task, long deadlineNs) {
    return task != 0 && deadlineNs > kernel.now();
  }

  private boolean failWithoutWaiting(int hart, int task, long deadlineNs) {
    // A deadline of the instant itself, or none, is a caller that does not want to wait.
    return fail(hart, task, deadlineNs >= kernel.now() || deadlineNs <= 0 ? Errno.EAGAIN : Errno.ETIMEDOUT);
  }

  private boolean offer(int hart, int task) {
    done(task, 0);
    if (task == 0) {
      return true;
    }
    core.setTask(task, TaskColumns.REMAINING, 0);
    kernel.clock.setEnd(hart, Column.NEVER);
    core.setHart(hart, dev.nxs.kernel.state.HartColumns.END_AT, Column.NEVER);
    kernel.scheduler.offerHart(hart);
    return false;
  }

  private boolean write(EventKind kind, int hart, int task) {
    if (context.first >= 0 && !kernel.pool.isText(context.first)) {
      return fail(hart, task, Errno.EINVAL);
    }
    Faults faults = kernel.faults;
    boolean torn = kind == EventKind.MARKER && faults != null && faults.takeTear();
    if (kernel.tracer.wants(kind)) {
      String text = context.takeText();
      int tear = torn ? text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2) : 0;
      if (tear > 0) {
        kernel.tracer.line(kind, hart, task, text.substring(0, tear));
      }
      kernel.tracer.line(kind, hart, task, text.substring(tear));
    }
    return done(task, 0);
  }

  boolean isTask(long pid) {
    return pid > 0 && pid < core.tasks();
  }

  private boolean qosGet(int hart, int task) {
    if (!isTask(context.first)) {
      return fail(hart, task, Errno.EINVAL);
    }
    return done(task, core.task((int) context.first, TaskColumns.QOS));
  }

  /** Sets a class; the order of the checks and every audit line are those of the ABI (docs/kernel.md, "Classes"). */
  private boolean qosSet(int hart, int task) {
    long target = context.first;
    long value = context.second;
    int before = kernel.qosRules.isTask(target) ? core.taskAt((int) target, TaskColumns.QOS) : 0;
    QosRules.Verdict verdict = kernel.qosRules.apply(task, target, value);
    if (verdict != QosRules.Verdict.BAD_OPERAND) {
      audit(hart, task, verdict, target, before, value);
    }
    if (verdict != QosRules.Verdict.PASSED) {
      return fail(hart, task, verdict.errno);
    }
    // Those that it waits for are as urgent as it is.
    kernel.lending.changed((int) target);
    kernel.tracer.event(EventKind.QOS_CHANGE, hart, (int) target, before, value, task);
    return done(task, 0);
  }

  private void audit(int hart, int task, QosRules.Verdict verdict, long target, int before, long wanted) {
    if (!kernel.tracer.wants(EventKind.AUDIT)) {
      return;
    }
    StringBuilder line = new StringBuilder(128);
    line.append("QOS-AUDIT decision=").append(verdict == QosRules.Verdict.PASSED ? "allow" : "deny");
    line.append(" reason=").append(verdict.reason);
    line.append(String.format(Locale.ROOT, " caller_sid=0x%016x", kernel.services[task]));
    line.append(" caller_pid=").append(task).append(" target_pid=").append(target);
    if (verdict.tellsClasses()) {
      line.append(" from=").append(label(before)).append(" to=").append(label(wanted));
    }
    kernel.tracer.line(EventKind.AUDIT, hart, task, line.toString());
  }

  private static String label(long qos) {
    QosClass known = QosClass.ofWire(qos);
    return known == null ? "?" : known.label();
  }

  private boolean sleep(int hart, int task) {
    if (!mayWait(task, context.first)) {
      return (task == 0 && context.first > kernel.now()) ? fail(hart, task, Errno.EPERM) : done(task, 0);
    }
    done(task, 0);
    kernel.block(hart, task, BlockReason.SLEEP, 0, context.first);
    return false;
  }

  /**
   * Ends a job and waits for the next release, on exactly start + k × period. A job that ends after its deadline is
   * counted; one that ends after its next release finds it passed and goes on at once.
   */
  private boolean nextPeriod(int hart, int task) {
    MachineConfig.TaskSpec spec = task == 0 ? null : kernel.config.tasks().get(task - 1);
    if (spec == null || spec.periodNs() == 0) {
      return fail(hart, task, Errno.EINVAL);
    }
    long releaseNs = core.task(task, TaskColumns.RELEASE_AT);
    long deadlineNs = Durations.later(releaseNs, spec.deadlineNs());
    if (kernel.now() > deadlineNs) {
      core.addTask(task, TaskColumns.MISSES, 1);
      kernel.tracer.event(EventKind.DEADLINE_MISS, hart, task, deadlineNs, 0, 0);
    }
    long nextNs = Durations.later(releaseNs, spec.periodNs());
    core.setTask(task, TaskColumns.RELEASE_AT, nextNs);
    done(task, 0);
    if (!mayWait(task, nextNs)) {
      // Its next job is due already, with a deadline of its own.
      kernel.scheduler.reorder(task);
      return true;
    }
    kernel.block(hart, task, BlockReason.PERIOD, 0, nextNs);
    return false;
  }

  private boolean isEndpoint(long endpoint) {
    return endpoint >= 0 && endpoint < kernel.tables.endpoints.rows();
  }

  /** A message of a task may be refused by a fault; services and the world are spared. */
  private boolean isFailedSend(int task) {
    Faults faults = kernel.faults;
    return faults != null && task > 0 && !kernel.config.tasks().get(task - 1).service() && faults.takeFailedSend();
  }

  private boolean send(int hart, int task) {
    if (!isEndpoint(context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    if (isFailedSend(task)) {
      return fail(hart, task, Errno.EAGAIN);
    }
    int endpoint = (int) context.first;
    if (kernel.ipc.isClosed(endpoint)) {
      return fail(hart, task, Errno.EPIPE);
    }
    if (kernel.ipc.send(task, endpoint, context.third, 0, hart)) {
      return done(task, 0);
    }
    if (!mayWait(task, context.second)) {
      kernel.ipc.refused(endpoint, task, hart);
      return failWithoutWaiting(hart, task, context.second);
    }
    kernel.ipc.awaitRoom(task, endpoint, context.third, 0);
    kernel.block(hart, task, BlockReason.SEND, endpoint, context.second);
    return false;
  }

  private boolean receive(int hart, int task) {
    if (!isEndpoint(context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    int endpoint = (int) context.first;
    if (kernel.ipc.receive(task, endpoint, context.third, hart)) {
      return done(task, core.task(task, TaskColumns.MESSAGE_0));
    }
    if (!mayWait(task, context.second)) {
      return failWithoutWaiting(hart, task, context.second);
    }
    if ((context.fourth & Syscall.TELL_END) != 0 && kernel.ipc.isOver(endpoint)) {
      return fail(hart, task, Errno.EPIPE);
    }
    core.setTask(task, TaskColumns.MATCH, context.third);
    core.setTask(task, TaskColumns.PURPOSE, context.fourth);
    kernel.ipc.awaitMessage(task, endpoint);
    kernel.block(hart, task, BlockReason.RECEIVE, endpoint, context.second);
    return false;
  }

  private boolean call(int hart, int task) {
    if (!isEndpoint(context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    if (task == 0) {
      return fail(hart, task, Errno.EPERM);
    }
    if (isFailedSend(task)) {
      return fail(hart, task, Errno.EAGAIN);
    }
    int endpoint = (int) context.first;
    if (kernel.ipc.isClosed(endpoint)) {
      return fail(hart, task, Errno.EPIPE);
    }
    long token = kernel.ipc.newToken(task);
    boolean sent = kernel.ipc.send(task, endpoint, context.third, token, hart);
    if (!sent && !mayWait(task, context.second)) {
      kernel.ipc.refused(endpoint, task, hart);
      return failWithoutWaiting(hart, task, context.second);
    }
    core.setTask(task, TaskColumns.PURPOSE, context.fourth);
    if (!sent) {
      kernel.ipc.awaitRoom(task, endpoint, context.third, token);
    }
    BlockReason reason = sent ? BlockReason.REPLY : BlockReason.SEND;
    boolean hasDeadline = !sent || (context.fourth & Syscall.ROOM_ONLY) == 0;
    kernel.block(hart, task, reason, endpoint, hasDeadline ? context.second : Column.NEVER);
    if (sent) {
      kernel.ipc.lend(task);
    }
    return false;
  }

  private boolean reply(int hart, int task) {
    if (!kernel.ipc.reply(task, context.first, context.second, hart)) {
      return fail(hart, task, Errno.ESRCH);
    }
    return done(task, 0);
  }

  private boolean isEvent(long event) {
    return event >= 0 && event < kernel.tables.events.rows();
  }

  private boolean waitForEvent(int hart, int task) {
    if (!isEvent(context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    int event = (int) context.first;
    if (kernel.ipc.takeSignal(event)) {
      return done(task, 0);
    }
    if (!mayWait(task, context.second)) {
      return fail(hart, task, Errno.ETIMEDOUT);
    }
    kernel.ipc.awaitSignal(task, event);
    kernel.block(hart, task, BlockReason.EVENT, event, context.second);
    return false;
  }

  private boolean signal(int hart, int task) {
    if (!isEvent(context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    kernel.ipc.signal((int) context.first, hart);
    return done(task, 0);
  }

  private boolean broadcast(int hart, int task) {
    if (!isEvent(context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    kernel.ipc.broadcast((int) context.first, hart);
    return done(task, 0);
  }

  private boolean start(int hart, int task) {
    if (!isTask(context.first) || !kernel.start((int) context.first, hart)) {
      return fail(hart, task, Errno.ESRCH);
    }
    return done(task, 0);
  }

  private boolean lock(int hart, int task) {
    if (!isIn(kernel.tables.mutexes, context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    int mutex = (int) context.first;
    int holder = kernel.locks.holder(mutex);
    // An act of the world is no task that could hold anything.
    if (task == 0 || holder == task || kernel.locks.isAboveCeiling(task, mutex)) {
      return fail(hart, task, Errno.EPERM);
    }
    if (holder == 0) {
      kernel.locks.take(task, mutex, hart);
      return done(task, 0);
    }
    if (!mayWait(task, context.second)) {
      return fail(hart, task, Errno.ETIMEDOUT);
    }
    kernel.block(hart, task, BlockReason.MUTEX, mutex, context.second);
    kernel.locks.awaitMutex(task, mutex);
    return false;
  }

  private boolean unlock(int hart, int task) {
    if (!isIn(kernel.tables.mutexes, context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    int mutex = (int) context.first;
    if (task == 0 || kernel.locks.holder(mutex) != task) {
      return fail(hart, task, Errno.EPERM);
    }
    kernel.locks.release(task, mutex, hart);
    return done(task, 0);
  }

  private boolean arrive(int hart, int task) {
    if (!isIn(kernel.tables.barriers, context.first)) {
      return fail(hart, task, Errno.ESRCH);
    }
    int barrier = (int) context.first;
    if (task == 0) {
      return fail(hart, task, Errno.EPERM);
    }
    if (kernel.locks.arrive(barrier, hart)) {
      return done(task, 0);
    }
    if (!mayWait(task, context.second)) {
      return fail(hart, task, Errno.ETIMEDOUT);
    }
    kernel.locks.awaitParties(task, barrier);
    kernel.block(hart, task, BlockReason.BARRIER, barrier, context.second);
    return false;
  }

  private boolean spawn(int hart, int task) {
    long pool = context.first;
    if (task == 0 || pool < 0 || pool >= kernel.config.spawns().size()) {
      return fail(hart, task, Errno.ESRCH);
    }
    int own = core.taskAt(task, TaskColumns.QOS);
    long wanted = context.second < 0 ? own : context.second;
    boolean isNamed = context.third == -1 || kernel.pool.isText(context.third);
    if (QosClass.ofWire(wanted) == null || !isNamed || !kernel.pool.isList(context.fourth)) {
      return fail(hart, task, Errno.EINVAL);
    }
    if (wanted > own && !kernel.qosRules.isPrivileged(task)) {
      // The task that it is about does not exist, and never will.
      audit(hart, task, QosRules.Verdict.ESCALATION, 0, own, wanted);
      return fail(hart, task, Errno.EPERM);
    }
    int row = kernel.life.findRow((int) pool);
    if (row == 0) {
      return fail(hart, task, Errno.ENOSPC);
    }
    if (kernel.pool.length(context.fourth) > kernel.tables.memoryWords[row]) {
      return fail(hart, task, Errno.EINVAL);
    }
    kernel.life.spawn(row, task, (int) wanted, context.third, context.fourth, hart);
    return done(task, kernel.life.handle(row));
  }

  private boolean join(int hart, int task) {
    int other = kernel.life.named(context.first);
    if (other == 0) {
      return fail(hart, task, Errno.ESRCH);
    }
    // Nobody, and no act of the world, waits for its own end.
    if (task == 0 || other == task) {
      return fail(hart, task, Errno.EINVAL);
    }
    if (core.taskAt(other, TaskColumns.STATE) == TaskState.EXITED.ordinal()) {
      return done(task, kernel.life.join(other));
    }
    if (!mayWait(task, context.second)) {
      return fail(hart, task, Errno.ETIMEDOUT);
    }
    kernel.life.awaitEnd(task, other);
    kernel.block(hart, task, BlockReason.JOIN, other, context.second);
    return false;
  }

  private boolean kill(int hart, int task) {
    int other = kernel.life.named(context.first);
    if (other == 0) {
      return fail(hart, task, Errno.ESRCH);
    }
    boolean isChild = task != 0 && core.taskAt(other, TaskColumns.PARENT) == task;
    if (other == task || (!isChild && !kernel.qosRules.isPrivileged(task))) {
      return fail(hart, task, Errno.EPERM);
    }
    if (core.taskAt(other, TaskColumns.STATE) == TaskState.EXITED.ordinal()) {
      return fail(hart, task, Errno.ESRCH);
    }
    kernel.life.kill(other, hart);
    return done(task, 0);
  }

  private static boolean isIn(StateTable table, long row) {
    return row >= 0 && row < table.rows();
  }

  private boolean inject(int hart, int task) {
    Faults faults = kernel.faults;
    if (task != 0 || faults == null) {
      return fail(hart, task, Errno.EPERM);
    }
    if (context.first < 0 || context.first >= InjectedFault.values().length) {
      return fail(hart, task, Errno.EINVAL);
    }
    long operand = context.second;
    switch (InjectedFault.values()[(int) context.first]) {
      case DROP_IPI -> {
        if (!isHart(operand)) {
          return fail(hart, task, Errno.EINVAL);
        }
        faults.dropIpi((int) operand);
      }
      case DELAY_TIMER -> {
        if (operand <= 0) {
          return fail(hart, task, Errno.EINVAL);
        }
        faults.delayTimer(operand);
      }
      case SPURIOUS_IPI -> {
        if (!isHart(operand) || !kernel.scheduler.isOnline((int) operand)) {
          return fail(hart, task, Errno.EINVAL);
        }
        kernel.scheduler.takeIpi((int) operand);
      }
      case TORN_UART -> faults.tearLine();
      case FAIL_SEND -> faults.failSend();
    }
    return done(task, 0);
  }

  private boolean isHart(long hart) {
    return hart >= 0 && hart < kernel.config.harts();
  }

  private boolean sched(int hart, int task) {
    if (kernel.config.profile() != MachineConfig.Profile.NEXUS) {
      return fail(hart, task, Errno.ENOSYS);
    }
    long result = kernel.nexusCalls.sched(task, context.first, context.second, context.third);
    if (result >= 0) {
      return done(task, result);
    }
    Errno errno = Errno.ofNumber(-result);
    return fail(hart, task, errno == null ? Errno.EINVAL : errno);
  }
}
