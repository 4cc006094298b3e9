// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.peers;

import dev.nxs.bench.AnchorSum;
import java.util.ArrayDeque;

/**
 * The machine of the anchor in C ({@code bench/anchors/ksim.c}) with objects for harts and tasks and somebody else's event
 * list below: strict priority over four classes, slices of 10 ms, stealing, interrupts that take a microsecond. Its counts
 * and its sum over all dispatches must be those of the anchor, which shows that the same work was done.
 *
 * <p>An event source is a number: the end of what runs at hart h is h, the interrupt of hart h is H + h, and the wake of
 * task t is 2H + t. Of the events of one instant the source of the lowest number comes first.
 */
abstract class AnchorMachine {
  static final long SLICE_NS = 10_000_000;
  private static final long IPI_NS = 1_000;
  private static final int CLASSES = 4;

  /** A hart: its queues by class, and who runs there since when. */
  private static final class Hart {
    @SuppressWarnings({"unchecked", "rawtypes"})
    private final ArrayDeque<Task>[] queues = new ArrayDeque[CLASSES];

    private Task current = NOBODY;
    private long since;
    private boolean interruptPending;

    Hart() {
      for (int i = 0; i < CLASSES; i++) {
        queues[i] = new ArrayDeque<>();
      }
    }

    int highest() {
      int qos = CLASSES - 1;
      while (qos >= 0 && queues[qos].isEmpty()) {
        qos--;
      }
      return qos;
    }
  }

  /** A task: what it computes and how long it sleeps then, over and over. */
  private static final class Task {
    private final int number;
    private final int qos;
    private final long computeNs;
    private final long sleepNs;
    private int home;
    private long remainingNs;

    Task(int number, int qos, int home, long computeNs, long sleepNs) {
      this.number = number;
      this.qos = qos;
      this.home = home;
      this.computeNs = computeNs;
      this.sleepNs = sleepNs;
    }
  }

  private static final Task NOBODY = new Task(-1, -1, 0, 0, 0);

  private final Hart[] harts;
  private final Task[] tasks;
  private final boolean steals;
  private long wakes;
  private long ends;
  private long interrupts;
  private long dispatches;
  private long preemptions;
  private long stolen;
  private long sum;

  AnchorMachine(Workload workload) {
    harts = new Hart[workload.harts()];
    for (int h = 0; h < harts.length; h++) {
      harts[h] = new Hart();
    }
    tasks = new Task[workload.tasks()];
    for (int t = 0; t < tasks.length; t++) {
      tasks[t] =
          new Task(
              t, workload.qos(t), workload.home(t), workload.computeNs(t), workload.sleepNs(t));
    }
    steals = workload.steals();
  }

  /** How many event sources there are. */
  static int sources(Workload workload) {
    return 2 * workload.harts() + workload.tasks();
  }

  /** An event of a source that has none planned. */
  abstract void plan(int source, long atNs);

  /** The event of a source, if it has one planned, will not happen. */
  abstract void cancel(int source);

  final void start() {
    for (int t = 0; t < tasks.length; t++) {
      plan(2 * harts.length + t, 1_000L * (t + 1));
    }
  }

  /** An event happens; its source has none planned any more. */
  final void happens(int source, long now) {
    if (source < harts.length) {
      end(source, now);
    } else if (source < 2 * harts.length) {
      int hart = source - harts.length;
      interrupts++;
      harts[hart].interruptPending = false;
      reschedule(hart, now);
    } else {
      wake(tasks[source - 2 * harts.length], now);
    }
  }

  private void wake(Task task, long now) {
    wakes++;
    task.remainingNs = task.computeNs;
    Hart home = harts[task.home];
    home.queues[task.qos].add(task);
    if (task.home == 0) {
      reschedule(0, now);
    } else if (!home.interruptPending) {
      home.interruptPending = true;
      plan(harts.length + task.home, now + IPI_NS);
    }
  }

  private void end(int number, long now) {
    ends++;
    Hart hart = harts[number];
    Task task = hart.current;
    task.remainingNs -= now - hart.since;
    if (task.remainingNs > 0) {
      hart.queues[task.qos].add(task);
    } else {
      plan(2 * harts.length + task.number, now + task.sleepNs);
    }
    schedule(number, now);
  }

  private void reschedule(int number, long now) {
    Hart hart = harts[number];
    Task task = hart.current;
    if (task == NOBODY) {
      schedule(number, now);
    } else if (hart.highest() > task.qos) {
      cancel(number);
      task.remainingNs -= now - hart.since;
      preemptions++;
      hart.queues[task.qos].add(task);
      schedule(number, now);
    }
  }

  private void schedule(int number, long now) {
    Hart hart = harts[number];
    int qos = hart.highest();
    Hart from = hart;
    if (qos < 0 && steals) {
      for (Hart other : harts) {
        int offered = other.highest();
        if (offered > qos) {
          qos = offered;
          from = other;
        }
      }
    }
    if (qos < 0) {
      hart.current = NOBODY;
      return;
    }
    Task task = from.queues[qos].remove();
    if (from != hart) {
      task.home = number;
      stolen++;
    }
    hart.current = task;
    hart.since = now;
    dispatches++;
    sum = AnchorSum.with(sum, now, number, task.number);
    plan(number, now + Math.min(task.remainingNs, SLICE_NS));
  }

  final long events() {
    return wakes + ends + interrupts;
  }

  final long dispatches() {
    return dispatches;
  }

  /** The counts that all implementations of a workload agree on. */
  final String counts() {
    return "events=" + events() + " wakes=" + wakes + " ends=" + ends + " ipis=" + interrupts + " dispatches=" + dispatches
        + " preempts=" + preemptions + " steals=" + stolen + " sum=" + Long.toHexString(sum);
  }
}
