// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks for what is suspicious in a text. Its rules err on the side of silence: what may be meant is not told. */
public final class Linter {
  private Linter() {}

  /** What is found, in the order of the places; nothing in a text that has errors. */
  public static List<Finding> lint(Source source) {
    ParseResult parsed = Nxs.parse(source);
    if (parsed.hasErrors()) {
      return List.of();
    }
    SourceFile file = parsed.file();
    List<Finding> findings = new ArrayList<>(UnusedNames.find(file));
    findings.addAll(Shadowing.find(file));
    findings.addAll(Conditions.find(file));
    for (TopLevel item : file.items()) {
      if (item instanceof TopLevel.Scenario scenario) {
        findings.addAll(ShortSleeps.find(scenario));
        findings.addAll(UnsaidMarkers.find(file, scenario));
        findings.addAll(Effectless.find(scenario));
      } else if (item instanceof TopLevel.ExpectSet set) {
        findings.addAll(Effectless.find(set));
      }
    }
    findings.sort(Comparator.comparingInt(Linter::start));
    return List.copyOf(findings);
  }

  private static int start(Finding finding) {
    return finding.diagnostic().primary() == null ? 0 : finding.diagnostic().primary().span().start();
  }

  /** The text with edits made; of those that overlap, only the first is. */
  public static String apply(Source source, List<Finding.Edit> edits) {
    List<Finding.Edit> sorted = new ArrayList<>(edits);
    sorted.sort(Comparator.comparingInt(edit -> edit.span().start()));
    StringBuilder out = new StringBuilder();
    String text = source.text();
    int at = 0;
    for (Finding.Edit edit : sorted) {
      int from = edit.span().start();
      int to = edit.span().end();
      if (edit.text().isEmpty()) {
        int lineStart = text.lastIndexOf('\n', from - 1) + 1;
        int lineEnd = text.indexOf('\n', to);
        lineEnd = lineEnd < 0 ? text.length() : lineEnd + 1;
        boolean alone = text.substring(lineStart, from).isBlank() && text.substring(to, lineEnd).isBlank();
        from = alone ? lineStart : from;
        to = alone ? lineEnd : to;
      }
      if (from >= at) {
        out.append(text, at, from).append(edit.text());
        at = to;
      }
    }
    return out.append(text, at, text.length()).toString();
  }
}
