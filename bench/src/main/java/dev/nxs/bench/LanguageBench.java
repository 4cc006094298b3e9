// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.Instance;
import dev.nxs.RunOptions;
import dev.nxs.Verdict;
import dev.nxs.compile.Checker;
import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.SourceFiles;
import dev.nxs.syntax.diag.Diagnostics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * How fast texts become programs, and what a file costs beside its scenario.
 *
 * <p>The first table gives the rate of parsing alone, with checking, and with the compilation of every scenario, warm, on
 * one thread. The second runs the same scenarios twice with all processors, each in a file of its own and a hundred in a
 * file: where the two rates are alike, the machine is the bound and not the number of files.
 */
public final class LanguageBench {
  private static final int WARM_UPS = 600;
  private static final int IN_A_FILE = 100;
  private static final double MEGA = 1e6;

  private LanguageBench() {}

  /**
   * Runs {@code SCENARIO-FILE COUNT ROUNDS}: a file that holds one scenario, how many copies of it, how often.
   *
   * @throws IOException if files cannot be read or written
   * @throws InterruptedException if it is interrupted
   * @throws ExecutionException if a run breaks
   */
  public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
    String scenario = Files.readString(Path.of(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    rates(scenario, rounds);
    Path folder = Files.createTempDirectory("nxs-language-bench");
    try {
      suites(scenario, count, rounds, folder);
    } finally {
      delete(folder);
    }
  }

  private static void rates(String scenario, int rounds) {
    Source source = Source.of("rates.nxs", copies(scenario, 0, IN_A_FILE));
    double megabytes = source.text().length() / MEGA;
    double[][] seconds = new double[3][rounds];
    for (int round = -WARM_UPS; round < rounds; round++) {
      double parsed = seconds(() -> Nxs.parse(source));
      double checked = seconds(() -> Checker.check(Nxs.parse(source).file(), new Diagnostics()));
      double compiled = seconds(() -> compiled(source));
      if (round >= 0) {
        seconds[0][round] = parsed;
        seconds[1][round] = checked;
        seconds[2][round] = compiled;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "MB/s: parse=%.2f parse+check=%.2f parse+check+compile=%.2f (%d scenarios, %.3f MB)%n",
        megabytes / median(seconds[0]),
        megabytes / median(seconds[1]),
        megabytes / median(seconds[2]),
        IN_A_FILE,
        megabytes);
    Row.atLeast("parse + check + compile, warm", megabytes / median(seconds[2]), " MB/s", 10, 4);
  }

  private static int compiled(Source source) {
    CompiledFile file = Engine.create().compile(source);
    return file.instances(file.scenarios(), RunOptions.defaults()).size();
  }

  private static void suites(String scenario, int count, int rounds, Path folder)
      throws IOException, InterruptedException, ExecutionException {
    List<Path> small = new ArrayList<>();
    List<Path> large = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      small.add(Files.writeString(folder.resolve("small" + i + ".nxs"), copies(scenario, i, i + 1)));
    }
    for (int i = 0; i < count; i += IN_A_FILE) {
      large.add(Files.writeString(folder.resolve("large" + i + ".nxs"), copies(scenario, i, Math.min(count, i + IN_A_FILE))));
    }
    double[] ofSmall = new double[rounds];
    double[] ofLarge = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double one = suite(small);
      double many = suite(large);
      if (round >= 0) {
        ofSmall[round] = one;
        ofLarge[round] = many;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "scenarios per second of a processor: %d files=%.0f %d files=%.0f ratio=%.2f (%d processors)%n",
        small.size(),
        count / median(ofSmall),
        large.size(),
        count / median(ofLarge),
        median(ofSmall) / median(ofLarge),
        Runtime.getRuntime().availableProcessors());
    Row.atLeast("scenarios a second of one processor, " + small.size() + " files", count / median(ofSmall), "", 5000, 1000);
  }

  /** Reads, compiles and runs all files with all processors; seconds of processor time of the whole process. */
  private static double suite(List<Path> files) throws InterruptedException, ExecutionException {
    Engine engine = Engine.create();
    ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    long start = processNs();
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (Path file : files) {
        runs.add(threads.submit(() -> run(engine, file)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdown();
    }
    return (processNs() - start) / 1e9;
  }

  private static long processNs() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  private static void run(Engine engine, Path path) {
    try {
      Source source = SourceFiles.decode(path.toString(), Files.readAllBytes(path), Limits.DEFAULT).source();
      CompiledFile file = engine.compile(source == null ? Source.of(path.toString(), "") : source);
      for (Instance instance : file.instances(file.scenarios(), RunOptions.defaults())) {
        if (instance.run().verdict() != Verdict.PASSED) {
          throw new IllegalStateException("a scenario of the suite must pass: " + path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The scenario several times, each with a title of its own. */
  private static String copies(String scenario, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(scenario.replaceFirst("scenario \"", "scenario \"" + i + " ")).append('\n');
    }
    return text.toString();
  }

  /** Seconds of processor time of this thread, which other work on the machine does not lengthen. */
  private static double seconds(Callable<?> work) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try {
      work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
