// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import dev.nxs.EngineOptions;
import dev.nxs.LogCheck;
import dev.nxs.Verdict;
import dev.nxs.syntax.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to judge 600 markers over logs of 1 to 40 MiB, and over one of any size that never lies in memory as
 * a whole. The time from start to end of the command is for a script to take, which has the files from here.
 */
public final class LogBench {
  private static final int MARKERS = 600;
  private static final int MEBI = 1 << 20;
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private LogBench() {}

  /**
   * Runs {@code files FOLDER}, which leaves {@code log.txt} of 10 MiB and {@code log.nxs} there; {@code growth}; or {@code
   * large MEBIBYTES}, best with little memory for Java.
   *
   * @throws IOException if the files cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "files" -> files(Path.of(arguments[1]));
      case "growth" -> growth();
      case "large" -> large(Long.parseLong(arguments[1]));
      default -> throw new IllegalArgumentException("files, growth or large, not " + arguments[0]);
    }
  }

  private static void files(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("log.nxs"), expectations());
    try (InputStream log = new LogStream(10L * MEBI, MARKERS)) {
      Files.write(folder.resolve("log.txt"), log.readAllBytes());
    }
  }

  private static String expectations() {
    StringBuilder text = new StringBuilder("log board {\n  banner \"" + LogStream.BANNER + "\"\n");
    text.append("  prefix \"[{level} {source}] \"\n  prefix \"[{time:seconds}] \"\n}\n\nexpect all {\n");
    for (int i = 0; i < MARKERS; i++) {
      text.append("  marker \"").append(LogStream.marker(i)).append("\"\n");
    }
    return text.append("  never marker contains \"PANIC\"\n}\n").toString();
  }

  /** Sizes in turn, so that whatever slows the computer down slows all of them down. */
  private static void growth() throws IOException {
    LogCheck check = LogCheck.ofSets(Source.of("log.nxs", expectations()), EngineOptions.defaults(), List.of());
    int[] sizes = {1, 4, 10, 40};
    byte[][] logs = new byte[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      try (InputStream log = new LogStream((long) sizes[i] * MEBI, MARKERS)) {
        logs[i] = log.readAllBytes();
      }
    }
    double[][] ms = new double[sizes.length][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < sizes.length; i++) {
        long startNs = THREADS.getCurrentThreadCpuTime();
        judge(check, new ByteArrayInputStream(logs[i]));
        if (round >= 0) {
          ms[i][round] = (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
        }
      }
    }
    Arrays.stream(ms).forEach(Arrays::sort);
    double least = ms[0][ROUNDS / 2];
    for (int i = 0; i < sizes.length; i++) {
      double median = ms[i][ROUNDS / 2];
      System.out.printf(Locale.ROOT, "%d MiB: %.0f ms, %.2f times the first%n", sizes[i], median, median / least);
      Row.point("log", sizes[i], median / sizes[i]);
    }
  }

  private static void large(long mebibytes) throws IOException {
    LogCheck check = LogCheck.ofSets(Source.of("log.nxs", expectations()), EngineOptions.defaults(), List.of());
    // It is made while it is read, as it must not lie anywhere; what that takes is no part of judging it.
    long startNs = THREADS.getCurrentThreadCpuTime();
    try (InputStream log = new LogStream(mebibytes * MEBI, MARKERS)) {
      log.transferTo(OutputStream.nullOutputStream());
    }
    long madeNs = THREADS.getCurrentThreadCpuTime();
    long lines = judge(check, new LogStream(mebibytes * MEBI, MARKERS));
    long judgedNs = THREADS.getCurrentThreadCpuTime();
    double seconds = (judgedNs - madeNs - (madeNs - startNs)) / 1e9;
    System.out.printf(
        Locale.ROOT, "%d MiB, %d lines: %.1f s, and %.1f s to make it, at most %d MiB for Java%n", mebibytes, lines, seconds,
        (madeNs - startNs) / 1e9, Runtime.getRuntime().maxMemory() / MEBI);
    Row.point("log", mebibytes, 1e3 * seconds / mebibytes);
  }

  private static long judge(LogCheck check, InputStream log) throws IOException {
    LogCheck.Result result = check.judge(log, "log.txt", new LogCheck.Options(false, false, false));
    if (result.expectations().stream().anyMatch(each -> each.verdict() != Verdict.PASSED)) {
      throw new IllegalStateException("the log holds all markers: " + result.expectations());
    }
    return result.lines();
  }
}
