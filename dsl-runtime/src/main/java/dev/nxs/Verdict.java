// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/**
 * What is known of an expectation, or of a whole run, in the end. An expectation is passed, failed, vacuous or
 * undecided, or skipped where its {@code if} does not hold; a run can also have stopped abnormally.
 */
public enum Verdict {
  PASSED("passed"),
  /** Not looked at: {@code skip}, or an {@code if} that does not hold. */
  SKIPPED("skipped"),
  /** Failed, as {@code xfail} said it would. */
  EXPECTED_FAILURE("failed as expected"),
  /** The situation that it speaks of never arose; no success under strict rules. */
  VACUOUS("vacuous"),
  /** The run does not tell; never a success. */
  UNDECIDED("undecided"),
  FAILED("failed"),
  /** The run was stopped by a limit, so that nothing that was still open could be judged. */
  STOPPED("stopped");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** The word in reports. */
  public String text() {
    return text;
  }
}
