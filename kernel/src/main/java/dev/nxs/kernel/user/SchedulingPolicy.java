// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.List;

/**
 * Says which of the ready tasks of a machine goes first, and for how long one may keep its hart. The scheduler does the
 * rest, so no policy can lose a task, run one twice, or put one where its affinity forbids.
 *
 * <p>The contract: the answers of a policy depend on nothing but what the {@link PolicyTask} shows, and what a policy
 * remembers it keeps in the columns that it declares. These lie in the state of the machine, and are copied, restored and
 * hashed with it; a field that changes would survive a restore and is an error. One policy object serves any number of
 * machines at a time, on any thread. The methods are called in the run loop: they make no objects and ask no clock.
 */
public interface SchedulingPolicy {
  /** Why a task is ranked anew. */
  enum Moment {
    /** It became ready: it has started, or what it waited for has come. */
    WAKE,
    /** A more urgent task takes its hart. */
    PREEMPTED,
    /** Its slice has ended. */
    SLICE_END,
    /** It yields. */
    YIELD,
    /** What it is ranked by was changed: its class, its shares, its release, by itself or by others. */
    CHANGE
  }

  /** Who goes first among tasks of equal rank. */
  enum Ties {
    /** The one that came first; a task whose slice ended, that yielded or was preempted comes last. */
    ARRIVAL,
    /** The one that was declared first; only one whose slice ended or that yielded comes last. */
    DECLARATION
  }

  /** What scenarios call it: {@code machine(scheduler: "lottery")}; a letter or {@code _}, then letters, digits, {@code _}. */
  String label();

  /** What it remembers of each task; all words are 0 at boot. */
  default List<Column> taskColumns() {
    return List.of();
  }

  /** What it remembers of the machine; all words are 0 at boot. */
  default List<Column> machineColumns() {
    return List.of();
  }

  /** How the ranks enter the hash of the state: {@link Canon#AGE} for instants, {@link Canon#EXACT} for plain numbers. */
  default Canon rankCanon() {
    return Canon.EXACT;
  }

  /**
   * The rank of a task, kept until it is asked for again. The ready task of the least rank goes first; a running task
   * loses its hart to one of a lower rank at once, and to one of its own rank when its slice ends or it yields.
   */
  long rank(PolicyTask task, Moment moment);

  /** How long a task that is dispatched now may run before its slice ends, at least 1 ns; {@link Column#NEVER} for no end. */
  default long sliceNs(PolicyTask task) {
    return Column.NEVER;
  }

  /** A task has run; called before it is ranked anew, at the latest when it leaves its hart. */
  default void ran(PolicyTask task, long ns) {}

  /** Who goes first among tasks of equal rank. */
  default Ties ties() {
    return Ties.ARRIVAL;
  }
}
