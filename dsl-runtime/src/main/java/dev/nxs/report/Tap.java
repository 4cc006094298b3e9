// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.io.PrintStream;

/** Results in the Test Anything Protocol, version 14: a line each, with what is known about failures as YAML below it. */
public final class Tap implements ReportSink {
  private final PrintStream out;
  private int number;

  /** Begins a report. */
  public Tap(PrintStream out) {
    this.out = out;
    out.print("TAP version 14\n");
  }

  @Override
  public void accept(CaseResult result) {
    number++;
    out.print((result.ok() ? "ok " : "not ok ") + number + " - " + escaped(result.label()) + directive(result) + "\n");
    if (!result.ok()) {
      out.print("  ---\n");
      field("verdict", result.kind().word());
      field("file", result.file());
      out.print("  line: " + result.line() + "\n");
      if (!result.hash().isEmpty()) {
        field("hash", result.hash());
      }
      for (Finding finding : result.findings()) {
        // A literal block needs no quotes; only its margin tells where it ends.
        out.print("  message: |\n");
        finding.text().lines().forEach(line -> out.print(line.isEmpty() ? "\n" : "    " + line + "\n"));
        break;
      }
      if (result.findings().size() > 1) {
        out.print("  more: " + (result.findings().size() - 1) + "\n");
      }
      out.print("  ...\n");
    }
    out.flush();
  }

  private static String directive(CaseResult result) {
    return switch (result.kind()) {
      case SKIPPED -> " # SKIP" + reason(result);
      case EXPECTED_FAILURE -> " # TODO" + reason(result);
      case PASSED, FAILED, STOPPED, UNDECIDED, VACUOUS, BROKEN, BUG -> "";
    };
  }

  private static String reason(CaseResult result) {
    return result.remark().isEmpty() ? "" : " " + escaped(result.remark());
  }

  private void field(String name, String value) {
    out.print("  " + name + ": \"" + oneLine(value).replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
  }

  /** In a description a number sign would begin a directive. */
  private static String escaped(String text) {
    return oneLine(text).replace("\\", "\\\\").replace("#", "\\#");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  @Override
  public void finish(Totals totals) {
    out.print("1.." + number + "\n");
    if (!totals.isComplete()) {
      out.print("Bail out! stopped before every scenario had its turn\n");
    }
    out.flush();
  }
}
