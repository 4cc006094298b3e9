// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A summary in Markdown, appended to the file that GitHub shows with a step: the totals, and what did not pass with the
 * command that goes there. It stays below the size that GitHub takes.
 */
public final class StepSummary implements ReportSink {
  /** GitHub takes 1 MiB; what other commands of the step wrote has room, too. */
  private static final int MOST_CHARS = 200_000;

  private final Path place;
  private final StringBuilder rows = new StringBuilder();
  private int left;

  public StepSummary(Path place) {
    this.place = place;
  }

  @Override
  public void accept(CaseResult result) {
    if (result.ok()) {
      return;
    }
    if (rows.length() > MOST_CHARS) {
      left++;
      return;
    }
    rows.append("\n### ").append(plain(result.label())).append("\n\n");
    rows.append(result.kind().text()).append(result.remark().isEmpty() ? "" : ": " + plain(result.remark())).append('\n');
    for (Finding finding : result.findings()) {
      rows.append("\n````text\n").append(finding.text().replace("````", "'''' ")).append("````\n");
      if (rows.length() > MOST_CHARS) {
        break;
      }
    }
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").replaceAll("([\\\\`*_{}\\[\\]<>#|])", "\\\\$1");
  }

  @Override
  public void finish(Totals totals) throws IOException {
    StringBuilder page = new StringBuilder("## nxs test\n\n").append(totals.text());
    page.append(totals.isComplete() ? "\n" : ", stopped before every scenario had its turn\n").append(rows);
    if (left > 0) {
      page.append("\nand ").append(left).append(" more that did not pass\n");
    }
    Files.writeString(
        place, page.append('\n'), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
