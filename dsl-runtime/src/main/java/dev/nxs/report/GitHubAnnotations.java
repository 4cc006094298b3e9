// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Annotations as GitHub takes them from the output of a step: at the end of it, errors before the rest, ten at most, since
 * it shows no more of one step.
 */
public final class GitHubAnnotations implements ReportSink {
  private static final int MOST = 10;

  private final PrintStream out;
  private final List<CaseResult> kept = new ArrayList<>();
  private int count;

  public GitHubAnnotations(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(CaseResult result) {
    if (!result.ok()) {
      count++;
      if (kept.size() < MOST) {
        kept.add(result);
      }
    }
  }

  @Override
  public void finish(Totals totals) {
    for (int i = 0; i < kept.size(); i++) {
      CaseResult result = kept.get(i);
      int more = i == MOST - 1 ? count - MOST : 0;
      print(result, more == 0 ? "" : " (and " + more + " more that did not pass)");
    }
    out.flush();
  }

  private void print(CaseResult result, String more) {
    String file = result.file();
    int line = result.line();
    int column = 1;
    String message = result.kind().text();
    if (!result.findings().isEmpty()) {
      Finding first = result.findings().get(0);
      file = first.file();
      line = first.line();
      column = first.column();
      message = first.message() + (first.replay() == null ? "" : "\nreplay: " + first.replay());
    }
    out.print(
        "::error file=" + property(file) + ",line=" + line + ",col=" + column + ",title="
            + property(result.title().isEmpty() ? result.file() : result.title()) + "::" + data(message + more) + "\n");
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
