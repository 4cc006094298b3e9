// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.MachineConfig.BarrierSpec;
import dev.nxs.kernel.MachineConfig.EndpointSpec;
import dev.nxs.kernel.MachineConfig.EventSpec;
import dev.nxs.kernel.MachineConfig.MutexSpec;
import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.MachineConfig.Queues;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kernel.user.SyscallHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a machine in Java, without any text; what is not said is as in the language. Everything has a name, by which
 * the machine that is booted knows it. A builder can be used on after {@link #boot}: the machines that it made do not
 * change with it, and any number of machines may be booted from one {@link #config}.
 */
public final class MachineBuilder {
  private final MachineConfig.Builder config = MachineConfig.builder();
  private final Set<String> taskNames = new HashSet<>();
  private final List<String> endpoints = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> mutexes = new ArrayList<>();
  private final List<String> barriers = new ArrayList<>();
  private final List<String> syscalls = new ArrayList<>();

  MachineBuilder() {}

  /** How many harts there are, 1 to {@link MachineConfig#MAX_HARTS}; 1 where nothing is said. */
  public MachineBuilder harts(int count) {
    config.harts(count);
    return this;
  }

  /** How long a task runs before another of its class has its turn, 1000 ns or more; 10 ms where nothing is said. */
  public MachineBuilder timesliceNs(long ns) {
    config.timesliceNs(ns);
    return this;
  }

  /** Who says which of the ready tasks goes first; by class where nothing is said. */
  public MachineBuilder scheduler(SchedulingPolicy policy) {
    config.scheduler(policy);
    return this;
  }

  /** Where ready tasks wait; each hart has a queue of its own where nothing is said. */
  public MachineBuilder queues(Queues where) {
    config.queues(where);
    return this;
  }

  /** How many tasks a hart without work takes from others at a time, 0 or more; 1 where nothing is said. */
  public MachineBuilder steal(int tasks) {
    config.steal(tasks);
    return this;
  }

  /** How many tasks of one class a queue holds, 1 or more; 64 where nothing is said. */
  public MachineBuilder queueCapacity(int entries) {
    config.queueCapacity(entries);
    return this;
  }

  /** After how long a task that waits for a hart goes up by a class, 1 ns or more; never where nothing is said. */
  public MachineBuilder agingNs(long ns) {
    config.agingNs(ns);
    return this;
  }

  /** What the machine's own work takes; nothing where nothing is said. */
  public MachineBuilder costs(Costs all) {
    config.costs(all);
    return this;
  }

  /** What {@code random} draws from; 1 where nothing is said. */
  public MachineBuilder seed(long value) {
    config.seed(value);
    return this;
  }

  /**
   * Adds a task that is ready at boot, on any hart. Pids count from 1, in the order of this.
   *
   * @throws IllegalArgumentException if another task has the name
   */
  public MachineBuilder task(String name, QosClass qos, Program program) {
    return task(name, qos, program, task -> {});
  }

  /**
   * Adds a task.
   *
   * @param more says what is not as with {@link #task(String, QosClass, Program)}
   * @throws IllegalArgumentException if another task has the name
   */
  public MachineBuilder task(String name, QosClass qos, Program program, Consumer<TaskOptions> more) {
    if (name.isEmpty() || taskNames.contains(name)) {
      throw new IllegalArgumentException("a task has a name that no other has: task=" + name);
    }
    TaskOptions options = new TaskOptions(name);
    more.accept(options);
    config.task(options.spec(qos, program));
    taskNames.add(name);
    return this;
  }

  /**
   * Adds an endpoint.
   *
   * @param depth how many messages it holds, 1 to 256
   * @return its number, which system calls name it by
   */
  public int endpoint(String name, int depth) {
    EndpointSpec spec = new EndpointSpec(name, depth);
    int number = number(endpoints, name);
    config.endpoint(spec);
    return number;
  }

  /**
   * Adds an event that tasks wait for.
   *
   * @param latched whether it keeps one signal that nobody waited for
   * @return its number, which system calls name it by
   */
  public int event(String name, boolean latched) {
    EventSpec spec = new EventSpec(name, latched);
    int number = number(events, name);
    config.event(spec);
    return number;
  }

  /**
   * Adds a mutex that lends its holder the urgency of who waits for it, or does not.
   *
   * @param protocol {@link Protocol#NONE} or {@link Protocol#INHERIT}
   * @return its number, which system calls name it by
   */
  public int mutex(String name, Protocol protocol) {
    if (protocol == Protocol.CEILING) {
      throw new IllegalArgumentException("a ceiling is given with its value: mutex=" + name);
    }
    MutexSpec spec = new MutexSpec(name, protocol, 0);
    int number = number(mutexes, name);
    config.mutex(spec);
    return number;
  }

  /**
   * Adds a mutex with a ceiling.
   *
   * @param ceiling the wire value of a class where classes decide, otherwise a priority
   * @return its number, which system calls name it by
   */
  public int mutexWithCeiling(String name, long ceiling) {
    MutexSpec spec = new MutexSpec(name, Protocol.CEILING, ceiling);
    int number = number(mutexes, name);
    config.mutex(spec);
    return number;
  }

  /**
   * Adds a barrier.
   *
   * @param parties how many tasks go on together, at least 1
   * @return its number, which system calls name it by
   */
  public int barrier(String name, int parties) {
    BarrierSpec spec = new BarrierSpec(name, parties);
    int number = number(barriers, name);
    config.barrier(spec);
    return number;
  }

  private static int number(List<String> names, String name) {
    if (names.contains(name)) {
      throw new IllegalArgumentException("there is one of that name already: name=" + name);
    }
    names.add(name);
    return names.size() - 1;
  }

  /**
   * Adds a system call.
   *
   * @return its number, the first operand of {@link dev.nxs.kernel.user.Syscall#OWN}
   */
  public int syscall(SyscallHandler handler) {
    int number = number(syscalls, handler.label());
    config.syscall(handler);
    return number;
  }

  /**
   * Lets the world outside do something at an instant; it takes no virtual time.
   *
   * @param atNs nanoseconds since boot, not negative
   * @param act must not wait
   */
  public MachineBuilder at(long atNs, Program act) {
    config.act(new ActSpec(atNs, 0, atNs, act));
    return this;
  }

  /** Lets the world outside do something again and again, for the first time after one period. */
  public MachineBuilder every(long periodNs, Program act) {
    if (periodNs < 1) {
      throw new IllegalArgumentException("a period is 1ns or longer: periodNs=" + periodNs);
    }
    config.act(new ActSpec(periodNs, periodNs, Column.NEVER, act));
    return this;
  }

  /**
   * What was described so far.
   *
   * @throws IllegalArgumentException if it does not fit together, such as a task for a hart that the machine does not have
   */
  public MachineConfig config() {
    return config.build();
  }

  /**
   * Boots a machine of what was described so far.
   *
   * @throws IllegalArgumentException as {@link #config}
   */
  public Machine boot() {
    return Machine.boot(config());
  }

  /** What a task has besides its name, class and program. */
  public static final class TaskOptions {
    private final String name;
    private @Nullable List<Integer> harts;
    private int shares = 100;
    private long startNs;
    private long periodNs;
    private long deadlineNs;
    private long priority;
    private String identity;
    private List<Long> arguments = List.of();
    private int port = -1;

    private TaskOptions(String name) {
      this.name = name;
      identity = name;
    }

    /** Harts that it may run on; all where nothing is said. */
    public TaskOptions harts(Integer... allowed) {
      harts = List.of(allowed).stream().sorted().distinct().toList();
      return this;
    }

    /** The weight of its slices, 1 to 1000; 100 is one slice. */
    public TaskOptions shares(int weight) {
      shares = weight;
      return this;
    }

    /** When it is made ready, in nanoseconds since boot; {@link Column#NEVER} where only a system call does it. */
    public TaskOptions startNs(long ns) {
      startNs = ns;
      return this;
    }

    /**
     * Gives it a release every so often.
     *
     * @param period nanoseconds, 1 or more
     * @param deadline how long after its release a job may end, in nanoseconds, 1 or more
     */
    public TaskOptions period(long period, long deadline) {
      if (period < 1 || deadline < 1) {
        throw new IllegalArgumentException(
            "a period and a deadline are 1ns or longer: periodNs=" + period + " deadlineNs=" + deadline);
      }
      periodNs = period;
      deadlineNs = deadline;
      return this;
    }

    /** Greater is more urgent, under policies that go by it. */
    public TaskOptions priority(long value) {
      priority = value;
      return this;
    }

    /** The service name that the kernel derives its id from; its name where nothing is said. */
    public TaskOptions identity(String service) {
      identity = service;
      return this;
    }

    /** The first words of its memory at its start. */
    public TaskOptions arguments(Long... words) {
      arguments = List.of(words);
      return this;
    }

    /** The endpoint at which it takes notifications. */
    public TaskOptions port(int endpoint) {
      port = endpoint;
      return this;
    }

    private TaskSpec spec(QosClass qos, Program program) {
      return new TaskSpec(
          name, program, qos, harts, shares, startNs, identity, false, periodNs, deadlineNs, port, arguments, priority);
    }
  }
}
