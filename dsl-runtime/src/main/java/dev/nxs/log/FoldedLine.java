// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import com.google.re2j.Pattern;

/**
 * A line of a folded boot: {@code OK  kself  53/53  14ms} stands for all markers of a group, which are not in such a log by
 * design.
 */
public final class FoldedLine {
  private static final Pattern GRID = Pattern.compile("^\\s*(OK|WARN|ERROR|FAIL|SKIP)\\s+\\S+\\s+\\d+/\\d+(\\s+\\d+ms)?$");

  private FoldedLine() {}

  /** Whether a line, its prefix taken off, sums up a group. */
  public static boolean is(String body) {
    return body.indexOf('/') > 0 && GRID.matcher(body).matches();
  }
}
