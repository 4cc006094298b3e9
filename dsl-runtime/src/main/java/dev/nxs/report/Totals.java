// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.util.EnumMap;
import java.util.Map;

/**
 * What all results came to.
 *
 * @param counts how many there are of each kind; kinds without any are missing
 * @param failures how many are failures under the rules in force, errors apart
 * @param exitCode of the command
 * @param isComplete whether every scenario had its turn
 * @param wallNs how long everything took, in real time
 */
public record Totals(Map<CaseKind, Integer> counts, int failures, int exitCode, boolean isComplete, long wallNs) {
  public Totals {
    EnumMap<CaseKind, Integer> copy = new EnumMap<>(CaseKind.class);
    copy.putAll(counts);
    counts = copy;
  }

  /** How many there are of a kind. */
  public int count(CaseKind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** How many there are of all kinds. */
  public int all() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The counts as a line: {@code 12 passed, 1 failed}. */
  public String text() {
    return text(counts);
  }

  /** Counts of kinds as a line. */
  public static String text(Map<CaseKind, Integer> counts) {
    StringBuilder line = new StringBuilder();
    line.append(counts.getOrDefault(CaseKind.PASSED, 0)).append(" passed");
    for (CaseKind kind : CaseKind.values()) {
      int count = counts.getOrDefault(kind, 0);
      if (kind != CaseKind.PASSED && count > 0) {
        line.append(", ").append(count).append(' ').append(kind.text());
      }
    }
    return line.toString();
  }
}
