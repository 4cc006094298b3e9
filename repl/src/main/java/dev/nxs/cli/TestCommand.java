// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.report.CaseResult;
import dev.nxs.report.Totals;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code nxs test}: compiles and runs what the paths name, several at once, and prints the outcomes in the order of files
 * and scenarios, whichever ended first. Only so many files are in work at once, so that ten thousand of them take the
 * memory of a few.
 */
final class TestCommand {
  private static final int MOST_JOBS = 1024;

  /** Files of which the lines stand in the same columns; two batches are in work. */
  private static final int BATCH = 32;

  private static final int PATIENCE_MS = 100;

  private final Surroundings surroundings;
  private final List<SourceFinder.Found> files;
  private final Selection selection;
  private final Settings.Unused unused;
  private final Renderer renderer;
  private final ResultPrinter printer;
  private final Jobs work;
  private final Sinks sinks;
  private final RecordedDurations durations;
  private final @Nullable Shard shard;
  private final Progress progress;
  private final boolean quiet;
  private final boolean failFast;
  private final int jobs;
  private int filesDone;

  /**
   * Reads the command line.
   *
   * @throws UsageException if it makes no sense; nothing was run then
   */
  TestCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    this.surroundings = surroundings;
    boolean colored = Coloring.of(arguments, surroundings);
    quiet = arguments.has(Option.QUIET);
    failFast = arguments.has(Option.FAIL_FAST);
    jobs = (int) arguments.number(Option.JOBS, 1, MOST_JOBS).orElse(Runtime.getRuntime().availableProcessors());
    selection = Selection.of(arguments);
    Settings settings = Settings.of(arguments, surroundings);
    unused = settings.new Unused();
    renderer = colored ? Renderer.colored() : Renderer.plain();
    Outcome.Style style = new Outcome.Style(renderer, arguments.has(Option.STRICT), arguments.has(Option.VERBOSE));
    List<String> words = arguments.operands().isEmpty() ? List.of(".") : arguments.operands();
    files = SourceFinder.find(words, arguments.text(Option.ROOT));
    durations = RecordedDurations.read(arguments.text(Option.DURATIONS));
    String part = arguments.text(Option.SHARD);
    shard = part == null ? null : Shard.parse(part, durations);
    sinks = Sinks.open(arguments, surroundings);
    printer = new ResultPrinter(surroundings, colored, quiet, sinks.isForPrograms());
    progress = new Progress(surroundings.err(), surroundings.progress() && !quiet, files.size());
    boolean reported = !sinks.isEmpty() || durations.isKept();
    work = new Jobs(selection, settings, style, shard, arguments.has(Option.TWICE), reported, Pages.of(arguments));
  }

  Exit run() throws UsageException {
    long startNs = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    boolean complete;
    try {
      complete = runAll(pool);
    } finally {
      work.stop();
      pool.shutdownNow();
      progress.clear();
    }
    long wallNs = System.nanoTime() - startNs;
    if (printer.count() > 0) {
      printer.summary();
      printer.trouble(quiet ? "" : "# " + seconds(wallNs) + "\n");
    }
    Exit exit = exit(complete);
    sinks.finish(new Totals(printer.counts(), printer.failures(), exit.code(), complete, wallNs));
    durations.write(complete && shard == null && selection.isAll());
    return exit;
  }

  private Exit exit(boolean complete) {
    if (surroundings.interrupted().getAsBoolean()) {
      printer.trouble("# interrupted\n");
      return Exit.INTERRUPTED;
    }
    UsageException problem = complete ? problem() : null;
    if (problem == null) {
      return printer.exit();
    }
    printer.trouble(problem.render(renderer));
    return printer.exit().and(problem.exit());
  }

  /** What only shows when every file is known. */
  private @Nullable UsageException problem() {
    UsageException problem = unused.problem();
    // A part of few scenarios may be empty, which is no mistake.
    boolean elsewhere = shard != null && shard.seen() > 0;
    if (problem == null && printer.count() == 0 && !elsewhere) {
      String which = selection.isAll() ? "the files hold no scenario" : "no scenario matches " + selection.text();
      return UsageException.nothingMatched(which);
    }
    return problem;
  }

  /** Answers whether all files had their turn. */
  private boolean runAll(ExecutorService pool) throws UsageException {
    List<Future<Jobs.Begun>> ahead = begin(0, pool);
    for (int next = BATCH; !ahead.isEmpty(); next += BATCH) {
      List<Future<Jobs.Begun>> batch = ahead;
      ahead = begin(next, pool);
      // The labels of a whole batch are known before its first line is printed, so that the lines of one stand in columns.
      for (Future<Jobs.Begun> file : batch) {
        get(file).labels().forEach(printer::widen);
      }
      for (Future<Jobs.Begun> file : batch) {
        if (!finish(get(file))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Begins a batch of files; empty behind the last one. */
  private List<Future<Jobs.Begun>> begin(int from, ExecutorService pool) {
    List<Future<Jobs.Begun>> begun = new ArrayList<>();
    for (int i = from; i < Math.min(from + BATCH, files.size()); i++) {
      int index = i;
      begun.add(pool.submit(() -> work.begin(index, files.get(index), pool)));
    }
    return begun;
  }

  /** Prints what comes of a file; answers whether to go on. */
  private boolean finish(Jobs.Begun file) throws UsageException {
    if (!quiet && !file.warnings().isEmpty()) {
      progress.clear();
      printer.trouble(file.warnings());
    }
    unused.add(file.scenarios());
    for (Future<Outcome> run : file.runs()) {
      Outcome outcome = get(run);
      if (surroundings.interrupted().getAsBoolean()) {
        return false;
      }
      progress.clear();
      printer.print(outcome);
      CaseResult result = outcome.result();
      if (result != null) {
        sinks.accept(result);
        if (!result.hash().isEmpty()) {
          durations.measured(result.label(), result.wallNs());
        }
      }
      if (failFast && !outcome.exit().equals(Exit.PASSED)) {
        return false;
      }
    }
    filesDone++;
    return true;
  }

  private <T> T get(Future<T> future) {
    try {
      while (true) {
        progress.show(filesDone, printer.count(), printer.bad());
        try {
          return future.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Time to tell how far it is.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts the printing thread", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a job must turn everything into an outcome", e.getCause());
    }
  }

  private static String seconds(long ns) {
    long hundredths = ns / 10_000_000;
    long rest = hundredths % 100;
    return hundredths / 100 + "." + (rest < 10 ? "0" : "") + rest + "s";
  }
}
