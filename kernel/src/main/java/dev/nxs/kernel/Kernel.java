// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.HartClock;
import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.sched.TimerHeap;
import dev.nxs.kernel.sched.Tracer;
import dev.nxs.kernel.state.ActColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.ValuePool;

/**
 * The machine's engine: finds the next event, delivers it, runs the code that follows from it, and lets the scheduler
 * decide when nothing else is left at the instant.
 *
 * <p>What happens at one instant goes in this order: computations that end, by hart; interrupts, by hart; timers, by
 * deadline and then by the order of arming; acts of the scenario, in file order; then the decisions, by hart. A task that
 * is dispatched continues as if a computation of it had just ended, so code runs in one place only.
 */
final class Kernel {
  /** Cost of an interrupt between harts. */
  static final long IPI_COST_NS = 0;

  final MachineConfig config;
  final Tables tables;
  final Tracer tracer;
  final HartClock clock;
  final TimerHeap timers;
  final Scheduler scheduler;
  final Context context;
  /** The door of programs that only observe, which listeners may use while a task's code is under way. */
  final Context observing;
  final ValuePool pool;
  final Ipc ipc;
  final Syscalls syscalls;
  private final BootSequence boot;
  private final Program[] programs;
  final long[] services;
  private long nextActNs;

  Kernel(MachineConfig config) {
    this.config = config;
    tables = new Tables(config);
    pool = config.values().copy();
    int rows = tables.tasks.rows();
    programs = new Program[rows];
    services = new long[rows];
    int[] ports = new int[rows];
    boolean[] ahead = new boolean[rows];
    // Acts of the scenario speak with the authority of execd, which sets up tasks in the reference.
    services[0] = ServiceId.of("execd").value();
    ports[0] = -1;
    for (int pid = 1; pid < rows; pid++) {
      MachineConfig.TaskSpec spec = config.tasks().get(pid - 1);
      programs[pid] = spec.program();
      services[pid] = spec.identity().isEmpty() ? 0 : ServiceId.of(spec.identity()).value();
      ports[pid] = spec.port();
      ahead[pid] = spec.service();
    }
    tracer = new Tracer(tables.machine);
    clock = new HartClock(config.harts());
    timers = new TimerHeap(rows);
    scheduler =
        new Scheduler(
            tables.machine,
            tables.harts,
            tables.tasks,
            tables.affinity,
            clock,
            tracer,
            ahead,
            config.timesliceNs(),
            config.queueCapacity(),
            config.steal());
    context = new Context(tables, tracer, pool, ports);
    observing = new Context(tables, tracer, pool, ports);
    ipc = new Ipc(this);
    syscalls = new Syscalls(this);
    boot = new BootSequence(this);
    initialise();
  }

  private void initialise() {
    tables.machine.set(0, MachineColumns.RANDOM, config.seed());
    tables.machine.set(0, MachineColumns.BOOT_AT, Column.NEVER);
    for (int hart = 0; hart < config.harts(); hart++) {
      tables.harts.set(hart, HartColumns.END_AT, Column.NEVER);
      tables.harts.set(hart, HartColumns.SLICE_END, Column.NEVER);
      tables.harts.set(hart, HartColumns.SINCE, Column.NEVER);
      tables.harts.set(hart, HartColumns.IPI_AT, Column.NEVER);
      tables.harts.set(hart, HartColumns.IDLE_SINCE, -1);
    }
    tables.tasks.set(0, TaskColumns.TIMER_AT, Column.NEVER);
    int cursor = 0;
    for (int pid = 1; pid < tables.tasks.rows(); pid++) {
      MachineConfig.TaskSpec spec = config.tasks().get(pid - 1);
      tables.tasks.set(pid, TaskColumns.QOS, spec.qos().wire());
      tables.tasks.set(pid, TaskColumns.SHARES, spec.shares());
      tables.tasks.set(pid, TaskColumns.TIMER_AT, Column.NEVER);
      tables.tasks.set(pid, TaskColumns.MATCH, -1);
      for (int hart = 0; hart < config.harts(); hart++) {
        if (spec.affinity() == null || spec.affinity().contains(hart)) {
          tables.affinity.set(pid, hart >>> 6, tables.affinity.get(pid, hart >>> 6) | 1L << hart);
        }
      }
      int home = 0;
      if (!spec.service()) {
        // Round robin over the harts that the task may run on, in order of declaration; services stand apart.
        home = cursor % config.harts();
        while (!scheduler.allows(pid, home)) {
          home = (home + 1) % config.harts();
        }
        cursor = home + 1;
      }
      tables.tasks.set(pid, TaskColumns.HOME, home);
      for (int i = 0; i < spec.arguments().size(); i++) {
        tables.words[tables.memoryBase[pid] + i] = spec.arguments().get(i);
      }
    }
    for (int act = 0; act < config.acts().size(); act++) {
      tables.acts.set(act, ActColumns.NEXT_AT, config.acts().get(act).atNs());
    }
    findNextAct();
    boot.start();
  }

  /** All harts that will come are there: the declared tasks may start. */
  void startTasks() {
    for (int pid = 1; pid < tables.tasks.rows(); pid++) {
      long startNs = config.tasks().get(pid - 1).startNs();
      if (startNs != Column.NEVER) {
        armTimer(pid, Math.max(startNs, now()));
      }
    }
  }

  /** When something happens next; {@link Column#NEVER} if nothing ever will. */
  long nextEventNs() {
    long next = Math.min(clock.nextNs(), timers.nextNs());
    next = Math.min(next, nextActNs);
    next = Math.min(next, tables.machine.get(0, MachineColumns.BOOT_AT));
    // Wishes that are left (right after boot) are acted on at this instant.
    return next == Column.NEVER && scheduler.hasWishes() && hasUrgentWish() ? now() : next;
  }

  private boolean hasUrgentWish() {
    for (int hart = 0; hart < config.harts(); hart++) {
      if (tables.harts.at(hart, HartColumns.WISH) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes the next step, at the instant that {@link #nextEventNs()} told. */
  void step(long next) {
    tables.machine.set(0, MachineColumns.NOW, next);
    tables.machine.add(0, MachineColumns.STEP, 1);
    deliver(next);
    if (nextOfInstant() > next) {
      settle(next);
    }
  }

  private void deliver(long now) {
    if (clock.nextNs() == now) {
      int source = clock.first();
      if (source < config.harts()) {
        endOfComputation(source);
      } else {
        scheduler.takeIpi(source - config.harts());
      }
    } else if (timers.nextNs() == now) {
      timerFires(timers.first());
    } else if (tables.machine.get(0, MachineColumns.BOOT_AT) == now) {
      boot.proceed();
    } else if (nextActNs == now) {
      act();
    }
    tables.machine.set(0, MachineColumns.CHANGED, 1);
  }

  private long nextOfInstant() {
    long next = Math.min(clock.nextNs(), timers.nextNs());
    return Math.min(Math.min(next, nextActNs), tables.machine.get(0, MachineColumns.BOOT_AT));
  }

  /** Nothing else is left at the instant: decisions, and then a look around for those who spin. */
  private void settle(long now) {
    if (scheduler.hasWishes()) {
      scheduler.decide();
    }
    while (tables.machine.get(0, MachineColumns.SPINNERS) > 0
        && nextOfInstant() > now
        && tables.machine.get(0, MachineColumns.CHANGED) != 0) {
      tables.machine.set(0, MachineColumns.CHANGED, 0);
      for (int hart = 0; hart < config.harts(); hart++) {
        int task = tables.harts.at(hart, HartColumns.CURRENT);
        if (task != 0 && tables.tasks.at(task, TaskColumns.SPINNING) != 0) {
          lookAround(hart, task);
        }
      }
      if (scheduler.hasWishes()) {
        scheduler.decide();
      }
    }
  }

  /** A spinning task looks whether what it waits for has come. */
  private void lookAround(int hart, int task) {
    scheduler.account(hart);
    setSpinning(task, 0);
    runCode(hart, task);
    if (tables.tasks.at(task, TaskColumns.SPINNING) == 0) {
      tables.machine.set(0, MachineColumns.CHANGED, 1);
    }
  }

  private void endOfComputation(int hart) {
    scheduler.account(hart);
    int task = tables.harts.at(hart, HartColumns.CURRENT);
    if (tables.tasks.get(task, TaskColumns.REMAINING) > 0 || isSpinning(task)) {
      // The slice ends, and the computation goes on.
      scheduler.wish(hart);
      tables.harts.set(hart, HartColumns.END_AT, Column.NEVER);
      clock.setEnd(hart, Column.NEVER);
    } else {
      runCode(hart, task);
    }
  }

  private void setSpinning(int task, int spinning) {
    tables.machine.add(0, MachineColumns.SPINNERS, spinning - tables.tasks.get(task, TaskColumns.SPINNING));
    tables.tasks.set(task, TaskColumns.SPINNING, spinning);
  }

  private boolean isSpinning(int task) {
    return tables.tasks.at(task, TaskColumns.SPINNING) != 0;
  }

  /** Runs a task's code until time is to pass, or the task gives up its hart. */
  private void runCode(int hart, int task) {
    context.enter(task, hart);
    Program program = programs[task];
    while (true) {
      Trap trap = program.resume(context);
      switch (trap) {
        case SYSCALL -> {
          if (!context.takeStep()) {
            stop(hart, task, Fault.LIVELOCK, 0, 0, 0);
            return;
          }
          if (!syscalls.handle(hart, task)) {
            context.leave();
            return;
          }
        }
        case COMPUTE -> {
          if (context.durationNs > 0) {
            tables.tasks.set(task, TaskColumns.REMAINING, context.durationNs);
            context.leave();
            scheduler.resume(hart, task);
            return;
          }
          if (!context.takeStep()) {
            stop(hart, task, Fault.LIVELOCK, 0, 0, 0);
            return;
          }
        }
        case SPIN -> {
          setSpinning(task, 1);
          context.leave();
          scheduler.resume(hart, task);
          return;
        }
        case EXIT -> {
          context.leave();
          exit(hart, task, context.exitCode);
          return;
        }
        case FAULT -> {
          stop(hart, task, context.fault, context.site, context.first, context.second);
          return;
        }
      }
    }
  }

  private void stop(int hart, int task, Fault fault, int site, long first, long second) {
    context.leave();
    traceFault(hart, task, fault, site, first, second);
    exit(hart, task, -1);
  }

  private void traceFault(int hart, int task, Fault fault, int site, long first, long second) {
    tracer.event(EventKind.FAULT, hart, task, fault.ordinal() | (long) site << 8, first, second);
  }

  private void exit(int hart, int task, long code) {
    tables.tasks.set(task, TaskColumns.STATE, TaskState.EXITED.ordinal());
    tables.tasks.set(task, TaskColumns.EXIT_CODE, code);
    scheduler.leave(hart);
    tables.tasks.set(task, TaskColumns.REMAINING, 0);
    tracer.event(EventKind.EXIT, hart, task, code, 0, 0);
    ipc.ownerGone(task, hart);
    tellExit(hart, task);
  }

  /** Tells the service that keeps timers for tasks. Where its endpoint is full it finds out at the next delivery. */
  private void tellExit(int hart, int task) {
    if (config.exitNotices() >= 0 && config.tasks().get(task - 1).port() >= 0) {
      tables.tasks.set(0, TaskColumns.MESSAGE_0, task);
      boolean told = ipc.send(0, config.exitNotices(), Long.BYTES, 0, hart);
      tables.tasks.set(0, TaskColumns.MESSAGE_0, 0);
      if (told) {
        tables.machine.set(0, MachineColumns.CHANGED, 1);
      }
    }
  }

  /** The running task of a hart waits. */
  void block(int hart, int task, BlockReason reason, long on, long untilNs) {
    boolean forTime =
        reason == BlockReason.SLEEP || reason == BlockReason.PERIOD || tables.tasks.at(task, TaskColumns.PURPOSE) > 0;
    tables.tasks.set(task, TaskColumns.STATE, (forTime ? TaskState.SLEEPING : TaskState.BLOCKED).ordinal());
    tables.tasks.set(task, TaskColumns.BLOCK, reason.ordinal());
    tables.tasks.set(task, TaskColumns.BLOCK_ON, on);
    scheduler.leave(hart);
    if (untilNs != Column.NEVER) {
      armTimer(task, untilNs);
    }
    tracer.event(EventKind.BLOCK, hart, task, reason.ordinal(), on, untilNs);
  }

  /** Makes a task ready that waited, with the outcome of its system call. */
  void unblock(int task, Errno errno, long result, int byHart) {
    disarmTimer(task);
    tables.tasks.set(task, TaskColumns.RESULT, result);
    tables.tasks.set(task, TaskColumns.ERRNO, errno.number());
    tables.tasks.set(task, TaskColumns.BLOCK_ON, 0);
    tables.tasks.set(task, TaskColumns.PURPOSE, 0);
    tables.tasks.set(task, TaskColumns.MATCH, -1);
    scheduler.wake(task, byHart, IPI_COST_NS);
  }

  void armTimer(int task, long deadlineNs) {
    long sequence = tables.machine.get(0, MachineColumns.TIMER_SEQUENCE) + 1;
    tables.machine.set(0, MachineColumns.TIMER_SEQUENCE, sequence);
    long atNs = Math.max(deadlineNs, now());
    tables.tasks.set(task, TaskColumns.TIMER_AT, atNs);
    tables.tasks.set(task, TaskColumns.TIMER_SEQUENCE, sequence);
    timers.add(task, atNs, sequence);
  }

  private void disarmTimer(int task) {
    if (tables.tasks.get(task, TaskColumns.TIMER_AT) != Column.NEVER) {
      tables.tasks.set(task, TaskColumns.TIMER_AT, Column.NEVER);
      tables.tasks.set(task, TaskColumns.TIMER_SEQUENCE, 0);
      timers.remove(task);
    }
  }

  /** A kernel timer fires on the home hart of its task, so waking it needs no interrupt. */
  private void timerFires(int task) {
    int home = scheduler.clampHome(task);
    int block = tables.tasks.at(task, TaskColumns.BLOCK);
    long dueNs = tables.tasks.get(task, TaskColumns.TIMER_AT);
    if (tables.tasks.at(task, TaskColumns.STATE) == TaskState.NEW.ordinal()) {
      tables.tasks.set(task, TaskColumns.RELEASE_AT, now());
      unblock(task, Errno.OK, 0, home);
    } else if (block == BlockReason.SLEEP.ordinal()) {
      tables.machine.add(0, MachineColumns.EXPIRATIONS, 1);
      tracer.event(EventKind.EXPIRE, home, task, 0, dueNs, dueNs);
      unblock(task, Errno.OK, 0, home);
    } else if (block == BlockReason.PERIOD.ordinal()) {
      unblock(task, Errno.OK, 0, home);
    } else {
      syscalls.traceEndOfWait(home, task, Errno.ETIMEDOUT);
      ipc.withdraw(task);
      unblock(task, Errno.ETIMEDOUT, 0, home);
    }
  }

  /** Starts a task that has not started yet; false for any other. */
  boolean start(int task, int byHart) {
    if (tables.tasks.at(task, TaskColumns.STATE) != TaskState.NEW.ordinal()) {
      return false;
    }
    tables.tasks.set(task, TaskColumns.RELEASE_AT, now());
    unblock(task, Errno.OK, 0, byHart);
    return true;
  }

  /** An act happens at this instant, whatever it was planned for, and as often as it was fired. */
  void fire(int act) {
    tables.acts.add(act, ActColumns.FIRED, 1);
    tables.acts.set(act, ActColumns.NEXT_AT, now());
    findNextAct();
  }

  private void act() {
    int act = 0;
    while (tables.acts.get(act, ActColumns.NEXT_AT) != nextActNs) {
      act++;
    }
    MachineConfig.ActSpec spec = config.acts().get(act);
    tables.acts.set(act, ActColumns.NEXT_AT, nextOccurrence(act, spec));
    findNextAct();
    context.clearActMemory();
    context.enter(0, 0);
    boolean running = true;
    while (running) {
      Trap trap = spec.program().resume(context);
      switch (trap) {
        case SYSCALL -> {
          if (!syscalls.handle(0, 0)) {
            throw new KernelPanic("an act must not wait: call=" + context.call);
          }
        }
        case FAULT -> {
          traceFault(0, 0, context.fault, context.site, context.first, context.second);
          running = false;
        }
        case COMPUTE, SPIN -> throw new KernelPanic("an act takes no time: trap=" + trap);
        case EXIT -> running = false;
      }
    }
    context.leave();
    context.clearActMemory();
    // Nor do its registers outlast an act.
    tables.tasks.clear(0);
    tables.tasks.set(0, TaskColumns.TIMER_AT, Column.NEVER);
  }

  /** When an act happens after this time: now if it was fired more often, else at its next repetition. */
  private long nextOccurrence(int act, MachineConfig.ActSpec spec) {
    long fired = tables.acts.get(act, ActColumns.FIRED);
    if (fired > 0) {
      tables.acts.set(act, ActColumns.FIRED, fired - 1);
      if (fired > 1) {
        return nextActNs;
      }
    }
    long againNs = spec.periodNs() == 0 ? Column.NEVER : nextActNs + spec.periodNs();
    return againNs < 0 || againNs > spec.untilNs() ? Column.NEVER : againNs;
  }

  private void findNextAct() {
    long next = Column.NEVER;
    for (int act = 0; act < tables.acts.rows(); act++) {
      next = Math.min(next, tables.acts.get(act, ActColumns.NEXT_AT));
    }
    nextActNs = next;
  }

  /** Makes what is derived from the state anew, after the vector was set from outside. */
  void rebuild() {
    clock.clear();
    for (int hart = 0; hart < config.harts(); hart++) {
      clock.setEnd(hart, tables.harts.get(hart, HartColumns.END_AT));
      clock.setIpi(hart, tables.harts.get(hart, HartColumns.IPI_AT));
    }
    timers.clear();
    for (int task = 1; task < tables.tasks.rows(); task++) {
      long atNs = tables.tasks.get(task, TaskColumns.TIMER_AT);
      if (atNs != Column.NEVER) {
        timers.add(task, atNs, tables.tasks.get(task, TaskColumns.TIMER_SEQUENCE));
      }
    }
    findNextAct();
    scheduler.rebuild();
  }

  long stateHash() {
    long phase = now() % config.phaseNs();
    long sequence = tables.machine.get(0, MachineColumns.TIMER_SEQUENCE);
    return tables.layout.hash(now(), sequence, pool) ^ phase * 0x9E3779B97F4A7C15L;
  }

  long now() {
    return tables.machine.get(0, MachineColumns.NOW);
  }
}
