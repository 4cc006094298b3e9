// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Column;

/**
 * Where in a run an expectation looks: an interval of time, further narrowed by an event that opens it and one that
 * closes it. The opening event lies outside, and so does the closing one; what happens at the same instant behind the one
 * and before the other lies inside. Immutable; whether it is open is the phase of the watcher.
 *
 * @param fromNs the first instant
 * @param lastNs the last instant, {@code Column.NEVER} without
 * @param opens the pattern that opens it, by its place in {@link Watcher#events}; -1: open from the start
 * @param closes the pattern that closes it, -1: nothing does
 * @param withinNs how long it stays open after its opening, or after the start of the phase where no event opens it, both ends
 *     included; {@code Column.NEVER}: for ever
 * @param reopens whether every opening event opens it, not only the first
 */
record Window(long fromNs, long lastNs, int opens, int closes, long withinNs, boolean reopens) {
  /** Phases of a watcher that has a window. */
  static final int WAITING = 0;

  static final int OPEN = 1;
  static final int CLOSED = 2;

  /** The whole run. */
  static final Window ALL = new Window(0, Column.NEVER, -1, -1, Column.NEVER, false);

  /** To be called at the start of the watcher. */
  void start(Judge judge, Watcher watcher) {
    judge.set(watcher, Columns.PHASE, opens < 0 ? OPEN : WAITING);
    if (opens < 0) {
      judge.set(watcher, Columns.SINCE, judge.nowNs());
    }
  }

  /** The last instant as far as it is known at the start of the watcher, {@code Column.NEVER} where it is not. */
  long firstLast(long startNs) {
    return opens < 0 ? lastOf(startNs) : lastNs;
  }

  /** To be called with every event, before the subject of the expectation is looked for in it. */
  void close(Judge judge, Watcher watcher, Match match) {
    if (closes >= 0 && match.has(closes) && isOpen(judge, watcher)) {
      judge.set(watcher, Columns.PHASE, CLOSED);
    }
  }

  /** To be called with every event, after the subject of the expectation was looked for in it; whether it opened now. */
  boolean open(Judge judge, Watcher watcher, Match match) {
    if (opens < 0 || !match.has(opens)) {
      return false;
    }
    if (judge.word(watcher, Columns.PHASE) != WAITING && !reopens) {
      return false;
    }
    judge.set(watcher, Columns.PHASE, OPEN);
    judge.set(watcher, Columns.SINCE, match.event.timeNs);
    judge.count(watcher, Columns.TRIGGERS);
    return true;
  }

  boolean isOpen(Judge judge, Watcher watcher) {
    return judge.word(watcher, Columns.PHASE) == OPEN;
  }

  /** Whether it has never been open. */
  boolean isWaiting(Judge judge, Watcher watcher) {
    return judge.word(watcher, Columns.PHASE) == WAITING;
  }

  /** Whether this instant lies inside, as far as the events before it tell. */
  boolean contains(Judge judge, Watcher watcher, long nowNs) {
    return isOpen(judge, watcher) && nowNs >= fromNs && nowNs <= lastNs;
  }

  /** Whether nothing that still comes can lie inside. */
  boolean isOver(Judge judge, Watcher watcher) {
    return judge.nowNs() > lastNs || (judge.word(watcher, Columns.PHASE) == CLOSED && !reopens);
  }

  /** The last instant of a window that opens now. */
  long lastOf(long openedNs) {
    return withinNs == Column.NEVER || openedNs > Column.NEVER - withinNs
        ? lastNs
        : Math.min(lastNs, openedNs + withinNs);
  }

  /** Whether it has an end of its own, so that it makes a difference when something comes. */
  boolean isBounded() {
    return lastNs != Column.NEVER || withinNs != Column.NEVER;
  }
}
