// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.timed.BuiltInCoalescing;
import dev.nxs.timed.ClassSource;
import dev.nxs.timed.TimedConfig;
import dev.nxs.timed.TimedView;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A timer service as its clients see it: what they ask for, what they are answered, and when it comes. Read from the
 * message registers of both sides, so that it does not depend on what the service believes. Each timer is held to the
 * window of the class that it was asked for with.
 *
 * <p>Timers that were there before anybody looked are taken from the table of the service, and held to what that says.
 */
final class ClientSide {
  private static final long ID_BIT_LIMIT = Integer.MAX_VALUE;

  /** The first words of an alarm's message: its id, and its deadline after rounding. */
  private static final int ALARM_ID = 0;

  private static final int ALARM_LATEST = 1;

  /** Something that does not hold, of a timer; of a sleep the id is 0. */
  interface Complaints {
    void add(String what, int pid, long id);
  }

  /**
   * A request under way.
   *
   * @param qos the byte that names a class
   * @param ownQos the sender's class when the message was taken
   * @param sentAtNs when that was
   * @param id of the alarm, where one is to be cancelled
   */
  private record Asked(TimedOp op, long qos, int ownQos, long sentAtNs, long deadlineNs, long id) {
    Asked sent(int senderQos, long atNs) {
      return new Asked(op, qos, senderQos, atNs, deadlineNs, id);
    }
  }

  /**
   * A timer that the service has accepted.
   *
   * @param owner the handle of the task, which tells it from later ones with its pid
   * @param earliestNs unsigned, as are all
   * @param latestNs the end of its own window
   * @param sinceNs from when on the service knew of it
   */
  private record Promise(int pid, long owner, long deadlineNs, long earliestNs, long latestNs, long sinceNs) {}

  private final Machine machine;
  private final MachineConfig machineConfig;
  private final int service;
  private final TimedConfig config;
  private final boolean isOnTime;
  private final Complaints complaints;

  private final Map<Integer, Asked> asked = new HashMap<>();
  private final Map<Long, Promise> alarms = new HashMap<>();

  /** Alarms that came or were cancelled, as far as their ids are small enough for a bit each. */
  private final BitSet over = new BitSet();

  private long wokenAtNs;
  private long droppedSeen;

  ClientSide(
      Machine machine,
      MachineConfig machineConfig,
      Pid service,
      TimedConfig config,
      boolean isOnTime,
      Complaints complaints) {
    this.machine = machine;
    this.machineConfig = machineConfig;
    this.service = service.value();
    this.config = config;
    this.isOnTime = isOnTime;
    this.complaints = complaints;
  }

  void forget() {
    asked.clear();
    alarms.clear();
    over.clear();
    wokenAtNs = 0;
    droppedSeen = 0;
  }

  /** A system call is made. */
  void calls(int pid, long call, long endpoint) {
    if (pid == 0 || pid == service) {
      return;
    }
    asked.remove(pid);
    TimedOp op = call == Syscall.CALL.ordinal() && endpoint == config.endpoint() ? requested(pid) : null;
    if (op != null) {
      long word1 = message(pid, 1);
      long deadlineNs = TimedFrames.deadline(word1, message(pid, 2));
      asked.put(pid, new Asked(op, TimedFrames.qos(word1), 0, 0, deadlineNs, TimedFrames.cancelId(word1)));
    }
  }

  private @Nullable TimedOp requested(int pid) {
    long word0 = message(pid, 0);
    boolean isFrame = (word0 & 0xff_ffff) == TimedFrames.MAGIC;
    return isFrame ? TimedOp.ofWire((word0 >>> (8 * TimedFrames.OP_AT)) & 0xff) : null;
  }

  /** A message was put into an endpoint, or handed over. */
  void sent(int pid, long endpoint) {
    if (pid == service && endpoint != config.endpoint()) {
      delivered(endpoint);
    } else if (pid != 0 && endpoint == config.endpoint()) {
      int ownQos = machine.view().qos(new Pid(pid)).wire();
      asked.computeIfPresent(pid, (who, request) -> request.sent(ownQos, machine.nowNs()));
    }
  }

  /** A task is made ready: the service, or one that may have its answer now. */
  void woken(int pid) {
    if (pid == service) {
      wokenAtNs = machine.nowNs();
      return;
    }
    Asked request = asked.remove(pid);
    long word0 = message(pid, 0);
    if (request == null || !isAnswer(word0, request.op())) {
      return;
    }
    if (TimedFrames.status(word0) == TimedStatus.OK.wire()) {
      switch (request.op()) {
        case REGISTER -> registered(pid, request);
        case CANCEL -> cancelled(request.id());
        case SLEEP_UNTIL -> slept(pid, request);
        case WALL_TIME -> {}
      }
    }
  }

  private static boolean isAnswer(long word0, TimedOp op) {
    long head = TimedFrames.header(op) | (long) TimedFrames.RESPONSE << (8 * TimedFrames.OP_AT);
    return (word0 & 0xffff_ffffL) == head;
  }

  private void registered(int pid, Asked request) {
    long word1 = message(pid, 1);
    long id = TimedFrames.timerId(word1);
    long latestNs = TimedFrames.coalesced(word1, message(pid, 2));
    holdsToItsClass(request, pid, id);
    holdsToItsWindow(request.deadlineNs(), latestNs, windowNs(request), pid, id);
    alarms.put(id, promise(pid, request.deadlineNs(), latestNs));
    if (id < ID_BIT_LIMIT) {
      over.clear((int) id);
    }
  }

  private void cancelled(long id) {
    alarms.remove(id);
    end(id);
  }

  private void end(long id) {
    if (id < ID_BIT_LIMIT) {
      over.set((int) id);
    }
  }

  /** A sleep is over. What was over when it was asked for may be answered at once. */
  private void slept(int pid, Asked request) {
    holdsToItsClass(request, pid, 0);
    long windowNs = windowNs(request);
    long latestNs = request.deadlineNs() + windowNs;
    long earliestNs = request.deadlineNs();
    if (config.policy() instanceof BuiltInCoalescing known) {
      latestNs = known.latestNs(request.deadlineNs(), windowNs);
      earliestNs = known.joinsEarlierWakeups() ? earliestNs : latestNs;
    }
    // The service knows of a sleeper from its request on, which woke it where it slept.
    came(new Promise(pid, 0, request.deadlineNs(), earliestNs, latestNs, request.sentAtNs()), 0);
  }

  /** The service has sent an alarm. */
  private void delivered(long endpoint) {
    long id = message(service, ALARM_ID);
    if (id < ID_BIT_LIMIT && id >= 0 && over.get((int) id)) {
      complaints.add("came after it had come or was cancelled", service, id);
    }
    Promise promise = alarms.remove(id);
    end(id);
    if (promise == null) {
      return;
    }
    if (machineConfig.tasks().get(promise.pid() - 1).port() != endpoint) {
      complaints.add("came to another task", promise.pid(), id);
    }
    if (message(service, ALARM_LATEST) != promise.latestNs()) {
      complaints.add("came with another deadline than was answered", promise.pid(), id);
    }
    came(promise, id);
  }

  private void came(Promise promise, long id) {
    long nowNs = machine.nowNs();
    if (Long.compareUnsigned(nowNs, promise.deadlineNs()) < 0) {
      complaints.add("came before its deadline", promise.pid(), id);
    } else if (Long.compareUnsigned(nowNs, promise.earliestNs()) < 0) {
      complaints.add("came before its rounded deadline", promise.pid(), id);
    }
    // A service that was awake by then came as soon as its hart let it; one that was not has slept too long.
    long dueNs = Math.max(promise.latestNs(), promise.sinceNs());
    boolean isLate = promise.latestNs() >= 0 && Long.compareUnsigned(nowNs, promise.latestNs()) > 0;
    if (isOnTime && isLate && wokenAtNs > dueNs) {
      complaints.add("came late, because the service slept", promise.pid(), id);
    }
  }

  /** What the service has in its table is what it has answered; what nobody saw accepted is taken from there. */
  void agrees(List<TimedView.Timer> timers, long dropped) {
    Set<Long> live = new HashSet<>();
    for (TimedView.Timer timer : timers) {
      if (timer.id() == 0) {
        sleeps(timer);
        continue;
      }
      live.add(timer.id());
      Promise known =
          alarms.computeIfAbsent(timer.id(), id -> promise(timer.pid(), timer.requestedNs(), timer.coalescedNs()));
      if (known.deadlineNs() != timer.requestedNs() || known.latestNs() != timer.coalescedNs()) {
        complaints.add("is kept for another deadline than was answered", timer.pid(), timer.id());
      }
    }
    lost(live, dropped);
  }

  /** What is gone without having come has ended with its owner, or was dropped because nobody could be told. */
  private void lost(Set<Long> live, long dropped) {
    long excused = dropped - droppedSeen;
    droppedSeen = dropped;
    Iterator<Map.Entry<Long, Promise>> all = alarms.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Long, Promise> alarm = all.next();
      Promise promise = alarm.getValue();
      if (live.contains(alarm.getKey())) {
        continue;
      }
      boolean hasOwner =
          machine.view().state(new Pid(promise.pid())) != TaskState.EXITED
              && machine.view().handle(promise.pid()) == promise.owner();
      if (hasOwner && excused <= 0) {
        complaints.add("was lost", promise.pid(), alarm.getKey());
      } else {
        excused -= hasOwner ? 1 : 0;
        all.remove();
      }
    }
  }

  private void sleeps(TimedView.Timer timer) {
    Asked request = asked.get(timer.pid());
    if (request == null) {
      return;
    }
    if (request.deadlineNs() != timer.requestedNs()) {
      complaints.add("is kept for another deadline than was asked for", timer.pid(), 0);
    }
    holdsToItsWindow(timer.requestedNs(), timer.coalescedNs(), windowNs(request), timer.pid(), 0);
  }

  private Promise promise(int pid, long deadlineNs, long latestNs) {
    long earliestNs = config.policy().joinsEarlierWakeups() ? deadlineNs : latestNs;
    return new Promise(pid, machine.view().handle(pid), deadlineNs, earliestNs, latestNs, machine.nowNs());
  }

  private void holdsToItsClass(Asked request, int pid, long id) {
    if (config.classFrom() == ClassSource.KERNEL && request.qos() > request.ownQos()) {
      complaints.add("was accepted with a class above its sender's", pid, id);
    }
  }

  /** From a deadline to the end of its window: never more than the window of its class, and what the policy says. */
  private void holdsToItsWindow(long deadlineNs, long latestNs, long windowNs, int pid, long id) {
    long slackNs = latestNs - deadlineNs;
    if (Long.compareUnsigned(latestNs, deadlineNs) < 0 || Long.compareUnsigned(slackNs, windowNs) > 0) {
      complaints.add("has " + Long.toUnsignedString(slackNs) + " ns of a window of " + windowNs + " ns", pid, id);
    } else if (config.policy() instanceof BuiltInCoalescing known
        && known.latestNs(deadlineNs, windowNs) != latestNs) {
      // Policies of others are not asked, since one that remembers would be led astray by who looks at it.
      complaints.add("is not rounded as the policy " + known.label() + " says", pid, id);
    }
  }

  private long windowNs(Asked request) {
    QosClass qos = QosClass.ofWire(request.qos());
    return qos == null ? 0 : config.windowNs(qos);
  }

  private long message(int pid, int word) {
    return machine.view().messageWord(new Pid(pid), word);
  }
}
