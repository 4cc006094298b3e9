// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Wakers;
import dev.nxs.kernel.trace.BlockReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tasks that can never go on (docs/expectations.md): each waits, without a timeout, for what only tasks could give that
 * have ended or can never go on themselves. This is the largest set of which that holds: at first all that wait are in it,
 * and whoever somebody outside could wake leaves it, until nobody does.
 *
 * <p>What cannot be known is in favour of the task: an act of the world that might signal, a task that might be spawned, one
 * that has not started; and while somebody may kill tasks, nothing is said. Who waits for a message is at rest, as a server is, and is told of only where others wait for him.
 */
final class Stranded {
  private final Waits waits;
  private final Wakers wakers;
  private final boolean[] stuck;

  private Stranded(Waits waits, Wakers wakers, int tasks) {
    this.waits = waits;
    this.wakers = wakers;
    this.stuck = new boolean[tasks];
  }

  /**
   * The tasks that can never go on and wait for more than a message, by pid.
   *
   * @param tasks how many rows of tasks there are, that of the kernel included
   */
  static List<Integer> of(Waits waits, Wakers wakers, int tasks) {
    return new Stranded(waits, wakers, tasks).find();
  }

  private List<Integer> find() {
    boolean any = false;
    for (int pid = 1; pid < stuck.length; pid++) {
      BlockReason reason = waits.reason(pid);
      stuck[pid] = isWait(reason) && !waits.isTimed(pid);
      any |= stuck[pid] && reason != BlockReason.RECEIVE;
    }
    while (any && shrink()) {
      // Whoever may go on may wake others.
    }
    List<Integer> found = new ArrayList<>();
    // Whoever ends a task gives back what it holds, and may have meant to all along.
    any &= !isAnyAble(wakers.killers());
    for (int pid = 1; pid < stuck.length; pid++) {
      if (any && stuck[pid] && waits.reason(pid) != BlockReason.RECEIVE) {
        found.add(pid);
      }
    }
    return found;
  }

  private static boolean isWait(BlockReason reason) {
    return switch (reason) {
      case RECEIVE, SEND, REPLY, EVENT, MUTEX, BARRIER, JOIN -> true;
      case NONE, SLEEP, PERIOD, QUEUE -> false;
    };
  }

  private boolean shrink() {
    boolean changed = false;
    for (int pid = 1; pid < stuck.length; pid++) {
      if (stuck[pid] && mayGoOn(pid)) {
        stuck[pid] = false;
        changed = true;
      }
    }
    return changed;
  }

  private boolean mayGoOn(int pid) {
    int other = waits.waitsFor(pid);
    int object = waits.object(pid);
    return switch (waits.reason(pid)) {
      case MUTEX, JOIN -> other == 0 || !stuck[other];
      case REPLY -> other == 0 ? anyAble(wakers.receivers(), object) : !stuck[other];
      case SEND -> anyAble(wakers.receivers(), object);
      case RECEIVE -> anyAble(wakers.senders(), object);
      case EVENT -> anyAble(wakers.signallers(), object);
      case BARRIER -> missing(object) <= 0;
      case NONE, SLEEP, PERIOD, QUEUE -> true;
    };
  }

  /** How many more tasks a barrier needs than can still come; not positive where they can. */
  private int missing(int barrier) {
    Optional<List<Integer>> arrivers = known(wakers.arrivers(), barrier);
    if (arrivers.isEmpty()) {
      return 0;
    }
    int missing = waits.parties(barrier) - waits.arrived(barrier);
    for (int pid : arrivers.get()) {
      boolean isThere = waits.reason(pid) == BlockReason.BARRIER && waits.object(pid) == barrier;
      missing -= isThere || stuck[pid] || waits.hasEnded(pid) ? 0 : 1;
    }
    return missing;
  }

  private boolean anyAble(List<Optional<List<Integer>>> by, int number) {
    return isAnyAble(known(by, number));
  }

  private boolean isAnyAble(Optional<List<Integer>> users) {
    return users.isEmpty() || users.get().stream().anyMatch(pid -> !stuck[pid] && !waits.hasEnded(pid));
  }

  /** Endpoints behind the declared ones are those of services, of which nothing is said. */
  private static Optional<List<Integer>> known(List<Optional<List<Integer>>> by, int number) {
    return number < by.size() ? by.get(number) : Optional.empty();
  }
}
