// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.FaultColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.user.Durations;

/**
 * Faults that were injected and wait for their moment. Each shows once, at the next occasion; of one kind as many may
 * wait as there were injections, save that timers are late one at a time.
 */
public final class Faults {
  private final StateTable table;

  public Faults(StateTable table) {
    this.table = table;
  }

  public void dropIpi(int hart) {
    table.add(hart, FaultColumns.DROPS, 1);
  }

  /** Makes the next timer late; a second injection before it adds to the first. */
  public void delayTimer(long byNs) {
    table.set(0, FaultColumns.DELAY, Durations.later(table.get(0, FaultColumns.DELAY), byNs));
  }

  public void tearLine() {
    table.add(0, FaultColumns.TORN, 1);
  }

  public void failSend() {
    table.add(0, FaultColumns.SENDS, 1);
  }

  /** Whether the interrupt that is being sent to a hart is lost. */
  public boolean takeDrop(int hart) {
    return take(hart, FaultColumns.DROPS);
  }

  /**
   * By how much the timer of a task that is due is to fire later; 0 where it fires now. A timer that is late already is
   * not delayed again.
   */
  public long takeDelayNs(int task) {
    long byNs = table.get(0, FaultColumns.DELAY);
    if (byNs == 0 || table.get(0, FaultColumns.LATE_TASK) != 0) {
      return 0;
    }
    table.set(0, FaultColumns.DELAY, 0);
    table.set(0, FaultColumns.LATE_TASK, task);
    table.set(0, FaultColumns.LATE_BY, byNs);
    return byNs;
  }

  /** By how much the timer of a task that fires now is late. */
  public long latenessNs(int task) {
    return table.get(0, FaultColumns.LATE_TASK) == task ? table.get(0, FaultColumns.LATE_BY) : 0;
  }

  /** The timer of a task has fired or was taken back. */
  public void timerGone(int task) {
    if (table.get(0, FaultColumns.LATE_TASK) == task) {
      table.set(0, FaultColumns.LATE_TASK, 0);
      table.set(0, FaultColumns.LATE_BY, 0);
    }
  }

  /** Whether the marker line that is being written is torn. */
  public boolean takeTear() {
    return take(0, FaultColumns.TORN);
  }

  /** Whether the message that a task is sending is not taken. */
  public boolean takeFailedSend() {
    return take(0, FaultColumns.SENDS);
  }

  private boolean take(int row, int column) {
    if (table.get(row, column) == 0) {
      return false;
    }
    table.add(row, column, -1);
    return true;
  }
}
