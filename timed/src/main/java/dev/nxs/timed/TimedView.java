// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/** What others may ask about a timer service, read from the memory of its task without disturbing it. */
public final class TimedView {
  private final TimedMemory layout;
  private final IntToLongFunction memory;

  /**
   * A view on one service.
   *
   * @param config what the service was made with
   * @param memory gives a word of the memory of its task as it is now
   */
  public TimedView(TimedConfig config, IntToLongFunction memory) {
    this.layout = new TimedMemory(config);
    this.memory = memory;
  }

  /** Live alarms of all owners. */
  public long liveTimers() {
    return memory.applyAsLong(TimedMemory.ALARMS);
  }

  /** Live alarms of a task. */
  public long liveTimers(int pid) {
    long live = 0;
    for (int row = 1; row <= usedRows(); row++) {
      if (id(row) != 0 && pid(row) == pid) {
        live++;
      }
    }
    return live;
  }

  /** Tasks that sleep. */
  public long sleepers() {
    return memory.applyAsLong(TimedMemory.SLEEPERS);
  }

  /** Instants at which at least one timer was delivered, the end of a sleep included. */
  public long timerWakeups() {
    return memory.applyAsLong(TimedMemory.WAKEUPS);
  }

  /** Timers delivered, sleeps included. */
  public long expirations() {
    return memory.applyAsLong(TimedMemory.EXPIRATIONS);
  }

  /** Timers that came due and had nobody to be delivered to. */
  public long dropped() {
    return memory.applyAsLong(TimedMemory.DROPPED);
  }

  /** When a live alarm of a task will be delivered, after coalescing. */
  public OptionalLong deadlineNs(int pid, long id) {
    for (int row = 1; row <= usedRows(); row++) {
      if (pid(row) == pid && id(row) == id && id != 0) {
        return OptionalLong.of(coalescedNs(row));
      }
    }
    return OptionalLong.empty();
  }

  /**
   * A live alarm or sleep.
   *
   * @param id of an alarm, 1 or more; 0 of a sleep
   * @param pid who is told or woken
   * @param requestedNs the instant asked for
   * @param coalescedNs the instant at which it is delivered
   */
  public record Timer(long id, int pid, long requestedNs, long coalescedNs) {}

  /** All live alarms and sleeps, by the instant of their delivery, then by id and task. */
  public List<Timer> timers() {
    List<Timer> live = new ArrayList<>();
    for (int row = 1; row <= usedRows(); row++) {
      if (id(row) != 0) {
        live.add(timer(id(row), row));
      }
    }
    int end = layout.alarms() + (int) memory.applyAsLong(TimedMemory.SLEEPERS_USED);
    for (int row = layout.alarms() + 1; row <= end; row++) {
      if (memory.applyAsLong(layout.sleeper(row, TimedMemory.ORDER)) != 0) {
        live.add(timer(0, row));
      }
    }
    live.sort(
        Comparator.comparingLong(Timer::coalescedNs).thenComparingLong(Timer::id).thenComparingInt(Timer::pid));
    return live;
  }

  private Timer timer(long id, int row) {
    long slackNs = memory.applyAsLong(layout.timer(row, TimedMemory.SLACK));
    return new Timer(id, pid(row), coalescedNs(row) - slackNs, coalescedNs(row));
  }

  private int usedRows() {
    return (int) memory.applyAsLong(TimedMemory.USED);
  }

  private long coalescedNs(int row) {
    return memory.applyAsLong(layout.timer(row, TimedMemory.COALESCED));
  }

  private int pid(int row) {
    return TimedMemory.high(memory.applyAsLong(layout.timer(row, TimedMemory.WHO)));
  }

  /** The id of an alarm. */
  private long id(int row) {
    return memory.applyAsLong(layout.alarm(row, TimedMemory.WHO)) & TimerTable.LAST_ID;
  }
}
