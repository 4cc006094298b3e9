// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.ConsoleLine;
import dev.nxs.syntax.diag.Renderer;

/** A console line as people read it: {@code [    0.008000000] h0 timed      timed: ready}. */
final class LineText {
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final int SECONDS_WIDTH = 5;
  private static final int TASK_WIDTH = 10;

  private LineText() {}

  static String of(ConsoleLine line) {
    String seconds = Long.toString(line.timeNs() / NS_PER_SECOND);
    String fraction = Long.toString(NS_PER_SECOND + line.timeNs() % NS_PER_SECOND);
    StringBuilder out = new StringBuilder(48 + line.text().length());
    out.append('[').append(" ".repeat(Math.max(0, SECONDS_WIDTH - seconds.length()))).append(seconds);
    out.append('.').append(fraction, 1, fraction.length()).append("] ");
    out.append(line.hart() < 0 ? "-" : "h" + line.hart()).append(' ');
    out.append(Outcome.padded(line.task(), TASK_WIDTH)).append(' ').append(Renderer.visible(line.text()));
    return out.toString();
  }
}
