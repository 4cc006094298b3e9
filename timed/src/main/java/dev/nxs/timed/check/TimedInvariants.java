// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import dev.nxs.timed.TimedView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds for a timer service at work (docs/timed.md, "Invariants"): no timer comes before its deadline, none comes
 * later than the end of its own window unless the service itself had to wait for its hart, it turns to no request and never
 * waits while something is overdue, and no limit is exceeded. To be attached to the machine, and asked between two steps.
 */
public final class TimedInvariants implements TraceSink {
  private final Machine machine;
  private final Pid service;
  private final TimedConfig config;
  private final TimedView view;
  private final boolean isOnTime;
  private final boolean purges;
  private final ClientSide clients;
  private final List<String> broken = new ArrayList<>();

  private TimedInvariants(
      Machine machine, MachineConfig machineConfig, Pid service, TimedService program, boolean isOnTime) {
    this.machine = machine;
    this.service = service;
    this.config = program.config();
    this.view = program.view(word -> machine.view().memory(service, word));
    this.isOnTime = isOnTime;
    this.purges = machineConfig.exitNotices() == config.endpoint();
    this.clients = new ClientSide(machine, machineConfig, service, config, isOnTime, this::complain);
  }

  /**
   * The invariants of a service.
   *
   * @param config what the machine was booted from; where it lets faults be injected, timers may be late
   * @param service the task that is the service
   * @throws IllegalArgumentException if that task is none
   */
  public static TimedInvariants of(Machine machine, MachineConfig config, Pid service) {
    return of(machine, config, service, !config.faults());
  }

  /** Those of a service, of which is known whether the kernel's timers are on time. */
  static TimedInvariants of(Machine machine, MachineConfig config, Pid service, boolean isOnTime) {
    if (!(config.tasks().get(service.value() - 1).program() instanceof TimedService program)) {
      throw new IllegalArgumentException("the task is no timer service: pid=" + service.value());
    }
    return new TimedInvariants(machine, config, service, program, isOnTime);
  }

  /** Forgets what was seen, as is needed when the machine was put back to a snapshot. */
  public void forget() {
    clients.forget();
    broken.clear();
  }

  /** What did not hold since this was asked last; empty where all is well. */
  public List<String> check() {
    TaskState state = machine.view().state(service);
    // Where the run queue is full the service may be awake, and wait for its place.
    boolean waits =
        (state == TaskState.BLOCKED || state == TaskState.SLEEPING) && !machine.view().waitsForRoom(service);
    if (machine.nextEventNs() > machine.nowNs() && waits) {
      look();
    }
    List<String> found = List.copyOf(broken);
    broken.clear();
    return found;
  }

  private void look() {
    long alarms = 0;
    long sleepers = 0;
    Map<Integer, Integer> owned = new HashMap<>();
    List<TimedView.Timer> timers = view.timers();
    for (TimedView.Timer timer : timers) {
      alarms += timer.id() == 0 ? 0 : 1;
      sleepers += timer.id() == 0 ? 1 : 0;
      that(!isOverdue(timer) || !isOnTime, "is overdue while the service waits", timer.pid(), timer.id());
      boolean alive = machine.view().state(new Pid(timer.pid())) != TaskState.EXITED;
      that(alive || !purges, "is kept for a task that has ended", timer.pid(), timer.id());
      if (timer.id() != 0) {
        int count = owned.merge(timer.pid(), 1, Integer::sum);
        that(count <= config.cap(), "is above the cap of its owner", timer.pid(), timer.id());
      }
    }
    clients.agrees(timers, view.dropped());
    if (alarms > config.total() || alarms != view.liveTimers() || sleepers != view.sleepers()) {
      broken.add(
          "timed: " + alarms + " alarms of " + config.total() + " and " + sleepers + " sleepers, and it counts "
              + view.liveTimers() + " and " + view.sleepers());
    }
  }

  /** A deadline beyond the clock's range looks negative and never comes. */
  private boolean isOverdue(TimedView.Timer timer) {
    return timer.coalescedNs() >= 0 && timer.coalescedNs() <= machine.nowNs();
  }

  @Override
  public long interest() {
    return EventKind.WAKE.bit() | EventKind.EXPIRE.bit() | EventKind.SYSCALL.bit() | EventKind.SEND.bit();
  }

  @Override
  public void event(EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    if (kind == EventKind.WAKE) {
      clients.woken(pid);
    } else if (kind == EventKind.SEND) {
      clients.sent(pid, first);
    } else if (kind == EventKind.EXPIRE) {
      expires(timeNs, pid, first, second, third);
    } else {
      clients.calls(pid, first, second);
      if (pid == service.value() && first == Syscall.RECV.ordinal()) {
        turnsToRequests();
      }
    }
  }

  /** Before the next request comes what is due: requests cannot keep timers waiting, however many there are. */
  private void turnsToRequests() {
    for (TimedView.Timer timer : view.timers()) {
      that(!isOverdue(timer), "is overdue while the service turns to requests", timer.pid(), timer.id());
    }
  }

  /** What the service tells of a delivery, from which its lateness is measured. */
  private void expires(long timeNs, int pid, long id, long requestedNs, long latestNs) {
    that(Long.compareUnsigned(timeNs, requestedNs) >= 0, "came before its deadline", pid, id);
    if (!config.policy().joinsEarlierWakeups()) {
      that(Long.compareUnsigned(timeNs, latestNs) >= 0, "came before its rounded deadline", pid, id);
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  private void that(boolean holds, String what, int pid, long id) {
    if (!holds) {
      complain(what, pid, id);
    }
  }

  private void complain(String what, int pid, long id) {
    String timer = id == 0 ? "the sleep" : "timer " + id;
    broken.add("timed: " + timer + " of task " + pid + " " + what + ", at " + machine.nowNs() + " ns");
  }
}
