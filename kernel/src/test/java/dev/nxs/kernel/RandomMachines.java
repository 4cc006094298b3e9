// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Speed;
import dev.nxs.kernel.user.Syscall;
import java.util.List;
import java.util.stream.IntStream;

/** Machines made from a tape: a few harts, tasks of all classes, and programs that do anything in any order. */
final class RandomMachines {
  private static final int ENDPOINTS = 2;
  private static final int EVENTS = 2;
  private static final int MUTEXES = 4;
  private static final int PROGRAMS = 2;

  private final Tape random;
  private final int tasks;
  private boolean isPlain;
  private boolean isNexus;
  private boolean spawned;

  private RandomMachines(Tape tape) {
    random = tape;
    tasks = 1 + random.nextInt(9);
  }

  /** The machine of a seed, not yet booted; equal for equal seeds. */
  static Rig rig(long seed) {
    return rig(Tape.of(seed));
  }

  /** The machine of a tape, not yet booted. */
  static Rig rig(Tape tape) {
    return new RandomMachines(tape).build();
  }

  /** A machine with the profile nexus, whose queues never fill; now and then with its boot and selftests. */
  static Rig nexus(Tape tape) {
    RandomMachines machines = new RandomMachines(tape);
    machines.isNexus = true;
    Rig rig = machines.build();
    rig.builder.profile(MachineConfig.Profile.NEXUS).queues(MachineConfig.Queues.PER_HART).queueCapacity(64);
    rig.builder.agingNs(Rig.NEVER);
    if (tape.nextInt(4) == 3) {
      rig.builder.boot(MachineConfig.Boot.SMP);
    }
    return rig;
  }

  /** A machine of a seed under one policy, with queues that never fill, no services and no ceilings. */
  static Rig plain(long seed, BuiltInPolicy policy) {
    RandomMachines machines = new RandomMachines(Tape.of(seed));
    machines.isPlain = true;
    Rig rig = machines.build();
    rig.builder.scheduler(policy).queueCapacity(64);
    return rig;
  }

  /**
   * Lets the world change the harts of tasks, and take harts away and bring them back, while queues for one are full. Apart
   * from the rest, so that the machines of old tapes stay what they were.
   */
  static void disturb(Rig rig, Tape tape) {
    int acts = tape.nextInt(5);
    if (acts > 0) {
      rig.builder.queueCapacity(1);
    }
    for (int act = 0; act < acts; act++) {
      Script script = new Script();
      int what = tape.nextInt(4);
      if (what == 3) {
        script.call(tape.nextBoolean() ? Syscall.HART_OFFLINE : Syscall.HART_ONLINE, tape.nextInt(4), 0);
      } else {
        script.setAffinity(1 + tape.nextInt(8), tape.nextInt(4));
      }
      rig.at(tape.nextInt(20) * 50L * Rig.US, script);
    }
  }

  private Rig build() {
    int harts = 1 + random.nextInt(4);
    Rig rig = new Rig(harts);
    rig.builder.seed(random.nextInt(Integer.MAX_VALUE));
    if (random.nextInt(3) == 0 && !isPlain && !isNexus) {
      rig.builder.scheduler(BuiltInPolicy.values()[random.nextInt(4)]);
      if (random.nextInt(3) == 0) {
        rig.builder.askBuiltIn();
      }
    }
    if (random.nextInt(4) == 0) {
      rig.builder.queues(MachineConfig.Queues.GLOBAL);
    }
    rig.builder.steal(random.nextInt(4) == 0 ? random.nextInt(4) : 1);
    // Small queues fill up.
    rig.builder.queueCapacity(random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 64);
    rig.builder.timesliceNs(random.nextInt(2) == 0 ? 10 * Rig.MS : 300 * Rig.US);
    if (!isPlain) {
      addMachinery(rig, harts);
    }
    for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++) {
      MachineConfig.EndpointSpec spec = new MachineConfig.EndpointSpec("e" + endpoint, 1 + random.nextInt(2));
      List<Integer> senders = IntStream.rangeClosed(1, tasks).filter(task -> random.nextInt(3) == 2).boxed().toList();
      rig.builder.endpoint(spec.sentBy(senders));
    }
    for (int event = 0; event < EVENTS; event++) {
      rig.builder.event(new MachineConfig.EventSpec("v" + event, event == 0));
    }
    for (int mutex = 0; mutex < MUTEXES; mutex++) {
      MachineConfig.Protocol protocol = MachineConfig.Protocol.values()[random.nextInt(isPlain ? 2 : 3)];
      int ceiling = protocol == MachineConfig.Protocol.CEILING ? random.nextInt(4) : 0;
      rig.builder.mutex(new MachineConfig.MutexSpec("m" + mutex, protocol, ceiling));
    }
    rig.builder.barrier(new MachineConfig.BarrierSpec("b", 1 + random.nextInt(3)));
    for (int task = 1; task <= tasks; task++) {
      boolean named = random.nextInt(4) == 0;
      Script script = script();
      QosClass qos = QosClass.values()[random.nextInt(4)];
      Integer[] allowed =
          IntStream.range(0, harts).filter(hart -> random.nextInt(3) > 0).boxed().toArray(Integer[]::new);
      boolean anywhere = allowed.length == 0 || random.nextBoolean();
      int shares = random.nextInt(3) == 0 ? 1 + random.nextInt(1000) : 100;
      long startNs = random.nextInt(3) == 0 ? random.nextLong(3 * Rig.MS) : 0;
      boolean service = random.nextInt(8) == 0 && !isPlain;
      int priority = random.nextInt(3);
      long periodNs = random.nextInt(2) == 0 ? 500 * Rig.US + random.nextInt(3) * Rig.MS : 0;
      rig.task("t" + task, script, spec -> {
        spec.qos(qos).shares(shares).start(startNs).period(periodNs, periodNs);
        spec.identity(named ? "execd" : "").priority(priority);
        if (!anywhere) {
          spec.on(allowed);
        }
        return service && (anywhere || allowed[0] == 0) ? spec.service() : spec;
      });
    }
    for (int program = 0; program < PROGRAMS; program++) {
      // What is spawned does not spawn, or nothing else would be left of the run.
      spawned = true;
      rig.spawnable("s" + program, script(), 1 + random.nextInt(2));
      spawned = false;
    }
    for (int act = 0; act < random.nextInt(4); act++) {
      Script script = new Script();
      int what = random.nextInt(isPlain || isNexus ? 4 : 6);
      if (what == 4) {
        script.call(Syscall.HART_OFFLINE, random.nextInt(harts), 0);
      } else if (what == 5) {
        script.call(Syscall.HART_ONLINE, random.nextInt(harts), 0);
      } else if (what == 0) {
        script.signal(random.nextInt(EVENTS));
      } else if (what == 3) {
        script.kill(1 + random.nextInt(tasks + 2));
      } else if (what == 1) {
        script.setQos(1 + random.nextInt(tasks), random.nextInt(5));
      } else {
        script.send(random.nextInt(ENDPOINTS), random.nextInt(3), 0);
      }
      rig.at(random.nextInt(40) * 100L * Rig.US, script);
    }
    return rig;
  }

  /** Costs, speeds and aging, each now and then. */
  private void addMachinery(Rig rig, int harts) {
    if (random.nextInt(5) == 0) {
      rig.builder.agingNs(100 * Rig.US + random.nextLong(Rig.MS));
    }
    if (random.nextInt(5) == 0) {
      rig.builder.costs(new Costs(cost(), cost(), cost(), cost(), cost()));
    }
    if (random.nextInt(5) == 0) {
      rig.builder.speeds(
          IntStream.range(0, harts)
              .mapToObj(hart -> new Speed(1 + random.nextInt(3), 1 + random.nextInt(3)))
              .toList());
    }
    rig.builder.bootHartOnly(random.nextInt(10) == 0);
  }

  private Costs.Cost cost() {
    long leastNs = random.nextInt(2) == 0 ? 0 : random.nextLong(20 * Rig.US);
    return new Costs.Cost(leastNs, leastNs + (random.nextInt(2) == 0 ? 0 : random.nextLong(20 * Rig.US)));
  }

  private Script script() {
    Script script = new Script();
    int length = 2 + random.nextInt(8);
    for (int i = 0; i < length; i++) {
      add(script);
    }
    // What loops lets time pass, or the run would be about the limit of steps and nothing else.
    script.computeUpTo(200 * Rig.US);
    return random.nextInt(4) == 0 ? script : script.loop();
  }

  private void add(Script script) {
    int endpoint = random.nextInt(ENDPOINTS);
    int event = random.nextInt(EVENTS);
    int pid = 1 + random.nextInt(tasks);
    switch (random.nextInt(spawned ? 24 : isPlain ? 27 : 29)) {
      case 27 -> script.setAffinity(random.nextBoolean() ? 0 : pid, random.nextInt(4), random.nextInt(4));
      case 28 -> script.call(Syscall.SHARES_SET, pid, random.nextInt(2000));
      case 0, 1 -> script.compute(random.nextInt(30) * 50L * Rig.US);
      case 2 -> script.computeUpTo(Rig.MS);
      case 3, 4 -> script.sleep(random.nextInt(20) * 50L * Rig.US);
      case 5 -> script.yieldHart();
      case 6 -> script.send(endpoint, random.nextInt(3), timeout());
      case 7 -> script.receiveOrEnd(endpoint, timeout());
      case 8 -> script.receive(endpoint, timeout(), random.nextInt(3));
      case 9 -> script.call(endpoint, random.nextInt(3), timeout());
      case 10 -> script.receive(endpoint, timeout()).keepCaller().computeUpTo(50 * Rig.US).replyToCaller(7);
      case 11 -> script.waitFor(event, timeout());
      case 12 -> script.signal(event);
      case 13 -> script.broadcast(event);
      case 14 -> script.setQos(pid, random.nextInt(6) - 1).report("qos");
      case 15 -> script.spin();
      case 16, 17 -> {
        int mutex = random.nextInt(MUTEXES);
        script.lock(mutex, timeout()).computeUpTo(300 * Rig.US);
        if (random.nextBoolean()) {
          script.lock(random.nextInt(MUTEXES), timeout()).sleep(random.nextInt(3) * 50L * Rig.US);
        }
        script.unlock(mutex);
      }
      case 18, 19 -> script.lock(random.nextInt(MUTEXES), timeout());
      case 20, 21 -> script.unlock(random.nextInt(MUTEXES));
      case 22 -> script.arrive(0, timeout());
      case 24 -> script.spawn(random.nextInt(PROGRAMS), random.nextInt(5) - 1);
      case 25 -> script.joinChild(timeout());
      case 26 -> {
        if (random.nextBoolean()) {
          script.killChild();
        } else {
          script.kill(pid);
        }
      }
      default -> script.nextPeriod();
    }
  }

  private long timeout() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> Rig.NEVER;
      default -> random.nextInt(20) * 50L * Rig.US;
    };
  }
}
