// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedService;
import dev.nxs.timed.TimedView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What holds for a timer service at work (docs/timed.md, "Invariants"): no timer comes before its deadline, none comes
 * later than the end of its window unless the service itself had to wait for its hart, nothing is overdue while the service
 * waits, and no limit is exceeded. To be attached to the machine, and asked between two steps.
 */
public final class TimedInvariants implements TraceSink {
  /** A live timer; of a sleeper the id is 0. */
  private record Key(int pid, long id) {}

  private final Machine machine;
  private final Pid service;
  private final TimedConfig config;
  private final TimedView view;
  private final boolean isOnTime;
  private final boolean purges;
  private final List<String> broken = new ArrayList<>();

  /** The timers that the service knew when it was last seen waiting, with the ends of their windows. */
  private final Map<Key, Long> pending = new HashMap<>();

  private long wokenAtNs;

  private TimedInvariants(
      Machine machine, Pid service, TimedConfig config, TimedView view, boolean isOnTime, boolean purges) {
    this.machine = machine;
    this.service = service;
    this.config = config;
    this.view = view;
    this.isOnTime = isOnTime;
    this.purges = purges;
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
    TimedView view = program.view(word -> machine.view().memory(service, word));
    return new TimedInvariants(
        machine, service, program.config(), view, isOnTime, config.exitNotices() == program.config().endpoint());
  }

  /** Forgets what was seen, as is needed when the machine was put back to a snapshot. */
  public void forget() {
    pending.clear();
    broken.clear();
    wokenAtNs = 0;
  }

  /** What did not hold since this was asked last; empty where all is well. */
  public List<String> check() {
    TaskState state = machine.view().state(service);
    boolean waits = state == TaskState.BLOCKED || state == TaskState.SLEEPING;
    if (machine.nextEventNs() > machine.nowNs() && waits) {
      look();
    }
    List<String> found = List.copyOf(broken);
    broken.clear();
    return found;
  }

  private void look() {
    pending.clear();
    long alarms = 0;
    long sleepers = 0;
    Map<Integer, Integer> owned = new HashMap<>();
    for (TimedView.Timer timer : view.timers()) {
      alarms += timer.id() == 0 ? 0 : 1;
      sleepers += timer.id() == 0 ? 1 : 0;
      // A deadline beyond the clock's range looks negative and never comes.
      boolean overdue = timer.coalescedNs() >= 0 && timer.coalescedNs() <= machine.nowNs();
      that(!overdue || !isOnTime, "is overdue while the service waits", timer.pid(), timer.id());
      boolean alive = machine.view().state(new Pid(timer.pid())) != TaskState.EXITED;
      that(alive || !purges, "is kept for a task that has ended", timer.pid(), timer.id());
      if (timer.id() != 0) {
        int count = owned.merge(timer.pid(), 1, Integer::sum);
        that(count <= config.cap(), "is above the cap of its owner", timer.pid(), timer.id());
      }
      pending.put(new Key(timer.pid(), timer.id()), timer.coalescedNs());
    }
    if (alarms > config.total() || alarms != view.liveTimers() || sleepers != view.sleepers()) {
      broken.add(
          "timed: " + alarms + " alarms of " + config.total() + " and " + sleepers + " sleepers, and it counts "
              + view.liveTimers() + " and " + view.sleepers());
    }
  }

  @Override
  public long interest() {
    return EventKind.WAKE.bit() | EventKind.EXPIRE.bit();
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long id, long requestedNs, long latestNs) {
    if (kind == EventKind.WAKE) {
      wokenAtNs = pid == service.value() ? timeNs : wokenAtNs;
      return;
    }
    that(Long.compareUnsigned(timeNs, requestedNs) >= 0, "came before its deadline", pid, id);
    that(latestNs - requestedNs <= widestNs() && latestNs - requestedNs >= 0, "had more than its window", pid, id);
    if (!config.policy().joinsEarlierWakeups()) {
      that(Long.compareUnsigned(timeNs, latestNs) >= 0, "came before its rounded deadline", pid, id);
    }
    Long known = pending.remove(new Key(pid, id));
    OptionalLong lateSinceNs = known == null || known < 0 ? OptionalLong.empty() : OptionalLong.of(known);
    // A service that was awake by then came as soon as its hart let it; one that was not has slept too long.
    boolean overslept = lateSinceNs.isPresent() && wokenAtNs > lateSinceNs.getAsLong();
    that(!overslept || !isOnTime, "came late, because the service slept", pid, id);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  private long widestNs() {
    long widest = 0;
    for (QosClass qos : QosClass.values()) {
      widest = Math.max(widest, config.windowNs(qos));
    }
    return widest;
  }

  private void that(boolean holds, String what, int pid, long id) {
    if (!holds) {
      String timer = id == 0 ? "the sleep" : "timer " + id;
      broken.add("timed: " + timer + " of task " + pid + " " + what + ", at " + machine.nowNs() + " ns");
    }
  }
}
