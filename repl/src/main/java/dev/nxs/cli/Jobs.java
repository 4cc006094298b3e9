// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * What the threads of {@code nxs test} do: compile a file and begin its runs, and run one instance. Whatever goes wrong
 * becomes an outcome, so that one broken file, or a bug of ours in one scenario, leaves the others alone.
 */
final class Jobs {
  private static final int KEPT_LINES = 2_000;

  private final Selection selection;
  private final Settings settings;
  private final Outcome.Style style;
  private volatile boolean stopped;

  Jobs(Selection selection, Settings settings, Outcome.Style style) {
    this.selection = selection;
    this.settings = settings;
    this.style = style;
  }

  /**
   * A file whose runs were begun.
   *
   * @param warnings as text
   * @param scenarios all of the file
   * @param labels of the outcomes that will come
   * @param runs in the order of the scenarios; one broken outcome for a file that cannot be run
   */
  record Begun(String warnings, List<Scenario> scenarios, List<String> labels, List<Future<Outcome>> runs) {
    static Begun done(String warnings, List<Scenario> scenarios, Outcome outcome) {
      return new Begun(warnings, scenarios, List.of(), List.of(CompletableFuture.completedFuture(outcome)));
    }
  }

  /** Nothing more is to be begun, and what runs is to end. */
  void stop() {
    stopped = true;
  }

  Begun begin(SourceFinder.Found file, ExecutorService pool) {
    String name = file.path().toString();
    List<Scenario> scenarios = List.of();
    try {
      CompiledFile compiled = Compiling.compile(file);
      if (compiled.hasErrors()) {
        return Begun.done("", scenarios, style.broken(name, compiled.diagnostics()));
      }
      scenarios = compiled.scenarios();
      List<Scenario> selected = selection.of(scenarios);
      List<Instance> instances =
          selected.isEmpty() ? List.of() : compiled.instances(selected, options(scenarios));
      List<String> labels = new ArrayList<>();
      List<Future<Outcome>> runs = new ArrayList<>();
      for (Instance instance : instances) {
        String label = name + " › " + instance.title();
        labels.add(Renderer.visible(label));
        runs.add(pool.submit(() -> run(label, instance)));
      }
      return new Begun(warnings(compiled, instances), scenarios, labels, runs);
    } catch (NxsException e) {
      return Begun.done("", scenarios, style.broken(name, e.diagnostics()));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      return Begun.done("", scenarios, style.bug(name, e));
    }
  }

  private RunOptions options(List<Scenario> scenarios) {
    RunOptions options = settings.of(scenarios);
    return options.keptLines(KEPT_LINES).interruptedBy(() -> stopped || options.interrupted().getAsBoolean());
  }

  private String warnings(CompiledFile file, List<Instance> instances) {
    Set<Diagnostic> warnings = new LinkedHashSet<>(file.diagnostics());
    instances.forEach(instance -> warnings.addAll(instance.diagnostics()));
    return style.renderer().render(List.copyOf(warnings));
  }

  private Outcome run(String label, Instance instance) {
    try {
      return style.of(instance.run());
    } catch (NxsException e) {
      return style.broken(label, e.diagnostics());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      return style.bug(label, e);
    }
  }
}
