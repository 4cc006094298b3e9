// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.ThreadMXBean;
import dev.nxs.compile.Image;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.RunEnd;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the cost of an event and of a dispatch grows from a small machine to a wide one: two workloads in turn in one
 * process, medians, and beside it the growth of the simulator in C where that is given. Growth is a ratio of two costs of
 * the same program, so it does not depend on how fast the computer is.
 */
public final class ScaleBench {
  private static final int WARM_UPS = 2;
  private static final double GOAL = 1.25;
  private static final double BAR = 2;

  private ScaleBench() {}

  /**
   * Runs {@code SMALL-FILE WIDE-FILE ROUNDS [ANCHOR]}.
   *
   * @throws IOException if a file cannot be read, or the anchor not be run
   */
  public static void main(String[] arguments) throws IOException {
    Image small = KernelBench.compile(Path.of(arguments[0]));
    Image wide = KernelBench.compile(Path.of(arguments[1]));
    int rounds = Integer.parseInt(arguments[2]);
    double[][] costs = new double[4][rounds];
    for (int round = -WARM_UPS; round < rounds; round++) {
      double[] little = run(small);
      double[] much = run(wide);
      for (int i = 0; round >= 0 && i < 2; i++) {
        costs[i][round] = little[i];
        costs[2 + i][round] = much[i];
      }
    }
    double perEvent = median(costs[2]) / median(costs[0]);
    double perDispatch = median(costs[3]) / median(costs[1]);
    System.out.printf(
        Locale.ROOT,
        "%s: ns/event=%.1f ns/dispatch=%.1f%n%s: ns/event=%.1f ns/dispatch=%.1f%ngrowth: event=%.2f dispatch=%.2f%n",
        small.title(),
        median(costs[0]),
        median(costs[1]),
        wide.title(),
        median(costs[2]),
        median(costs[3]),
        perEvent,
        perDispatch);
    if (arguments.length > 3) {
      double anchor = anchor(arguments[3], "W5", rounds) / anchor(arguments[3], "W1", rounds);
      Row.atMost("growth of an event from W1 to W5, times the anchor's of " + Math.round(100 * anchor) / 100.0, perEvent / anchor, "×", GOAL, BAR);
    }
  }

  /** What an event costs, and what a dispatch. */
  private static double[] run(Image image) {
    MachineConfig config = image.config(List.of());
    Machine machine = Machine.boot(config);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    RunEnd end = machine.run(image.run().durationNs().orElseThrow(), Long.MAX_VALUE);
    double spentNs = threads.getCurrentThreadCpuTime() - start;
    if (end != RunEnd.HORIZON) {
      throw new IllegalStateException("a workload goes on for ever: end=" + end);
    }
    MachineView view = machine.view();
    long dispatches = 0;
    for (int pid = 1; pid <= view.tasks(); pid++) {
      dispatches += view.dispatches(new Pid(pid));
    }
    return new double[] {spentNs / machine.position().step(), spentNs / dispatches};
  }

  private static double anchor(String program, String workload, int rounds) throws IOException {
    Process process = new ProcessBuilder(program, workload, Integer.toString(rounds)).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String cost = out.replaceAll("(?s).*ns/event=([0-9.]+).*", "$1");
    return Double.parseDouble(cost);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
