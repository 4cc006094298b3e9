// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.fuzz;

import dev.nxs.CompiledFile;
import dev.nxs.End;
import dev.nxs.Engine;
import dev.nxs.EngineOptions;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.compile.ValueLimits;
import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.SourceFiles;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.format.Formatter;
import dev.nxs.syntax.lint.Linter;
import java.util.List;

/**
 * The whole way of a file, for a fuzzer: bytes to text, tree, canonical form, suspicions, checked scenarios, programs,
 * and runs of the first of them. Whatever is thrown is a bug of ours. {@code fuzz/run} starts it under Jazzer, which
 * finds the entry by its name; {@link LanguageFuzzTest} goes through the corpus without it.
 */
public final class LanguageFuzzer {
  private static final int INSTANCES = 3;

  private static final EngineOptions ENGINE =
      EngineOptions.defaults()
          .limits(new Limits(1 << 16, Limits.DEFAULT.nesting()))
          .events(20_000)
          .lines(2_000)
          .values(new ValueLimits(10_000, 1_000, 10_000));

  private static final RunOptions RUN = RunOptions.defaults().timeoutNs(2_000_000_000L).keptLines(100);

  /** The check after each step looks at the whole machine, so only short runs have it. */
  private static final int CHECKED_EVENTS = 100;

  private LanguageFuzzer() {}

  /** Takes one file all the way. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    SourceFiles.Decoded decoded = SourceFiles.decode("fuzz.nxs", bytes, ENGINE.limits());
    Source source = decoded.source();
    if (source == null) {
      return;
    }
    ParseResult parsed = Nxs.parse(source, ENGINE.limits());
    tell(parsed.diagnostics());
    if (!parsed.hasErrors()) {
      keepItsMeaning(source, parsed);
      Linter.lint(source).forEach(finding -> tell(List.of(finding.diagnostic())));
    }
    CompiledFile file = Engine.create(ENGINE).compile(source);
    tell(file.diagnostics());
    if (file.hasErrors()) {
      return;
    }
    try {
      boolean isShort = run(file.instances(file.scenarios(), RUN));
      if (isShort) {
        run(file.instances(file.scenarios(), RUN.checkingInvariants(true)));
      }
    } catch (NxsException e) {
      tell(e.diagnostics());
    }
  }

  /** The canonical form parses to the same tree and is its own canonical form. */
  private static void keepItsMeaning(Source source, ParseResult parsed) {
    String text = Formatter.format(source, ENGINE.limits()).text();
    if (text == null) {
      throw new IllegalStateException("a text without errors must have a canonical form");
    }
    Source formatted = Source.of(source.name(), text);
    Limits roomy = new Limits(Integer.MAX_VALUE, ENGINE.limits().nesting(), Integer.MAX_VALUE);
    if (!SameTree.are(parsed.file(), Nxs.parse(formatted, roomy).file())) {
      throw new IllegalStateException("the canonical form must have the same tree:\n" + text);
    }
    if (!text.equals(Formatter.format(formatted, roomy).text())) {
      throw new IllegalStateException("the canonical form must be its own:\n" + text);
    }
  }

  /** Runs come to an end and to the same one each time; tells whether all of them were short. */
  private static boolean run(List<Instance> instances) {
    boolean isShort = true;
    for (Instance instance : instances.subList(0, Math.min(INSTANCES, instances.size()))) {
      instance.listing();
      Report report = instance.run();
      report.failures().forEach(failure -> tell(List.of(failure.diagnostic())));
      report.notices().forEach(notice -> tell(List.of(notice.diagnostic())));
      if (instance.run().hash() != report.hash()) {
        throw new IllegalStateException("two runs must have one hash: " + instance.title());
      }
      if (report.end() == End.BROKEN) {
        throw new IllegalStateException("the machine is broken: " + instance.title());
      }
      isShort &= report.metrics().events() <= CHECKED_EVENTS;
    }
    return isShort;
  }

  private static void tell(List<Diagnostic> diagnostics) {
    Renderer.plain().render(diagnostics);
  }
}
