// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.Schedule;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A schedule as lines of letters, one line a hart and one letter a task; who wants colours puts them in. */
public final class ScheduleText {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final char MIXED = '*';
  private static final char IDLE = '.';
  private static final int LEAST_COLUMNS = 10;

  private final Paint paint;
  private final int width;
  private final int mostHarts;

  /** Gives a text the look of a class. */
  @FunctionalInterface
  public interface Paint {
    /** The text, or the text with colours around it. */
    String qos(QosClass qos, String text);
  }

  /**
   * Writes schedules.
   *
   * @param width of the lines in characters
   * @param mostHarts how many harts are drawn; the ones behind are left out
   */
  public ScheduleText(Paint paint, int width, int mostHarts) {
    this.paint = paint;
    this.width = width;
    this.mostHarts = mostHarts;
  }

  /** The lines, each with its end. */
  public String write(Schedule schedule) {
    long lengthNs = schedule.toNs() - schedule.fromNs();
    if (lengthNs <= 0) {
      return "no time has passed\n";
    }
    Map<Integer, Character> letters = new LinkedHashMap<>();
    for (Schedule.Spell spell : schedule.spells()) {
      letters.computeIfAbsent(spell.pid(), pid -> LETTERS.charAt(Math.min(letters.size(), LETTERS.length() - 1)));
    }
    int harts = Math.min(mostHarts, schedule.harts());
    int margin = Integer.toString(harts - 1).length() + 2;
    int columns = (int) Math.max(LEAST_COLUMNS, Math.min(width - margin - 1L, lengthNs));
    StringBuilder out = new StringBuilder();
    out.append(" ".repeat(margin)).append(scale(schedule, columns)).append('\n');
    for (int hart = 0; hart < harts; hart++) {
      String name = "h" + hart;
      out.append(name).append(" ".repeat(margin - name.length()));
      line(schedule, hart, columns, letters, out);
      out.append('\n');
    }
    List<String> legend = new ArrayList<>();
    for (Map.Entry<Integer, Character> entry : letters.entrySet()) {
      Schedule.Spell any = schedule.spells().stream().filter(s -> s.pid() == entry.getKey()).findFirst().orElseThrow();
      legend.add(paint.qos(any.qos(), entry.getValue() + " " + any.task()));
    }
    out.append(" ".repeat(margin)).append(String.join("  ", legend));
    out.append(legend.isEmpty() ? "" : "  ").append(IDLE).append(" idle  ").append(MIXED).append(" several\n");
    return out.toString();
  }

  private static String scale(Schedule schedule, int columns) {
    String from = Durations.text(schedule.fromNs());
    String to = Durations.text(schedule.toNs());
    return from + " ".repeat(Math.max(1, columns - from.length() - to.length())) + to;
  }

  private void line(Schedule schedule, int hart, int columns, Map<Integer, Character> letters, StringBuilder out) {
    Schedule.Spell[] cells = new Schedule.Spell[columns];
    boolean[] mixed = new boolean[columns];
    long lengthNs = schedule.toNs() - schedule.fromNs();
    for (Schedule.Spell spell : schedule.spells()) {
      if (spell.hart() != hart) {
        continue;
      }
      int first = column(spell.fromNs() - schedule.fromNs(), lengthNs, columns);
      int last = Math.max(first, column(spell.toNs() - schedule.fromNs() - 1, lengthNs, columns));
      for (int i = first; i <= last && i < columns; i++) {
        mixed[i] = cells[i] != null && cells[i].pid() != spell.pid();
        cells[i] = spell;
      }
    }
    for (int i = 0; i < columns; i++) {
      Schedule.Spell spell = cells[i];
      if (spell == null) {
        out.append(IDLE);
      } else if (mixed[i]) {
        out.append(MIXED);
      } else {
        out.append(paint.qos(spell.qos(), String.valueOf(letters.get(spell.pid()))));
      }
    }
  }

  private static int column(long ns, long lengthNs, int columns) {
    return (int) Math.min(columns - 1L, (long) ((double) ns * columns / lengthNs));
  }
}
