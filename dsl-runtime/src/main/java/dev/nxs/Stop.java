// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and why a motion of a session stopped. Immutable.
 *
 * @param position where the session is now
 * @param from where it was before
 * @param lines how many marker lines were written on the way; negative: that many were taken back
 * @param breakpoint the number of the breakpoint or watch, 0 where it was none
 * @param what the line, the condition or the change that stopped it, empty where there is nothing to tell
 * @param hart where it happened, −1 where that says nothing
 * @param task who did it, null where that says nothing
 * @param end how the run ended, null unless the kind is {@link Kind#END} or {@link Kind#FAILURE}
 * @param also the numbers of other breakpoints and watches that were met at the same place, going forward
 */
public record Stop(
    Kind kind,
    Position position,
    Position from,
    long lines,
    int breakpoint,
    String what,
    int hart,
    @Nullable String task,
    @Nullable End end,
    List<Integer> also) {
  public Stop {
    also = List.copyOf(also);
  }

  /** Why a motion stopped. */
  public enum Kind {
    /** It did what it was to do: so many steps, so much time, a place. */
    DONE,
    /** A breakpoint was met. */
    BREAKPOINT,
    /** A value that is watched has changed. */
    WATCH,
    /** What the motion ran to (or back to) has come. */
    CONDITION,
    /** An expectation or a task failed here for the first time. */
    FAILURE,
    /** The run is over. */
    END,
    /** What the motion ran to did not come in time. */
    TIMEOUT,
    /** What the motion was to find is not there; the session stayed where it was. */
    NOT_FOUND,
    /** Somebody asked the run to stop. */
    INTERRUPTED,
    /** Going back came to the start of the run. */
    START
  }

  /** The same stop, with the other breakpoints that were met there. */
  Stop with(List<Integer> others) {
    return new Stop(kind, position, from, lines, breakpoint, what, hart, task, end, others);
  }

  /** The numbers of all breakpoints and watches that were met at the place, the one that is told first. */
  public List<Integer> met() {
    List<Integer> met = new ArrayList<>();
    if (breakpoint != 0) {
      met.add(breakpoint);
    }
    met.addAll(also);
    return List.copyOf(met);
  }

  /** How many events lie between: positive forward, negative back. */
  public long events() {
    return position.step() - from.step();
  }

  /** Nanoseconds of virtual time that lie between: positive forward, negative back. */
  public long durationNs() {
    return position.timeNs() - from.timeNs();
  }
}
