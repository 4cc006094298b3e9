// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.compile.Golden;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.report.EventLog;
import dev.nxs.report.PerfettoTrace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log of events tells what it was told, and no less than it can keep. */
class EventLogTest {
  private static final long MUCH = 1L << 26;

  /** All that a run tells, as text. */
  private static class Told implements RunTrace {
    final List<String> lines = new ArrayList<>();

    @Override
    public long interest() {
      return -1;
    }

    @Override
    public void begin(Traced run) {
      lines.add("begin " + run.title() + " " + run.harts());
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      lines.add(kind + " " + timeNs + "#" + step + " h" + hart + " p" + pid + " " + first + " " + second + " " + third);
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
      lines.add(kind + " " + timeNs + "#" + step + " h" + hart + " p" + pid + " " + text);
    }

    @Override
    public void end(long timeNs) {
      lines.add("end " + timeNs);
    }
  }

  private static final class OnlyWakes extends Told {
    @Override
    public long interest() {
      return EventKind.WAKE.bit() | EventKind.AUDIT.bit();
    }
  }

  static List<Path> inputs() {
    return Golden.inputs("traces");
  }

  private static Instance instance(Path input) {
    CompiledFile file = Engine.create().compile(Golden.source(input));
    return file.instances(file.scenarios(), RunOptions.defaults()).get(0);
  }

  private static EventLog recorded(Path input) {
    EventLog log = new EventLog(MUCH);
    instance(input).run(log);
    return log;
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void aRunIsToldAgainAsItWas(Path input) {
    Told direct = new Told();
    instance(input).run(direct);
    EventLog log = recorded(input);
    Told again = new Told();
    log.replay(again);
    assertThat(again.lines).isEqualTo(direct.lines);
    assertThat(log.events()).isEqualTo(direct.lines.size() - 2);
    assertThat(log.dropped()).isZero();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void aTraceForOtherToolsCanBeWrittenLater(Path input) throws IOException {
    ByteArrayOutputStream direct = new ByteArrayOutputStream();
    try (PerfettoTrace trace = new PerfettoTrace(direct)) {
      instance(input).run(trace);
    }
    ByteArrayOutputStream later = new ByteArrayOutputStream();
    try (PerfettoTrace trace = new PerfettoTrace(later)) {
      recorded(input).replay(trace);
    }
    assertThat(later.toString(StandardCharsets.UTF_8)).isEqualTo(direct.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void aSinkIsToldThoseKindsAloneThatItIsInterestedIn(Path input) {
    OnlyWakes direct = new OnlyWakes();
    instance(input).run(direct);
    OnlyWakes again = new OnlyWakes();
    recorded(input).replay(again);
    assertThat(again.lines).isEqualTo(direct.lines);
  }

  /** Events with all that they may have, some lines among them; the same for the same number. */
  private static void happen(RunTrace trace, int count) {
    Random random = new Random(7);
    EventKind[] kinds = EventKind.values();
    trace.begin(new RunTrace.Traced("any", 1024, Integer::toString));
    long step = 0;
    for (int i = 0; i < count; i++) {
      step += random.nextInt(50) == 0 ? 1L << (20 + random.nextInt(20)) : random.nextInt(3);
      EventKind kind = kinds[random.nextInt(kinds.length)];
      int hart = random.nextInt(1025) - 1;
      int pid = random.nextInt(1 << 20);
      if (kind == EventKind.MARKER || kind == EventKind.AUDIT) {
        trace.line(kind, random.nextLong() >>> 1, step, hart, pid, "line " + i);
      } else {
        int operands = random.nextInt(4);
        trace.event(
            kind,
            random.nextLong() >>> 1,
            step,
            hart,
            pid,
            operands > 0 ? random.nextLong() : 0,
            operands > 1 ? random.nextLong() : 0,
            operands > 2 ? random.nextLong() : 0);
      }
    }
    trace.end(Long.MAX_VALUE);
  }

  @Test
  void theLargestAndSmallestOfEverythingIsKeptExactly() {
    Told direct = new Told();
    happen(direct, 20_000);
    EventLog log = new EventLog(MUCH * 8);
    happen(log, 20_000);
    Told again = new Told();
    log.replay(again);
    assertThat(again.lines).isEqualTo(direct.lines);
  }

  @Test
  void beyondTheBoundTheOldestEventsGoAndAreCounted() {
    Told direct = new Told();
    happen(direct, 20_000);
    EventLog log = new EventLog(EventLog.MIN_BYTES);
    happen(log, 20_000);
    Told again = new Told();
    log.replay(again);
    List<String> newest = new ArrayList<>(direct.lines);
    newest.subList(1, 1 + (int) log.dropped()).clear();
    assertThat(again.lines).isEqualTo(newest);
    assertThat(log.dropped()).isPositive();
    assertThat(log.events()).isEqualTo(20_000);
    assertThat(log.bytes()).isEqualTo(EventLog.MIN_BYTES);
  }

  @Test
  void aSecondRunBeginsAnew() {
    EventLog log = new EventLog(MUCH);
    happen(log, 100);
    Path input = inputs().get(0);
    instance(input).run(log);
    Told direct = new Told();
    instance(input).run(direct);
    Told again = new Told();
    log.replay(again);
    assertThat(again.lines).isEqualTo(direct.lines);
  }

  @Test
  void tooLittleMemoryAndNoRunAreTold() {
    assertThatThrownBy(() -> new EventLog(EventLog.MIN_BYTES - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a log of events takes at least 131072 bytes: maxBytes=131071");
    assertThatThrownBy(() -> new EventLog(MUCH).replay(new Told()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing is recorded yet: pass the log to a run first");
  }
}
