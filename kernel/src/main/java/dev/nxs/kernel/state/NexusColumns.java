// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.List;

/**
 * The tables that a machine with the profile {@code nexus} has besides the others: run queues whose entries are pids, what
 * its scheduler counts a hart, and what it keeps of each task. A machine without the profile has none of them.
 */
public final class NexusColumns {
  /** Harts that the reference has room for, whether they are there or not. */
  public static final int CPUS = 4;

  /** Of a hart: the pid of the entry that is current in the scheduler plus one, 0 for none. */
  public static final int CURRENT = 0;

  /** Of a hart: the class of that entry. */
  public static final int CURRENT_QOS = 1;

  /** Of a hart: entries in the queue of class 0; those of the other classes follow. */
  public static final int COUNT_0 = 2;

  /** Of a hart: the task that system calls take as the caller; it stays when the hart goes idle. */
  public static final int TASK_CURRENT = 6;

  /**
   * Of a hart: timer ticks taken in user mode; slices are multiples of 1 to 10 of them. The first eight matter by
   * themselves, to the markers of the selftests, and are all in one turn of what slices are counted in.
   */
  public static final int TICKS = 7;

  /** Of a hart: when it may look for work elsewhere again. */
  public static final int STEAL_AT = 8;

  /** Of a hart: when its timer ticks next, never while it is idle. */
  public static final int TICK_AT = 9;

  /** Of a task: the hart whose queue it is woken to, as far as its affinity and the harts allow. */
  public static final int HOME = 0;

  /** Of a task: its parent's pid plus one, 0 for none. */
  public static final int PARENT = 1;

  /** Of a task: 1 once its exit status was collected. */
  public static final int COLLECTED = 2;

  /** Of the machine: victims taken out of the queues of other harts, those that were put back elsewhere included. */
  public static final int STEALS = 0;

  /** Of the machine: tasks that were given a home in turn. */
  public static final int SPAWN_CURSOR = 1;

  /** Of the machine: 1 once a rejected wake was reported. */
  public static final int WAKE_REPORTED = 2;

  /** Of the machine: 1 while interrupts are accepted and not sent, for the counterfactual test of the evidence chain. */
  public static final int IPI_MUTED = 3;

  /** Of the machine: how many tasks there are, pid 0 included; the next one has this pid. */
  public static final int TASKS = 4;

  /** Of the machine: where the kernel's selftests go on, from 1; 0 while none are under way. */
  public static final int SELFTEST = 5;

  /** Of the machine: when the first secondary hart took its first tick; never once the tick budget was judged. */
  public static final int FIRST_TICK = 6;

  /** Of the machine: bit set of the harts that have run a task. */
  public static final int EXECUTED = 7;

  /** Of the machine: 1 once the tick budget was judged. */
  public static final int BUDGET_TOLD = 8;

  /** The least common multiple of all slices in ticks: two counts that differ by it slice alike. */
  private static final long SLICES = 2520;

  private NexusColumns() {}

  /** The table of harts, always with as many rows as the reference has. */
  public static TableSpec harts(boolean present) {
    return new TableSpec(
        "nexus.harts",
        present ? CPUS : 0,
        List.of(
            Column.exact("current"),
            Column.exact("current_qos"),
            Column.exact("count_0"),
            Column.exact("count_1"),
            Column.exact("count_2"),
            Column.exact("count_3"),
            Column.statistic("task_current"),
            new Column("ticks", Canon.PHASE, SLICES),
            Column.instant("steal_at"),
            Column.instant("tick_at")));
  }

  /** The entries of all queues: by hart, then by class, then oldest first; a pid plus one, zero behind the last. */
  public static TableSpec entries(int rows) {
    return new TableSpec("nexus.entries", rows, List.of(Column.exact("pid")));
  }

  /** The table of tasks by pid. */
  public static TableSpec tasks(int rows) {
    return new TableSpec(
        "nexus.tasks", rows, List.of(Column.exact("home"), Column.exact("parent"), Column.exact("collected")));
  }

  /** The table with one row for the machine. */
  public static TableSpec machine(boolean present) {
    return new TableSpec(
        "nexus.machine",
        present ? 1 : 0,
        List.of(
            Column.statistic("steals"),
            Column.exact("spawn_cursor"),
            Column.exact("wake_reported"),
            Column.exact("ipi_muted"),
            Column.exact("tasks"),
            Column.exact("selftest"),
            new Column("first_tick", Canon.AGE, Column.NEVER),
            Column.exact("executed"),
            Column.exact("budget_told")));
  }
}
