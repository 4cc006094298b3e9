// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nxs.RunTrace;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run as a trace of Chrome's event format, which Perfetto and chrome://tracing show. Process 1 has a thread for
 * each hart, with a slice for each stretch of running; process 2 has a thread for each task, with its states; the lengths
 * of the run queues are counters. It is written while the run goes on: a slice where it ends, in memory that does not grow
 * with the run.
 *
 * <p>Times are microseconds with three decimals, so that every nanosecond is exact.
 */
public final class PerfettoTrace implements RunTrace, Closeable {
  private static final int HARTS = 1;
  private static final int TASKS = 2;
  private static final int NS_PER_US = 1000;
  private static final String[] CLASSES = names();

  private final JsonGenerator json;
  private final Lanes lanes = new Lanes();
  private final BitSet named = new BitSet();
  private final Map<Integer, Long> since = new HashMap<>();
  private final Map<Integer, String> states = new HashMap<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private long[] runsSince = new long[0];
  private @Nullable WholeFile file;
  private @Nullable OutputStream stream;
  private @Nullable Traced run;
  private @Nullable IOException failure;

  /**
   * Begins a file.
   *
   * @param out is left open
   * @throws IOException if it cannot be written
   */
  public PerfettoTrace(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
  }

  private PerfettoTrace(WholeFile file, OutputStream out) throws IOException {
    this(out);
    this.file = file;
    this.stream = out;
  }

  /**
   * Begins a file that appears as a whole when it is closed.
   *
   * @throws IOException if it cannot be written there
   */
  public static PerfettoTrace into(Path place) throws IOException {
    WholeFile file = new WholeFile(place);
    return new PerfettoTrace(file, new BufferedOutputStream(Files.newOutputStream(file.draft()), 1 << 16));
  }

  private static String[] names() {
    return Arrays.stream(QosClass.values()).map(QosClass::label).toArray(String[]::new);
  }

  @Override
  public long interest() {
    return Lanes.INTEREST
        | EventKind.MARKER.bit()
        | EventKind.IPI.bit()
        | EventKind.STEAL.bit()
        | EventKind.EXPIRE.bit()
        | EventKind.TIMER_WAKEUP.bit()
        | EventKind.DEADLINE_MISS.bit()
        | EventKind.FAULT.bit();
  }

  /** A piece of output that may fail; the first failure is told by {@link #close}. */
  private interface Writing {
    void write() throws IOException;
  }

  private void attempt(Writing writing) {
    if (failure != null) {
      return;
    }
    try {
      writing.write();
    } catch (IOException e) {
      failure = e;
    }
  }

  @Override
  public void begin(Traced traced) {
    run = traced;
    lanes.begin(traced.harts());
    runsSince = new long[traced.harts()];
    attempt(
        () -> {
          name("process_name", HARTS, 0, "harts: " + traced.title());
          name("process_name", TASKS, 0, "tasks: " + traced.title());
          for (int hart = 0; hart < traced.harts(); hart++) {
            name("thread_name", HARTS, hart + 1, "hart " + hart);
          }
        });
  }

  private String nameOf(int pid) {
    return run == null ? "" : run.names().apply(pid);
  }

  private void name(String what, int process, int thread, String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", "M");
    json.writeStringField("name", what);
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    attempt(
        () -> {
          if ((kind.bit() & Lanes.INTEREST) != 0) {
            scheduling(kind, timeNs, hart, pid, first, second);
            return;
          }
          switch (kind) {
            case IPI -> instant("ipi", "ipi", HARTS, hart + 1, timeNs);
            case STEAL -> instant("steal from hart " + first, "steal", HARTS, hart + 1, timeNs);
            case EXPIRE -> instant("timer fires", "timer", TASKS, pid, timeNs);
            case TIMER_WAKEUP -> counter("delivered at once", "timers", first, timeNs);
            case DEADLINE_MISS -> instant("deadline missed", "deadline", TASKS, pid, timeNs);
            default -> instant("fault", "fault", TASKS, pid, timeNs);
          }
        });
  }

  private void scheduling(EventKind kind, long timeNs, int hart, int pid, long first, long second) throws IOException {
    int ran = hart < 0 ? 0 : lanes.running(hart);
    boolean queues = lanes.event(kind, hart, pid, first, second);
    int runs = hart < 0 ? 0 : lanes.running(hart);
    if (runs != ran) {
      if (ran != 0) {
        slice(nameOf(ran), hart, ran, runsSince[hart], timeNs);
      }
      runsSince[hart] = timeNs;
    }
    if (pid != 0) {
      state(pid, kind, timeNs, hart);
    }
    if (queues) {
      for (int each = 0; each < runsSince.length; each++) {
        if (lanes.hasChanged(each)) {
          counter("run queue of hart " + each, "depth", lanes.depth(each), timeNs);
        }
      }
    }
  }

  /** A task changes its state: what it was before becomes a piece of its lane. */
  private void state(int pid, EventKind kind, long timeNs, int hart) throws IOException {
    String now =
        switch (kind) {
          case DISPATCH -> "Running";
          case WAKE, PREEMPT -> "R";
          case SLICE_END -> lanes.isReady(pid) ? "R" : states.getOrDefault(pid, "R");
          case BLOCK -> "S";
          case EXIT -> "X";
          default -> states.getOrDefault(pid, "R");
        };
    String before = states.put(pid, now);
    if (now.equals(before) && kind != EventKind.DISPATCH) {
      return;
    }
    if (!named.get(pid)) {
      named.set(pid);
      name("thread_name", TASKS, pid, nameOf(pid));
    }
    closeState(pid, before, timeNs);
    since.put(pid, timeNs);
    places.put(pid, hart);
  }

  private void closeState(int pid, @Nullable String state, long timeNs) throws IOException {
    Long from = since.get(pid);
    if (state == null || from == null || from == timeNs || state.equals("X")) {
      return;
    }
    head("T", state, "thread_state", TASKS, pid, from);
    json.writeFieldName("dur");
    json.writeNumber(micros(timeNs - from));
    if (state.equals("Running")) {
      json.writeObjectFieldStart("args");
      json.writeNumberField("cpu", places.getOrDefault(pid, 0));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    attempt(
        () -> {
          head("i", text, "marker", pid == 0 ? HARTS : TASKS, pid == 0 ? Math.max(0, hart) + 1 : pid, timeNs);
          json.writeStringField("s", "g");
          json.writeEndObject();
        });
  }

  private void slice(String name, int hart, int pid, long fromNs, long toNs) throws IOException {
    if (fromNs == toNs) {
      return;
    }
    head("X", name, "running", HARTS, hart + 1, fromNs);
    json.writeFieldName("dur");
    json.writeNumber(micros(toNs - fromNs));
    json.writeObjectFieldStart("args");
    json.writeNumberField("task", pid);
    int of = lanes.classOf(pid);
    if (of >= 0 && of < CLASSES.length) {
      json.writeStringField("class", CLASSES[of]);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void instant(String name, String category, int process, int thread, long timeNs) throws IOException {
    head("i", name, category, process, thread, timeNs);
    json.writeStringField("s", "t");
    json.writeEndObject();
  }

  private void counter(String name, String series, long value, long timeNs) throws IOException {
    head("C", name, "counter", HARTS, 0, timeNs);
    json.writeObjectFieldStart("args");
    json.writeNumberField(series, value);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void head(String phase, String name, String category, int process, int thread, long timeNs)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeStringField("cat", category);
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
    json.writeFieldName("ts");
    json.writeNumber(micros(timeNs));
  }

  /** Nanoseconds as microseconds with three decimals; digits, so that nothing is rounded. */
  static String micros(long ns) {
    String rest = Long.toString(ns % NS_PER_US);
    return ns / NS_PER_US + "." + "0".repeat(3 - rest.length()) + rest;
  }

  @Override
  public void end(long timeNs) {
    attempt(
        () -> {
          for (int hart = 0; hart < runsSince.length; hart++) {
            int runs = lanes.running(hart);
            if (runs != 0) {
              slice(nameOf(runs), hart, runs, runsSince[hart], timeNs);
            }
          }
          for (int pid = named.nextSetBit(0); pid >= 0; pid = named.nextSetBit(pid + 1)) {
            closeState(pid, states.get(pid), timeNs);
          }
        });
  }

  @Override
  public void close() throws IOException {
    if (failure != null) {
      throw failure;
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
    if (file != null && stream != null) {
      stream.close();
      file.publish();
    }
  }
}
