// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live alarms and sleepers of a timer service: a view on the memory of its task, which every method takes, because
 * a program has no state of its own. Nothing is allocated.
 *
 * <p>Alarms stand in a {@link DeadlineTree} and in an index by id, sleepers in lists by instant; both kinds are rows with
 * numbers of one range. Which row a timer has depends on what was there before it, but nobody can tell: what is found,
 * when and in which order depends on the set alone.
 *
 * <p>Memory is at most 56 bytes for each alarm of many that there is room for, indexes included, and up to 12 KB however
 * few they are; 96 for each sleeper and 48 for each owner; 8 more for a timer where the policy lets timers join earlier
 * wakeups, whose heap by deadline stands beside.
 */
final class TimerTable {
  /** Stands for no row. */
  static final int NONE = 0;

  /** Ids are 1 to this; after it comes 1 again. */
  static final long LAST_ID = 0xffff_ffffL;

  /** Whether a further alarm of an owner may be registered, by the first limit that forbids it. */
  enum Admission {
    ADMITTED,
    /** The owner has as many as it may. */
    OVER_LIMIT,
    /** All owners together have. */
    NO_SPACE
  }

  private final TimedConfig config;
  private final TimedMemory memory;
  private final AlarmIndex index;
  private final DeadlineTree alarms;
  private final Sleepers sleepers;
  private final Arrivals arrivals;
  private final OwnerCounts owners;

  /** Null where the policy delivers at last instants alone. */
  private final @Nullable DeadlineHeap deadlines;

  TimerTable(TimedConfig config) {
    this.config = config;
    this.memory = new TimedMemory(config);
    this.index = new AlarmIndex(memory);
    this.alarms = new DeadlineTree(memory);
    this.sleepers = new Sleepers(memory);
    this.arrivals = new Arrivals(memory, sleepers);
    this.owners = new OwnerCounts(memory, config.owners());
    this.deadlines = config.policy().joinsEarlierWakeups() ? new DeadlineHeap(memory, arrivals) : null;
  }

  /** The shape of the memory that this is a view on. */
  List<TableSpec> tables() {
    return memory.tables();
  }

  /** Asks the limits; changes nothing. */
  Admission admit(UserContext user, long owner) {
    if (owners.count(user, owner) >= config.cap()) {
      return Admission.OVER_LIMIT;
    }
    boolean hasRoom = user.load(TimedMemory.ALARMS) < config.total() && owners.hasRoom(user, owner);
    return hasRoom ? Admission.ADMITTED : Admission.NO_SPACE;
  }

  /**
   * Registers an alarm that was admitted.
   *
   * @param owner service id that it counts against
   * @param pid task that is told
   * @return its id, 1 to 2^32 − 1
   */
  long register(UserContext user, long owner, int pid, long requestedNs, long coalescedNs) {
    long last = user.load(TimedMemory.LAST_ID);
    long id = last == LAST_ID ? 1 : last + 1;
    user.store(TimedMemory.LAST_ID, id);
    int row = take(user);
    int at = memory.alarm(row, 0);
    user.store(memory.place(row), index.add(user, row, (int) id));
    user.store(at + TimedMemory.COALESCED, coalescedNs);
    user.store(at + TimedMemory.WHO, TimedMemory.halves((int) id, pid));
    user.store(at + TimedMemory.OWNER, owner);
    user.store(at + TimedMemory.SLACK, coalescedNs - requestedNs);
    alarms.add(user, row, coalescedNs);
    owners.increment(user, owner);
    user.store(TimedMemory.ALARMS, user.load(TimedMemory.ALARMS) + 1);
    if (deadlines != null) {
      deadlines.add(user, row);
    }
    return id;
  }

  /** Whether one more task can sleep. */
  boolean hasRoomForSleeper(UserContext user) {
    return user.load(TimedMemory.SLEEPERS) < config.sleepers();
  }

  /**
   * Lets a task sleep; there must be room.
   *
   * @param token what answers its call
   * @param nonce what its answer repeats
   */
  void sleep(UserContext user, long token, int pid, int nonce, long requestedNs, long coalescedNs) {
    long who = TimedMemory.halves((int) user.load(TimedMemory.LAST_ID), pid);
    int row = sleepers.add(user, who, token, nonce, coalescedNs - requestedNs, coalescedNs);
    if (deadlines != null) {
      deadlines.add(user, row);
    }
  }

  /** The live alarm of an owner with an id, or {@link #NONE}. */
  int find(UserContext user, long owner, long id) {
    return index.find(user, owner, (int) id);
  }

  /** The first in the order (last instant, arrival), or {@link #NONE}: the one that the service must wake for. */
  int earliest(UserContext user) {
    int alarm = alarms.first(user);
    int sleeper = sleepers.first(user);
    if (sleeper == NONE) {
      return alarm;
    }
    int order = alarm == NONE ? 1 : Long.compareUnsigned(alarms.firstNs(user), coalescedNs(user, sleeper));
    return order < 0 || (order == 0 && arrivals.isBefore(user, alarm, sleeper)) ? alarm : sleeper;
  }

  /** The next timer that a wakeup at an instant delivers, or {@link #NONE}. */
  int due(UserContext user, long nowNs) {
    int row = deadlines == null ? earliest(user) : deadlines.first(user);
    if (row == NONE) {
      return NONE;
    }
    long fromNs = deadlines == null ? coalescedNs(user, row) : requestedNs(user, row);
    return Coalescing.isDue(fromNs, nowNs) ? row : NONE;
  }

  /** Removes a live timer, whichever kind it is. */
  void remove(UserContext user, int row) {
    if (deadlines != null) {
      deadlines.remove(user, row);
    }
    if (isSleeper(user, row)) {
      sleepers.remove(user, row);
      return;
    }
    int at = memory.alarm(row, 0);
    index.remove(user, row, (int) user.load(at + TimedMemory.WHO));
    alarms.remove(user, row);
    owners.decrement(user, user.load(at + TimedMemory.OWNER));
    user.store(TimedMemory.ALARMS, user.load(TimedMemory.ALARMS) - 1);
    give(user, row);
  }

  /** Removes all timers of a task that is gone; the one operation that looks at every row. */
  void purge(UserContext user, int pid) {
    for (int row = 1; row <= user.load(TimedMemory.USED); row++) {
      if (id(user, row) != 0 && pid(user, row) == pid) {
        remove(user, row);
      }
    }
    for (int row = memory.alarms() + 1; row <= sleepers.end(user); row++) {
      if (sleepers.isLive(user, row) && pid(user, row) == pid) {
        remove(user, row);
      }
    }
  }

  /** Live alarms of an owner. */
  int count(UserContext user, long owner) {
    return owners.count(user, owner);
  }

  boolean isSleeper(UserContext user, int row) {
    return row > memory.alarms();
  }

  /** The id of an alarm, 0 of a sleeper. */
  long id(UserContext user, int row) {
    return isSleeper(user, row) ? 0 : get(user, row, TimedMemory.WHO) & LAST_ID;
  }

  int pid(UserContext user, int row) {
    return TimedMemory.high(get(user, row, TimedMemory.WHO));
  }

  /** What answers the call of a sleeper. */
  long token(UserContext user, int row) {
    return get(user, row, TimedMemory.OWNER);
  }

  /** What the answer to a sleeper repeats. */
  int nonce(UserContext user, int row) {
    return sleepers.nonce(user, row);
  }

  long coalescedNs(UserContext user, int row) {
    return get(user, row, TimedMemory.COALESCED);
  }

  long requestedNs(UserContext user, int row) {
    return get(user, row, TimedMemory.COALESCED) - get(user, row, TimedMemory.SLACK);
  }

  private int take(UserContext user) {
    int freed = (int) user.load(TimedMemory.FREE);
    if (freed == NONE) {
      int fresh = (int) user.load(TimedMemory.USED) + 1;
      user.store(TimedMemory.USED, fresh);
      return fresh;
    }
    user.store(TimedMemory.FREE, user.load(memory.place(freed)));
    return freed;
  }

  private void give(UserContext user, int row) {
    int at = memory.alarm(row, 0);
    user.store(memory.place(row), user.load(TimedMemory.FREE));
    user.store(memory.place(row) + TimedMemory.AT, 0);
    user.store(at + TimedMemory.COALESCED, 0);
    user.store(at + TimedMemory.WHO, 0);
    user.store(at + TimedMemory.OWNER, 0);
    user.store(at + TimedMemory.SLACK, 0);
    user.store(TimedMemory.FREE, row);
  }

  private long get(UserContext user, int row, int column) {
    return user.load(memory.timer(row, column));
  }
}
