// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.End;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.report.CaseResult;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of {@code nxs test} do: compile a file and begin its runs, and run one instance. Whatever goes wrong
 * becomes an outcome, so that one broken file, or a bug of ours in one scenario, leaves the others alone.
 */
final class Jobs {
  private static final int KEPT_LINES = 2_000;

  private final Selection selection;
  private final Settings settings;
  private final Outcome.Style style;
  private final @Nullable Shard shard;
  private final boolean twice;
  private final boolean reported;
  private final Pages pages;
  private volatile boolean stopped;

  /**
   * Prepares jobs.
   *
   * @param shard which scenarios are meant of those selected, null for all
   * @param twice whether each run is made twice and compared
   * @param reported whether outcomes carry what reports want
   * @param pages takes each run
   */
  Jobs(
      Selection selection,
      Settings settings,
      Outcome.Style style,
      @Nullable Shard shard,
      boolean twice,
      boolean reported,
      Pages pages) {
    this.selection = selection;
    this.settings = settings;
    this.style = style;
    this.shard = shard;
    this.twice = twice;
    this.reported = reported;
    this.pages = pages;
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

  /**
   * Compiles a file and begins its runs.
   *
   * @param index of the file among all
   */
  Begun begin(int index, SourceFinder.Found file, ExecutorService pool) {
    Turn turn = new Turn(index, file.path().toString());
    try {
      return begin(turn, file, pool);
    } finally {
      turn.take(List.of());
    }
  }

  /** The turn of a file in sharing out scenarios; a file that cannot be run counts as one, which some shard reports. */
  private final class Turn {
    private final int index;
    private final String name;
    private boolean taken;

    Turn(int index, String name) {
      this.index = index;
      this.name = name;
    }

    List<Integer> take(List<String> labels) {
      if (taken) {
        return List.of();
      }
      taken = true;
      return shard == null ? IntStream.range(0, labels.size()).boxed().toList() : shard.mine(index, labels);
    }

    /** The one outcome of the file, if this part is the one to report it. */
    Begun done(List<Scenario> scenarios, Supplier<Outcome> outcome) {
      return take(List.of(name)).isEmpty()
          ? new Begun("", scenarios, List.of(), List.of())
          : Begun.done("", scenarios, outcome.get());
    }
  }

  private Begun begin(Turn turn, SourceFinder.Found file, ExecutorService pool) {
    String name = file.path().toString();
    List<Scenario> scenarios = List.of();
    try {
      CompiledFile compiled = Compiling.compile(file);
      if (compiled.hasErrors()) {
        return turn.done(scenarios, () -> broken(name, name, compiled.diagnostics()));
      }
      scenarios = compiled.scenarios();
      List<Scenario> selected = selection.of(scenarios);
      List<Instance> instances =
          selected.isEmpty() ? List.of() : compiled.instances(selected, options(scenarios));
      List<String> labels = new ArrayList<>();
      List<Future<Outcome>> runs = new ArrayList<>();
      List<String> all = instances.stream().map(instance -> label(name, instance)).toList();
      for (int mine : turn.take(all)) {
        Instance instance = instances.get(mine);
        labels.add(Renderer.visible(all.get(mine)));
        runs.add(pool.submit(() -> run(name, instance)));
      }
      return new Begun(warnings(compiled, instances), scenarios, labels, runs);
    } catch (NxsException e) {
      return turn.done(scenarios, () -> broken(name, name, e.diagnostics()));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      return turn.done(scenarios, () -> bug(name, null, e));
    }
  }

  private static String label(String file, Instance instance) {
    return file + " › " + instance.title();
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

  private Outcome run(String file, Instance instance) {
    try {
      long startNs = System.nanoTime();
      Report report = pages.run(instance);
      long wallNs = System.nanoTime() - startNs;
      if (twice) {
        compare(report, instance.run());
      }
      Outcome outcome = style.of(report);
      if (style.verbose()) {
        outcome = outcome.followedBy(PowerText.of(instance, report));
      }
      return reported
          ? outcome.with(
              CaseResult.of(report, instance.scenario().tags(), outcome.exit().equals(Exit.PASSED), wallNs))
          : outcome;
    } catch (NxsException e) {
      return broken(label(file, instance), file, e.diagnostics());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      return bug(file, instance, e);
    }
  }

  /** Two runs of one scenario are the same run, unless we erred, or what an embedding program added did. */
  private void compare(Report first, Report second) {
    boolean same = first.hash() == second.hash() && first.verdict() == second.verdict();
    // An interruption comes when it comes.
    if (!same && !stopped && first.end() != End.INTERRUPTED && second.end() != End.INTERRUPTED) {
      throw new IllegalStateException(
          "two runs of it differ: hash " + first.hashText() + " and " + second.hashText() + ", "
              + first.verdict().text() + " and " + second.verdict().text());
    }
  }

  private Outcome broken(String label, String file, List<Diagnostic> diagnostics) {
    Outcome outcome = style.broken(label, diagnostics);
    return reported ? outcome.with(CaseResult.broken(file, diagnostics)) : outcome;
  }

  /** What is said of a mistake of ours: in a run, or in a file that has not come so far. */
  private Outcome bug(String file, @Nullable Instance instance, Throwable bug) {
    Outcome outcome = style.bug(instance == null ? file : label(file, instance), bug);
    if (!reported) {
      return outcome;
    }
    String title = instance == null ? "" : instance.title();
    Span place = instance == null ? null : instance.scenario().span();
    return outcome.with(CaseResult.bug(file, place, title, String.valueOf(bug), outcome.trouble()));
  }
}
