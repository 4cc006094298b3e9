// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;

/**
 * The scheduler of plain machines: at most 64 harts of one speed with queues of their own, the policy {@code qos}, no
 * costs but a fixed latency of interrupts, and no aging. It does what {@link Scheduler} does, word for word of the state,
 * without what such a machine never needs; a test runs both side by side.
 *
 * <p>Most machines are plain, and what is here is run for every event. It reaches the words of a row through one index, so
 * that neither the index nor what it was multiplied with is found anew after each store.
 */
public final class PlainScheduler extends Scheduler {
  /** The most harts that one word of a set holds. */
  private static final int MOST_HARTS = 64;

  private final long[] w;
  private final boolean[] ahead;
  private final int capacity;
  private final long ipiNs;
  private final long timesliceNs;

  /** A scheduler over the tables of one plain machine. */
  public PlainScheduler(
      CoreTables core,
      HartClock clock,
      Tracer tracer,
      Order order,
      Work work,
      Aging aging,
      int queueCapacity,
      int stealLimit,
      boolean stealsWhenDone) {
    super(core, clock, tracer, order, work, aging, false, queueCapacity, stealLimit, stealsWhenDone);
    this.w = core.words();
    this.capacity = queues.capacity;
    this.ahead = order.ahead;
    this.timesliceNs = order.timesliceNs;
    this.ipiNs = work.ipiNs();
  }

  /** Whether a machine whose harts have queues of their own is plain. */
  public static boolean isEnough(CoreTables core, Order order, Work work, Aging aging) {
    return core.harts() <= MOST_HARTS && order.byClass() && work.isPlain() && !aging.happens();
  }

  @Override
  public boolean hasWishes() {
    return wishes.low != 0 || mightSteal();
  }

  private boolean mightSteal() {
    return idle.low != 0 && queues.queued > 0 && !queues.barren && seeksWork;
  }

  @Override
  public void wish(int hart) {
    queues.barren = false;
    int h = core.hartRow(hart);
    if (w[h + HartColumns.WISH] == 0) {
      w[h + HartColumns.WISH] = 1;
    }
    wishes.low |= 1L << hart;
  }

  @Override
  public int clampHome(int task) {
    int home = core.taskAt(task, TaskColumns.HOME);
    return isOnline(home) && core.allows(task, home) ? home : super.clampHome(task);
  }

  /** The level of a task: its class, unless somebody lends it more or it is under a ceiling. */
  private int level(int task, int t) {
    boolean isOwn = (w[t + TaskColumns.LENDER] | w[t + TaskColumns.CEILING]) == 0;
    return isOwn ? 2 * (int) w[t + TaskColumns.QOS] + (ahead[task] ? 1 : 0) : order.level(task);
  }

  /** Asked for by each hart that looks for work, and mostly of a task whose words are not in the cache: so by few. */
  @Override
  boolean goesFirst(int task, int current) {
    return core.taskAt(task, TaskColumns.LEVEL) > level(current, core.taskRow(current));
  }

  private boolean hasRoom(int h, int level) {
    int even = h + HartColumns.COUNT_0 + (level & ~1);
    return w[even] + w[even + 1] < capacity;
  }

  @Override
  public void wake(int task, int byHart) {
    int home = clampHome(task);
    long now = w[MachineColumns.NOW];
    int t = core.taskRow(task);
    w[t + TaskColumns.HOME] = home;
    w[t + TaskColumns.WAKEUPS]++;
    w[t + TaskColumns.READY_SINCE] = now;
    if (tracer.isHeard()) {
      tracer.event(EventKind.WAKE, byHart, task, w[t + TaskColumns.QOS], home, byHart);
    }
    int level = level(task, t);
    int h = core.hartRow(home);
    if (!hasRoom(h, level)) {
      place(task, home, byHart);
      return;
    }
    w[t + TaskColumns.STATE] = READY;
    w[t + TaskColumns.BLOCK] = 0;
    enqueue(home, h, level, task, t);
    if (home == byHart) {
      wish(byHart);
    } else {
      mailboxes.request(home, byHart, isOnline(home), ipiNs);
    }
  }

  private void enqueue(int hart, int h, int level, int task, int t) {
    int tail = (int) w[h + HartColumns.TAIL_0 + level];
    queues.barren = false;
    w[t + TaskColumns.LEVEL] = level;
    w[t + TaskColumns.PREVIOUS] = tail;
    w[t + TaskColumns.NEXT] = 0;
    if (tail == 0) {
      w[h + HartColumns.HEAD_0 + level] = task;
      w[h + HartColumns.LEVELS] |= 1L << level;
      queues.queuedByLevel[level].low |= 1L << hart;
      queues.levels |= 1 << level;
    } else {
      w[core.taskRow(tail) + TaskColumns.NEXT] = task;
    }
    w[h + HartColumns.TAIL_0 + level] = task;
    w[h + HartColumns.COUNT_0 + level]++;
    w[h + HartColumns.QUEUED]++;
    queues.queued++;
  }

  /**
   * A task goes to the tail of a queue whose first is taken out: neither its length nor who has work changes, and not to
   * count down and up took 6 % off a slice that ends.
   */
  private void rotate(int h, int level, int task, int t, int first, int f) {
    int tail = (int) w[h + HartColumns.TAIL_0 + level];
    int behind = (int) w[f + TaskColumns.NEXT];
    queues.barren = false;
    w[t + TaskColumns.LEVEL] = level;
    w[t + TaskColumns.NEXT] = 0;
    w[f + TaskColumns.NEXT] = 0;
    w[f + TaskColumns.LEVEL] = 0;
    w[h + HartColumns.TAIL_0 + level] = task;
    if (tail == first) {
      w[h + HartColumns.HEAD_0 + level] = task;
      w[t + TaskColumns.PREVIOUS] = 0;
    } else {
      w[h + HartColumns.HEAD_0 + level] = behind;
      w[core.taskRow(behind) + TaskColumns.PREVIOUS] = 0;
      w[t + TaskColumns.PREVIOUS] = tail;
      w[core.taskRow(tail) + TaskColumns.NEXT] = task;
    }
  }

  /** Takes the first task of a level out of its queue. */
  private void dequeueFirst(int hart, int h, int level, int t) {
    int behind = (int) w[t + TaskColumns.NEXT];
    w[h + HartColumns.HEAD_0 + level] = behind;
    w[t + TaskColumns.NEXT] = 0;
    w[t + TaskColumns.LEVEL] = 0;
    w[h + HartColumns.COUNT_0 + level]--;
    w[h + HartColumns.QUEUED]--;
    queues.queued--;
    if (behind == 0) {
      w[h + HartColumns.TAIL_0 + level] = 0;
      w[h + HartColumns.LEVELS] &= ~(1L << level);
      long others = queues.queuedByLevel[level].low & ~(1L << hart);
      queues.queuedByLevel[level].low = others;
      queues.levels &= ~((others == 0 ? 1 : 0) << level);
    } else {
      w[core.taskRow(behind) + TaskColumns.PREVIOUS] = 0;
    }
    if (w[MachineColumns.PARKED] != 0) {
      parked().admit(hart);
    }
  }

  @Override
  public void leave(int hart) {
    int h = core.hartRow(hart);
    accountRow(h);
    w[h + HartColumns.CURRENT] = 0;
    w[h + HartColumns.SINCE] = Column.NEVER;
    w[h + HartColumns.END_AT] = Column.NEVER;
    w[h + HartColumns.SLICE_END] = Column.NEVER;
    clock.setEnd(hart, Column.NEVER);
    wish(hart);
  }

  @Override
  public void account(int hart) {
    accountRow(core.hartRow(hart));
  }

  private void accountRow(int h) {
    long now = w[MachineColumns.NOW];
    long used = now - w[h + HartColumns.SINCE];
    w[h + HartColumns.SINCE] = now;
    if (used != 0) {
      int t = core.taskRow((int) w[h + HartColumns.CURRENT]);
      w[t + TaskColumns.CPU] += used;
      w[h + HartColumns.BUSY] += used;
      if (w[t + TaskColumns.SPINNING] == 0) {
        w[t + TaskColumns.REMAINING] -= used;
      }
    }
  }

  @Override
  public void resume(int hart, int task) {
    long now = w[MachineColumns.NOW];
    int h = core.hartRow(hart);
    goOn(hart, h, core.taskRow(task), now);
    if (w[h + HartColumns.SLICE_END] <= now) {
      wish(hart);
    }
  }

  /** Sets when the running task's computation, or its slice, ends. */
  private void goOn(int hart, int h, int t, long now) {
    long sliceEndNs = w[h + HartColumns.SLICE_END];
    long endNs = sliceEndNs;
    if (w[t + TaskColumns.SPINNING] == 0) {
      long doneNs = now + w[t + TaskColumns.REMAINING];
      endNs = doneNs < 0 ? endNs : Math.min(endNs, doneNs);
    }
    w[h + HartColumns.END_AT] = endNs;
    if (endNs == now) {
      clock.endNow(hart, now);
    } else {
      clock.setEnd(hart, endNs);
    }
  }

  @Override
  public void decide() {
    if (chosen != null) {
      super.decide();
      return;
    }
    long before;
    do {
      before = dispatches;
      int from = 0;
      while (from < MOST_HARTS) {
        long rest = (mightSteal() ? wishes.low | idle.low : wishes.low) & -1L << from;
        if (rest == 0) {
          break;
        }
        int hart = Long.numberOfTrailingZeros(rest);
        decide(hart);
        from = hart + 1;
      }
    } while (wishes.low != 0 || (dispatches != before && mightSteal()));
  }

  private void decide(int hart) {
    int h = core.hartRow(hart);
    long wish = w[h + HartColumns.WISH];
    w[h + HartColumns.WISH] = 0;
    wishes.low &= ~(1L << hart);
    int current = (int) w[h + HartColumns.CURRENT];
    if (current != 0) {
      reconsider(hart, h, current, wish == YIELD);
    } else if (wish != 0 || w[h + HartColumns.IPI_AT] == Column.NEVER) {
      fill(hart, h);
    }
  }

  private void reconsider(int hart, int h, int current, boolean yields) {
    long now = w[MachineColumns.NOW];
    boolean sliceEnded = now >= w[h + HartColumns.SLICE_END];
    boolean givesWay = sliceEnded || yields;
    int highest = 63 - Long.numberOfLeadingZeros(w[h + HartColumns.LEVELS]);
    if (highest < 0 && !givesWay) {
      return;
    }
    int t = core.taskRow(current);
    int level = level(current, t);
    boolean hasRoom = hasRoom(h, level);
    boolean replaced = highest > level || (highest == level && givesWay && hasRoom);
    if (sliceEnded && !yields) {
      if (tracer.isHeard()) {
        tracer.event(EventKind.SLICE_END, hart, current, w[t + TaskColumns.QOS], replaced ? 1 : 0, 0);
      }
    }
    if (replaced) {
      accountRow(h);
      int next = (int) w[h + HartColumns.HEAD_0 + highest];
      if (!yields || !hasRoom) {
        w[t + TaskColumns.PREEMPTIONS]++;
        if (tracer.isHeard()) {
          tracer.event(EventKind.PREEMPT, hart, current, w[t + TaskColumns.QOS], next, 0);
        }
      }
      w[t + TaskColumns.READY_SINCE] = now;
      w[h + HartColumns.CURRENT] = 0;
      int n = core.taskRow(next);
      if (highest == level && w[MachineColumns.PARKED] == 0) {
        // There is room: without it nobody of the same level takes over.
        w[t + TaskColumns.STATE] = READY;
        rotate(h, level, current, t, next, n);
      } else {
        if (hasRoom) {
          w[t + TaskColumns.STATE] = READY;
          enqueue(hart, h, level, current, t);
        } else {
          place(current, hart, hart);
        }
        dequeueFirst(hart, h, highest, n);
      }
      dispatch(hart, h, next, n);
    } else if (givesWay) {
      accountRow(h);
      w[h + HartColumns.SLICE_END] = sliceEndNs(t, now);
      goOn(hart, h, t, now);
    }
  }

  private void fill(int hart, int h) {
    if (!isOnline(hart)) {
      return;
    }
    long levels = w[h + HartColumns.LEVELS];
    if (levels != 0) {
      int highest = 63 - Long.numberOfLeadingZeros(levels);
      int next = (int) w[h + HartColumns.HEAD_0 + highest];
      int n = core.taskRow(next);
      dequeueFirst(hart, h, highest, n);
      dispatch(hart, h, next, n);
    } else if (!(stealing.isPossible() && stealing.steal(hart)) && w[h + HartColumns.IDLE_SINCE] < 0) {
      w[h + HartColumns.IDLE_SINCE] = w[MachineColumns.NOW];
      idle.low |= 1L << hart;
      if (tracer.isHeard()) {
        tracer.event(EventKind.IDLE, hart, 0, 0, 0, 0);
      }
    }
  }

  @Override
  void dispatch(int hart, int task) {
    dispatch(hart, core.hartRow(hart), task, core.taskRow(task));
  }

  private void dispatch(int hart, int h, int task, int t) {
    dispatches++;
    long now = w[MachineColumns.NOW];
    long waited = now - w[t + TaskColumns.READY_SINCE];
    w[t + TaskColumns.STATE] = RUNNING;
    w[t + TaskColumns.DISPATCHES]++;
    w[t + TaskColumns.WAIT] += waited;
    if (w[h + HartColumns.LAST] != task) {
      w[h + HartColumns.SWITCHES]++;
      w[h + HartColumns.LAST] = task;
    }
    long idleSince = w[h + HartColumns.IDLE_SINCE];
    if (idleSince >= 0) {
      if (idleSince < now) {
        w[h + HartColumns.IDLE_WAKEUPS]++;
        idling.ended(hart, now - idleSince);
      }
      w[h + HartColumns.IDLE_SINCE] = -1;
      idle.low &= ~(1L << hart);
    }
    w[h + HartColumns.CURRENT] = task;
    w[h + HartColumns.SINCE] = now;
    w[h + HartColumns.SLICE_END] = sliceEndNs(t, now);
    if (tracer.isHeard()) {
      tracer.event(EventKind.DISPATCH, hart, task, w[t + TaskColumns.QOS], waited, 0);
    }
    goOn(hart, h, t, now);
  }

  private long sliceEndNs(int t, long now) {
    long endNs = now + Math.max(timesliceNs * w[t + TaskColumns.SHARES] / 100, BuiltInPolicy.SHORTEST_SLICE_NS);
    return endNs < 0 ? Column.NEVER : endNs;
  }
}
