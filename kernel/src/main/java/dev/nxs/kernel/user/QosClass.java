// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import org.jspecify.annotations.Nullable;

/** The four classes of the scheduler, least urgent first; the ordinal is the value on the wire. */
public enum QosClass {
  IDLE,
  NORMAL,
  INTERACTIVE,
  PERFBURST;

  private static final QosClass[] ALL = values();

  /** The class of a wire value, or null: other values are never clamped. */
  public static @Nullable QosClass ofWire(long value) {
    return value >= 0 && value < ALL.length ? ALL[(int) value] : null;
  }

  /** The byte that stands for the class in system calls and frames, 0 to 3. */
  public int wire() {
    return ordinal();
  }

  /** The name in scenarios and audit lines: {@code perfburst}. */
  public String label() {
    return switch (this) {
      case IDLE -> "idle";
      case NORMAL -> "normal";
      case INTERACTIVE -> "interactive";
      case PERFBURST -> "perfburst";
    };
  }
}
