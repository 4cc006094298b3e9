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
 * <p>Timers of one instant stand in a list, in the order in which they came; the instants stand in a heap. Coalescing makes
 * most timers share an instant, so registering, cancelling and expiring one costs a look into a hash index and a
 * few links, and only the first and the last of an instant pay for the heap. Which row a timer has depends on what was
 * there before it, but nobody can tell: what is found, when and in which order depends on the set alone.
 *
 * <p>Memory is at most 96 bytes for each timer that there is room for, indexes included, and 48 for each owner; 8 more
 * for a timer where the policy lets timers join earlier wakeups, whose heap by deadline stands beside.
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
  private final AlarmIndex alarms;
  private final InstantIndex instants;
  private final InstantHeap heap;
  private final OwnerCounts owners;

  /** Null where the policy delivers at last instants alone. */
  private final @Nullable DeadlineHeap deadlines;

  TimerTable(TimedConfig config) {
    this.config = config;
    this.memory = new TimedMemory(config);
    this.alarms = new AlarmIndex(memory);
    this.instants = new InstantIndex(memory);
    this.heap = new InstantHeap(memory);
    this.owners = new OwnerCounts(memory, config.owners());
    this.deadlines = config.policy().joinsEarlierWakeups() ? new DeadlineHeap(memory) : null;
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
    fill(user, row, TimedMemory.halves((int) id, pid), owner, requestedNs, coalescedNs);
    alarms.add(user, row);
    owners.increment(user, owner);
    user.store(TimedMemory.ALARMS, user.load(TimedMemory.ALARMS) + 1);
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
    int row = take(user);
    fill(user, row, TimedMemory.halves(0, pid), token, requestedNs, coalescedNs);
    set(user, row, TimedMemory.ORDER, TimedMemory.withHigh(get(user, row, TimedMemory.ORDER), nonce));
    user.store(TimedMemory.SLEEPERS, user.load(TimedMemory.SLEEPERS) + 1);
  }

  /** The live alarm of an owner with an id, or {@link #NONE}. */
  int find(UserContext user, long owner, long id) {
    return alarms.find(user, owner, (int) id);
  }

  /** The first in the order (last instant, arrival), or {@link #NONE}: the one that the service must wake for. */
  int earliest(UserContext user) {
    return heap.earliest(user);
  }

  /** The next timer that a wakeup at an instant delivers, or {@link #NONE}. */
  int due(UserContext user, long nowNs) {
    int row = deadlines == null ? heap.earliest(user) : deadlines.first(user);
    if (row == NONE) {
      return NONE;
    }
    long fromNs = deadlines == null ? coalescedNs(user, row) : requestedNs(user, row);
    return Coalescing.isDue(fromNs, nowNs) ? row : NONE;
  }

  /** Removes a live timer, whichever kind it is. */
  void remove(UserContext user, int row) {
    if (isSleeper(user, row)) {
      user.store(TimedMemory.SLEEPERS, user.load(TimedMemory.SLEEPERS) - 1);
    } else {
      alarms.remove(user, row);
      owners.decrement(user, get(user, row, TimedMemory.OWNER));
      user.store(TimedMemory.ALARMS, user.load(TimedMemory.ALARMS) - 1);
    }
    if (deadlines != null) {
      deadlines.remove(user, row);
    }
    leave(user, row);
    give(user, row);
  }

  /** Removes all timers of a task that is gone; the one operation that looks at every row. */
  void purge(UserContext user, int pid) {
    for (int row = 1; row <= user.load(TimedMemory.USED); row++) {
      if (isLive(user, row) && pid(user, row) == pid) {
        remove(user, row);
      }
    }
  }

  /** Live alarms of an owner. */
  int count(UserContext user, long owner) {
    return owners.count(user, owner);
  }

  boolean isSleeper(UserContext user, int row) {
    return TimedMemory.low(get(user, row, TimedMemory.WHO)) == 0;
  }

  /** The id of an alarm, 0 of a sleeper. */
  long id(UserContext user, int row) {
    return get(user, row, TimedMemory.WHO) & LAST_ID;
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
    return TimedMemory.high(get(user, row, TimedMemory.ORDER));
  }

  long coalescedNs(UserContext user, int row) {
    return get(user, row, TimedMemory.COALESCED);
  }

  long requestedNs(UserContext user, int row) {
    return get(user, row, TimedMemory.COALESCED) - get(user, row, TimedMemory.SLACK);
  }

  private void fill(UserContext user, int row, long who, long owner, long requestedNs, long coalescedNs) {
    set(user, row, TimedMemory.WHO, who);
    set(user, row, TimedMemory.OWNER, owner);
    set(user, row, TimedMemory.COALESCED, coalescedNs);
    set(user, row, TimedMemory.SLACK, coalescedNs - requestedNs);
    join(user, row, coalescedNs);
    if (deadlines != null) {
      deadlines.add(user, row);
    }
  }

  /** Puts a timer behind the others of its instant. */
  private void join(UserContext user, int row, long coalescedNs) {
    int first = instants.find(user, coalescedNs);
    if (first == NONE) {
      set(user, row, TimedMemory.ORDER, 1);
      set(user, row, TimedMemory.LINKS, 0);
      set(user, row, TimedMemory.LAST, row);
      instants.add(user, row);
      heap.add(user, row);
      return;
    }
    int last = (int) get(user, first, TimedMemory.LAST);
    set(user, row, TimedMemory.ORDER, TimedMemory.low(get(user, last, TimedMemory.ORDER)) + 1L);
    set(user, row, TimedMemory.LINKS, TimedMemory.halves(0, last));
    set(user, last, TimedMemory.LINKS, TimedMemory.withLow(get(user, last, TimedMemory.LINKS), row));
    set(user, first, TimedMemory.LAST, row);
  }

  /** Takes a timer out of the list of its instant, and the instant away with its last timer. */
  private void leave(UserContext user, int row) {
    long links = get(user, row, TimedMemory.LINKS);
    int next = TimedMemory.low(links);
    int previous = TimedMemory.high(links);
    if (previous == NONE && next == NONE) {
      heap.remove(user, row);
      instants.remove(user, row);
    } else if (previous == NONE) {
      set(user, next, TimedMemory.LINKS, TimedMemory.withHigh(get(user, next, TimedMemory.LINKS), NONE));
      set(user, next, TimedMemory.LAST, get(user, row, TimedMemory.LAST));
      heap.replace(user, row, next);
      instants.replace(user, row, next);
    } else {
      set(user, previous, TimedMemory.LINKS, TimedMemory.withLow(get(user, previous, TimedMemory.LINKS), next));
      closeBehind(user, row, previous, next);
    }
  }

  /** Tells what stood behind a timer which one stands before it now: the next one, or the instant that had it as its last. */
  private void closeBehind(UserContext user, int row, int previous, int next) {
    if (next != NONE) {
      set(user, next, TimedMemory.LINKS, TimedMemory.withHigh(get(user, next, TimedMemory.LINKS), previous));
      return;
    }
    int first = instants.find(user, get(user, row, TimedMemory.COALESCED));
    set(user, first, TimedMemory.LAST, previous);
  }

  private int take(UserContext user) {
    int freed = (int) user.load(TimedMemory.FREE);
    if (freed == NONE) {
      int fresh = (int) user.load(TimedMemory.USED) + 1;
      user.store(TimedMemory.USED, fresh);
      return fresh;
    }
    user.store(TimedMemory.FREE, get(user, freed, TimedMemory.LINKS));
    return freed;
  }

  private void give(UserContext user, int row) {
    for (int column = 0; column < TimedMemory.ROW_WORDS; column++) {
      set(user, row, column, 0);
    }
    set(user, row, TimedMemory.LINKS, user.load(TimedMemory.FREE));
    user.store(TimedMemory.FREE, row);
  }

  private boolean isLive(UserContext user, int row) {
    // Every live timer has a place in its instant, counted from 1.
    return get(user, row, TimedMemory.ORDER) != 0;
  }

  private long get(UserContext user, int row, int column) {
    return user.load(memory.row(row, column));
  }

  private void set(UserContext user, int row, int column, long value) {
    user.store(memory.row(row, column), value);
  }
}
