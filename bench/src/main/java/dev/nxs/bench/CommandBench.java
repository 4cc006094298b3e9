// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long commands take from start to end, as somebody who waits for them sees it: in turn with a bare Java machine that prints
 * a line, medians. The first round, in which the launcher may have to make its archive of classes, does not count.
 */
public final class CommandBench {
  private static final String SCENARIO =
      """
      scenario "one" {
        machine(harts: 2)
        task worker[2] { compute(1ms); mark("done ${index}") }
        expect { exactly 2 of marker starts "done" within 10ms }
      }
      """;

  private CommandBench() {}

  /**
   * Runs {@code ROUNDS LAUNCHER FOLDER}; the folder holds {@code log.nxs} and {@code log.txt}, see {@link LogBench}.
   *
   * @throws IOException if a command cannot be started
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = Integer.parseInt(arguments[0]);
    String nxs = Path.of(arguments[1]).toAbsolutePath().toString();
    Path folder = Path.of(arguments[2]);
    Path one = Files.writeString(folder.resolve("one.nxs"), SCENARIO);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<List<String>> commands =
        List.of(
            List.of(java, "-cp", System.getProperty("java.class.path"), "dev.nxs.bench.Hello"),
            List.of(nxs, "version"),
            List.of(nxs, "test", one.toString()),
            List.of(nxs, "check", folder.resolve("log.nxs").toString(), "--log", folder.resolve("log.txt").toString(), "--quiet"));
    double[][] seconds = new double[commands.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < commands.size(); i++) {
        double took = seconds(commands.get(i));
        if (round >= 0) {
          seconds[i][round] = took;
        }
      }
    }
    Arrays.stream(seconds).forEach(Arrays::sort);
    int middle = rounds / 2;
    double bare = seconds[0][middle];
    System.out.printf(
        Locale.ROOT,
        "bare java %.3f s, version %.3f s, test %.3f s, check %.3f s%n",
        bare,
        seconds[1][middle],
        seconds[2][middle],
        seconds[3][middle]);
    Row.atMost("`nxs version`, times a bare Java machine", seconds[1][middle] / bare, "×", 1.5, 2.5);
    Row.atMost("`nxs test` of one file, times a bare Java machine", seconds[2][middle] / bare, "×", 3, 5);
    Row.atMost("`nxs check`, 10 MiB, 600 markers, cold", seconds[3][middle], " s", 1, 2);
  }

  private static double seconds(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    int code = process.waitFor();
    double took = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IllegalStateException(command + " ended with " + code);
    }
    return took;
  }
}
