// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.report.EventLog;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What one more of everything takes, as docs/performance.md has it: the state of a machine with it, and without. */
class MemoryTest {
  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| (\\d+) \\| [^|]+ \\|");

  private static long bytes(String body) {
    CompiledFile file = Engine.create().compile(Source.of("memory.nxs", "scenario \"s\" {\n" + body + "\n}\n"));
    try (Session session = file.instances(file.scenarios(), RunOptions.defaults()).get(0).open()) {
      return session.snapshot().state().bytes();
    }
  }

  private static long more(String without, String with) {
    return bytes(with) - bytes(without);
  }

  /** What an event takes with so many operands, from how many of them fill a log. */
  private static long ofEvent(int operands) {
    EventLog log = new EventLog(EventLog.MIN_BYTES);
    log.begin(new RunTrace.Traced("any", 1, Integer::toString));
    long events = 0;
    while (log.dropped() == 0) {
      log.event(EventKind.DISPATCH, 1, 1, 0, 1, operands > 0 ? 1 : 0, operands > 1 ? 1 : 0, operands > 2 ? 1 : 0);
      events++;
    }
    return log.bytes() / (events - 1);
  }

  private static Map<String, Long> measured() {
    String task = "task t { compute(1ms) }";
    Map<String, Long> measured = new LinkedHashMap<>();
    measured.put("a task", more(task, "task t[2] { compute(1ms) }"));
    measured.put(
        "a variable of a task",
        more("task t { let a = now(); sleep(a) }", "task t { let a = now(); let b = now(); sleep(a); sleep(b) }"));
    measured.put("a hart", more(task, "machine(harts: 2)\n" + task));
    measured.put(
        "an endpoint, without its messages",
        more("endpoint e(depth: 2)\ntask t { send(e, 1) }", "endpoint e(depth: 1)\nendpoint f(depth: 1)\ntask t { send(e, 1); send(f, 1) }"));
    measured.put(
        "room for a message",
        more("endpoint e(depth: 4)\ntask t { send(e, 1) }", "endpoint e(depth: 5)\ntask t { send(e, 1) }"));
    measured.put(
        "a mutex",
        more("mutex m\ntask t { lock(m); unlock(m) }", "mutex m\nmutex n\ntask t { lock(m); unlock(m); lock(n); unlock(n) }"));
    measured.put(
        "an expectation",
        more(task + "\nexpect { marker \"a\" }", task + "\nexpect { marker \"a\"; marker \"b\" }"));
    measured.put("a recorded event without operands", ofEvent(0));
    measured.put("a recorded event with three operands", ofEvent(3));
    return measured;
  }

  private static Map<String, Long> documented() throws IOException {
    String page = Files.readString(Path.of("../docs/performance.md"));
    String section = page.substring(page.indexOf("\n## Memory\n"));
    section = section.substring(0, section.indexOf("\n## ", 1));
    Map<String, Long> documented = new LinkedHashMap<>();
    Matcher row = ROW.matcher(section);
    while (row.find()) {
      documented.put(row.group(1), Long.parseLong(row.group(2)));
    }
    return documented;
  }

  @Test
  void oneMoreOfEverythingTakesWhatThePageSays() throws IOException {
    assertThat(measured()).isEqualTo(documented());
  }
}
