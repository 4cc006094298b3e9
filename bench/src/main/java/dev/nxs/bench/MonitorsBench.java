// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import dev.nxs.Engine;
import dev.nxs.Instance;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Verdict;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What a hundred expectations cost on a workload, by kind: the same run without any and with a hundred, in turn in one
 * process. What counts is the median of the ratios of neighbours, which does not depend on how fast the computer is, and
 * hardly on what else it does.
 */
public final class MonitorsBench {
  private static final int MONITORS = 100;
  private static final int TASKS = 64;
  private static final int WARM_UPS = 2;
  private static final double GOAL = 1.1;
  private static final double BAR = 1.5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private MonitorsBench() {}

  /**
   * Runs {@code FILE VIRTUAL-TIME ROUNDS [KIND]}: a file with one scenario that has tasks {@code t[0]} to {@code t[63]} and
   * ends with {@code run for}; a kind is the start of a line of the table, and all without it.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    String text = Files.readString(Path.of(arguments[0]), StandardCharsets.UTF_8);
    String workload = text.replaceAll("run for \\w+\\s*}\\s*$", "run for " + arguments[1] + "\n");
    int rounds = Integer.parseInt(arguments[2]);
    Instance none = instance(workload, "");
    for (Map.Entry<String, IntFunction<String>> kind : kinds().entrySet()) {
      if (arguments.length > 3 && !kind.getKey().startsWith(arguments[3])) {
        continue;
      }
      StringBuilder block = new StringBuilder("expect {\n");
      for (int i = 0; i < MONITORS; i++) {
        block.append(kind.getValue().apply(i)).append('\n');
      }
      Instance hundred = instance(workload, block.append("}\n").toString());
      double[] ratios = new double[rounds];
      for (int round = -WARM_UPS; round < rounds; round++) {
        double without = nsPerEvent(none);
        double with = nsPerEvent(hundred);
        if (round >= 0) {
          ratios[round] = with / without;
        }
      }
      Arrays.sort(ratios);
      Row.atMost("a hundred of " + kind.getKey() + ", times the run without", ratios[rounds / 2], "×", GOAL, BAR);
    }
  }

  /** What may be expected of the workload, by number; all of it holds. */
  private static Map<String, IntFunction<String>> kinds() {
    Map<String, IntFunction<String>> kinds = new LinkedHashMap<>();
    kinds.put("lines: never marker …", MonitorsBench::line);
    kinds.put("failures: never fails(EPERM, t[i])", i -> "never fails(EPERM, t[" + i % TASKS + "])");
    kinds.put("at most 9 of dispatch(t[i]) every 800us", MonitorsBench::count);
    kinds.put("whenever wake(t[i]) then dispatch(t[i]) …", MonitorsBench::answer);
    kinds.put("at the end: cpu_time(t[i]) <= 60s", i -> "cpu_time(t[" + i % TASKS + "]) <= 60s");
    kinds.put("70 lines, 10 failures, 10 at the end, 5, 5", MonitorsBench::mixed);
    kinds.put("always queue_length(hart(i)) <= 64 + i", MonitorsBench::state);
    kinds.put("always cpu_time(t[i]) <= 60s", i -> "always cpu_time(t[" + i % TASKS + "]) <= 60s");
    kinds.put("always not blocked(t[i])", i -> "always not blocked(t[" + i % TASKS + "])");
    kinds.put("always running(t[i]) or not running(t[i])", MonitorsBench::turn);
    kinds.put("always ready(t[i]), running(t[i]) or sleeping(t[i])", MonitorsBench::alive);
    kinds.put("whenever ready(t[i]) then running(t[i]) …", MonitorsBench::stateAnswer);
    return kinds;
  }

  private static String line(int i) {
    return switch (i % 4) {
      case 0 -> "never marker \"PANIC " + i + "\"";
      case 1 -> "never marker starts \"PANIC " + i + "\"";
      case 2 -> "never marker contains \"PANIC " + i + "\"";
      default -> "never marker r\"PANIC " + i + "\"";
    };
  }

  private static String count(int i) {
    return "at most 9 of dispatch(t[" + i % TASKS + "]) every 800us";
  }

  private static String answer(int i) {
    return "whenever wake(t[" + i % TASKS + "]) then dispatch(t[" + i % TASKS + "]) within 100ms";
  }

  private static String state(int i) {
    return "always queue_length(hart(" + i % 4 + ")) <= " + (64 + i);
  }

  private static String turn(int i) {
    return "always running(t[" + i % TASKS + "]) or not running(t[" + i % TASKS + "])";
  }

  private static String alive(int i) {
    return "always running(t[" + i % TASKS + "]) or ready(t[" + i % TASKS + "]) or sleeping(t[" + i % TASKS + "]) from 1ms";
  }

  private static String stateAnswer(int i) {
    return "whenever ready(t[" + i % TASKS + "]) then running(t[" + i % TASKS + "]) within 100ms";
  }

  /** As the examples have it: most speak of lines, few of what single tasks do at each turn. */
  private static String mixed(int i) {
    if (i < 70) {
      return line(i);
    }
    if (i < 80) {
      return "never fails(EPERM, t[" + i % TASKS + "])";
    }
    if (i < 90) {
      return "cpu_time(t[" + i % TASKS + "]) <= 60s";
    }
    return i < 95 ? answer(i) : count(i);
  }

  private static Instance instance(String workload, String block) {
    Source source = Source.of("workload.nxs", workload + block + "}\n");
    return Engine.create().compile(source).scenarios().get(0).instances(RunOptions.defaults()).get(0);
  }

  private static double nsPerEvent(Instance instance) {
    long start = THREADS.getCurrentThreadCpuTime();
    Report report = instance.run();
    double spentNs = THREADS.getCurrentThreadCpuTime() - start;
    if (report.verdict() != Verdict.PASSED) {
      throw new IllegalStateException("a workload has to do what is expected of it: " + report.failures());
    }
    return spentNs / report.metrics().events();
  }
}
