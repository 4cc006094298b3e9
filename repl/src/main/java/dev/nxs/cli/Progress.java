// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * A line at the bottom of a terminal that tells how far a long command is. It is taken away before anything else is
 * printed, and what takes little time never shows it.
 */
final class Progress {
  private static final long PATIENCE_NS = 400_000_000;
  private static final long REST_NS = 100_000_000;
  private static final int CELLS = 24;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final boolean shown;
  private final int files;
  private final LongSupplier clock;
  private final long startNs;
  private long drawnNs;
  private boolean visible;

  /**
   * Nothing is shown yet.
   *
   * @param shown whether there is a terminal to show it on
   */
  Progress(PrintStream err, boolean shown, int files) {
    this(err, shown, files, System::nanoTime);
  }

  /** The same with a clock of the caller's, in nanoseconds. */
  Progress(PrintStream err, boolean shown, int files, LongSupplier clock) {
    this.err = err;
    this.shown = shown;
    this.files = Math.max(1, files);
    this.clock = clock;
    startNs = clock.getAsLong();
    drawnNs = startNs + PATIENCE_NS - REST_NS;
  }

  /** Tells how far it is, if it is time to tell again. */
  void show(int filesDone, int scenarios, int bad) {
    long nowNs = clock.getAsLong();
    if (!shown || nowNs - drawnNs < REST_NS) {
      return;
    }
    drawnNs = nowNs;
    visible = true;
    int full = (int) ((long) CELLS * filesDone / files);
    err.print(
        CLEAR + "[" + "#".repeat(full) + ".".repeat(CELLS - full) + "] " + filesDone + "/" + files + " files, "
            + scenarios + " scenarios, " + bad + " not passed, " + (nowNs - startNs) / 1_000_000_000 + "s");
    err.flush();
  }

  /** Takes the line away. */
  void clear() {
    if (visible) {
      err.print(CLEAR);
      err.flush();
      visible = false;
    }
  }
}
