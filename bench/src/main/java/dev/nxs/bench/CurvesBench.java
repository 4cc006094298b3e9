// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.ThreadMXBean;
import dev.nxs.Engine;
import dev.nxs.Instance;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Verdict;
import dev.nxs.compile.Image;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.RunEnd;
import dev.nxs.report.PerfettoTrace;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the cost of an event grows with the number of harts, with the number of tasks, and with the length of a run whose
 * trace is written meanwhile. Prints a point of a curve a line, for {@link Chart}.
 */
public final class CurvesBench {
  private static final int[] HARTS = {1, 4, 16, 64, 256, 1024};
  private static final int[] TASKS = {64, 256, 1_000, 4_000, 16_000, 100_000};
  private static final int ROUNDS = 3;
  private static final long EVENTS = 2_000_000;

  private CurvesBench() {}

  /**
   * Runs {@code harts}, {@code tasks}, or {@code events COUNT...}, best with little memory for Java.
   *
   * @throws IOException never, as nothing is written to a file
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "harts" -> harts();
      case "tasks" -> tasks();
      case "events" -> {
        for (int i = 1; i < arguments.length; i++) {
          events(Long.parseLong(arguments[i].replace("_", "")));
        }
      }
      default -> throw new IllegalArgumentException("harts, tasks or events, not " + arguments[0]);
    }
  }

  /** Sixteen tasks a hart, as busy as those of W1. */
  private static void harts() {
    Image[] images = Arrays.stream(HARTS).mapToObj(harts -> churn(harts, 16 * harts)).toArray(Image[]::new);
    points("harts", HARTS, images);
  }

  /** On 64 harts; the more tasks there are, the longer each sleeps, so that the harts are as busy as with few. */
  private static void tasks() {
    Image[] images = Arrays.stream(TASKS).mapToObj(tasks -> churn(64, tasks)).toArray(Image[]::new);
    points("tasks", TASKS, images);
  }

  private static void points(String curve, int[] sizes, Image[] images) {
    double[][] costs = new double[sizes.length][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < sizes.length; i++) {
        double ns = nsPerEvent(images[i]);
        if (round >= 0) {
          costs[i][round] = ns;
        }
      }
    }
    for (int i = 0; i < sizes.length; i++) {
      Arrays.sort(costs[i]);
      Row.point(curve, sizes[i], costs[i][ROUNDS / 2]);
    }
  }

  /** Tasks that compute for 100 us and sleep, so that nine of ten harts' time is used. */
  private static Image churn(int harts, int tasks) {
    long sleepNs = 100_000L * tasks * 10 / 9 / harts - 100_000L;
    String text =
        """
        let classes = [idle, normal, interactive, perfburst]

        program churn(busy: duration, rest: duration) {
          loop { compute(busy); sleep(rest) }
        }

        scenario "%d harts, %d tasks" {
          machine(harts: %d, queue_capacity: 65_536)
          task t[%d](qos: classes[index / %d %% 4], start: 1us * (index %% 20_000)) =
            churn(100us + 13ns * (index %% 997), %dns + 911ns * (index %% 101))
          run for 1000s
        }
        """
            .formatted(harts, tasks, harts, tasks, harts, Math.max(sleepNs, 1_000));
    return KernelBench.compile(Source.of("churn.nxs", text));
  }

  private static double nsPerEvent(Image image) {
    Machine machine = Machine.boot(image.config(List.of()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Not the first turn of each task, in which all of them come at once.
    RunEnd warm = machine.run(Long.MAX_VALUE, EVENTS / 4);
    long start = threads.getCurrentThreadCpuTime();
    RunEnd end = machine.run(Long.MAX_VALUE, EVENTS);
    long spentNs = threads.getCurrentThreadCpuTime() - start;
    if (warm != RunEnd.STEPS || end != RunEnd.STEPS) {
      throw new IllegalStateException("a workload that goes on ended: " + warm + ", " + end);
    }
    return (double) spentNs / EVENTS;
  }

  /** A run of W2's kind with a trace for Perfetto, which goes nowhere once it is written. */
  private static void events(long count) throws IOException {
    // Two harts, and a slice a millisecond on each.
    String text =
        """
        scenario "slices" (events: 1_000_000_000_000) {
          machine(harts: 2, steal: 0, timeslice: 1ms)
          task t[8] { loop { compute(1s) } }
          run for %dms
        }
        """
            .formatted(count / 2);
    RunOptions options = RunOptions.defaults();
    Instance instance = Engine.create().compile(Source.of("slices.nxs", text)).scenarios().get(0).instances(options).get(0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Counted out = new Counted();
    long start = threads.getCurrentThreadCpuTime();
    Report report;
    try (PerfettoTrace trace = new PerfettoTrace(out)) {
      report = instance.run(trace);
    }
    double spentNs = threads.getCurrentThreadCpuTime() - start;
    if (report.verdict() != Verdict.PASSED) {
      throw new IllegalStateException("a workload has to run to its end: " + report.failures());
    }
    System.out.printf(
        Locale.ROOT,
        "%,d events, %,d bytes of trace, %.0f s, at most %d MiB for Java%n",
        report.metrics().events(),
        out.bytes,
        spentNs / 1e9,
        Runtime.getRuntime().maxMemory() >> 20);
    Row.point("events", report.metrics().events(), spentNs / report.metrics().events());
  }

  /** Forgets what is written, and knows how much it was. */
  private static final class Counted extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
      bytes += length;
    }
  }
}
