// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.nxs.compile.Golden;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.report.FtraceText;
import dev.nxs.report.PerfettoTrace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces for other tools: they say what the run was, in the form that their formats prescribe. */
class TracesTest {
  /** A line of ftrace as Perfetto's importer takes it apart. */
  private static final Pattern FTRACE =
      Pattern.compile("^\\s*(.+)-(\\d+)\\s+\\[(\\d{3,})\\] (\\S{5}) +(\\d+\\.\\d+): (\\w+): (.*)$");

  private static final Pattern SWITCH =
      Pattern.compile(
          "prev_comm=(\\S+) prev_pid=(\\d+) prev_prio=(\\d+) prev_state=([RSX]) ==> next_comm=(\\S+) next_pid=(\\d+) next_prio=(\\d+)");

  static List<Path> inputs() {
    return Golden.inputs("traces");
  }

  private static Instance instance(Path input) {
    CompiledFile file = Engine.create().compile(Golden.source(input));
    return file.instances(file.scenarios(), RunOptions.defaults()).get(0);
  }

  private static String perfetto(Path input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PerfettoTrace trace = new PerfettoTrace(out)) {
      instance(input).run(trace);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String ftrace(Path input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FtraceText trace = new FtraceText(out)) {
      instance(input).run(trace);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void aTraceIsWhatItWas(Path input) throws IOException {
    Golden.check(input, ".json", perfetto(input).replace("{\"ph\"", "\n{\"ph\""));
    Golden.check(input, ".ftrace", ftrace(input));
  }

  /** The events of a trace: texts and numbers by name, those of {@code args} with their way. */
  private static List<Map<String, String>> events(String text) throws IOException {
    List<Map<String, String>> events = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      int depth = 0;
      Map<String, String> event = new LinkedHashMap<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT && ++depth == 2) {
          event = new LinkedHashMap<>();
        } else if (token == JsonToken.END_OBJECT && --depth == 1) {
          events.add(event);
        } else if (depth >= 2 && token.isScalarValue()) {
          event.put((depth == 3 ? "args." : "") + json.currentName(), json.getText());
        }
      }
    }
    return events;
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void everyEventHasTheFieldsThatItsPhasePrescribes(Path input) throws IOException {
    for (Map<String, String> event : events(perfetto(input))) {
      assertThat(event).containsKeys("ph", "name", "pid", "tid");
      switch (String.valueOf(event.get("ph"))) {
        case "M" -> assertThat(event.get("name")).isIn("process_name", "thread_name");
        case "X" -> assertThat(event).containsKeys("ts", "dur");
        case "T" -> {
          assertThat(event).containsKeys("ts", "dur");
          assertThat(event.get("name")).isIn("Running", "R", "S");
          assertThat(event.containsKey("args.cpu")).isEqualTo("Running".equals(event.get("name")));
        }
        case "i" -> assertThat(event.get("s")).isIn("g", "p", "t");
        case "C" -> assertThat(event.keySet()).anyMatch(key -> key.startsWith("args."));
        default -> throw new AssertionError("a phase that nobody knows: " + event);
      }
      if (event.containsKey("ts")) {
        assertThat(event.get("ts")).matches("\\d+\\.\\d{3}");
      }
    }
  }

  /** What ran where, added up by hart. */
  private static Map<String, BigDecimal> busy(List<Map<String, String>> events, String phase, String hart) {
    Map<String, BigDecimal> busy = new TreeMap<>();
    for (Map<String, String> event : events) {
      if (phase.equals(event.get("ph")) && event.containsKey(hart)) {
        int add = hart.equals("tid") ? -1 : 0;
        String key = String.valueOf(Integer.parseInt(String.valueOf(event.get(hart))) + add);
        busy.merge(key, new BigDecimal(event.get("dur")), BigDecimal::add);
      }
    }
    return busy;
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void theLanesOfHartsAndTasksAgreeToTheNanosecond(Path input) throws IOException {
    List<Map<String, String>> events = events(perfetto(input));
    assertThat(busy(events, "X", "tid")).isNotEmpty().isEqualTo(busy(events, "T", "args.cpu"));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void switchesOfAProcessorFollowEachOther(Path input) throws IOException {
    Map<String, String> running = new TreeMap<>();
    double before = 0;
    for (String line : ftrace(input).lines().filter(l -> !l.startsWith("#")).toList()) {
      Matcher event = FTRACE.matcher(line);
      assertThat(event.matches()).as(line).isTrue();
      double at = Double.parseDouble(event.group(5));
      assertThat(at).isGreaterThanOrEqualTo(before);
      before = at;
      if (event.group(6).equals("sched_switch")) {
        Matcher change = SWITCH.matcher(event.group(7));
        assertThat(change.matches()).as(line).isTrue();
        String hart = event.group(3);
        assertThat(change.group(2)).as(line).isEqualTo(running.getOrDefault(hart, "0")).isEqualTo(event.group(2));
        running.put(hart, change.group(6));
      }
    }
    assertThat(running).isNotEmpty();
  }

  @Test
  void seeingARunDoesNotChangeIt() {
    Instance instance = instance(inputs().get(0));
    List<EventKind> seen = new ArrayList<>();
    Report report =
        instance.run(
            new RunTrace() {
              @Override
              public void begin(Traced run) {
                assertThat(run.harts()).isEqualTo(2);
              }

              @Override
              public void end(long timeNs) {
                seen.add(EventKind.IDLE);
              }

              @Override
              public long interest() {
                return -1;
              }

              @Override
              public void event(
                  EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
                seen.add(kind);
              }

              @Override
              public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
                seen.add(kind);
              }
            });
    assertThat(report.hash()).isEqualTo(instance.run().hash());
    assertThat(seen).contains(EventKind.DISPATCH, EventKind.MARKER).endsWith(EventKind.IDLE);
  }
}
