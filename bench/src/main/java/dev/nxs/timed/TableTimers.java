// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/** The table of the timer service, with the caps lifted. */
final class TableTimers implements Timers {
  private static final int OWNERS = 16;

  private final int count;
  private final TimerTable table;
  private final Words memory;
  private final long[] ids;

  TableTimers(int count) {
    this.count = count;
    table = new TimerTable(TimedConfig.builder(0).cap(count).total(count).owners(OWNERS).sleepers(0).build());
    memory = new Words(table.tables());
    ids = new long[count];
  }

  @Override
  public void arm(int timer, long atNs) {
    ids[timer] = table.register(memory, timer & (OWNERS - 1), timer, atNs, atNs);
  }

  @Override
  public void cancel(int timer) {
    table.remove(memory, table.find(memory, timer & (OWNERS - 1), ids[timer]));
  }

  @Override
  public long earliestNs() {
    return table.coalescedNs(memory, table.earliest(memory));
  }

  @Override
  public int expire(int[] into) {
    long nowNs = earliestNs();
    int expired = 0;
    for (int row = table.due(memory, nowNs); row != TimerTable.NONE; row = table.due(memory, nowNs)) {
      into[expired++] = table.pid(memory, row);
      table.remove(memory, row);
    }
    return expired;
  }

  @Override
  public double bytesPerTimer() {
    return 8.0 * memory.count() / count;
  }
}
