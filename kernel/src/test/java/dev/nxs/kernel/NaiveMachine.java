// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of docs/kernel.md written a second time, in the plainest way: lists that are searched from the start, levels
 * worked out anew whenever they are needed, no queues by class, no trees. It knows computing, sleeping, yielding and
 * mutexes under strict classes, which is where the rules meet, and tells who was dispatched where and when.
 */
final class NaiveMachine {
  /** What a task does next. */
  record Op(String what, long operand) {}

  /** A task, with what it does. */
  static final class Task {
    final String name;
    final int qos;
    final int shares;
    final List<Integer> harts;
    final long startNs;
    final List<Op> ops;
    private int next;
    private int home;
    private long remainingNs;

    Task(String name, int qos, int shares, List<Integer> harts, long startNs, List<Op> ops) {
      this.name = name;
      this.qos = qos;
      this.shares = shares;
      this.harts = harts;
      this.startNs = startNs;
      this.ops = ops;
    }
  }

  private static final class Mutex {
    private final boolean inherits;
    private final List<Task> waiters = new ArrayList<>();
    private @Nullable Task holder;

    Mutex(boolean inherits) {
      this.inherits = inherits;
    }
  }

  private record Timer(long atNs, Task task) {}

  private final List<Task> tasks;
  private final List<Mutex> mutexes = new ArrayList<>();
  private final List<List<Task>> queues = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final Task[] running;
  private final long[] since;
  private final long[] sliceEnd;
  private final boolean[] mustDecide;
  private final boolean[] offers;
  private final boolean[] idles;
  private final long timesliceNs;
  private final StringBuilder dispatched = new StringBuilder();
  private final Map<Task, Integer> queuedAt = new LinkedHashMap<>();
  private int dispatches;
  private long now;

  NaiveMachine(int harts, long timesliceNs, List<Boolean> inherits, List<Task> tasks) {
    this.tasks = tasks;
    this.timesliceNs = timesliceNs;
    inherits.forEach(each -> mutexes.add(new Mutex(each)));
    running = new Task[harts];
    since = new long[harts];
    sliceEnd = new long[harts];
    mustDecide = new boolean[harts];
    offers = new boolean[harts];
    idles = new boolean[harts];
    int cursor = 0;
    for (int hart = 0; hart < harts; hart++) {
      queues.add(new ArrayList<>());
      mustDecide[hart] = true;
      idles[hart] = true;
    }
    for (Task task : tasks) {
      int home = cursor % harts;
      while (!task.harts.contains(home)) {
        home = (home + 1) % harts;
      }
      task.home = home;
      cursor = home + 1;
      timers.add(new Timer(task.startNs, task));
    }
  }

  /** Who was dispatched where and when, up to an instant. */
  String run(long untilNs) {
    long next = nextNs();
    while (next <= untilNs) {
      now = next;
      int hart = endingHart();
      if (hart >= 0) {
        endOfComputation(hart);
      } else {
        fire();
      }
      if (nextNs() > now) {
        decideAll();
      }
      next = nextNs();
    }
    return dispatched.toString();
  }

  private long endNs(int hart) {
    return offers[hart] ? Rig.NEVER : Math.min(sliceEnd[hart], since[hart] + running[hart].remainingNs);
  }

  private long nextNs() {
    long next = Rig.NEVER;
    for (int hart = 0; hart < running.length; hart++) {
      // Where a slice has ended and the decision is still to come, nothing else happens.
      if (running[hart] != null && !(mustDecide[hart] && sliceEnd[hart] <= now && running[hart].remainingNs > now - since[hart])) {
        next = Math.min(next, endNs(hart));
      }
    }
    for (Timer timer : timers) {
      next = Math.min(next, timer.atNs());
    }
    return next;
  }

  private int endingHart() {
    for (int hart = 0; hart < running.length; hart++) {
      boolean waits =
          running[hart] == null
              || (mustDecide[hart] && sliceEnd[hart] <= now && running[hart].remainingNs > now - since[hart]);
      if (!waits && endNs(hart) == now) {
        return hart;
      }
    }
    return -1;
  }

  private void endOfComputation(int hart) {
    account(hart);
    if (running[hart].remainingNs > 0) {
      mustDecide[hart] = true;
    } else {
      runCode(hart);
    }
  }

  private void account(int hart) {
    running[hart].remainingNs -= now - since[hart];
    since[hart] = now;
  }

  private void fire() {
    Timer first = timers.get(0);
    for (Timer timer : timers) {
      if (timer.atNs() < first.atNs()) {
        first = timer;
      }
    }
    timers.remove(first);
    wake(first.task());
  }

  private void wake(Task task) {
    queues.get(task.home).add(task);
    mustDecide[task.home] = true;
  }

  private void runCode(int hart) {
    Task task = running[hart];
    while (task.next < task.ops.size()) {
      Op op = task.ops.get(task.next++);
      switch (op.what()) {
        case "compute" -> {
          task.remainingNs = op.operand();
          mustDecide[hart] |= now >= sliceEnd[hart];
          return;
        }
        case "sleep" -> {
          if (op.operand() > 0) {
            timers.add(new Timer(now + op.operand(), task));
            leave(hart);
            return;
          }
        }
        case "yield" -> {
          offers[hart] = true;
          mustDecide[hart] = true;
          return;
        }
        case "lock" -> {
          if (!lock(task, mutexes.get((int) op.operand()))) {
            leave(hart);
            urgencyChanged();
            return;
          }
        }
        case "unlock" -> unlock(mutexes.get((int) op.operand()), hart);
        default -> throw new IllegalArgumentException(op.what());
      }
    }
    leave(hart);
  }

  private void leave(int hart) {
    running[hart] = null;
    mustDecide[hart] = true;
  }

  private boolean lock(Task task, Mutex mutex) {
    if (mutex.holder == null) {
      mutex.holder = task;
      return true;
    }
    mutex.waiters.add(task);
    return false;
  }

  private void unlock(Mutex mutex, int hart) {
    mutex.holder = null;
    Task heir = null;
    for (Task waiter : mutex.waiters) {
      if (heir == null || level(waiter) > level(heir)) {
        heir = waiter;
      }
    }
    if (heir != null) {
      mutex.waiters.remove(heir);
      mutex.holder = heir;
      wake(heir);
    }
    mustDecide[hart] = true;
    urgencyChanged();
  }

  /** The class of a task, or of the most urgent that waits for it with inheritance. */
  private int level(Task task) {
    int level = task.qos;
    for (Mutex mutex : mutexes) {
      if (mutex.holder == task && mutex.inherits) {
        for (Task waiter : mutex.waiters) {
          level = Math.max(level, level(waiter));
        }
      }
    }
    return level;
  }

  /** A queued task that has become more or less urgent goes to the tail of the others of its new class. */
  private void urgencyChanged() {
    for (Task task : tasks) {
      List<Task> queue = queues.get(task.home);
      if (queue.contains(task) && queuedAt.getOrDefault(task, level(task)) != level(task)) {
        queue.remove(task);
        queue.add(task);
        mustDecide[task.home] = true;
      }
    }
    for (int hart = 0; hart < running.length; hart++) {
      mustDecide[hart] |= running[hart] != null && running[hart].remainingNs > 0;
    }
    remember();
  }

  private void remember() {
    queuedAt.clear();
    queues.forEach(queue -> queue.forEach(task -> queuedAt.put(task, level(task))));
  }

  private void decideAll() {
    int before;
    do {
      before = dispatches;
      for (int hart = 0; hart < running.length; hart++) {
        if (mustDecide[hart] || (idles[hart] && queued() > 0)) {
          decide(hart);
        }
      }
    } while (anyMustDecide() || (before != dispatches && queued() > 0 && anyIdles()));
    remember();
  }

  private int queued() {
    return queues.stream().mapToInt(List::size).sum();
  }

  private boolean anyMustDecide() {
    for (boolean each : mustDecide) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  private boolean anyIdles() {
    for (boolean each : idles) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  private void decide(int hart) {
    mustDecide[hart] = false;
    boolean yields = offers[hart];
    offers[hart] = false;
    Task first = first(hart);
    Task current = running[hart];
    if (current == null) {
      if (first != null) {
        queues.get(hart).remove(first);
        dispatch(hart, first);
      } else {
        steal(hart);
      }
      return;
    }
    boolean ended = now >= sliceEnd[hart];
    boolean replaced =
        first != null && (level(first) > level(current) || (level(first) == level(current) && (ended || yields)));
    if (replaced && first != null) {
      account(hart);
      queues.get(hart).add(current);
      queues.get(hart).remove(first);
      dispatch(hart, first);
    } else if (ended || yields) {
      account(hart);
      sliceEnd[hart] = now + slice(current);
    }
  }

  /** The first of the most urgent tasks queued on a hart. */
  private @Nullable Task first(int hart) {
    Task first = null;
    for (Task task : queues.get(hart)) {
      if (first == null || level(task) > level(first)) {
        first = task;
      }
    }
    return first;
  }

  private void steal(int thief) {
    for (int level = 3; level >= 0; level--) {
      for (int victim = 0; victim < running.length; victim++) {
        Task own = first(victim);
        boolean runsOwn = own != null && (running[victim] == null || level(own) > level(running[victim]));
        for (Task task : queues.get(victim)) {
          boolean stays = runsOwn && task == own;
          if (victim != thief && !stays && level(task) == level && task.harts.contains(thief)) {
            queues.get(victim).remove(task);
            task.home = thief;
            dispatch(thief, task);
            return;
          }
        }
      }
    }
    idles[thief] = true;
  }

  private void dispatch(int hart, Task task) {
    dispatches++;
    idles[hart] = false;
    running[hart] = task;
    since[hart] = now;
    sliceEnd[hart] = now + slice(task);
    dispatched.append(dispatched.isEmpty() ? "" : " ").append(task.name).append('/').append(hart).append('@').append(now);
  }

  private long slice(Task task) {
    return Math.max(timesliceNs * task.shares / 100, 1_000);
  }
}
