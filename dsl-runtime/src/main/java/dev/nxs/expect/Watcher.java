// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import java.util.List;

/**
 * Something that looks at what happens. Immutable: what changes lives in its row of {@link Columns} and in tables that it
 * asked for when it was compiled.
 */
abstract class Watcher {
  private final int row;
  private final List<EventMatcher> events;

  Watcher(int row, List<EventMatcher> events) {
    this.row = row;
    this.events = List.copyOf(events);
  }

  /** Its row of {@link Columns}. */
  final int row() {
    return row;
  }

  /** The events that it wants to see. */
  final List<EventMatcher> events() {
    return events;
  }

  /** Whether it looks at states, so that it must be asked whenever the machine is settled. */
  boolean watchesStates() {
    return false;
  }

  /**
   * The conditions that it looks at. Between two instants at which it is asked they come to the same, unless there are none:
   * such a watcher is asked at every instant.
   */
  List<Observed> states() {
    return List.of();
  }

  /** Whether it wants to be asked when one of {@link #states} ends to hold, and not only when it begins to. */
  boolean mindsEnd(Observed state) {
    return true;
  }

  /** Whether it need not be asked before an event of its own, though it has no conditions. */
  boolean dozes(Judge judge) {
    return false;
  }

  /** The first instant at which it looks at states, 0 for the start. */
  long judgedFromNs() {
    return 0;
  }

  /** Called once, before anything happens; all words are 0 then, but for the deadline, which is never. */
  void start(Judge judge) {}

  /** An event that is one of {@link #events} or several. */
  void occurred(Judge judge, Match match) {}

  /** The machine is settled: everything of this instant is done. */
  void settled(Judge judge) {}

  /** The instant that the watcher set as its deadline is here, and everything of it is done. */
  void due(Judge judge) {}
}
