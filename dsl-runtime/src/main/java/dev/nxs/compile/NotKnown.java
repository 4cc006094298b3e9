// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.diag.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Says, inside of this package, that an expression has no value before running. With a diagnostic it never can have one;
 * without, it is an error that was reported already, or something that only a run knows.
 */
final class NotKnown extends RuntimeException {
  private final transient Diagnostic.@Nullable Builder problem;
  private final boolean atRunTime;

  private NotKnown(Diagnostic.@Nullable Builder problem, boolean atRunTime) {
    super("not known before running", null, false, false);
    this.problem = problem;
    this.atRunTime = atRunTime;
  }

  /** An error of the author. */
  static NotKnown because(Diagnostic.Builder problem) {
    return new NotKnown(problem, false);
  }

  /** Something whose error was reported before. */
  static NotKnown reported() {
    return new NotKnown(null, false);
  }

  /** Something that only a run knows. */
  static NotKnown atRunTime() {
    return new NotKnown(null, true);
  }

  Diagnostic.@Nullable Builder problem() {
    return problem;
  }

  boolean isAtRunTime() {
    return atRunTime;
  }
}
