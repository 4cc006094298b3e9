// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.ConsoleLine;

/**
 * Lines the way the console of the real kernel has them: its own with level and target in front, those of tasks bare, and
 * all ended by carriage return and line feed. What would act on a terminal is taken out.
 */
public final class KernelLog {
  private static final long NS_PER_MS = 1_000_000;

  private KernelLog() {}

  /** A line with its end. */
  public static String line(ConsoleLine line) {
    String text = plain(line.text());
    if (line.pid() != 0) {
      return text + "\r\n";
    }
    return "[INFO " + (text.startsWith("KSELFTEST:") ? "selftest" : "kernel") + "] " + text + "\r\n";
  }

  /** A line with the milliseconds since boot in front. */
  public static String stamped(ConsoleLine line) {
    return "[ts=" + line.timeNs() / NS_PER_MS + "ms] " + plain(line.text()) + "\n";
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
