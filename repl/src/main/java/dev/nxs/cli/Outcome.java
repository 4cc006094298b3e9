// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.Report;
import dev.nxs.Verdict;
import dev.nxs.kernel.user.Durations;
import dev.nxs.report.CaseKind;
import dev.nxs.report.CaseResult;
import dev.nxs.report.FailureText;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Label;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the results with what stands below it. It is text already, so a run's report, which may hold many lines, is
 * not kept until its turn comes.
 *
 * @param kind what the line counts as
 * @param exit what it means for the exit code
 * @param label what was judged: the file, and the scenario in it
 * @param figures length, events and hash; empty without a run
 * @param remark why it is not simply passed or failed; empty otherwise
 * @param expectations one line each, those that were asked for or never came to bear
 * @param explanation why it did not pass, several lines or empty
 * @param trouble what belongs on the stream of diagnostics, several lines or empty
 * @param place where to look first if it did not pass
 * @param result the same for reports, null where nobody wants it
 */
record Outcome(
    CaseKind kind,
    Exit exit,
    String label,
    String figures,
    String remark,
    String expectations,
    String explanation,
    String trouble,
    @Nullable String place,
    @Nullable CaseResult result) {

  /** The same with what reports want. */
  Outcome with(CaseResult forReports) {
    return new Outcome(
        kind, exit, label, figures, remark, expectations, explanation, trouble, place, forReports);
  }

  /** The same with more lines behind those about expectations. */
  Outcome followedBy(String lines) {
    return new Outcome(
        kind, exit, label, figures, remark, expectations + lines, explanation, trouble, place, result);
  }

  /** How the lines are made. */
  record Style(Renderer renderer, boolean strict, boolean verbose) {
    /** The outcome of a run. */
    Outcome of(Report report) {
      CaseKind kind = CaseKind.of(report.verdict());
      Exit exit = exit(kind);
      boolean full = verbose || !exit.equals(Exit.PASSED);
      StringBuilder expectations = new StringBuilder();
      for (ExpectationResult expectation : report.expectations()) {
        if (verbose || (!full && expectation.verdict() == Verdict.VACUOUS)) {
          expectations.append(line(expectation));
        }
      }
      List<Failure> told = new ArrayList<>();
      if (full) {
        told.addAll(report.failures());
        if (verbose || told.isEmpty()) {
          told.addAll(report.notices());
        }
      }
      String explanation = new FailureText(renderer).write(told);
      Failure first = report.failures().isEmpty() ? null : report.failures().get(0);
      return new Outcome(
          kind,
          exit,
          Renderer.visible(report.source().name()) + " › " + Renderer.visible(report.title()),
          kind == CaseKind.SKIPPED ? "" : figures(report),
          remark(kind, report),
          expectations.toString(),
          explanation,
          "",
          kind.isGood() ? null : place(first == null ? null : first.diagnostic(), report.span().place()),
          null);
    }

    private Exit exit(CaseKind kind) {
      return switch (kind) {
        case PASSED, SKIPPED, EXPECTED_FAILURE -> Exit.PASSED;
        case VACUOUS -> strict ? Exit.FAILED : Exit.PASSED;
        case UNDECIDED -> Exit.OPEN;
        case FAILED -> Exit.FAILED;
        case STOPPED -> Exit.STOPPED;
        case BROKEN -> Exit.USAGE;
        case BUG -> Exit.BUG;
      };
    }

    /** A file that cannot be run at all. */
    Outcome broken(String label, List<Diagnostic> diagnostics) {
      Diagnostic first = diagnostics.isEmpty() ? null : diagnostics.get(0);
      return new Outcome(
          CaseKind.BROKEN, Exit.USAGE, Renderer.visible(label), "", "ERROR", "", "", renderer.render(diagnostics), place(first, label), null);
    }

    /** A file or a scenario that made us err. */
    Outcome bug(String label, Throwable bug) {
      String name = Renderer.visible(label);
      return new Outcome(CaseKind.BUG, Exit.BUG, name, "", "BUG", "", "", BugText.of(label, bug, verbose), name, null);
    }
  }

  private static String remark(CaseKind kind, Report report) {
    String reason = report.reason() == null ? "" : " " + Renderer.visible(report.reason());
    return switch (kind) {
      case PASSED, FAILED, BROKEN, BUG -> "";
      case SKIPPED -> "SKIP" + reason;
      case EXPECTED_FAILURE -> "XFAIL" + reason;
      case VACUOUS -> "VACUOUS";
      case UNDECIDED -> "UNDECIDED";
      case STOPPED -> "STOPPED" + (report.end() == null ? "" : " by " + report.end().text());
    };
  }

  private static String figures(Report report) {
    String time = Durations.text(report.metrics().virtualNs());
    String events = Long.toString(report.metrics().events());
    return "virt " + padded(time, 9) + " events " + " ".repeat(Math.max(0, 6 - events.length())) + events
        + "  hash " + report.hashText();
  }

  /** An expectation and what came of it, in one line. */
  static String line(ExpectationResult expectation) {
    String detail = expectation.detail().isEmpty() ? "" : "   (" + Renderer.visible(expectation.detail()) + ")";
    return padded(expectation.verdict().text(), 9) + " " + Renderer.visible(expectation.text()) + detail + "\n";
  }

  private static String place(@Nullable Diagnostic diagnostic, String otherwise) {
    Label label = diagnostic == null ? null : diagnostic.primary();
    return Renderer.visible(label == null ? otherwise : label.span().place());
  }

  /** A text with spaces behind it, up to a width in characters. */
  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
  }
}
