// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/** How a run ended, which decides what open expectations come to. */
public enum End {
  /** Nothing can ever happen again. */
  QUIESCENT("nothing more can happen"),
  /** The instant that {@code run for} names has passed. */
  HORIZON("the end of the run"),
  /** What {@code run until} waits for has come. */
  CONDITION("the condition of the run"),
  /** The line has come that the caller wanted the run to end at. */
  MARKER("the marker of the caller"),
  /** An expectation or a task failed. */
  FAILURE("a failure"),
  /** The caller asked for a stop, or for a stop at a position. */
  INTERRUPTED("the caller"),
  /** {@code timeout} of {@code run until}. */
  TIMEOUT("the timeout of the run"),
  /** {@code limit}, or the caller's own limit of virtual time. */
  TIME_LIMIT("the limit of virtual time"),
  /** {@code events}: too many events. */
  EVENT_LIMIT("the limit of events"),
  /** A run wrote more lines than it may. */
  LINE_LIMIT("the limit of lines"),
  /** A task took too many steps without virtual time passing, or grew past a limit. */
  TASK_LIMIT("a limit of a task"),
  /** The expectations had to keep more than there is room for. */
  EXPECTATION_LIMIT("a limit of the expectations"),
  /** The machine itself is broken: an invariant of the kernel does not hold. */
  BROKEN("a broken invariant of the kernel");

  private final String text;

  End(String text) {
    this.text = text;
  }

  /** What ended the run, to be read behind "ended by". */
  public String text() {
    return text;
  }

  /** Whether a limit ended the run, so that it says nothing about what it was made for. */
  public boolean isAbnormal() {
    return this == TIME_LIMIT || this == EVENT_LIMIT || this == LINE_LIMIT || this == TASK_LIMIT
        || this == EXPECTATION_LIMIT
        || this == BROKEN;
  }
}
