// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.Verdict;

/** What came of a scenario, as results count it: the verdicts of a run, and what keeps a run from taking place. */
public enum CaseKind {
  PASSED("passed", "passed", true),
  FAILED("failed", "failed", false),
  STOPPED("stopped", "stopped", false),
  UNDECIDED("undecided", "undecided", false),
  VACUOUS("vacuous", "vacuous", true),
  EXPECTED_FAILURE("expected-failure", "failed as expected", true),
  SKIPPED("skipped", "skipped", true),
  /** A file with errors. */
  BROKEN("error", "with errors", false),
  /** We erred. */
  BUG("bug", "broken by a bug of nxs", false);

  private final String word;
  private final String text;
  private final boolean good;

  CaseKind(String word, String text, boolean good) {
    this.word = word;
    this.text = text;
    this.good = good;
  }

  /** The kind of a run's verdict. */
  public static CaseKind of(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> PASSED;
      case SKIPPED -> SKIPPED;
      case EXPECTED_FAILURE -> EXPECTED_FAILURE;
      case VACUOUS -> VACUOUS;
      case UNDECIDED -> UNDECIDED;
      case FAILED -> FAILED;
      case STOPPED -> STOPPED;
    };
  }

  /** The word in files that programs read. */
  public String word() {
    return word;
  }

  /** Behind the number in a summary. */
  public String text() {
    return text;
  }

  /** Whether it is no reason to look, unless strict rules make it one. */
  public boolean isGood() {
    return good;
  }
}
