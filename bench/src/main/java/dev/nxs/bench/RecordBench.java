// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.ThreadMXBean;
import dev.nxs.RunTrace;
import dev.nxs.compile.Image;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.RunEnd;
import dev.nxs.report.EventLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to keep all events of a run in memory: a workload without listeners and with an {@link EventLog}, in turn in
 * one process. The log is bounded and its memory is touched before the first round, so that no round pays for new pages.
 */
public final class RecordBench {
  private static final long LOG_BYTES = 256L << 20;
  private static final int WARM_UPS = 3;
  private static final double GOAL = 1.5;
  private static final double BAR = 2;

  private RecordBench() {}

  /**
   * Runs {@code FILE ROUNDS}.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Image image = KernelBench.compile(Path.of(arguments[0]));
    int rounds = Integer.parseInt(arguments[1]);
    EventLog log = new EventLog(LOG_BYTES);
    log.begin(new RunTrace.Traced(image.title(), 4, Integer::toString));
    double[] ratios = new double[rounds];
    double[] without = new double[rounds];
    long recorded = 0;
    for (int round = -WARM_UPS; round < rounds; round++) {
      double alone = nsPerEvent(image, null);
      long before = log.events();
      double kept = nsPerEvent(image, log);
      recorded = log.events() - before;
      if (round >= 0) {
        without[round] = alone;
        ratios[round] = kept / alone;
      }
    }
    Arrays.sort(ratios);
    Arrays.sort(without);
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f ns per event without listeners, %,d events kept, %.1f bytes each%n",
        image.title(),
        without[rounds / 2],
        recorded,
        (double) log.bytes() / (log.events() - log.dropped()));
    Row.atMost(image.title() + " with all events recorded, times the run without", ratios[rounds / 2], "×", GOAL, BAR);
  }

  private static double nsPerEvent(Image image, @Nullable EventLog log) {
    Machine machine = Machine.boot(image.config(List.of()));
    if (log != null) {
      machine.attach(log);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    RunEnd end = machine.run(image.run().durationNs().orElseThrow(), Long.MAX_VALUE);
    double spentNs = threads.getCurrentThreadCpuTime() - start;
    if (end != RunEnd.HORIZON) {
      throw new IllegalStateException("a workload goes on for ever: end=" + end);
    }
    return spentNs / machine.position().step();
  }
}
