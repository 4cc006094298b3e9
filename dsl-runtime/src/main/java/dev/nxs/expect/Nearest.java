// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.ConsoleLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of a run that come closest to one that did not come: those whose text is nearly the one looked for. A
 * line with the same text and something behind it is named first, since a search by substring would have taken it.
 */
final class Nearest {
  /** Lines that are compared: enough to help, and few enough never to cost more than the run. */
  private static final int COMPARED = 5_000;

  private static final int LONGEST = 200;
  private static final int SHOWN = 2;

  private Nearest() {}

  /** Notes about the lines nearest to an event, at most {@link #SHOWN}; empty where none is near. */
  static List<String> notes(EventMatcher sought, List<ConsoleLine> lines) {
    TextMatcher text = sought.text();
    if (text == null) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    narrowed(sought, lines, notes);
    String wanted = text.prefix().isEmpty() && text instanceof TextMatcher.Contains contains
        ? contains.text()
        : text.prefix();
    if (!wanted.isEmpty()) {
      byText(wanted, text, lines, notes);
    }
    return notes;
  }

  /**
   * The first line of a log that ends with a whole line which did not come, but has something in front of it; null for
   * none. Nothing then takes off what this log has in front of its lines.
   */
  static @Nullable ConsoleLine behindSomething(EventMatcher sought, List<ConsoleLine> lines) {
    if (!(sought.text() instanceof TextMatcher.Exact exact) || exact.text().isEmpty()) {
      return null;
    }
    for (ConsoleLine line : lines) {
      int front = line.text().length() - exact.text().length();
      boolean apart = front > 0 && !Character.isLetterOrDigit(line.text().charAt(front - 1));
      if (apart && line.text().endsWith(exact.text())) {
        return line;
      }
    }
    return null;
  }

  /** The text came, but on another hart, by another task, or with other values. */
  private static void narrowed(EventMatcher sought, List<ConsoleLine> lines, List<String> notes) {
    boolean narrow = sought.hart() >= 0 || sought.pids() != null || sought.where() != null;
    if (!narrow) {
      return;
    }
    ConsoleLine found = null;
    int count = 0;
    for (ConsoleLine line : lines) {
      if (sought.matchesText(line.text())) {
        found = line;
        count++;
      }
    }
    if (found != null) {
      notes.add(
          "the text came " + Phrases.times(count) + ", last " + at(found) + " on hart " + found.hart() + " by `"
              + found.task() + "`: \"" + found.text() + "\"");
    }
  }

  private static void byText(String wanted, TextMatcher matcher, List<ConsoleLine> lines, List<String> notes) {
    List<ConsoleLine> near = new ArrayList<>();
    ConsoleLine longer = null;
    int best = cutoff(wanted) + 1;
    List<ConsoleLine> compared = lines.subList(Math.max(0, lines.size() - COMPARED), lines.size());
    for (ConsoleLine line : compared) {
      String body = line.text();
      if (matcher.matches(body)) {
        continue;
      }
      if (body.startsWith(wanted)) {
        longer = longer == null ? line : longer;
        continue;
      }
      int distance = distance(wanted, body, best);
      if (distance < best) {
        near.clear();
        best = distance;
      }
      if (distance <= best && distance <= cutoff(wanted) && near.size() < SHOWN) {
        near.add(line);
      }
    }
    note(longer, "the same text with more behind it came", notes);
    for (ConsoleLine line : near) {
      if (notes.size() < SHOWN) {
        note(line, "a similar line came", notes);
      }
    }
  }

  private static void note(@Nullable ConsoleLine line, String what, List<String> notes) {
    if (line != null) {
      notes.add(what + " " + at(line) + ": \"" + line.text() + "\"");
    }
  }

  private static String at(ConsoleLine line) {
    return "at " + Phrases.time(line.timeNs()) + "#" + line.step();
  }

  /** About one letter in three may differ. */
  private static int cutoff(String wanted) {
    return Math.min(wanted.length(), LONGEST) / 3;
  }

  /** The Levenshtein distance; anything from the limit on counts as the limit. */
  private static int distance(String wanted, String body, int limit) {
    if (Math.abs(wanted.length() - body.length()) >= limit || wanted.length() > LONGEST) {
      return limit;
    }
    int[] above = new int[body.length() + 1];
    int[] row = new int[body.length() + 1];
    for (int j = 0; j <= body.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= wanted.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= body.length(); j++) {
        int replaced = above[j - 1] + (wanted.charAt(i - 1) == body.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
        least = Math.min(least, row[j]);
      }
      if (least >= limit) {
        return limit;
      }
      int[] old = above;
      above = row;
      row = old;
    }
    return above[body.length()];
  }
}
