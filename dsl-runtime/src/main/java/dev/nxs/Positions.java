// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.diag.Code;
import java.util.OptionalLong;

/** Places as people write them: {@code 8ms#41}, or {@code 8ms} for the end of that instant. */
public final class Positions {
  private Positions() {}

  /**
   * Reads a place.
   *
   * @return with {@code Long.MAX_VALUE} as the step where only an instant is given
   * @throws NxsException if it is none
   */
  public static Position parse(String text) {
    String word = text.strip();
    int hash = word.indexOf('#');
    if (hash >= 0) {
      Position position = Position.parse(word.startsWith("0#") ? "0ns" + word.substring(1) : word);
      if (position != null) {
        return position;
      }
    } else {
      OptionalLong ns = word.equals("0") ? OptionalLong.of(0) : Durations.parse(word);
      if (ns.isPresent() && ns.getAsLong() >= 0) {
        return new Position(ns.getAsLong(), Long.MAX_VALUE);
      }
    }
    throw Questions.refused(Code.BAD_COMMAND, text, "this is no place of a run; it is written `8ms#41` or `8ms`");
  }

  /** Writes a place; one without a step as its instant alone. */
  public static String text(Position position) {
    return position.step() == Long.MAX_VALUE ? Durations.text(position.timeNs()) : position.text();
  }
}
