// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package embedding;

import dev.nxs.Engine;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.Verdict;
import dev.nxs.kit.ReportSinkKit;
import dev.nxs.report.CaseKind;
import dev.nxs.report.CaseResult;
import dev.nxs.report.ReportSink;
import dev.nxs.report.Totals;
import dev.nxs.syntax.Source;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** A report of one's own: a line of comma-separated values for each scenario, written as results come. */
public final class CsvReport implements ReportSink {
  private final BufferedWriter out;

  public CsvReport(Path file) {
    try {
      out = Files.newBufferedWriter(file);
      out.write("file,scenario,verdict,events\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void accept(CaseResult result) throws IOException {
    long events = result.metrics() == null ? 0 : result.metrics().events();
    out.write(quoted(result.file()) + "," + quoted(result.title()) + "," + result.kind().word() + "," + events + "\n");
  }

  @Override
  public void finish(Totals totals) throws IOException {
    out.close();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("csv");
    ReportSinkKit.check(folder, own -> new CsvReport(own.resolve("report.csv"))).requireNone();

    String text =
        """
        scenario "a" { task t { mark("x") }; expect { marker "x" } }
        scenario "b" { task t { mark("x") }; expect { never marker "x" } }
        """;
    Path file = folder.resolve("mine.csv");
    CsvReport sink = new CsvReport(file);
    Map<CaseKind, Integer> counts = new EnumMap<>(CaseKind.class);
    for (Scenario scenario : Engine.create().compile(Source.of("two.nxs", text)).scenarios()) {
      Report report = scenario.run(RunOptions.defaults());
      CaseResult result = CaseResult.of(report, scenario.tags(), report.verdict() == Verdict.PASSED, 0);
      counts.merge(result.kind(), 1, Integer::sum);
      sink.accept(result);
    }
    sink.finish(new Totals(counts, 1, 1, true, 0));
    System.out.println("csv: " + Files.readAllLines(file));
  }
}
