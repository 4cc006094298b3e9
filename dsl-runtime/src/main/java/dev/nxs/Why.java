// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.compile.Site;
import dev.nxs.compile.TimedSpec;
import dev.nxs.kernel.HartId;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.WaitView;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.diag.Code;
import dev.nxs.timed.BuiltInCoalescing;
import dev.nxs.timed.CoalescingPolicy;
import dev.nxs.timed.TimedView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells why tasks and timers are where they are: what holds them, and what holds that in turn, in the words of the
 * scenario. It reads the state and the past of one place of a run; nothing is guessed, and where the state does not tell,
 * nothing is said.
 */
final class Why {
  private static final int LONGEST = 8;

  private final Timeline timeline;
  private final Image image;
  private final MachineView view;
  private final WaitView waits;
  private final long nowNs;
  private final List<String> told = new ArrayList<>();
  private final Set<Integer> seen = new HashSet<>();
  private final Urgency urgency;

  Why(Timeline timeline) {
    this.timeline = timeline;
    image = timeline.image();
    view = timeline.machine().view();
    waits = timeline.machine().waits();
    nowNs = timeline.position().timeNs();
    urgency = new Urgency(view, waits, this::name);
  }

  /** The chain of causes for what a task does, nearest first. */
  List<String> task(int pid) {
    follow(pid);
    return told;
  }

  private void follow(int pid) {
    if (!seen.add(pid)) {
      told.add("`" + name(pid) + "` stands above already: they wait for each other");
      return;
    }
    if (told.size() >= LONGEST) {
      return;
    }
    Pid task = new Pid(pid);
    switch (view.state(task)) {
      case NEW -> unstarted(pid);
      case RUNNING -> running(pid);
      case READY -> ready(pid);
      case BLOCKED, SLEEPING -> waiting(pid);
      case EXITED -> exited(pid);
    }
  }

  private void unstarted(int pid) {
    long atNs = waits.timerAtNs(new Pid(pid));
    told.add(
        "`" + name(pid) + "` has not started: "
            + (atNs == Column.NEVER ? "only an act starts it, and none has" : "it starts at " + time(atNs)));
  }

  private void running(int pid) {
    Pid task = new Pid(pid);
    int hart = view.hartOf(task);
    told.add("`" + name(pid) + "` (" + qos(pid) + ") is running on hart " + hart + since(pid, EventKind.DISPATCH));
    long leftNs = waits.remainingNs(task);
    if (waits.spins(task)) {
      told.add("it uses CPU time until something happens, and gives up its hart for nothing less urgent" + at(pid));
    } else if (leftNs > 0) {
      told.add("it computes, with " + time(leftNs) + " left" + at(pid));
    }
    List<Integer> queue = waits.queue(new HartId(hart));
    if (queue.isEmpty()) {
      told.add("nobody else is ready on hart " + hart);
      return;
    }
    int next = queue.get(0);
    long sliceNs = waits.sliceEndNs(new HartId(hart));
    if (view.isMoreUrgent(task, new Pid(next))) {
      told.add("`" + name(next) + "` is next, and " + urgency.lessUrgent(next, pid));
    } else if (sliceNs != Column.NEVER) {
      told.add("`" + name(next) + "` (" + qos(next) + ") is next; the slice ends at " + time(sliceNs));
    } else {
      told.add("`" + name(next) + "` (" + qos(next) + ") is next");
    }
  }

  private void ready(int pid) {
    Pid task = new Pid(pid);
    int hart = view.hartOf(task);
    long sinceNs = view.readySinceNs(task);
    if (waits.reason(task) == BlockReason.QUEUE && !waits.queue(new HartId(hart)).contains(pid)) {
      told.add("`" + name(pid) + "` is awake and waits for room in the run queue of hart " + hart);
      return;
    }
    told.add(
        "`" + name(pid) + "` (" + qos(pid) + ") is ready " + (waits.sharesQueue() ? "in the queue of all harts" : "on hart " + hart)
            + " since " + time(sinceNs) + ", for " + time(nowNs - sinceNs) + ", and does not run");
    urgency.lifted(pid).ifPresent(told::add);
    int current = view.current(new HartId(hart));
    List<Integer> queue = waits.queue(new HartId(hart));
    int place = queue.indexOf(pid);
    if (current == 0) {
      long ipiNs = waits.ipiAtNs(new HartId(hart));
      told.add(
          ipiNs == Column.NEVER
              ? "hart " + hart + " is about to decide what runs next"
              : "hart " + hart + " is idle; the interrupt that tells it arrives at " + time(ipiNs));
      return;
    }
    elsewhere(pid);
    if (place > 0) {
      List<String> ahead = queue.subList(0, place).stream().map(this::named).toList();
      told.add("before it in the queue: " + shortened(ahead));
    }
    rival(pid, current, hart);
  }

  private static String harts(List<Integer> numbers) {
    return numbers.size() == 1 ? "hart " + numbers.get(0) : "harts " + numbers;
  }

  /** Why another hart does not help. */
  private void elsewhere(int pid) {
    List<Integer> allowed = view.affinity(new Pid(pid));
    if (allowed.size() < view.harts()) {
      boolean none = allowed.stream().noneMatch(each -> view.online(new HartId(each)));
      told.add(
          "it may run on " + harts(allowed) + " only"
              + (none ? ", which " + (allowed.size() == 1 ? "is" : "are") + " offline, so it waits at hart " + view.hartOf(new Pid(pid)) : ""));
    } else if (view.harts() == 1) {
      told.add("the machine has one hart");
    }
  }

  /** What runs in the place of a task that is ready. */
  private void rival(int pid, int current, int hart) {
    boolean same = urgency.isEqual(current, pid);
    if (view.isMoreUrgent(new Pid(current), new Pid(pid))) {
      told.add(
          "hart " + hart + " runs `" + name(current) + "` (" + qos(current) + "), and " + urgency.lessUrgent(pid, current));
      seen.add(current);
      if (waits.spins(new Pid(current))) {
        told.add("`" + name(current) + "` uses CPU time until something happens" + at(current));
      } else {
        String left = time(waits.remainingNs(new Pid(current)));
        told.add("`" + name(current) + "` computes, with " + left + " left" + at(current));
      }
      return;
    }
    long sliceNs = waits.sliceEndNs(new HartId(hart));
    String ends = sliceNs == Column.NEVER ? "" : "; its slice ends at " + time(sliceNs);
    if (waits.lender(new Pid(current)) > 0) {
      told.add("hart " + hart + " runs `" + name(current) + "` (" + qos(current) + ")");
      urgency.lifted(current).ifPresent(told::add);
      return;
    }
    told.add(
        same
            ? "hart " + hart + " runs `" + name(current) + "` " + urgency.equalWords() + ends
            : "hart " + hart + " runs `" + name(current) + "` (" + qos(current) + ") until it decides anew");
  }

  private void waiting(int pid) {
    Pid task = new Pid(pid);
    BlockReason reason = waits.reason(task);
    String since = since(pid, EventKind.BLOCK);
    String who = "`" + name(pid) + "` ";
    Optional<TimedView.Timer> sleep = sleepOf(pid);
    if (sleep.isPresent()) {
      told.add(who + "sleeps" + since + at(pid));
      delivery("its sleep", pid, sleep.get());
      return;
    }
    switch (reason) {
      case RECEIVE -> receiving(pid, since);
      case SEND -> {
        int endpoint = waits.object(task);
        told.add(
            who + "waits to send to `" + endpoint(endpoint) + "`, which is full (" + waits.messages(endpoint) + " of "
                + waits.depth(endpoint) + ")" + since + at(pid));
        timeout(task);
      }
      case REPLY -> replying(pid, since);
      case EVENT -> {
        told.add(who + "waits for the event `" + event(waits.object(task)) + "`, which nobody has signalled" + since + at(pid));
        timeout(task);
      }
      case SLEEP -> told.add(who + "sleeps until " + time(waits.timerAtNs(task)) + since + at(pid));
      case PERIOD ->
          told.add(who + "is done with its job; its next release is at " + time(waits.timerAtNs(task)) + since);
      case MUTEX -> locking(pid, since);
      case BARRIER -> {
        int barrier = waits.object(task);
        told.add(
            who + "waits at the barrier `" + image.scenario().barriers().get(barrier).symbol().name() + "`, where "
                + waits.arrived(barrier) + " of " + waits.parties(barrier) + " have arrived" + since + at(pid));
      }
      case JOIN -> {
        int joined = view.waitsFor(task);
        told.add(who + "waits for the end of `" + name(joined) + "`" + since + at(pid));
        follow(joined);
      }
      case QUEUE -> told.add(who + "is awake and waits for room in the run queue of hart " + view.hartOf(task));
      case NONE -> told.add(who + "does not wait");
    }
  }

  private void receiving(int pid, String since) {
    int endpoint = waits.object(new Pid(pid));
    List<TimedView.Timer> alarms = timersOf(pid);
    if (endpoint(endpoint).endsWith(" alarms")) {
      told.add("`" + name(pid) + "` waits for a timer" + since + at(pid));
      if (alarms.isEmpty()) {
        told.add("it has no live timer, so none will come");
      } else {
        TimedView.Timer first = alarms.get(0);
        delivery("timer " + first.id(), pid, first);
      }
      return;
    }
    told.add(
        "`" + name(pid) + "` waits for a message at `" + endpoint(endpoint) + "`, which is empty" + since + at(pid));
    timeout(new Pid(pid));
  }

  private void replying(int pid, String since) {
    Pid task = new Pid(pid);
    int endpoint = waits.object(task);
    told.add("`" + name(pid) + "` waits for the answer to its call at `" + endpoint(endpoint) + "`" + since + at(pid));
    timeout(task);
    int answerer = waits.answerer(task);
    if (answerer > 0) {
      told.add("`" + name(answerer) + "` has taken the call and not answered yet");
      follow(answerer);
    } else {
      told.add("the call lies in `" + endpoint(endpoint) + "`, and nobody has taken it yet");
    }
  }

  private void locking(int pid, String since) {
    Pid task = new Pid(pid);
    String mutex = mutex(pid);
    int holder = view.waitsFor(task);
    told.add("`" + name(pid) + "` waits for the mutex `" + mutex + "`" + since + at(pid));
    timeout(task);
    if (holder > 0) {
      told.add("`" + name(holder) + "` (" + qos(holder) + ") holds `" + mutex + "`");
      follow(holder);
    }
  }

  private String mutex(int pid) {
    return image.scenario().mutexes().get(view.mutexWaitedFor(new Pid(pid))).symbol().name();
  }

  private void timeout(Pid task) {
    long atNs = waits.timerAtNs(task);
    told.add(atNs == Column.NEVER ? "it waits without a timeout" : "it gives up at " + time(atNs));
  }

  private void exited(int pid) {
    Pid task = new Pid(pid);
    List<RunRecord.FaultEvent> faults = timeline.record().faultsOf(pid);
    String since = since(pid, EventKind.EXIT);
    if (faults.isEmpty()) {
      told.add("`" + name(pid) + "` has ended with code " + view.exitCode(task) + since);
      return;
    }
    RunRecord.FaultEvent fault = faults.get(faults.size() - 1);
    told.add("`" + name(pid) + "` was stopped by its own doing at " + time(fault.timeNs()) + "#" + fault.step());
    String what = new FaultExplainer(image, timeline.machine().pool()).explain(fault, standing(pid)).build().message();
    Site site = image.site((int) (fault.what() >>> 8));
    told.add(what + " (" + site.span().place() + ")");
  }

  /** In a few words what a task waits for; empty where it does not wait. */
  String brief(int pid) {
    Pid task = new Pid(pid);
    TaskState state = view.state(task);
    if (state != TaskState.BLOCKED && state != TaskState.SLEEPING) {
      return state == TaskState.EXITED ? "code " + view.exitCode(task) : "";
    }
    Optional<TimedView.Timer> sleep = sleepOf(pid);
    if (sleep.isPresent()) {
      return "until " + time(sleep.get().coalescedNs());
    }
    return switch (waits.reason(task)) {
      case RECEIVE -> "message at " + endpoint(waits.object(task));
      case SEND -> "room in " + endpoint(waits.object(task));
      case REPLY -> "answer of " + endpoint(waits.object(task));
      case EVENT -> "event " + event(waits.object(task));
      case SLEEP, PERIOD -> "until " + time(waits.timerAtNs(task));
      case QUEUE -> "room in its run queue";
      case MUTEX -> "mutex " + mutex(pid);
      case BARRIER -> "barrier " + image.scenario().barriers().get(waits.object(task)).symbol().name();
      case JOIN -> "end of " + name(view.waitsFor(task));
      case NONE -> "";
    };
  }

  /** The chain of causes for the delivery of a timer, nearest first. */
  List<String> timer(long id) {
    TimedView timed = timeline.run().timed();
    if (timed == null) {
      throw Questions.refused(Code.BAD_COMMAND, Long.toString(id), "the scenario has no timer service");
    }
    for (TimedView.Timer timer : timed.timers()) {
      if (timer.id() == id && id != 0) {
        delivery("timer " + id + " of `" + name(timer.pid()) + "`", timer.pid(), timer);
        return told;
      }
    }
    delivered(id);
    return told;
  }

  private void delivered(long id) {
    long[] operands = new long[3];
    Stops.Hit hit =
        timeline.lastHit(
            List.of(
                Stops.Sought.filter(
                    EventKind.EXPIRE.bit(),
                    (kind, hart, pid, first, second) -> {
                      boolean same = first == id && id > 0;
                      operands[0] = same ? second : operands[0];
                      return same;
                    })));
    if (hit == null) {
      throw Questions.refused(
          Code.BAD_COMMAND,
          Long.toString(id),
          "no timer " + id + " is live here, and none was delivered before: it was cancelled, its owner has ended, or it was never registered");
    }
    long lateNs = hit.timeNs() - operands[0];
    told.add(
        "timer " + id + " of `" + name(hit.pid()) + "` was delivered at " + time(hit.timeNs()) + "#" + hit.step());
    told.add(
        lateNs == 0
            ? "its deadline was " + time(operands[0]) + ", so it was exact"
            : "its deadline was " + time(operands[0]) + ", so it was " + time(lateNs) + " late");
  }

  /** Why a live timer or sleep is delivered when it is. */
  private void delivery(String what, int pid, TimedView.Timer timer) {
    CoalescingPolicy policy = image.scenario().timed().map(TimedSpec::policy).orElse(BuiltInCoalescing.ALIGNED);
    QosClass qos = view.qos(new Pid(pid));
    long windowNs = window(qos);
    if (policy.joinsEarlierWakeups()) {
      joined(what, timer);
    } else {
      told.add(what + " is delivered " + at(timer, timer.coalescedNs()));
    }
    if (policy.latestNs(timer.requestedNs(), windowNs) != timer.coalescedNs()) {
      told.add("it was asked for with another class than `" + name(pid) + "` has now (" + qos.label() + ")");
    } else if (windowNs <= 1) {
      told.add("class " + qos.label() + " has no window, so its timers are not moved");
    } else if (policy == BuiltInCoalescing.ALIGNED) {
      told.add(
          "the window of class " + qos.label() + " is " + time(windowNs) + ": deadlines move up to its next multiple");
    } else if (policy == BuiltInCoalescing.NONE) {
      told.add("the policy none moves no timer, though the window of class " + qos.label() + " is " + time(windowNs));
    } else {
      told.add(
          "the window of class " + qos.label() + " is " + time(windowNs) + ": the policy " + policy.label() + " lets it come until "
              + time(timer.coalescedNs()));
    }
    changes(pid, qos);
    if (nowNs > timer.coalescedNs()) {
      told.add("it is overdue: the service has not run since " + time(timer.coalescedNs()));
    }
    List<String> others = new ArrayList<>();
    TimedView timed = timeline.run().timed();
    for (TimedView.Timer other : timed == null ? List.<TimedView.Timer>of() : timed.timers()) {
      boolean same = other.id() == timer.id() && other.pid() == timer.pid();
      boolean together =
          policy.joinsEarlierWakeups()
              ? wakeupNs(timer) == wakeupNs(other)
              : other.coalescedNs() == timer.coalescedNs();
      if (together && !same) {
        others.add(other.id() == 0 ? "the sleep of `" + name(other.pid()) + "`" : "timer " + other.id());
      }
    }
    if (!others.isEmpty()) {
      told.add("delivered by the same wakeup: " + shortened(others));
    }
  }

  /** Where a policy joins wakeups, a timer comes with the next one if its deadline has passed by then. */
  private void joined(String what, TimedView.Timer timer) {
    long nextNs = wakeupNs(timer);
    if (nextNs >= 0) {
      told.add(what + " is delivered " + at(timer, nextNs));
    } else {
      told.add(
          what + " is delivered with the first wakeup from its deadline of " + time(timer.requestedNs()) + " on, at the latest at "
              + time(timer.coalescedNs()));
    }
  }

  private String at(TimedView.Timer timer, long deliveredNs) {
    long lateNs = deliveredNs - timer.requestedNs();
    return "at " + time(deliveredNs)
        + (lateNs == 0 ? ", exactly as asked" : ", " + time(lateNs) + " after the deadline of " + time(timer.requestedNs()));
  }

  /** The next wakeup of the service, if it takes a timer along; negative otherwise. */
  private long wakeupNs(TimedView.Timer timer) {
    TimedView timed = timeline.run().timed();
    long nextNs = timer.coalescedNs();
    for (TimedView.Timer other : timed == null ? List.<TimedView.Timer>of() : timed.timers()) {
      nextNs = Math.min(nextNs, other.coalescedNs());
    }
    return timer.requestedNs() <= nextNs ? nextNs : -1;
  }

  /** Since when a task has its class, where that was changed. */
  private void changes(int pid, QosClass qos) {
    Stops.Hit hit =
        timeline.lastHit(
            List.of(
                Stops.Sought.filter(
                    EventKind.QOS_CHANGE.bit(), (kind, hart, by, first, second) -> by == pid && first != second)));
    if (hit != null) {
      told.add("`" + name(pid) + "` is " + qos.label() + " since " + time(hit.timeNs()) + "#" + hit.step());
    }
  }

  private long window(QosClass qos) {
    return image.scenario().timed().map(timed -> timed.windowsNs().get(qos.wire())).orElse(0L);
  }

  private Optional<TimedView.Timer> sleepOf(int pid) {
    TimedView timed = timeline.run().timed();
    return timed == null
        ? Optional.empty()
        : timed.timers().stream().filter(timer -> timer.pid() == pid && timer.id() == 0).findFirst();
  }

  private List<TimedView.Timer> timersOf(int pid) {
    TimedView timed = timeline.run().timed();
    return timed == null
        ? List.of()
        : timed.timers().stream().filter(timer -> timer.pid() == pid && timer.id() != 0).toList();
  }

  /** Since when, from the last event of a kind by a task. */
  private String since(int pid, EventKind kind) {
    Stops.Hit hit =
        timeline.lastEvent(Stops.Sought.filter(kind.bit(), (k, hart, by, first, second) -> by == pid));
    return hit == null ? "" : ", since " + time(hit.timeNs()) + "#" + hit.step();
  }

  private @Nullable Site standing(int pid) {
    int word = image.pcWord(pid);
    return word < 0 ? null : image.standing(pid, view.memory(new Pid(pid), word));
  }

  private String at(int pid) {
    Site site = standing(pid);
    if (site == null) {
      return "";
    }
    String text = site.span().text();
    int line = text.indexOf('\n');
    String first = line < 0 ? text : text.substring(0, line) + " …";
    return " (`" + first + "`, " + site.span().place() + ")";
  }

  private String qos(int pid) {
    return view.qos(new Pid(pid)).label();
  }

  private String name(int pid) {
    return pid == 0 ? "kernel" : timeline.run().nameOf(pid);
  }

  private String named(int pid) {
    return "`" + name(pid) + "` (" + qos(pid) + ")";
  }

  private String endpoint(int number) {
    return image.endpointNames().get(number);
  }

  private String event(int number) {
    return image.eventNames().get(number);
  }

  private static String shortened(List<String> names) {
    int most = Math.min(LONGEST, names.size());
    String more = names.size() > most ? " and " + (names.size() - most) + " more" : "";
    return String.join(", ", names.subList(0, most)) + more;
  }

  private static String time(long ns) {
    return Durations.text(ns);
  }
}
