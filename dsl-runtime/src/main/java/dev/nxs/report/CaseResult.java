// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.Failure;
import dev.nxs.Metrics;
import dev.nxs.Report;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one scenario, or of one combination of its swept values, as reports take it. It holds texts and figures,
 * and neither the run nor its lines. Immutable.
 *
 * @param file as the user named it
 * @param line where the scenario begins, counted from 1
 * @param title with swept values; empty where a file as a whole is meant
 * @param ok whether it is a success under the rules in force
 * @param remark why it was skipped, expected to fail or stopped; empty otherwise
 * @param wallNs how long it took, in real time
 * @param position where the run ended, as {@code 8ms#41}; empty without a run
 * @param metrics figures of the run, null without one
 * @param hash of the run, 8 hexadecimal digits; empty without one
 */
public record CaseResult(
    CaseKind kind,
    boolean ok,
    String file,
    int line,
    String title,
    List<String> tags,
    String remark,
    long wallNs,
    String position,
    @Nullable Metrics metrics,
    String hash,
    List<Expected> expectations,
    List<Finding> findings) {
  public CaseResult {
    tags = List.copyOf(tags);
    expectations = List.copyOf(expectations);
    findings = List.copyOf(findings);
  }

  /**
   * One expectation.
   *
   * @param text its name, or its form as it stands in the source
   * @param line where it stands, counted from 1
   * @param verdict the word of its verdict
   * @param detail what the verdict alone does not tell; may be empty
   */
  public record Expected(String text, int line, String verdict, String detail) {}

  /**
   * The result of a run.
   *
   * @param ok whether it is a success under the rules in force
   */
  public static CaseResult of(Report report, List<String> tags, boolean ok, long wallNs) {
    CaseKind kind = CaseKind.of(report.verdict());
    List<Expected> expectations = new ArrayList<>();
    report.expectations()
        .forEach(e -> expectations.add(new Expected(e.text(), Finding.line(e.span()), e.verdict().text(), e.detail())));
    List<Finding> findings = new ArrayList<>();
    Span title = report.span();
    report.failures().forEach(failure -> findings.add(Finding.of(failure, title)));
    if (findings.isEmpty()) {
      for (Failure notice : report.notices()) {
        findings.add(Finding.of(notice, title));
      }
    }
    boolean ran = report.end() != null;
    return new CaseResult(
        kind,
        ok,
        report.source().name(),
        Finding.line(title),
        report.title(),
        tags,
        remark(kind, report),
        wallNs,
        ran ? report.position().text() : "",
        ran ? report.metrics() : null,
        ran ? report.hashText() : "",
        expectations,
        findings);
  }

  private static String remark(CaseKind kind, Report report) {
    if (kind == CaseKind.STOPPED) {
      return report.end() == null ? "" : "stopped by " + report.end().text();
    }
    return report.reason() == null ? "" : report.reason();
  }

  /** A file that cannot be run. */
  public static CaseResult broken(String file, List<Diagnostic> diagnostics) {
    List<Finding> findings = new ArrayList<>();
    diagnostics.forEach(diagnostic -> findings.add(Finding.of(diagnostic, file)));
    int line = findings.isEmpty() ? 1 : findings.get(0).line();
    return without(CaseKind.BROKEN, file, line, "", findings);
  }

  /**
   * A file or a scenario that made us err.
   *
   * @param place of the scenario, null where a file as a whole is meant
   * @param title empty where a file as a whole is meant
   * @param text what we say about it
   */
  public static CaseResult bug(String file, @Nullable Span place, String title, String message, String text) {
    int line = place == null ? 1 : Finding.line(place);
    Finding finding = new Finding("", message, file, line, 1, null, -1, null, text, null);
    return without(CaseKind.BUG, file, line, title, List.of(finding));
  }

  private static CaseResult without(CaseKind kind, String file, int line, String title, List<Finding> findings) {
    return new CaseResult(kind, false, file, line, title, List.of(), "", 0, "", null, "", List.of(), findings);
  }

  /** The file, and the scenario in it. */
  public String label() {
    return title.isEmpty() ? file : file + " › " + title;
  }
}
