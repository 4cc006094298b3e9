// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.trace;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a machine. A sink never changes the machine; it may ask it to stop. Calls come in the order of the events,
 * on the thread that runs the machine.
 */
public interface TraceSink {
  /** The bits of the kinds that this sink wants; asked once, when it is attached. */
  long interest();

  /**
   * The tasks whose events of a kind it wants, by pid, null for all; asked once, when it is attached. Events of others may
   * come all the same.
   */
  default @Nullable BitSet tasks(EventKind kind) {
    return null;
  }

  /**
   * Something happened.
   *
   * @param timeNs virtual time
   * @param step number of the step in which it happened; with the time it is a position
   * @param hart where, or -1
   * @param pid who, or 0 for the kernel and the scenario
   */
  void event(EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third);

  /** A line was written: {@link EventKind#MARKER} or {@link EventKind#AUDIT}. */
  void line(EventKind kind, long timeNs, long step, int hart, int pid, String text);
}
