// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import dev.nxs.Failure;
import dev.nxs.Report;
import dev.nxs.report.FailureText;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Label;
import dev.nxs.syntax.diag.Renderer;
import java.util.List;

/** What a verdict means for a test. */
final class Verdicts {
  private Verdicts() {}

  /**
   * Does nothing if the scenario succeeded.
   *
   * @throws ScenarioFailure if it failed or is undecided
   * @throws ScenarioError if it was stopped by a limit
   */
  static void check(Report report) {
    switch (report.verdict()) {
      case PASSED, SKIPPED, EXPECTED_FAILURE, VACUOUS -> {}
      case FAILED, UNDECIDED -> throw new ScenarioFailure(text(report), trace(report));
      case STOPPED -> throw new ScenarioError(text(report));
    }
  }

  private static List<Failure> told(Report report) {
    return report.failures().isEmpty() ? report.notices() : report.failures();
  }

  /** The verdict, and what the command line prints below it. */
  private static String text(Report report) {
    String text = new FailureText(Renderer.plain()).write(told(report));
    return text.isEmpty() ? report.verdict().text() : report.verdict().text() + "\n" + text.stripTrailing();
  }

  /** A frame for the first place, which tools turn into a link. */
  private static StackTraceElement trace(Report report) {
    List<Failure> told = told(report);
    Label label = told.isEmpty() ? null : told.get(0).diagnostic().primary();
    Span span = label == null ? report.span() : label.span();
    int line = span.source().lines().line(span.start());
    String name = span.source().name();
    return new StackTraceElement("nxs", report.title(), name.substring(name.lastIndexOf('/') + 1), line);
  }
}
