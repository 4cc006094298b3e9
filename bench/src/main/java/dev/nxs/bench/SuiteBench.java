// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.nxs.cli.Cli;
import dev.nxs.cli.Exit;
import dev.nxs.cli.Surroundings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code nxs test} over many files of one scenario each, with one thread and with as many as there are processors, in turn
 * in one process. Best with little memory for Java: what is needed must not grow with the number of files.
 */
public final class SuiteBench {
  private static final String SCENARIO =
      """
      scenario "idle timers share one wakeup, %d" {
        machine(harts: 2, timeslice: 10ms)
        service timed

        task indexer[3](qos: idle) {
          sleep(1ms + index * 2ms)
          mark("indexer ${index} woke")
        }

        expect {
          marker "timed: ready" within 1ms
          exactly 3 of marker r"indexer \\d woke"
          never marker r"indexer \\d woke" before 8ms
          timer_wakeups() == 1
        }
      }
      """;

  /** Smaller suites are over too soon to be worth a line. */
  private static final int LARGE = 10_000;

  private SuiteBench() {}

  /**
   * Runs {@code FOLDER FILES}; the folder must be empty or not exist, and the files stay in it.
   *
   * @throws IOException if they cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int files = Integer.parseInt(arguments[1]);
    Path all = write(folder, files);
    int processors = Runtime.getRuntime().availableProcessors();
    for (int round = 0; round < 2; round++) {
      run(all, files, 1);
      run(all, files, processors);
    }
    for (int size = 10; size <= files; size *= 10) {
      Path some = write(folder, size);
      double ns = 0;
      for (int done = 0; done < files; done += size) {
        ns += run(some, size, 1);
      }
      Row.point("files", size, ns / files / 1e3);
    }
  }

  private static Path write(Path parent, int files) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("of" + files));
    for (int i = 0; i < files; i++) {
      Files.writeString(folder.resolve(String.format(Locale.ROOT, "s%06d.nxs", i)), SCENARIO.formatted(i));
    }
    return folder;
  }

  /** Tests all files of a folder; the processor time that it took. */
  private static long run(Path folder, int files, int jobs) {
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    long cpuNs = system.getProcessCpuTime();
    long wallNs = System.nanoTime();
    Exit exit =
        new Cli(Surroundings.plain(nowhere, nowhere)).run(List.of("test", folder.toString(), "-j", Integer.toString(jobs)));
    wallNs = System.nanoTime() - wallNs;
    cpuNs = system.getProcessCpuTime() - cpuNs;
    if (!exit.equals(Exit.PASSED)) {
      throw new IllegalStateException("all of them pass: " + exit);
    }
    if (files < LARGE) {
      return cpuNs;
    }
    System.out.printf(
        Locale.ROOT, "-j %d: %d scenarios, %.0f per second, %.0f per second of processor time, %.1f processors, at most %d MiB%n",
        jobs, files, files * 1e9 / wallNs, files * 1e9 / cpuNs, (double) cpuNs / wallNs, Runtime.getRuntime().maxMemory() >> 20);
    return cpuNs;
  }
}
