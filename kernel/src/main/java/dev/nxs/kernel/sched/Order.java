// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kernel.user.SchedulingPolicy.Moment;

/**
 * The policy of one machine, as the scheduler asks it: which level a task queues at, what it is ranked by within, and
 * when its slice ends. The built-in policies are arms of a switch on a final kind, so that they cost no call through an
 * interface; that they decide as {@link BuiltInPolicy} says is tested against it.
 *
 * <p>Under {@code qos} and {@code round_robin} a level is a list in order of arrival, and there are no ranks. Under the
 * others the tasks of a level are sorted by rank. Services run at a level of their own, ahead.
 */
public final class Order {
  /** A slice of 106 days, which is as good as none, weighed by the most shares still fits into 64 bits. */
  private static final long LONGEST_SLICE_NS = Long.MAX_VALUE / 1_000;

  private static final int HIGHEST = 3;

  private enum Kind {
    QOS,
    ROUND_ROBIN,
    FIXED_PRIORITY,
    EDF,
    OWN
  }

  private final CoreTables core;
  private final Kind kind;
  private final boolean byClass;
  private final boolean sorted;
  private final boolean byDeclaration;
  final long timesliceNs;
  final boolean[] ahead;
  private final long[] ceilings;
  private final StateTable mutexes;
  private final SchedulingPolicy policy;
  private final PolicyDoor door;

  /**
   * A policy over the tables of one machine.
   *
   * @param builtInByCall whether built-in policies, too, are asked through the interface
   * @param ahead by pid, whether a task runs ahead of the others
   * @param ceilings by mutex, the class of its ceiling where classes decide, otherwise a priority
   * @param mutexes the table of mutexes
   */
  public Order(
      CoreTables core,
      SchedulingPolicy policy,
      boolean builtInByCall,
      PolicyDoor door,
      boolean[] ahead,
      long[] ceilings,
      StateTable mutexes,
      long timesliceNs) {
    this.core = core;
    this.policy = policy;
    this.door = door;
    this.ahead = ahead.clone();
    this.ceilings = ceilings.clone();
    this.mutexes = mutexes;
    this.timesliceNs = Math.min(timesliceNs, LONGEST_SLICE_NS);
    this.kind = builtInByCall ? Kind.OWN : kindOf(policy);
    this.byClass = kind == Kind.QOS;
    this.sorted = kind != Kind.QOS && kind != Kind.ROUND_ROBIN;
    this.byDeclaration = policy.ties() == SchedulingPolicy.Ties.DECLARATION;
  }

  private static Kind kindOf(SchedulingPolicy policy) {
    if (!(policy instanceof BuiltInPolicy builtIn)) {
      return Kind.OWN;
    }
    return switch (builtIn) {
      case QOS -> Kind.QOS;
      case ROUND_ROBIN -> Kind.ROUND_ROBIN;
      case FIXED_PRIORITY -> Kind.FIXED_PRIORITY;
      case EDF -> Kind.EDF;
    };
  }

  /** Whether classes decide, so that a change of class is a change of place. */
  boolean byClass() {
    return byClass;
  }

  /** Whether the tasks of a level are sorted by rank; the other policies have lists in order of arrival. */
  boolean isSorted() {
    return sorted;
  }

  /** Whether the policy is told what tasks have run. */
  boolean listens() {
    return kind == Kind.OWN;
  }

  /** The level of a task: its own, or that of the task which lends it its urgency where that is higher. */
  int level(int task) {
    return level(task, core.taskAt(task, TaskColumns.QOS));
  }

  /** The level that a task would have with a class. */
  int level(int task, int qos) {
    int lender = core.taskAt(task, TaskColumns.LENDER);
    int own = ownLevel(task, qos);
    return lender == 0 ? own : Math.max(own, ownLevel(lender));
  }

  /** The level of a task once it has lost what it gained by waiting. */
  int levelWithoutBoost(int task) {
    long boost = core.task(task, TaskColumns.BOOST);
    core.setTask(task, TaskColumns.BOOST, 0);
    int level = level(task);
    core.setTask(task, TaskColumns.BOOST, boost);
    return level;
  }

  private int ownLevel(int task) {
    return ownLevel(task, core.taskAt(task, TaskColumns.QOS));
  }

  /** The level of a task without what others lend it: its class, ahead within it for a service, or a ceiling above. */
  private int ownLevel(int task, int qos) {
    int level = (byClass ? 2 * Math.min(qos + core.taskAt(task, TaskColumns.BOOST), HIGHEST) : 0) + (ahead[task] ? 1 : 0);
    int ceiling = core.taskAt(task, TaskColumns.CEILING);
    // Ahead of its class: whoever else might take the mutex must not run while it is held. In turns nobody is ahead.
    return ceiling == 0 || !byClass ? level : Math.max(level, 2 * (int) ceilings[ceiling - 1] + 1);
  }

  /** The rank of a task without what others lend it: its own, or that of the ceiling that it is under. */
  private long ownRank(int task) {
    long rank = core.task(task, TaskColumns.OWN_RANK);
    int ceiling = core.taskAt(task, TaskColumns.CEILING);
    if (ceiling == 0 || !sorted) {
      return rank;
    }
    return Math.min(
        rank,
        switch (kind) {
          case FIXED_PRIORITY -> ~ceilings[ceiling - 1];
          case EDF -> mutexes.get(ceiling - 1, MutexColumns.FLOOR_AT);
          // What a rank of somebody's own means nobody knows here, so the holder goes before all.
          case OWN, QOS, ROUND_ROBIN -> Long.MIN_VALUE;
        });
  }

  /** Finds the rank that a task is queued by: the least of its own and what it is lent by a task of its level. */
  void settleRank(int task) {
    long rank = ownRank(task);
    int lender = core.taskAt(task, TaskColumns.LENDER);
    if (lender != 0) {
      int difference = ownLevel(lender) - ownLevel(task);
      rank = difference > 0 ? ownRank(lender) : difference == 0 ? Math.min(rank, ownRank(lender)) : rank;
    }
    core.setTask(task, TaskColumns.RANK, rank);
  }

  /** The level that a task lends to others: its own, with its ceilings, but without what others lend it. */
  public int lentLevel(int task) {
    return ownLevel(task);
  }

  /** The rank that a task lends to others of its level: its own, with its ceilings, but without what others lend it. */
  public long lentRank(int task) {
    return ownRank(task);
  }

  /** Whether a task is more urgent than another by itself: by class, priority, deadline or rank, as the policy has it. */
  public boolean isMoreUrgentByItself(int task, int than) {
    return sorted
        ? core.task(task, TaskColumns.OWN_RANK) < core.task(than, TaskColumns.OWN_RANK)
        : byClass && core.taskAt(task, TaskColumns.QOS) > core.taskAt(than, TaskColumns.QOS);
  }

  /** Whether a task that waits is served before another that came first: by class, and by rank where there are ranks. */
  public boolean isServedBefore(int task, int than) {
    int difference = servedClass(task) - servedClass(than);
    return difference > 0 || (difference == 0 && sorted && isBefore(task, than));
  }

  private int servedClass(int task) {
    int lender = core.taskAt(task, TaskColumns.LENDER);
    int own = core.taskAt(task, TaskColumns.QOS);
    return lender == 0 ? own : Math.max(own, core.taskAt(lender, TaskColumns.QOS));
  }

  /** Whether a mutex with a ceiling is beneath a task, which then must not take it. */
  public boolean isAboveCeiling(int task, int mutex) {
    return core.task(task, byClass ? TaskColumns.QOS : TaskColumns.PRIORITY) > ceilings[mutex];
  }

  /** Of two mutexes with ceilings, whether the first raises its holder higher. */
  public boolean isHigherCeiling(int mutex, int than) {
    return kind == Kind.EDF
        ? mutexes.get(mutex, MutexColumns.FLOOR_AT) < mutexes.get(than, MutexColumns.FLOOR_AT)
        : ceilings[mutex] > ceilings[than];
  }

  /** Whether a ceiling is a deadline, which is known when the mutex is taken. */
  public boolean hasFloors() {
    return kind == Kind.EDF;
  }

  /** When a slice that starts now ends. */
  long sliceEndNs(int task, long now) {
    long sliceNs =
        switch (kind) {
          case QOS, ROUND_ROBIN -> Math.max(
              timesliceNs * core.task(task, TaskColumns.SHARES) / 100, BuiltInPolicy.SHORTEST_SLICE_NS);
          case FIXED_PRIORITY, EDF -> Column.NEVER;
          case OWN -> Math.max(policy.sliceNs(door.of(task)), 1);
        };
    long endNs = now + sliceNs;
    // Behind the last instant of the clock: a slice without end.
    return endNs < 0 ? Column.NEVER : endNs;
  }

  /** Gives a task its rank; only where tasks are sorted. */
  void rank(int task, Moment moment) {
    long rank =
        switch (kind) {
          case QOS, ROUND_ROBIN -> 0;
          case FIXED_PRIORITY -> ~core.task(task, TaskColumns.PRIORITY);
          case EDF -> door.deadlineNs(task);
          case OWN -> policy.rank(door.of(task), moment);
        };
    core.setTask(task, TaskColumns.OWN_RANK, rank);
    settleRank(task);
  }

  /** Tells the policy what a task has run. */
  void ran(int task, long ns) {
    policy.ran(door.of(task), ns);
  }

  /** Whether a task goes before another of its level. */
  boolean isBefore(int task, int other) {
    return core.task(task, TaskColumns.RANK) < core.task(other, TaskColumns.RANK);
  }

  /** Whether two tasks of a level have the same rank; without ranks all do. */
  boolean isEqual(int task, int other) {
    return core.task(task, TaskColumns.RANK) == core.task(other, TaskColumns.RANK);
  }

  /**
   * Whether a task is queued before another of its level, by rank and then by the rule for ties.
   *
   * @param last whether it goes behind all of its rank
   */
  boolean queuesBefore(int task, int other, boolean last) {
    long difference = Long.compare(core.task(task, TaskColumns.RANK), core.task(other, TaskColumns.RANK));
    return difference < 0 || (difference == 0 && byDeclaration && !last && task < other);
  }
}
