// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.user.Durations;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A place in a run: an instant and the number of steps taken until then, written {@code 8ms#41} for people.
 *
 * @param timeNs nanoseconds since boot
 * @param step how many steps the machine has taken
 */
public record Position(long timeNs, long step) {
  private static final int MOST_DIGITS = 18;

  /** The position as people write it, {@code 8ms#41}. */
  public String text() {
    return Durations.text(timeNs) + "#" + step;
  }

  /** Reads what {@link #text} gives; null if the text is no position. */
  public static @Nullable Position parse(String text) {
    int hash = text.indexOf('#');
    if (hash < 0) {
      return null;
    }
    OptionalLong timeNs = Durations.parse(text.substring(0, hash));
    String step = text.substring(hash + 1);
    boolean number = !step.isEmpty() && step.length() <= MOST_DIGITS;
    for (int i = 0; i < step.length(); i++) {
      number &= step.charAt(i) >= '0' && step.charAt(i) <= '9';
    }
    return timeNs.isEmpty() || !number ? null : new Position(timeNs.getAsLong(), Long.parseLong(step));
  }
}
