// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/**
 * Something that stops a session, in both directions. Immutable: a picture of it as it was when it was asked for.
 *
 * @param number from 1, never given twice in a session
 * @param text the condition, the expression or the position
 * @param once whether it goes with its first stop
 * @param ignored how many more hits are let pass, forward only
 * @param stops how often it stopped the session
 */
public record Breakpoint(
    int number, Kind kind, String text, boolean enabled, boolean once, long ignored, long stops) {
  /** What it looks for. */
  public enum Kind {
    /** An event, or a state that becomes true. */
    CONDITION,
    /** A change of a value. */
    WATCH,
    /** A place of the run. */
    POSITION
  }

  Breakpoint enabled(boolean value) {
    return new Breakpoint(number, kind, text, value, once, ignored, stops);
  }

  Breakpoint passed() {
    return new Breakpoint(number, kind, text, enabled, once, ignored - 1, stops);
  }

  Breakpoint stopped() {
    return new Breakpoint(number, kind, text, enabled, once, ignored, stops + 1);
  }
}
