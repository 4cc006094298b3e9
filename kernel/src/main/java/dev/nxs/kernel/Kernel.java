// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.Aging;
import dev.nxs.kernel.sched.Faults;
import dev.nxs.kernel.sched.HartClock;
import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.sched.NexusScheduler;
import dev.nxs.kernel.sched.Order;
import dev.nxs.kernel.sched.Placement;
import dev.nxs.kernel.sched.PlainScheduler;
import dev.nxs.kernel.sched.PolicyDoor;
import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.sched.TimerTree;
import dev.nxs.kernel.sched.Tracer;
import dev.nxs.kernel.sched.Work;
import dev.nxs.kernel.state.ActColumns;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Conventions;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.ValuePool;
import org.jspecify.annotations.Nullable;

/**
 * The machine's engine: finds the next event, delivers it, runs the code that follows from it, and lets the scheduler
 * decide when nothing else is left at the instant.
 *
 * <p>What happens at one instant goes in this order: computations that end, by hart; interrupts, by hart; timers, by
 * deadline and then by the order of arming; acts of the scenario, in file order; then the decisions, by hart. A task that
 * is dispatched continues as if a computation of it had just ended, so code runs in one place only.
 */
class Kernel {
  private static final BlockReason[] REASONS = BlockReason.values();

  final MachineConfig config;
  final Conventions conventions;
  final Tables tables;
  final CoreTables core;
  final Tracer tracer;
  final HartClock clock;
  final TimerTree timers;
  final Scheduler scheduler;
  /** What was injected; null where nothing can be. */
  final @Nullable Faults faults;
  final Placement placement;
  final Work work;
  final @Nullable NexusRules nexus;
  final Context context;
  /** The door of programs that only observe, which listeners may use while a task's code is under way. */
  final Context observing;
  final ValuePool pool;
  final WaitingLists lists;
  final Lending lending;
  final Ipc ipc;
  final QosRules qosRules;
  final NexusCalls nexusCalls;
  final Locks locks;
  final TaskLife life;
  final Acts acts;
  final InstantOrder instant;
  final Syscalls syscalls;
  final FirstState first;
  private final ReadAhead readAhead;
  private final BootSequence boot;
  private final Program[] programs;
  final long[] services;

  // Of the conventions, what is asked at every event, so it lies here.
  private final boolean decidesEachEvent;
  private final int timerHart;
  private final int[] timerRanks;

  Kernel(MachineConfig config) {
    this(config, Conventions.OURS);
  }

  Kernel(MachineConfig config, Conventions conventions) {
    if (!conventions.fit(config.harts(), config.tasks().size())) {
      throw new IllegalArgumentException(
          "conventions for another machine: harts=" + config.harts() + " tasks=" + config.tasks().size() + " "
              + conventions);
    }
    this.config = config;
    this.conventions = conventions;
    decidesEachEvent = conventions.decidesEachEvent();
    timerHart = conventions.timerHart();
    timerRanks = conventions.timerRanks().stream().mapToInt(Integer::intValue).toArray();
    tables = new Tables(config);
    core = tables.core;
    readAhead = new ReadAhead(tables);
    pool = config.values().copy();
    int rows = core.tasks();
    programs = new Program[rows];
    services = new long[rows];
    int[] ports = new int[rows];
    boolean[] ahead = new boolean[rows];
    long[] periods = new long[rows];
    long[] deadlines = new long[rows];
    // Acts of the scenario speak with the authority of execd, which sets up tasks in the reference.
    services[0] = ServiceId.of("execd").value();
    ports[0] = -1;
    for (int pid = 1; pid < rows; pid++) {
      MachineConfig.TaskSpec spec = config.tasks().get(pid - 1);
      programs[pid] = spec.program();
      services[pid] = spec.identity().isEmpty() ? 0 : ServiceId.of(spec.identity()).value();
      ports[pid] = spec.port();
      ahead[pid] = spec.service();
      periods[pid] = spec.periodNs();
      deadlines[pid] = spec.deadlineNs();
    }
    tracer = new Tracer(core);
    clock = new HartClock(config.harts());
    timers = new TimerTree(rows - 1);
    context = new Context(config, tables, tracer, pool, ports);
    PolicyDoor door =
        new PolicyDoor(
            core, tables.policyTasks, tables.policyMachine, context::random, periods, deadlines, config.timesliceNs());
    nexus = config.profile() == MachineConfig.Profile.NEXUS ? newRules() : null;
    Order order =
        new Order(
            core,
            config.scheduler(),
            config.asksBuiltIn(),
            door,
            ahead,
            Locks.ceilings(config),
            tables.mutexes, config.timesliceNs());
    work = new Work(config.harts(), config.speeds(), config.costs(), context::cost);
    scheduler = nexus != null ? newNexusScheduler(order, nexus) : newScheduler(order);
    faults = config.faults() ? new Faults(tables.faults) : null;
    if (faults != null) {
      scheduler.faults(faults);
    }
    placement = new Placement(core, scheduler, tracer);
    observing = new Context(config, tables, tracer, pool, ports);
    lists = new WaitingLists(core, scheduler);
    lending = new Lending(tables, config, scheduler);
    ipc = newIpc();
    qosRules = new QosRules(this);
    nexusCalls = newCalls();
    locks = new Locks(this);
    life = newLife();
    acts = new Acts(this);
    instant = new InstantOrder(this);
    syscalls = new Syscalls(this);
    boot = new BootSequence(this);
    first = new FirstState(this);
    first.write();
    ipc.countEnds();
    boot.start();
    acts.findNext();
  }

  // The parts below are made in methods of their own, so that a test can put a broken one in a place and show that the
  // selftests notice.

  NexusRules newRules() {
    NexusQueues queues =
        new NexusQueues(tables.nexusHarts, tables.nexusEntries, tables.nexusMachine, config.queueCapacity());
    return newRules(queues);
  }

  NexusRules newRules(NexusQueues queues) {
    return new NexusRules(core, queues, tables.nexusHarts, tables.nexusTasks, tables.nexusMachine, tables.affinity);
  }

  /** The general scheduler, or the one for plain machines. */
  Scheduler newScheduler(Order order) {
    Aging aging = new Aging(core, timers, config.agingNs());
    boolean isGlobal = config.queues() == MachineConfig.Queues.GLOBAL;
    int capacity = Tables.capacity(config);
    return !isGlobal && PlainScheduler.isEnough(core, order, work, aging)
        ? new PlainScheduler(
            core, clock, tracer, order, work, aging, capacity, config.steal(), conventions.stealsWhenDone())
        : new Scheduler(
            core, clock, tracer, order, work, aging, isGlobal, capacity, config.steal(), conventions.stealsWhenDone());
  }

  NexusScheduler newNexusScheduler(Order order, NexusRules rules) {
    return new NexusScheduler(
        core, clock, tracer, order, work, rules, tables.nexusHarts, tables.nexusMachine, config.timesliceNs(),
        config.selftests());
  }

  Ipc newIpc() {
    return new Ipc(this);
  }

  TaskLife newLife() {
    return new TaskLife(this);
  }

  NexusCalls newCalls() {
    return new NexusCalls(this, qosRules);
  }

  /** The rules of the profile nexus, of a machine that has it. */
  NexusRules nexus() {
    if (nexus == null) {
      throw new KernelPanic("the machine has another profile than nexus");
    }
    return nexus;
  }

  /** A new task's home is what the rules of the profile nexus take for it, too. */
  void settleHome(int task) {
    if (nexus != null) {
      nexus.setHome(task, core.taskAt(task, TaskColumns.HOME));
    }
  }

  /** All harts that will come are there: the declared tasks may start. */
  void startTasks() {
    for (int pid = 1; pid < core.tasks(); pid++) {
      long startNs = config.tasks().get(pid - 1).startNs();
      // The world may have started or killed it while the harts came up.
      if (startNs != Column.NEVER && core.taskAt(pid, TaskColumns.STATE) == TaskState.NEW.ordinal()) {
        armTimer(pid, Math.max(startNs, now()));
      }
    }
  }

  /** When something happens next; {@link Column#NEVER} if nothing ever will. */
  long nextEventNs() {
    long next = nextOfInstant();
    // Wishes that are left (right after boot) are acted on at this instant.
    return next == Column.NEVER && scheduler.hasWishes() && hasUrgentWish() ? now() : next;
  }

  private boolean hasUrgentWish() {
    for (int hart = 0; hart < config.harts(); hart++) {
      if (core.hartAt(hart, HartColumns.WISH) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes the next step, at the instant that {@link #nextEventNs()} told. */
  void step(long next) {
    core.setMachine(MachineColumns.NOW, next);
    core.addMachine(MachineColumns.STEP, 1);
    deliver(next);
    if (decidesEachEvent || nextOfInstant() > next) {
      settle(next);
    }
  }

  private void deliver(long now) {
    if (instant.asks()) {
      instant.deliver(now);
    } else if (clock.nextNs() == now) {
      int source = clock.first();
      if (source < config.harts()) {
        endOfComputation(source);
      } else {
        scheduler.takeIpi(source - config.harts());
      }
    } else if (timers.nextNs() == now) {
      timerFires(firstTimer(now));
      if (timers.nextNs() != Column.NEVER) {
        readAhead.next(timers.first());
      }
    } else if (acts.nextNs() == now) {
      outside(now);
    }
    core.setMachine(MachineColumns.CHANGED, 1);
  }

  /** Boot goes on, or the world outside acts. */
  void outside(long now) {
    if (core.machine(MachineColumns.BOOT_AT) == now) {
      boot.proceed();
      acts.findNext();
    } else {
      acts.act(now);
    }
  }

  /** Of the timers of one instant the first armed; the reference sweeps those of waiting tasks by pid. */
  int firstTimer(long now) {
    int first = timers.first();
    boolean sweeps = nexus != null && core.taskAt(first, TaskColumns.STATE) != TaskState.NEW.ordinal();
    return sweeps ? nexus().nextExpired(1, now) : first;
  }

  private long nextOfInstant() {
    return Math.min(Math.min(clock.nextNs(), timers.nextNs()), acts.nextNs());
  }

  /** Nothing else is left at the instant: decisions, and then a look around for those who spin. */
  private void settle(long now) {
    if (scheduler.hasWishes()) {
      scheduler.decide();
    }
    while (core.machine(MachineColumns.SPINNERS) > 0
        && nextOfInstant() > now
        && core.machine(MachineColumns.CHANGED) != 0) {
      core.setMachine(MachineColumns.CHANGED, 0);
      instant.lookAround();
      if (scheduler.hasWishes()) {
        scheduler.decide();
      }
    }
  }

  /** The spinning task of a hart looks whether what it waits for has come. */
  void lookAround(int hart) {
    int task = core.hartAt(hart, HartColumns.CURRENT);
    scheduler.account(hart);
    setSpinning(task, 0);
    runCode(hart, task);
    if (core.taskAt(task, TaskColumns.SPINNING) == 0) {
      core.setMachine(MachineColumns.CHANGED, 1);
    }
  }

  void endOfComputation(int hart) {
    int task = core.hartAt(hart, HartColumns.CURRENT);
    if (task == 0) {
      idleTurn(hart);
      return;
    }
    scheduler.account(hart);
    if (core.task(task, TaskColumns.REMAINING) > 0 || isSpinning(task)) {
      // The slice ends, and the computation goes on.
      scheduler.wish(hart);
      core.setHart(hart, HartColumns.END_AT, Column.NEVER);
      clock.setEnd(hart, Column.NEVER);
    } else {
      runCode(hart, task);
    }
  }

  /** The idle loop of a hart looks around. */
  private void idleTurn(int hart) {
    core.setHart(hart, HartColumns.END_AT, Column.NEVER);
    clock.setEnd(hart, Column.NEVER);
    scheduler.wish(hart);
  }

  void setSpinning(int task, int spinning) {
    core.addMachine(MachineColumns.SPINNERS, spinning - core.task(task, TaskColumns.SPINNING));
    core.setTask(task, TaskColumns.SPINNING, spinning);
  }

  private boolean isSpinning(int task) {
    return core.taskAt(task, TaskColumns.SPINNING) != 0;
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
          boolean goesOn = syscalls.handle(hart, task);
          if (work.hasSyscallCost()) {
            scheduler.charge(hart, task, work.syscallNs());
          }
          if (!goesOn) {
            context.leave();
            return;
          }
          if (core.task(task, TaskColumns.REMAINING) > 0) {
            context.leave();
            scheduler.resume(hart, task);
            return;
          }
        }
        case COMPUTE -> {
          if (context.durationNs > 0) {
            core.setTask(task, TaskColumns.REMAINING, work.unitsOf(context.durationNs));
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
          int held = core.taskAt(task, TaskColumns.HELD);
          if (held != 0) {
            stop(hart, task, Fault.MUTEX_HELD, 0, held - 1, 0);
          } else {
            context.leave();
            life.exit(hart, task, context.exitCode);
          }
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
    life.exit(hart, task, -1);
  }

  void traceFault(int hart, int task, Fault fault, int site, long first, long second) {
    tracer.event(EventKind.FAULT, hart, task, fault.ordinal() | (long) site << 8, first, second);
  }

  /** The running task of a hart waits. */
  void block(int hart, int task, BlockReason reason, long on, long untilNs) {
    boolean forTime =
        reason == BlockReason.SLEEP
            || reason == BlockReason.PERIOD
            || (core.task(task, TaskColumns.PURPOSE) & ~Syscall.FLAGS) != 0;
    core.setTask(task, TaskColumns.STATE, (forTime ? TaskState.SLEEPING : TaskState.BLOCKED).ordinal());
    core.setTask(task, TaskColumns.BLOCK, reason.ordinal());
    core.setTask(task, TaskColumns.BLOCK_ON, on);
    scheduler.leave(hart);
    if (untilNs != Column.NEVER) {
      armTimer(task, untilNs);
    }
    tracer.event(EventKind.BLOCK, hart, task, reason.ordinal(), on, untilNs);
  }

  /** Makes a task ready that waited, with the outcome of its system call. */
  void unblock(int task, Errno errno, long result, int byHart) {
    disarmTimer(task);
    core.setTask(task, TaskColumns.RESULT, result);
    core.setTask(task, TaskColumns.ERRNO, errno.number());
    core.setTask(task, TaskColumns.BLOCK_ON, 0);
    core.setTask(task, TaskColumns.PURPOSE, 0);
    core.setTask(task, TaskColumns.MATCH, -1);
    scheduler.wake(task, byHart);
  }

  void armTimer(int task, long deadlineNs) {
    long sequence = core.machine(MachineColumns.TIMER_SEQUENCE) + 1;
    core.setMachine(MachineColumns.TIMER_SEQUENCE, sequence);
    long atNs = Math.max(deadlineNs, now());
    core.setTask(task, TaskColumns.TIMER_AT, atNs);
    long place = timerRanks.length == 0 ? sequence : timerRanks[task - 1];
    core.setTask(task, TaskColumns.TIMER_SEQUENCE, place);
    timers.add(task, atNs, place);
  }

  void disarmTimer(int task) {
    if (core.task(task, TaskColumns.TIMER_AT) != Column.NEVER) {
      core.setTask(task, TaskColumns.TIMER_AT, Column.NEVER);
      core.setTask(task, TaskColumns.TIMER_SEQUENCE, 0);
      timers.remove(task);
      if (faults != null) {
        faults.timerGone(task);
      }
    }
  }

  /** A kernel timer fires on the home hart of its task, so waking it needs no interrupt; other conventions name a hart. */
  void timerFires(int task) {
    if (core.taskAt(task, TaskColumns.STATE) == TaskState.READY.ordinal()) {
      scheduler.promote(task);
      return;
    }
    long lateNs = faults == null ? 0 : faults.takeDelayNs(task);
    if (lateNs > 0) {
      rearm(task, lateNs);
      return;
    }
    int at = timerHart < 0 ? scheduler.clampHome(task) : timerHart;
    scheduler.interrupt(at);
    int block = core.taskAt(task, TaskColumns.BLOCK);
    long dueNs = core.task(task, TaskColumns.TIMER_AT) - (faults == null ? 0 : faults.latenessNs(task));
    if (core.taskAt(task, TaskColumns.STATE) == TaskState.NEW.ordinal()) {
      release(task);
      unblock(task, Errno.OK, 0, at);
    } else if (block == BlockReason.SLEEP.ordinal()) {
      core.addMachine(MachineColumns.EXPIRATIONS, 1);
      tracer.event(EventKind.EXPIRE, at, task, 0, dueNs, dueNs);
      // The result of its call, which a call of the configuration may have set before it let the task sleep.
      unblock(task, Errno.OK, core.task(task, TaskColumns.RESULT), at);
    } else if (block == BlockReason.PERIOD.ordinal()) {
      unblock(task, Errno.OK, 0, at);
    } else {
      syscalls.traceEndOfWait(at, task, Errno.ETIMEDOUT);
      withdraw(task);
      unblock(task, Errno.ETIMEDOUT, 0, at);
    }
  }

  /** A task that waits is taken out of the list that it waits in. */
  private void withdraw(int task) {
    BlockReason reason = REASONS[core.taskAt(task, TaskColumns.BLOCK)];
    int on = core.taskAt(task, TaskColumns.BLOCK_ON);
    switch (reason) {
      case RECEIVE, SEND, REPLY, EVENT -> ipc.withdraw(task, reason);
      case MUTEX -> locks.withdraw(task, on);
      case JOIN -> life.withdraw(task, on);
      case BARRIER -> locks.leaveBarrier(task, on);
      case NONE, SLEEP, PERIOD, QUEUE -> throw new KernelPanic("no list of those who wait: reason=" + reason);
    }
  }

  /** A timer that is due fires later. */
  private void rearm(int task, long byNs) {
    long atNs = now() > Column.NEVER - byNs ? Column.NEVER : now() + byNs;
    timers.remove(task);
    core.setTask(task, TaskColumns.TIMER_AT, atNs);
    timers.add(task, atNs, core.task(task, TaskColumns.TIMER_SEQUENCE));
  }

  /** A task that is killed waits no more, for whatever it did. */
  void stopWaiting(int task) {
    int block = core.taskAt(task, TaskColumns.BLOCK);
    if (block == BlockReason.QUEUE.ordinal()) {
      scheduler.unpark(task);
    } else if (block != BlockReason.SLEEP.ordinal() && block != BlockReason.PERIOD.ordinal()) {
      withdraw(task);
    }
    core.setTask(task, TaskColumns.BLOCK, 0);
    core.setTask(task, TaskColumns.BLOCK_ON, 0);
    core.setTask(task, TaskColumns.PURPOSE, 0);
    core.setTask(task, TaskColumns.MATCH, -1);
  }

  /** Starts a task that has not started yet; false for any other. */
  boolean start(int task, int byHart) {
    if (core.taskAt(task, TaskColumns.STATE) != TaskState.NEW.ordinal()) {
      return false;
    }
    release(task);
    unblock(task, Errno.OK, 0, byHart);
    return true;
  }

  /** The first job of a periodic task is released at its start. */
  private void release(int task) {
    if (config.tasks().get(task - 1).periodNs() > 0) {
      core.setTask(task, TaskColumns.RELEASE_AT, now());
    }
  }

  /** Makes what is derived from the state anew, after the vector was set from outside. */
  void rebuild() {
    clock.clear();
    for (int hart = 0; hart < config.harts(); hart++) {
      clock.setEnd(hart, core.hart(hart, HartColumns.END_AT));
      clock.setIpi(hart, core.hart(hart, HartColumns.IPI_AT));
    }
    timers.clear();
    for (int task = 1; task < core.tasks(); task++) {
      long atNs = core.task(task, TaskColumns.TIMER_AT);
      if (atNs != Column.NEVER) {
        timers.add(task, atNs, core.task(task, TaskColumns.TIMER_SEQUENCE));
      }
    }
    acts.findNext();
    scheduler.rebuild();
  }

  long stateHash() {
    long phase = now() % config.phaseNs();
    long sequence = core.machine(MachineColumns.TIMER_SEQUENCE);
    return tables.layout.hash(now(), sequence, pool) ^ phase * 0x9E3779B97F4A7C15L;
  }

  long now() {
    return core.machine(MachineColumns.NOW);
  }
}
