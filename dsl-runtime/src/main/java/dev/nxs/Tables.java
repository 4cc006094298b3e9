// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.kernel.HartId;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.WaitView;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.report.Table;
import dev.nxs.report.Table.Cell;
import dev.nxs.timed.TimedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The machine of a session as tables, as it is when one is asked for. Use it on the thread of the session, before it moves. */
public final class Tables {
  private final Timeline timeline;
  private final Image image;
  private final MachineView view;
  private final WaitView waits;

  Tables(Timeline timeline) {
    this.timeline = timeline;
    image = timeline.image();
    view = timeline.machine().view();
    waits = timeline.machine().waits();
  }

  /** The machine as a whole, one row. */
  public Table machine() {
    long events = timeline.step();
    List<Cell> row =
        List.of(
            Cell.of(view.harts()),
            Cell.of(view.tasks()),
            Cell.ofNs(timeline.position().timeNs()),
            Cell.of(events),
            Cell.ofNs(timeline.machine().nextEventNs()),
            Cell.of(timeline.run().timerWakeups()),
            Cell.of(timeline.run().expirations()),
            Cell.of(String.format(Locale.ROOT, "%016x", timeline.machine().stateHash())));
    return new Table(
        "machine",
        List.of("harts", "tasks", "now", "events", "next_event", "timer_wakeups", "expirations", "state"),
        List.of(row));
  }

  /** The harts: what runs on each, and what it did so far. */
  public Table harts() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int number = 0; number < view.harts(); number++) {
      HartId hart = new HartId(number);
      int current = view.current(hart);
      rows.add(
          List.of(
              Cell.of(number),
              Cell.of(!view.online(hart) ? "offline" : current == 0 ? "idle" : "running"),
              current == 0 ? Table.NONE : Cell.of(name(current)),
              Cell.of(view.queueLength(hart)),
              current == 0 ? Table.NONE : Cell.ofNs(waits.sliceEndNs(hart)),
              Cell.ofNs(view.busyNs(hart)),
              Cell.of(view.switches(hart)),
              Cell.of(view.steals(hart)),
              Cell.of(view.idleWakeups(hart))));
    }
    return new Table(
        "harts",
        List.of("hart", "state", "task", "queued", "slice_ends", "busy", "switches", "steals", "idle_wakeups"),
        rows);
  }

  /** The tasks: state, place and figures. */
  public Table tasks() {
    List<List<Cell>> rows = new ArrayList<>();
    Why why = new Why(timeline);
    for (int number = 1; number <= view.tasks(); number++) {
      Pid pid = new Pid(number);
      rows.add(
          List.of(
              Cell.of(number),
              Cell.of(name(number)),
              Cell.of(view.qos(pid).label()),
              Cell.of(state(pid)),
              Cell.of(view.hartOf(pid)),
              Cell.ofNs(view.cpuTimeNs(pid)),
              Cell.ofNs(view.waitTimeNs(pid)),
              Cell.of(view.dispatches(pid)),
              Cell.of(why.brief(number))));
    }
    return new Table(
        "tasks",
        List.of("pid", "task", "qos", "state", "hart", "cpu", "waited", "runs", "for"),
        rows);
  }

  /** What is queued where, in the order in which it would run; a queue that all harts share is told once. */
  public Table queues() {
    List<List<Cell>> rows = new ArrayList<>();
    int queues = waits.sharesQueue() ? 1 : view.harts();
    for (int number = 0; number < queues; number++) {
      int place = 1;
      for (int queued : waits.queue(new HartId(number))) {
        Pid pid = new Pid(queued);
        rows.add(
            List.of(
                waits.sharesQueue() ? Cell.of("all") : Cell.of(number),
                Cell.of(place++),
                Cell.of(name(queued)),
                Cell.of(view.qos(pid).label()),
                Cell.ofNs(view.readySinceNs(pid)),
                Cell.ofNs(timeline.position().timeNs() - view.readySinceNs(pid))));
      }
    }
    return new Table("queues", List.of("hart", "place", "task", "qos", "ready_since", "waits"), rows);
  }

  /** The live timers and sleeps, in the order of their delivery; those of the kernel have no id. */
  public Table timers() {
    List<List<Cell>> rows = new ArrayList<>();
    TimedView timed = timeline.run().timed();
    if (timed != null) {
      for (TimedView.Timer timer : timed.timers()) {
        rows.add(
            List.of(
                timer.id() == 0 ? Table.NONE : Cell.of(timer.id()),
                Cell.of(timer.id() == 0 ? "sleep" : "timer"),
                Cell.of(name(timer.pid())),
                Cell.of(view.qos(new Pid(timer.pid())).label()),
                Cell.ofNs(timer.requestedNs()),
                Cell.ofNs(timer.coalescedNs() - timer.requestedNs()),
                Cell.ofNs(timer.coalescedNs())));
      }
    }
    for (int number = 1; number <= view.tasks(); number++) {
      Pid pid = new Pid(number);
      long atNs = waits.timerAtNs(pid);
      if (atNs != Column.NEVER && number != image.timedPid()) {
        String kind =
            view.state(pid) == TaskState.NEW ? "start" : view.state(pid) == TaskState.SLEEPING ? "sleep" : "timeout";
        rows.add(
            List.of(
                Table.NONE,
                Cell.of(kind),
                Cell.of(name(number)),
                Cell.of(view.qos(pid).label()),
                Cell.ofNs(atNs),
                Cell.ofNs(0),
                Cell.ofNs(atNs)));
      }
    }
    return new Table("timers", List.of("id", "kind", "owner", "qos", "deadline", "slack", "fires_at"), rows);
  }

  /** The interrupts between harts. */
  public Table ipis() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int number = 0; number < view.harts(); number++) {
      HartId hart = new HartId(number);
      rows.add(
          List.of(
              Cell.of(number),
              Cell.of(view.ipisRequested(hart)),
              Cell.of(view.ipisSent(hart)),
              Cell.of(view.ipisCoalesced(hart)),
              Cell.of(view.ipis(hart)),
              Cell.of(view.ipisAcknowledged(hart)),
              Cell.ofNs(waits.ipiAtNs(hart))));
    }
    return new Table(
        "ipis", List.of("hart", "requested", "sent", "coalesced", "taken", "acknowledged", "arrives_at"), rows);
  }

  /** The classes: how many tasks of each are in which state, and the CPU time they used. */
  public Table qos() {
    List<List<Cell>> rows = new ArrayList<>();
    QosClass[] classes = QosClass.values();
    for (int i = classes.length - 1; i >= 0; i--) {
      int[] states = new int[TaskState.values().length];
      long cpuNs = 0;
      int tasks = 0;
      for (int number = 1; number <= view.tasks(); number++) {
        Pid pid = new Pid(number);
        if (view.qos(pid) == classes[i]) {
          tasks++;
          states[view.state(pid).ordinal()]++;
          cpuNs += view.cpuTimeNs(pid);
        }
      }
      rows.add(
          List.of(
              Cell.of(classes[i].label()),
              Cell.of(tasks),
              Cell.of(states[TaskState.RUNNING.ordinal()]),
              Cell.of(states[TaskState.READY.ordinal()]),
              Cell.of(states[TaskState.BLOCKED.ordinal()]),
              Cell.of(states[TaskState.SLEEPING.ordinal()]),
              Cell.of(states[TaskState.EXITED.ordinal()]),
              Cell.ofNs(cpuNs)));
    }
    return new Table(
        "qos", List.of("qos", "tasks", "running", "ready", "blocked", "sleeping", "exited", "cpu"), rows);
  }

  /** What tasks wait for each other at: mutexes, barriers, endpoints and events, with who waits. */
  public Table locks() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int mutex = 0; mutex < waits.mutexes(); mutex++) {
      int holder = view.holder(mutex);
      rows.add(
          List.of(
              Cell.of("mutex"),
              Cell.of(image.scenario().mutexes().get(mutex).symbol().name()),
              Cell.of(holder == 0 ? "free" : "held by " + name(holder)),
              names(waits.lockers(mutex))));
    }
    for (int barrier = 0; barrier < waits.barriers(); barrier++) {
      rows.add(
          List.of(
              Cell.of("barrier"),
              Cell.of(image.scenario().barriers().get(barrier).symbol().name()),
              Cell.of(waits.arrived(barrier) + " of " + waits.parties(barrier) + " arrived"),
              names(waits.arrivals(barrier))));
    }
    for (int endpoint = 0; endpoint < waits.endpoints(); endpoint++) {
      List<Integer> waiting = new ArrayList<>(waits.receivers(endpoint));
      waiting.addAll(waits.senders(endpoint));
      rows.add(
          List.of(
              Cell.of("endpoint"),
              Cell.of(image.endpointNames().get(endpoint)),
              Cell.of(waits.messages(endpoint) + " of " + waits.depth(endpoint) + " messages"),
              names(waiting)));
    }
    for (int event = 0; event < waits.events(); event++) {
      rows.add(
          List.of(
              Cell.of("event"),
              Cell.of(image.eventNames().get(event)),
              Cell.of(waits.signalled(event) ? "signalled" : "not signalled"),
              names(waits.waiters(event))));
    }
    return new Table("locks", List.of("kind", "name", "state", "waiting"), rows);
  }

  private Cell names(List<Integer> pids) {
    return pids.isEmpty() ? Table.NONE : Cell.of(String.join(", ", pids.stream().map(this::name).toList()));
  }

  private String state(Pid pid) {
    return view.state(pid).name().toLowerCase(Locale.ROOT);
  }

  private String name(int pid) {
    return timeline.run().nameOf(pid);
  }
}
