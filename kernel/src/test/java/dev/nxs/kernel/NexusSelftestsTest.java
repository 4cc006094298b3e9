// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.sched.NexusScheduler;
import dev.nxs.kernel.sched.Order;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The markers of boot with the profile nexus: those of the reference, in its order, and each because of what it names. One
 * part of the kernel after the other is broken, and its marker, and no other, is missing.
 */
class NexusSelftestsTest {
  private static final List<String> ONE_HART =
      List.of(
          "spawn ok",
          "ipc queue full ok",
          "ipc recv waiter fifo ok",
          "ipc send waiter fifo ok",
          "ipc send unblock ok",
          "ipc owner-exit wakes ok",
          "sched affinity reject ok",
          "sched abi ok",
          "exit ok",
          "wait ok");

  private static final List<String> MANY_HARTS =
      List.of(
          "spawn ok",
          "ipc queue full ok",
          "ipc recv waiter fifo ok",
          "ipc send waiter fifo ok",
          "ipc send unblock ok",
          "ipc owner-exit wakes ok",
          "sched affinity reject ok",
          "sched abi ok",
          "smp online ok",
          "ipi counterfactual ok",
          "ipi resched ok",
          "test_reject_invalid_ipi_target_cpu ok",
          "test_reject_offline_cpu_resched ok",
          "runtime ipi budget ok",
          "runtime stress ok",
          "work stealing ok",
          "edt arm ok",
          "steal park ok",
          "test_reject_steal_above_bound ok",
          "test_reject_steal_higher_qos ok",
          "sched affinity clamp ok",
          "exit ok",
          "wait ok");

  private static MachineConfig config(int harts) {
    return MachineConfig.builder()
        .profile(MachineConfig.Profile.NEXUS)
        .boot(MachineConfig.Boot.SMP)
        .harts(harts)
        .build();
  }

  /** All lines of a boot, in order. */
  private static List<String> boot(Kernel kernel) {
    List<Rig.Line> trace = new ArrayList<>();
    Machine machine = new Machine(kernel);
    machine.attach(new Rig.Recorder(trace));
    assertThat(machine.run(Rig.MS, 10_000)).isEqualTo(RunEnd.QUIESCENT);
    return trace.stream().filter(line -> line.kind() == EventKind.MARKER).map(Rig.Line::text).toList();
  }

  /** The names of the checks that held, in order. */
  private static List<String> held(Kernel kernel) {
    return boot(kernel).stream()
        .filter(line -> line.startsWith("KSELFTEST: ") && line.endsWith(" ok"))
        .map(line -> line.substring("KSELFTEST: ".length()))
        .toList();
  }

  @Test
  void oneHartPrintsWhatOneHartCanShow() {
    List<String> expected = new ArrayList<>(List.of("KINIT: cpu0 online"));
    ONE_HART.forEach(name -> expected.add("KSELFTEST: " + name));
    expected.addAll(List.of("KINIT: timer sbi", "KINIT: cpu0 sched loop"));
    assertThat(boot(new Kernel(config(1)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void severalHartsPrintTheWholeLadder(int harts) {
    List<String> lines = boot(new Kernel(config(harts)));
    List<String> expected = new ArrayList<>();
    for (int hart = 0; hart < harts; hart++) {
      expected.add("KINIT: cpu" + hart + " online");
    }
    for (int hart = 1; hart < harts; hart++) {
      expected.add("KGATE: smp hart" + hart + " online=true asm=1 stage=4 hsm=0");
    }
    expected.add("KGATE: smp bringup ok mask=0x" + Integer.toHexString((1 << harts) - 1));
    MANY_HARTS.forEach(name -> expected.add("KSELFTEST: " + name));
    expected.add("KINIT: timer sbi");
    for (int hart = 0; hart < harts; hart++) {
      expected.add("KINIT: cpu" + hart + " sched loop");
    }
    assertThat(lines).isEqualTo(expected);
  }

  @Test
  void aLostSecondHartLeavesTheTestsOfOne() {
    MachineConfig config =
        MachineConfig.builder()
            .profile(MachineConfig.Profile.NEXUS)
            .boot(MachineConfig.Boot.SMP)
            .harts(2)
            .lostHarts(Set.of(1))
            .build();
    List<Rig.Line> trace = new ArrayList<>();
    Machine machine = Machine.boot(config);
    machine.attach(new Rig.Recorder(trace));
    assertThat(machine.run(Column.NEVER - 1, 10_000)).isEqualTo(RunEnd.QUIESCENT);
    List<String> lines = trace.stream().map(Rig.Line::text).toList();
    assertThat(lines).contains("KGATE: smp bringup DEGRADED expected=0x3 got=0x1", "KSELFTEST: wait ok");
    assertThat(lines).noneMatch(line -> line.contains("smp online"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theTestsLeaveNothingBehind(int harts) {
    Kernel kernel = new Kernel(config(harts));
    boot(kernel);
    for (int hart = 0; hart < harts; hart++) {
      assertThat(kernel.scheduler.queued(hart)).isZero();
      assertThat(kernel.core.hart(hart, HartColumns.CURRENT)).isZero();
      assertThat(kernel.core.hart(hart, HartColumns.IPI_REQUESTS)).isZero();
    }
    assertThat(kernel.nexus().queues().steals()).isZero();
    assertThat(kernel.timers.nextNs()).isEqualTo(Column.NEVER);
    assertThat(new Machine(kernel).view().tasks()).isZero();
  }

  // Broken kernels.

  private static Kernel withQueues(Function<Kernel, NexusQueues> queues) {
    return new Kernel(config(2)) {
      @Override
      NexusRules newRules() {
        return newRules(queues.apply(this));
      }
    };
  }

  private static Kernel withRules(RulesMaker maker) {
    return new Kernel(config(2)) {
      @Override
      NexusRules newRules(NexusQueues queues) {
        return maker.make(this, queues);
      }
    };
  }

  private interface RulesMaker {
    NexusRules make(Kernel kernel, NexusQueues queues);
  }

  private static Kernel withIpc(Function<Kernel, Ipc> maker) {
    return new Kernel(config(2)) {
      @Override
      Ipc newIpc() {
        return maker.apply(this);
      }
    };
  }

  private interface SchedulerMaker {
    NexusScheduler make(Kernel kernel, Order order, NexusRules rules);
  }

  private static Kernel withScheduler(SchedulerMaker maker) {
    return new Kernel(config(2)) {
      @Override
      NexusScheduler newNexusScheduler(Order order, NexusRules rules) {
        return maker.make(this, order, rules);
      }
    };
  }

  private static class Queues extends NexusQueues {
    Queues(Kernel kernel) {
      super(kernel.tables.nexusHarts, kernel.tables.nexusEntries, kernel.tables.nexusMachine, 64);
    }
  }

  private static class Rules extends NexusRules {
    Rules(Kernel kernel, NexusQueues queues) {
      super(
          kernel.core, queues, kernel.tables.nexusHarts, kernel.tables.nexusTasks, kernel.tables.nexusMachine,
          kernel.tables.affinity);
    }
  }

  private static class Sched extends NexusScheduler {
    final Kernel kernel;

    Sched(Kernel kernel, Order order, NexusRules rules) {
      super(
          kernel.core, kernel.clock, kernel.tracer, order, kernel.work, rules, kernel.tables.nexusHarts, kernel.tables.nexusMachine,
          10_000_000, true);
      this.kernel = kernel;
    }

    void loseInterrupt(int hart) {
      kernel.core.setHart(hart, HartColumns.IPI_AT, Column.NEVER);
      kernel.clock.setIpi(hart, Column.NEVER);
    }
  }

  /** Loses the interrupt of the n-th request that would send one. */
  private static Kernel losing(int request) {
    return withScheduler(
        (kernel, order, rules) ->
            new Sched(kernel, order, rules) {
              private int sent;

              @Override
              public boolean request(int target, int byHart) {
                long before = target < kernel.core.harts() ? kernel.core.hart(target, HartColumns.IPI_SENT) : 0;
                boolean accepted = super.request(target, byHart);
                if (accepted && kernel.core.hart(target, HartColumns.IPI_SENT) > before && ++sent == request) {
                  loseInterrupt(target);
                }
                return accepted;
              }
            });
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments("idle harts do not steal", "work stealing ok", withRules((kernel, queues) -> new Rules(kernel, queues) {
          @Override
          public long pick(int cpu, long nowNs) {
            return schedule(cpu);
          }
        })),
        arguments("a thief takes two", "test_reject_steal_above_bound ok", withQueues(kernel -> new Queues(kernel) {
          @Override
          public long scheduleOrSteal(int cpu, long online) {
            long taken = super.scheduleOrSteal(cpu, online);
            takeVictim(cpu, 3, online);
            return taken;
          }
        })),
        arguments("a thief takes above its ceiling", "test_reject_steal_higher_qos ok", withQueues(kernel -> new Queues(kernel) {
          @Override
          public long takeVictim(int thief, int maxQos, long online) {
            return super.takeVictim(thief, 3, online);
          }
        })),
        arguments("a refused victim is kept by the thief", "steal park ok", withQueues(kernel -> new Queues(kernel) {
          @Override
          public NexusQueues.Steal steal(int thief, int maxQos, long online, NexusQueues.Placement placement) {
            return super.steal(thief, maxQos, online, new NexusQueues.Placement() {
              @Override
              public boolean allows(long pid, int cpu) {
                return true;
              }

              @Override
              public long homeOf(long pid) {
                return placement.homeOf(pid);
              }
            });
          }
        })),
        arguments("a refused victim goes to the tail", "steal park ok", withQueues(kernel -> new Queues(kernel) {
          @Override
          public NexusQueues.Steal steal(int thief, int maxQos, long online, NexusQueues.Placement placement) {
            NexusQueues.Steal outcome = super.steal(thief, maxQos, online, placement);
            if (outcome == NexusQueues.Steal.PARKED) {
              assertThat(setTaskQos(victimPid(), 1)).isEqualTo(NexusQueues.Change.CHANGED);
            }
            return outcome;
          }
        })),
        arguments("the lowest class goes first", "sched abi ok", withQueues(kernel -> new Queues(kernel) {
          @Override
          public long schedule(int cpu) {
            for (int qos = 0; qos < 4; qos++) {
              if (length(cpu, qos) > 0) {
                long pid = at(cpu, qos, 0);
                purge(pid);
                assertThat(enqueue(cpu, pid, 3)).isEqualTo(NexusQueues.Push.QUEUED);
                while (at(cpu, 3, 0) != pid) {
                  long other = at(cpu, 3, 0);
                  purge(other);
                  assertThat(enqueue(cpu, other, 3)).isEqualTo(NexusQueues.Push.QUEUED);
                }
                return super.schedule(cpu);
              }
            }
            return super.schedule(cpu);
          }
        })),
        arguments("an interrupt is lost", "ipi resched ok", losing(1)),
        arguments("an interrupt is lost under load", "runtime stress ok", losing(12)),
        arguments("an interrupt goes out for each request", "runtime ipi budget ok", withScheduler((kernel, order, rules) ->
            new Sched(kernel, order, rules) {
              @Override
              public boolean request(int target, int byHart) {
                boolean accepted = super.request(target, byHart);
                if (accepted && kernel.core.hart(target, HartColumns.IPI_COALESCED) > 0) {
                  kernel.core.addHart(target, HartColumns.IPI_SENT, 2);
                }
                return accepted;
              }
            })),
        arguments("interrupts are counted that did not go out", "ipi counterfactual ok", withScheduler((kernel, order, rules) ->
            new Sched(kernel, order, rules) {
              @Override
              public boolean isMuted() {
                return false;
              }
            })),
        arguments("a hart that cannot exist is asked", "test_reject_invalid_ipi_target_cpu ok", withScheduler((kernel, order, rules) ->
            new Sched(kernel, order, rules) {
              @Override
              public boolean request(int target, int byHart) {
                return super.request(target, byHart) || target == 4;
              }
            })),
        arguments("a hart that is not there is asked", "test_reject_offline_cpu_resched ok", withScheduler((kernel, order, rules) ->
            new Sched(kernel, order, rules) {
              @Override
              public boolean request(int target, int byHart) {
                return super.request(target, byHart) || target == 2;
              }
            })),
        arguments("a second hart is never idle", "smp online ok", new Kernel(config(2)) {
          @Override
          void step(long next) {
            super.step(next);
            core.setHart(1, HartColumns.IDLE_SINCE, -1);
          }
        }),
        arguments("a home ignores the mask", "sched affinity clamp ok", withRules((kernel, queues) -> new Rules(kernel, queues) {
          @Override
          public int clamp(long mask, int home) {
            return home;
          }
        })),
        arguments("any mask is taken", "sched affinity reject ok", new Kernel(config(2)) {
          @Override
          NexusCalls newCalls() {
            return new NexusCalls(this, qosRules) {
              @Override
              long sched(int caller, long function, long target, long value) {
                long result = super.sched(caller, function, target, value);
                return function == AFFINITY_SET ? 0 : result;
              }
            };
          }
        }),
        arguments("shares are not clamped", "sched abi ok", new Kernel(config(2)) {
          @Override
          NexusCalls newCalls() {
            return new NexusCalls(this, qosRules) {
              @Override
              long sched(int caller, long function, long target, long value) {
                return function == SHARES_SET ? value : super.sched(caller, function, target, value);
              }
            };
          }
        }),
        arguments("a child has no hart", "spawn ok", withRules((kernel, queues) -> new Rules(kernel, queues) {
          @Override
          public int spawn(int cpu, boolean runtimeReady) {
            int child = super.spawn(cpu, runtimeReady);
            setMask(child, 1);
            return child;
          }
        })),
        arguments("the dead wake", "exit ok", withRules((kernel, queues) -> new Rules(kernel, queues) {
          @Override
          public NexusRules.Wake wake(long pid) {
            boolean dead = kernel.core.taskAt((int) pid, TaskColumns.STATE) == TaskState.EXITED.ordinal();
            return dead ? NexusRules.Wake.WOKEN : super.wake(pid);
          }
        })),
        arguments("who waits for an end gets another code", "wait ok", new Kernel(config(2)) {
          @Override
          TaskLife newLife() {
            return new TaskLife(this) {
              @Override
              void tellJoiners(int task, long code, int hart) {
                super.tellJoiners(task, 0, hart);
              }
            };
          }
        }),
        arguments("a task that ends stays current", "exit ok", withRules((kernel, queues) -> new Rules(kernel, queues) {
          @Override
          public void ended(int cpu, int task) {}
        })),
        arguments("timers fire in the order of arming", "edt arm ok", new Kernel(config(2)) {
          @Override
          void armTimer(int task, long deadlineNs) {
            super.armTimer(task, timers.nextNs() == Column.NEVER ? deadlineNs : Math.max(deadlineNs, timers.nextNs() + 1));
          }
        }),
        arguments("an endpoint takes one too many", "ipc queue full ok", withIpc(kernel -> new Ipc(kernel) {
          @Override
          boolean send(int task, int endpoint, long length, long token, int hart) {
            // Only what the kernel itself sends: the waiting of others is another marker's business.
            return super.send(task, endpoint, length, token, hart) || kernel.core.task(task, TaskColumns.MESSAGE_0) == 4;
          }
        })),
        arguments("the last receiver is served first", "ipc recv waiter fifo ok", withIpc(kernel -> new Ipc(kernel) {
          @Override
          int receiverFor(int endpoint, long word) {
            int receiver = super.receiverFor(endpoint, word);
            int behind = receiver == 0 ? 0 : kernel.core.taskAt(receiver, TaskColumns.WAIT_NEXT);
            return behind == 0 ? receiver : behind;
          }
        })),
        arguments("the last sender is served first", "ipc send waiter fifo ok", withIpc(kernel -> new Ipc(kernel) {
          @Override
          void awaitRoom(int task, int endpoint, long length, long token) {
            int head = kernel.tables.endpoints.at(endpoint, EndpointColumns.SENDERS);
            super.awaitRoom(task, endpoint, length, token);
            if (head != 0) {
              kernel.core.setTask(head, TaskColumns.WAIT_NEXT, 0);
              kernel.core.setTask(head, TaskColumns.WAIT_PREVIOUS, task);
              kernel.core.setTask(task, TaskColumns.WAIT_NEXT, head);
              kernel.core.setTask(task, TaskColumns.WAIT_PREVIOUS, head);
              kernel.tables.endpoints.set(endpoint, EndpointColumns.SENDERS, task);
            }
          }
        })),
        arguments("who waits for room is not woken", "ipc send unblock ok", withIpc(kernel -> new Ipc(kernel) {
          @Override
          boolean receive(int task, int endpoint, long match, int hart) {
            boolean received = super.receive(task, endpoint, match, hart);
            int first = kernel.config.tasks().size() - 1;
            boolean alone = kernel.tables.endpoints.at(endpoint, EndpointColumns.SENDERS) == 0;
            if (alone && kernel.core.taskAt(first, TaskColumns.STATE) == TaskState.READY.ordinal()) {
              kernel.core.setTask(first, TaskColumns.STATE, TaskState.BLOCKED.ordinal());
            }
            return received;
          }
        })),
        arguments("nobody learns that a port is gone", "ipc owner-exit wakes ok", withIpc(kernel -> new Ipc(kernel) {
          @Override
          void ownerGone(int task, int hart) {
            // The port stays as it is.
          }
        })));
  }

  @ParameterizedTest(name = "{0}: no {1}")
  @MethodSource("faults")
  void aFaultTakesItsMarkerAndNoOther(String fault, String marker, Kernel broken) {
    List<String> expected = new ArrayList<>(MANY_HARTS);
    assertThat(expected.remove(marker)).as(fault).isTrue();
    assertThat(held(broken)).isEqualTo(expected);
  }

  @Test
  void everyMarkerHasAFaultThatTakesIt() {
    assertThat(faults().map(fault -> (String) fault.get()[1]).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(MANY_HARTS);
  }
}
