// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.trace.TraceSink;
import java.util.function.IntFunction;

/** Sees a whole run: told where it begins, then each event that it is interested in, then where the run ends. */
public interface RunTrace extends TraceSink {
  /**
   * What a trace may want to know of a run before its first event.
   *
   * @param title of the scenario, with its swept values
   * @param harts how many the machine has
   * @param names of the tasks by pid, also of those that are spawned later; 0 is the kernel
   */
  record Traced(String title, int harts, IntFunction<String> names) {}

  /** The run begins; called once, before all events. */
  void begin(Traced run);

  /** The run is over; called once, behind all events. */
  void end(long timeNs);
}
