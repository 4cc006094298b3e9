// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nxs.compile.Checker;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.report.EventLog;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What speed is made of, counted: events, what happens in them, words of state, bytes. The counts are recorded, and more of
 * anything fails, on any machine and however busy it is; less of it asks to be recorded, so that it cannot come back.
 */
class CountsTest {
  private static final Path RECORDED = Path.of("src/test/resources/counts.txt");

  /** What bytes for the compiler may exceed the record by: Java machines differ in what their own classes allocate. */
  private static final double TOLERANCE = 1.1;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Counts by name; of those whose name begins with "at most" any smaller one will do. */
  private static final class Counts {
    private final Map<String, Long> byName = new LinkedHashMap<>();

    void add(String name, long value) {
      byName.put(name, value);
    }

    String text() {
      StringBuilder text = new StringBuilder();
      byName.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
      return text.toString();
    }

    static Counts of(String text) {
      Counts counts = new Counts();
      text.lines().forEach(line -> counts.add(line.substring(0, line.lastIndexOf(':')), Long.parseLong(line.substring(line.lastIndexOf(':') + 2))));
      return counts;
    }

    /** What is wrong with what was counted now. */
    List<String> complaints(Counts now) {
      List<String> complaints = new ArrayList<>();
      now.byName.forEach(
          (name, value) -> {
            Long before = byName.get(name);
            boolean bound = name.startsWith("at most");
            if (before == null) {
              complaints.add(name + " is new: " + value);
            } else if (value > (bound ? (long) (before * TOLERANCE) : before)) {
              complaints.add(name + " grew from " + before + " to " + value);
            } else if (value < before && !bound) {
              complaints.add(name + " shrank from " + before + " to " + value);
            }
          });
      byName.keySet().stream().filter(name -> !now.byName.containsKey(name)).map(name -> name + " is gone").forEach(complaints::add);
      return complaints;
    }
  }

  private static String workload(String name, String time) throws IOException {
    return Files.readString(Path.of("../bench/workloads", name + ".nxs")).replaceAll("run for \\w+\\s*}\\s*$", "run for " + time + "\n}\n");
  }

  private static Instance instance(String name, String text) {
    CompiledFile file = Engine.create().compile(Source.of(name, text));
    return file.instances(file.scenarios(), RunOptions.defaults()).get(0);
  }

  private static void count(Counts counts, String name, String text) {
    EventLog log = new EventLog(1 << 26);
    Report report = instance(name, text).run(log);
    long[] kinds = new long[EventKind.values().length];
    log.replay(
        new TraceSink() {
          @Override
          public long interest() {
            return -1;
          }

          @Override
          public void event(
              EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
            kinds[kind.ordinal()]++;
          }

          @Override
          public void line(EventKind kind, long timeNs, long step, int hart, int pid, String line) {
            kinds[kind.ordinal()]++;
          }
        });
    assertThat(log.dropped()).isZero();
    counts.add(name + ", events", report.metrics().events());
    for (EventKind kind : EventKind.values()) {
      if (kinds[kind.ordinal()] != 0) {
        counts.add(name + ", " + kind, kinds[kind.ordinal()]);
      }
    }
    counts.add(name + ", bytes of the events kept", log.bytes());
    try (Session session = instance(name, text).open()) {
      counts.add(name + ", bytes of the machine's state", session.snapshot().state().bytes());
    }
  }

  private static long allocated(Runnable work) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      work.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static Counts counted() throws IOException {
    Counts counts = new Counts();
    count(counts, "W1", workload("w1-churn", "1s"));
    count(counts, "W2", workload("w2-slices", "100s"));
    count(counts, "W4", workload("w4-ipc", "20ms"));
    count(counts, "W5", workload("w5-wide", "50ms"));
    try (Stream<Path> files = Files.list(Path.of("../examples"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".nxs")).sorted().toList()) {
        String text = Files.readString(file);
        counts.add(file.getFileName() + ", events", instance(file.getFileName().toString(), text).run().metrics().events());
      }
    }
    Source source = Source.of("coalesce.nxs", Files.readString(Path.of("../examples/coalesce.nxs")));
    counts.add("at most so many bytes to parse coalesce.nxs", allocated(() -> Nxs.parse(source)));
    counts.add(
        "at most so many bytes to parse and check it",
        allocated(() -> Checker.check(Nxs.parse(source).file(), new Diagnostics())));
    counts.add("at most so many bytes to compile it", allocated(() -> Engine.create().compile(source).scenarios().get(0).instances(RunOptions.defaults())));
    return counts;
  }

  @Test
  void nothingGrew() throws IOException {
    Counts now = counted();
    if (Boolean.getBoolean("nxs.bless")) {
      Files.writeString(RECORDED, now.text());
    }
    assertThat(Counts.of(Files.readString(RECORDED)).complaints(now)).as("%s; bless with -Dnxs.bless=true, and say why", RECORDED).isEmpty();
  }

  @Test
  void whatGrewShrankCameOrWentIsTold() {
    Counts before = Counts.of("a: 10\nb: 10\nc: 10\nat most d: 100\nat most e: 100\n");
    Counts now = Counts.of("a: 11\nb: 9\nat most d: 110\nat most e: 111\nf: 1\n");
    assertThat(before.complaints(now))
        .containsExactly("a grew from 10 to 11", "b shrank from 10 to 9", "at most e grew from 100 to 111", "f is new: 1", "c is gone");
    assertThat(before.complaints(before)).isEmpty();
  }
}
