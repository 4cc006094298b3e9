// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a kit found about an implementation; nothing where it keeps its contract as far as the kit can tell. Immutable.
 *
 * @param list in the order in which they were found
 */
public record Findings(List<Finding> list) {
  public Findings {
    list = List.copyOf(list);
  }

  /** What is wrong with an implementation. */
  public enum Kind {
    /** Two equal runs differ: it asks a clock, a random source, an address, or something else outside. */
    NOT_DETERMINISTIC,
    /** It remembers something outside of the state of the machine: in a field, a static field, or of a thread. */
    HIDDEN_STATE,
    /** A machine that was put back to an earlier state goes on otherwise than it did the first time. */
    SNAPSHOT,
    /** Something else that its interface promises does not hold. */
    CONTRACT
  }

  /**
   * One thing that is wrong.
   *
   * @param what happened, and in which trial, which is the same each time
   */
  public record Finding(Kind kind, String what) {}

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** Whether something of a kind was found. */
  public boolean has(Kind kind) {
    return list.stream().anyMatch(finding -> finding.kind() == kind);
  }

  /**
   * For a test.
   *
   * @throws AssertionError with everything that was found, if there is anything
   */
  public void requireNone() {
    if (!isEmpty()) {
      throw new AssertionError(
          list.stream().map(finding -> finding.kind() + ": " + finding.what()).collect(Collectors.joining("\n", "\n", "")));
    }
  }
}
