// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import dev.nxs.Condition;
import dev.nxs.Engine;
import dev.nxs.RunOptions;
import dev.nxs.Session;
import dev.nxs.kernel.Position;
import dev.nxs.repl.Shell;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What it costs to go back in a session: to the event before, to any place, to the last stop; and to complete a word. Times are of the processor
 * and of the only thread, so other work on the computer does not count; what counts is the worst of all motions.
 */
public final class SessionBench {
  private static final double GOAL_MS = 50;
  private static final int MOTIONS = 40;
  private static final long DEFAULT_MIB = 64;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private SessionBench() {}

  /**
   * Runs {@code FILE EVENTS}, with the memory for checkpoints that is the default and with less.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    long events = Long.parseLong(arguments[1]);
    String text = Files.readString(file, StandardCharsets.UTF_8);
    for (long mebibytes : new long[] {DEFAULT_MIB, 16, 4}) {
      RunOptions options = RunOptions.defaults().checkpointBytes(mebibytes << 20);
      try (Session session =
          Engine.create().compile(Source.of(file.toString(), text)).scenarios().get(0).open(options)) {
        measure(session, events, mebibytes);
      }
    }
  }

  private static void measure(Session session, long events, long mebibytes) {
    double forwardMs = millis(() -> session.step(events));
    Random random = new Random(1);
    double[] one = each(session, it -> it.back(1));
    double[] some = each(session, it -> it.back(1 + random.nextInt(1000)));
    double[] any = each(session, it -> it.back(1 + random.nextInt((int) events - 1)));
    session.watch("running(t[5])");
    session.breakOn(Condition.of("preempt(t[7])"));
    double[] stop = each(session, Session::backRun);
    session.breakpoints().forEach(each -> session.delete(each.number()));
    session.breakOn(Condition.marker("nobody writes this"));
    double[] never = each(session, Session::backRun);
    double[] complete = completion(session);
    System.out.printf(
        Locale.ROOT,
        "%d MiB, %d events in %.0f ms, %d checkpoints: back 1 %s  back up to 1000 %s  back any %s  back run %s  back run to boot %s  goal %.0f ms; completion %s, goal 20 ms%n",
        mebibytes,
        events,
        forwardMs,
        session.checkpoints(),
        text(one),
        text(some),
        text(any),
        text(stop),
        text(never),
        GOAL_MS,
        text(complete));
    if (mebibytes == DEFAULT_MIB) {
      Row.atMost("an event back in a run of " + events + ", worst of " + MOTIONS, one[MOTIONS - 1], " ms", 10, 50);
      Row.atMost("to any place of it, worst of " + MOTIONS, any[MOTIONS - 1], " ms", 10, 50);
    }
  }

  /** The cost of completing words, where the run has been long. */
  private static double[] completion(Session session) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Shell shell = new Shell(session, nowhere, nowhere, false, () -> 80, name -> Source.of(name, ""));
    List<String> lines = List.of("in", "info ti", "why task t[6", "break on \"tim", "run for 5", "print timer_w", "load ");
    double[] costs = new double[MOTIONS * lines.size()];
    for (int i = 0; i < costs.length; i++) {
      String line = lines.get(i % lines.size());
      costs[i] = millis(() -> shell.completions().of(line));
    }
    Arrays.sort(costs);
    return costs;
  }

  /** The cost of a motion from the end of the run, each time after the way there. */
  private static double[] each(Session session, Consumer<Session> motion) {
    Position end = session.position();
    double[] costs = new double[MOTIONS];
    for (int i = 0; i < MOTIONS; i++) {
      costs[i] = millis(() -> motion.accept(session));
      session.goTo(end);
    }
    Arrays.sort(costs);
    return costs;
  }

  private static String text(double[] sorted) {
    return String.format(Locale.ROOT, "%.1f/%.1f", sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }

  private static double millis(Runnable work) {
    long startNs = THREADS.getCurrentThreadCpuTime();
    work.run();
    return (THREADS.getCurrentThreadCpuTime() - startNs) / 1e6;
  }
}
