// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kernel.user.Speed;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything about a machine that does not change while it runs. Immutable; any number of machines boot from one. */
public final class MachineConfig {
  /** The most harts that a machine can have. */
  public static final int MAX_HARTS = 1024;

  /** Whose rules the machine follows where they differ. */
  public enum Profile {
    /** Those of docs/kernel.md. */
    PLAIN,
    /** Those of Open Nexus OS as it is, faults included (docs/profile-nexus.md). */
    NEXUS
  }

  /** The most harts that a machine with {@link Profile#NEXUS} can have. */
  public static final int MAX_NEXUS_HARTS = NexusColumns.CPUS;

  /** How harts come up. */
  public enum Boot {
    /** All are online at the first instant. */
    INSTANT,
    /** One after the other through HSM, with the markers of the reference. */
    SMP
  }

  /** Where ready tasks wait. */
  public enum Queues {
    /** Each at its home hart. */
    PER_HART,
    /** All in one queue, which all harts take from. */
    GLOBAL
  }

  /**
   * A task.
   *
   * @param qos class at its start
   * @param affinity harts that it may run on, ascending; null for all
   * @param shares weight of its slices, 1 to 1000; 100 is one slice
   * @param startNs when it is made ready; {@code Column.NEVER} where only {@code START} does
   * @param identity the service name that the kernel derives its id from; empty for none
   * @param service whether it runs ahead of the other tasks of its class, on hart 0
   * @param periodNs distance of its releases, 0 for a task without
   * @param deadlineNs how long after its release a job may end, 0 for a task without
   * @param port the endpoint at which it takes notifications, -1 for none
   * @param arguments the first words of its memory at its start
   * @param priority greater is more urgent, under policies that go by it
   */
  public record TaskSpec(
      String name,
      Program program,
      QosClass qos,
      @Nullable List<Integer> affinity,
      int shares,
      long startNs,
      String identity,
      boolean service,
      long periodNs,
      long deadlineNs,
      int port,
      List<Long> arguments,
      long priority) {
    /** A task of priority 0. */
    public TaskSpec(
        String name, Program program, QosClass qos, @Nullable List<Integer> affinity, int shares, long startNs,
        String identity, boolean service, long periodNs, long deadlineNs, int port, List<Long> arguments) {
      this(
          name, program, qos, affinity, shares, startNs, identity, service, periodNs, deadlineNs, port, arguments, 0);
    }

    public TaskSpec {
      if (shares < 1 || shares > 1000) {
        throw new IllegalArgumentException("shares must be 1 to 1000: shares=" + shares);
      }
      affinity = affinity == null ? null : List.copyOf(affinity);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * An endpoint.
   *
   * @param depth how many messages it holds, 1 to 256
   * @param receivers the tasks that may receive from it: when all have ended it is closed; none for one that never is
   * @param senders the tasks that may send to it: when all have ended nothing more comes; none where more always may
   * @param audited whether a message that it has no room for leaves a line in the audit log (not in the profile nexus)
   */
  public record EndpointSpec(
      String name, int depth, List<Integer> receivers, List<Integer> senders, boolean audited) {
    public EndpointSpec {
      receivers = List.copyOf(receivers);
      senders = List.copyOf(senders);
      if (depth < 1 || depth > 256) {
        throw new IllegalArgumentException("depth must be 1 to 256: depth=" + depth);
      }
    }

    /** An endpoint that never closes. */
    public EndpointSpec(String name, int depth) {
      this(name, depth, List.of(), List.of(), false);
    }

    /** The same endpoint, closed when all of some tasks have ended. */
    public EndpointSpec receivedBy(List<Integer> pids) {
      return new EndpointSpec(name, depth, pids, senders, audited);
    }

    /** The same endpoint, with nothing more to come when all of some tasks have ended. */
    public EndpointSpec sentBy(List<Integer> pids) {
      return new EndpointSpec(name, depth, receivers, pids, audited);
    }

    /** The same endpoint, which leaves a line in the audit log for each message that it has no room for. */
    public EndpointSpec watched() {
      return new EndpointSpec(name, depth, receivers, senders, true);
    }
  }

  /**
   * An event that tasks wait for.
   *
   * @param latched whether it keeps one signal that nobody waited for
   */
  public record EventSpec(String name, boolean latched) {}

  /** What a mutex does about a less urgent task that holds it. */
  public enum Protocol {
    /** Nothing. */
    NONE,
    /** The holder is as urgent as the most urgent task that waits for it, directly or through others. */
    INHERIT,
    /** The holder is as urgent as the ceiling from the moment at which it takes the mutex. */
    CEILING
  }

  /**
   * A mutex.
   *
   * @param ceiling with {@link Protocol#CEILING} the wire value of a class where classes decide, otherwise a priority;
   *     with the other protocols 0
   */
  public record MutexSpec(String name, Protocol protocol, long ceiling) {}

  /**
   * A place at which tasks wait for each other.
   *
   * @param parties how many tasks go on together, at least 1
   */
  public record BarrierSpec(String name, int parties) {
    public BarrierSpec {
      if (parties < 1) {
        throw new IllegalArgumentException("a barrier has 1 party or more: parties=" + parties);
      }
    }
  }

  private final int harts;
  private final long timesliceNs;
  private final int queueCapacity;
  private final int steal;
  private final SchedulingPolicy scheduler;
  private final boolean asksBuiltIn;
  private final Queues queues;
  private final long agingNs;
  private final int stepLimit;
  private final int callLimit;
  private final Costs costs;
  private final List<Speed> speeds;
  private final boolean bootHartOnly;
  private final Boot boot;
  private final Profile profile;
  private final Set<Integer> lostHarts;
  private final long seed;
  private final long phaseNs;
  private final int exitNotices;
  private final boolean faults;
  private final List<TaskSpec> tasks;
  private final List<EndpointSpec> endpoints;
  private final List<EventSpec> events;
  private final List<SpawnSpec> spawns;
  private final List<MutexSpec> mutexes;
  private final List<BarrierSpec> barriers;
  private final List<ActSpec> acts;
  private final List<SyscallHandler> syscalls;
  private final List<TableSpec> attachments;
  private final ValuePool values;

  private MachineConfig(Builder builder) {
    harts = builder.harts;
    timesliceNs = builder.timesliceNs;
    queueCapacity = builder.queueCapacity;
    steal = builder.steal;
    scheduler = builder.scheduler;
    asksBuiltIn = builder.asksBuiltIn;
    queues = builder.queues;
    agingNs = builder.agingNs;
    stepLimit = builder.stepLimit;
    callLimit = builder.callLimit;
    costs = builder.costs;
    speeds = List.copyOf(builder.speeds);
    bootHartOnly = builder.bootHartOnly;
    boot = builder.boot;
    profile = builder.profile;
    lostHarts = new TreeSet<>(builder.lostHarts);
    seed = builder.seed;
    phaseNs = builder.phaseNs;
    exitNotices = builder.exitNotices;
    faults = builder.faults;
    tasks = List.copyOf(builder.tasks);
    endpoints = List.copyOf(builder.endpoints);
    events = List.copyOf(builder.events);
    spawns = List.copyOf(builder.spawns);
    mutexes = List.copyOf(builder.mutexes);
    barriers = List.copyOf(builder.barriers);
    acts = List.copyOf(builder.acts);
    syscalls = List.copyOf(builder.syscalls);
    attachments = List.copyOf(builder.attachments);
    values = builder.values.copy();
  }

  public static Builder builder() {
    return new Builder();
  }

  public int harts() {
    return harts;
  }

  public long timesliceNs() {
    return timesliceNs;
  }

  /** Entries that a queue of one hart and class holds. */
  public int queueCapacity() {
    return queueCapacity;
  }

  /** Tasks that a hart without work takes at most from others at a time; 0: none. */
  public int steal() {
    return steal;
  }

  /** Who says which of the ready tasks goes first. */
  public SchedulingPolicy scheduler() {
    return scheduler;
  }

  /** Whether a built-in policy is asked like one from outside, instead of by the scheduler's short cut to it. */
  boolean asksBuiltIn() {
    return asksBuiltIn;
  }

  public Queues queues() {
    return queues;
  }

  /** Steps that a task may take without virtual time passing. */
  int stepLimit() {
    return stepLimit;
  }

  /** How deep calls of functions may nest in a program. */
  int callLimit() {
    return callLimit;
  }

  /** How long a queued task waits before it goes up by a class; {@code Column.NEVER} for ever. */
  public long agingNs() {
    return agingNs;
  }

  /** What the machine's own work takes. */
  public Costs costs() {
    return costs;
  }

  /** How fast each hart computes; empty where all are {@link Speed#FULL}. */
  public List<Speed> speeds() {
    return speeds;
  }

  /** Whether only the boot hart has the handle that system calls need to change more than the caller. */
  public boolean bootHartOnly() {
    return bootHartOnly;
  }

  public Boot boot() {
    return boot;
  }

  public Profile profile() {
    return profile;
  }

  /** Harts that never come online under {@link Boot#SMP}, ascending. */
  /** About how many words the state of such a machine takes, found without making it. */
  public long stateWords() {
    return StateSize.words(this);
  }

  public Set<Integer> lostHarts() {
    return lostHarts;
  }

  public long seed() {
    return seed;
  }

  /** The least common multiple of the absolute periods in use, such as coalescing windows; enters the state's hash. */
  public long phaseNs() {
    return phaseNs;
  }

  /**
   * The endpoint that learns when a task with a port has ended: a message of pid 0 whose first word is that task's pid;
   * -1 for none.
   */
  public int exitNotices() {
    return exitNotices;
  }

  /** Whether acts may inject faults. */
  public boolean faults() {
    return faults;
  }

  /** Whether the kernel tests itself at boot. */
  boolean selftests() {
    return profile == Profile.NEXUS && boot == Boot.SMP;
  }

  /** How many tasks at the end belong to the selftests of the kernel. */
  int probes() {
    return selftests() ? NexusSelftests.PROBES : 0;
  }

  private MachineConfig withProbes(Builder builder) {
    List<TaskSpec> declared = List.copyOf(builder.tasks);
    List<EndpointSpec> open = List.copyOf(builder.endpoints);
    NexusSelftests.addProbes(builder);
    MachineConfig config = new MachineConfig(builder);
    builder.tasks.clear();
    builder.tasks.addAll(declared);
    builder.endpoints.clear();
    builder.endpoints.addAll(open);
    return config;
  }

  /** Tasks by pid, from 1. */
  public List<TaskSpec> tasks() {
    return tasks;
  }

  public List<EndpointSpec> endpoints() {
    return endpoints;
  }

  public List<EventSpec> events() {
    return events;
  }

  /** Programs that tasks may spawn, by number. */
  public List<SpawnSpec> spawns() {
    return spawns;
  }

  public List<MutexSpec> mutexes() {
    return mutexes;
  }

  public List<BarrierSpec> barriers() {
    return barriers;
  }

  public List<ActSpec> acts() {
    return acts;
  }

  /** System calls besides those of the kernel, by number. */
  public List<SyscallHandler> syscalls() {
    return syscalls;
  }

  /** Tables of others in the machine's state, such as those of monitors. */
  public List<TableSpec> attachments() {
    return attachments;
  }

  /** The values that programs refer to by number; a machine grows a copy. */
  ValuePool values() {
    return values;
  }

  /** Collects a configuration; defaults are those of the language. */
  public static final class Builder {
    private int harts = 1;
    private long timesliceNs = 10_000_000;
    private int queueCapacity = 64;
    private int steal = 1;
    private SchedulingPolicy scheduler = BuiltInPolicy.QOS;
    private boolean asksBuiltIn;
    private Queues queues = Queues.PER_HART;
    private long agingNs = Column.NEVER;
    private int stepLimit = UserContext.STEP_LIMIT;
    private int callLimit = UserContext.CALL_LIMIT;
    private Costs costs = Costs.NONE;
    private List<Speed> speeds = List.of();
    private boolean bootHartOnly;
    private Boot boot = Boot.INSTANT;
    private Profile profile = Profile.PLAIN;
    private Set<Integer> lostHarts = Set.of();
    private long seed = 1;
    private long phaseNs = 1;
    private int exitNotices = -1;
    private boolean faults;
    private final List<TaskSpec> tasks = new ArrayList<>();
    private final List<EndpointSpec> endpoints = new ArrayList<>();
    private final List<EventSpec> events = new ArrayList<>();
    private final List<SpawnSpec> spawns = new ArrayList<>();
    private final List<MutexSpec> mutexes = new ArrayList<>();
    private final List<BarrierSpec> barriers = new ArrayList<>();
    private final List<ActSpec> acts = new ArrayList<>();
    private final List<SyscallHandler> syscalls = new ArrayList<>();
    private final List<TableSpec> attachments = new ArrayList<>();
    private ValuePool values = new ValuePool(1_000_000);

    private Builder() {}

    public Builder harts(int count) {
      if (count < 1 || count > MAX_HARTS) {
        throw new IllegalArgumentException("harts must be 1 to " + MAX_HARTS + ": harts=" + count);
      }
      harts = count;
      return this;
    }

    public Builder timesliceNs(long ns) {
      if (ns < 1_000) {
        throw new IllegalArgumentException("a time slice is 1us or longer: timesliceNs=" + ns);
      }
      timesliceNs = ns;
      return this;
    }

    public Builder queueCapacity(int entries) {
      if (entries < 1) {
        throw new IllegalArgumentException("a queue holds 1 entry or more: queueCapacity=" + entries);
      }
      queueCapacity = entries;
      return this;
    }

    public Builder steal(int tasks) {
      if (tasks < 0) {
        throw new IllegalArgumentException("steal is 0 or more: steal=" + tasks);
      }
      steal = tasks;
      return this;
    }

    /** A policy: one of {@link BuiltInPolicy}, or any other. */
    public Builder scheduler(SchedulingPolicy policy) {
      scheduler = policy;
      return this;
    }

    /** Lets a built-in policy answer for itself, so that tests can hold the scheduler's short cut against it. */
    Builder askBuiltIn() {
      asksBuiltIn = true;
      return this;
    }

    public Builder queues(Queues where) {
      queues = where;
      return this;
    }

    public Builder agingNs(long ns) {
      if (ns < 1) {
        throw new IllegalArgumentException("a wait is 1ns or longer: agingNs=" + ns);
      }
      agingNs = ns;
      return this;
    }

    /**
     * Bounds the code of tasks more closely than by default.
     *
     * @param steps at one instant, 1 to {@link UserContext#STEP_LIMIT}
     * @param calls of functions inside each other, 1 to {@link UserContext#CALL_LIMIT}
     */
    public Builder codeLimits(int steps, int calls) {
      if (steps < 1 || steps > UserContext.STEP_LIMIT || calls < 1 || calls > UserContext.CALL_LIMIT) {
        throw new IllegalArgumentException(
            "limits of code are 1 to " + UserContext.STEP_LIMIT + " steps and 1 to " + UserContext.CALL_LIMIT
                + " calls: steps=" + steps + " calls=" + calls);
      }
      stepLimit = steps;
      callLimit = calls;
      return this;
    }

    public Builder costs(Costs all) {
      costs = all;
      return this;
    }

    /** How fast the harts compute, as many as there are; none where all are {@link Speed#FULL}. */
    public Builder speeds(List<Speed> byHart) {
      speeds = byHart;
      return this;
    }

    /** Lets system calls that change more than the caller fail on all harts but the boot hart. */
    public Builder bootHartOnly(boolean only) {
      bootHartOnly = only;
      return this;
    }

    public Builder boot(Boot mode) {
      boot = mode;
      return this;
    }

    public Builder profile(Profile rules) {
      profile = rules;
      return this;
    }

    public Builder lostHarts(Set<Integer> lost) {
      lostHarts = lost;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder phaseNs(long ns) {
      phaseNs = ns;
      return this;
    }

    public Builder exitNotices(int endpoint) {
      exitNotices = endpoint;
      return this;
    }

    /** Lets acts inject faults, for which the state then has room. */
    public Builder faults(boolean value) {
      faults = value;
      return this;
    }

    /** Adds a task; its pid is the number of tasks added so far. */
    public Builder task(TaskSpec task) {
      tasks.add(task);
      return this;
    }

    /** How many endpoints there are so far. */
    int endpoints() {
      return endpoints.size();
    }

    /** Adds an endpoint; its number is the number of endpoints before it. */
    public Builder endpoint(EndpointSpec endpoint) {
      endpoints.add(endpoint);
      return this;
    }

    public Builder event(EventSpec event) {
      events.add(event);
      return this;
    }

    /** Keeps rows for the tasks of a program, behind all tasks so far; each is one more task that nobody starts. */
    public Builder spawn(List<TaskSpec> rows) {
      spawns.add(new SpawnSpec(rows.get(0).name(), tasks.size() + 1, rows.size()));
      tasks.addAll(rows);
      return this;
    }

    /** Adds a mutex; its number is the number of mutexes before it. */
    public Builder mutex(MutexSpec mutex) {
      mutexes.add(mutex);
      return this;
    }

    public Builder barrier(BarrierSpec barrier) {
      barriers.add(barrier);
      return this;
    }

    public Builder act(ActSpec act) {
      acts.add(act);
      return this;
    }

    /** Adds a system call; its number is the number of those before it. */
    public Builder syscall(SyscallHandler handler) {
      syscalls.add(handler);
      return this;
    }

    public Builder attachment(TableSpec table) {
      attachments.add(table);
      return this;
    }

    public Builder values(ValuePool pool) {
      values = pool;
      return this;
    }

    /** The configuration; with the profile nexus and its boot, two tasks and an endpoint of the selftests stand behind all. */
    public MachineConfig build() {
      MachineConfig config = new MachineConfig(this);
      ConfigChecks.check(config);
      return config.selftests() ? config.withProbes(this) : config;
    }
  }
}
