// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.report.FailureText;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;

/** Short ways from a text to what came of it. */
final class Ran {
  private Ran() {}

  /** The report of the only instance of a text. */
  static Report of(String text) {
    return of(text, RunOptions.defaults());
  }

  static Report of(String text, RunOptions options) {
    List<Report> reports = all(Source.of("test.nxs", text), options);
    if (reports.size() != 1) {
      throw new AssertionError("one instance was expected: " + reports.size());
    }
    return reports.get(0);
  }

  /** The reports of all instances of a source, the machine and its timer service checked at each step. */
  static List<Report> all(Source source, RunOptions options) {
    CompiledFile file = Engine.create().compile(source);
    List<Report> reports = new ArrayList<>();
    for (Instance instance : file.instances(file.scenarios(), options.checkingInvariants(true))) {
      reports.add(instance.run());
    }
    return reports;
  }

  /** A scenario with some items. */
  static String scenario(String... items) {
    return "scenario \"s\" {\n  " + String.join("\n  ", items) + "\n}\n";
  }

  /** The verdicts of the expectations. */
  static List<Verdict> verdicts(Report report) {
    return report.expectations().stream().map(ExpectationResult::verdict).toList();
  }

  /** The texts of the marker lines. */
  static List<String> markers(Report report) {
    return report.markers().stream().map(ConsoleLine::text).toList();
  }

  /** The codes of the failures. */
  static List<Code> codes(Report report) {
    return report.failures().stream().map(failure -> failure.diagnostic().code()).toList();
  }

  /** Everything that is told about a run that did not pass. */
  static String told(Report report) {
    FailureText text = new FailureText(Renderer.plain());
    List<Failure> all = new ArrayList<>(report.failures());
    all.addAll(report.notices());
    StringBuilder out = new StringBuilder();
    out.append(report.title()).append(": ").append(report.verdict().text());
    out.append(report.end() == null ? "" : ", ended by " + report.end().text()).append('\n');
    for (ExpectationResult result : report.expectations()) {
      out.append("  ").append(result.verdict().text()).append(": ").append(result.text());
      out.append(result.detail().isEmpty() ? "" : " (" + result.detail() + ")").append('\n');
    }
    return out.append('\n').append(text.write(all)).toString();
  }
}
