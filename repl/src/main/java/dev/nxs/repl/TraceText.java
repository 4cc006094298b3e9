// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.ConsoleLine;
import dev.nxs.Schedule;
import dev.nxs.Session;
import dev.nxs.report.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The run up to here in the trace event format that Perfetto and Chrome read: a track for each hart, lines as marks. */
final class TraceText {
  private TraceText() {}

  static String json(Session session) {
    Schedule schedule = session.schedule(0);
    List<String> events = new ArrayList<>();
    for (int hart = 0; hart < schedule.harts(); hart++) {
      events.add("{\"ph\":\"M\",\"pid\":1,\"tid\":" + hart + ",\"name\":\"thread_name\",\"args\":{\"name\":\"hart " + hart + "\"}}");
    }
    for (Schedule.Spell spell : schedule.spells()) {
      events.add(
          "{\"ph\":\"X\",\"pid\":1,\"tid\":" + spell.hart() + ",\"ts\":" + us(spell.fromNs()) + ",\"dur\":"
              + us(spell.toNs() - spell.fromNs()) + ",\"name\":" + Table.quoted(spell.task()) + ",\"cat\":"
              + Table.quoted(spell.qos().label()) + "}");
    }
    for (ConsoleLine line : session.markers()) {
      events.add(
          "{\"ph\":\"i\",\"s\":\"t\",\"pid\":1,\"tid\":" + Math.max(0, line.hart()) + ",\"ts\":" + us(line.timeNs())
              + ",\"name\":" + Table.quoted(line.text()) + "}");
    }
    return "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n" + String.join(",\n", events) + "\n]}\n";
  }

  /** Microseconds, exact. */
  private static String us(long ns) {
    return BigDecimal.valueOf(ns, 3).stripTrailingZeros().toPlainString();
  }
}
