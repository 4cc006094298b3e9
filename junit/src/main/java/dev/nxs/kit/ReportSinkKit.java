// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.Instance;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Verdict;
import dev.nxs.kit.Findings.Finding;
import dev.nxs.kit.Findings.Kind;
import dev.nxs.report.CaseKind;
import dev.nxs.report.CaseResult;
import dev.nxs.report.ReportSink;
import dev.nxs.report.Totals;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks a {@link ReportSink}: that equal results give equal bytes, that one sink knows nothing of another, and that it
 * takes every kind of result, also with names that are hard to write down, and none at all.
 */
public final class ReportSinkKit {
  private static final String RESULTS =
      """
      scenario "passes" { task a { mark("x") }; expect { marker "x" } }
      scenario "fails & <tells> \\"why\\" ]]> é \\u{1f600}" (tags: [slow]) { task a { mark("y") }; expect { marker "x" within 1ms } }
      scenario "skipped" (skip: "not now") { }
      scenario "expected" (xfail: "known") { expect { marker "x" } }
      scenario "stopped" { task a { loop { } } }
      scenario "swept" { sweep n in [1, 2]; task a { mark("${n}") }; expect { marker starts "1" } }
      """;

  private final Path folder;
  private final Function<Path, ? extends ReportSink> sinks;
  private final List<Finding> found = new ArrayList<>();
  private int runs;

  private ReportSinkKit(Path folder, Function<Path, ? extends ReportSink> sinks) {
    this.folder = folder;
    this.sinks = sinks;
  }

  /**
   * Gives results to sinks.
   *
   * @param folder an empty one, for what they write
   * @param sinks a new sink that writes into an empty folder, and nowhere else
   * @throws IOException if the folder cannot be used
   */
  public static Findings check(Path folder, Function<Path, ? extends ReportSink> sinks) throws IOException {
    ReportSinkKit kit = new ReportSinkKit(folder, sinks);
    List<CaseResult> results = results();
    Map<String, byte[]> first = kit.written(results);
    Map<String, byte[]> second = kit.written(results);
    if (!same(first, second)) {
      kit.add(Kind.NOT_DETERMINISTIC, "equal results are written otherwise each time");
    } else {
      kit.alternating(results, first);
    }
    if (first.isEmpty()) {
      kit.add(Kind.CONTRACT, "nothing is written when all is finished");
    }
    kit.written(List.of());
    return new Findings(kit.found);
  }

  /** One of each kind. */
  private static List<CaseResult> results() {
    List<CaseResult> results = new ArrayList<>();
    CompiledFile file = Engine.create().compile(Source.of("folder/a b.nxs", RESULTS));
    for (Instance instance : file.instances(file.scenarios(), RunOptions.defaults())) {
      Report report = instance.run();
      boolean ok = report.verdict() != Verdict.FAILED && report.verdict() != Verdict.STOPPED;
      results.add(CaseResult.of(report, instance.scenario().tags(), ok, 1_234_567));
    }
    CompiledFile wrong = Engine.create().compile(Source.of("wrong.nxs", "scenario {"));
    results.add(CaseResult.broken("wrong.nxs", wrong.diagnostics()));
    results.add(CaseResult.bug("bug.nxs", null, "", "we erred", "a trace\n\tof calls"));
    return results;
  }

  private Map<String, byte[]> written(List<CaseResult> results) throws IOException {
    Path own = Files.createDirectory(folder.resolve("run" + runs++));
    try {
      ReportSink sink = sinks.apply(own);
      for (CaseResult result : results) {
        sink.accept(result);
      }
      sink.finish(totals(results));
    } catch (RuntimeException e) {
      add(Kind.CONTRACT, "it throws " + e + " with " + results.size() + " results");
    }
    return files(own);
  }

  /** Two sinks that take turns. */
  private void alternating(List<CaseResult> results, Map<String, byte[]> alone) throws IOException {
    Path left = Files.createDirectory(folder.resolve("left"));
    Path right = Files.createDirectory(folder.resolve("right"));
    try {
      ReportSink one = sinks.apply(left);
      ReportSink other = sinks.apply(right);
      for (CaseResult result : results) {
        one.accept(result);
        other.accept(result);
      }
      one.finish(totals(results));
      other.finish(totals(results));
    } catch (RuntimeException e) {
      add(Kind.HIDDEN_STATE, "it throws " + e + " where another sink is at work");
      return;
    }
    if (!same(alone, files(left)) || !same(alone, files(right))) {
      add(Kind.HIDDEN_STATE, "two sinks that take turns know of each other");
    }
  }

  private static Totals totals(List<CaseResult> results) {
    Map<CaseKind, Integer> counts = new EnumMap<>(CaseKind.class);
    int failures = 0;
    for (CaseResult result : results) {
      counts.merge(result.kind(), 1, Integer::sum);
      failures += result.ok() ? 0 : 1;
    }
    return new Totals(counts, failures, failures == 0 ? 0 : 1, true, 7_654_321);
  }

  private static Map<String, byte[]> files(Path in) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(in)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(in.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream().allMatch(entry -> java.util.Arrays.equals(entry.getValue(), other.get(entry.getKey())));
  }

  private void add(Kind kind, String what) {
    found.add(new Finding(kind, what));
  }
}
