// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What we say when we erred. */
final class BugText {
  private BugText() {}

  /**
   * The message, and what to report.
   *
   * @param subject what was worked on
   * @param verbose whether to show the stack trace
   */
  static String of(String subject, Throwable bug, boolean verbose) {
    StringBuilder out = new StringBuilder();
    out.append("internal error: ").append(subject).append(": ").append(bug).append('\n');
    out.append("  = note: this is a bug of nxs, not of your file\n");
    out.append("  = help: please report it with the file, the command and the output of `nxs version`");
    out.append(verbose ? ":\n" : "; `--verbose` shows the stack trace\n");
    if (verbose) {
      StringWriter trace = new StringWriter();
      bug.printStackTrace(new PrintWriter(trace));
      out.append(trace);
    }
    return out.toString();
  }
}
