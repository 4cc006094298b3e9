// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds lines that another writer tore apart, among texts that somebody looks for: one cut by another line, whose rest
 * stands alone on one of the next lines; one with another's prefix in its middle; one with a few characters of another in
 * front. Looks ahead by three lines, and only behind a line that may be the first piece of one.
 */
public final class TornLines {
  /** A first piece is as long as this at least, so that no accident makes one. */
  private static final int SHORTEST = 4;

  private static final int AHEAD = 3;
  private static final int JUNK = 8;

  private final Set<String> wanted;
  private final TreeSet<String> ordered;
  private final boolean[] firsts = new boolean[128];
  private final LogRules rules;
  private final boolean joining;
  private final Map<String, Tear> tears = new LinkedHashMap<>();
  private final List<LogLine> pending = new ArrayList<>();
  private final List<LogLine> unjoined = new ArrayList<>();
  private @Nullable String whole;
  private List<String> rests = List.of();
  private @Nullable String intruder;

  /**
   * Where the pieces of a text stand.
   *
   * @param first the number of the line with the first piece
   * @param last that of the last piece
   */
  public record Tear(long first, long last) {}

  /**
   * Looks for torn lines.
   *
   * @param wanted the texts that matter, whole
   * @param joining whether the pieces are given out as the line that they were
   */
  public TornLines(Collection<String> wanted, LogRules rules, boolean joining) {
    this.wanted = new HashSet<>(wanted);
    ordered = new TreeSet<>(wanted);
    this.rules = rules;
    this.joining = joining;
    for (String text : this.wanted) {
      if (!text.isEmpty() && text.charAt(0) < firsts.length) {
        firsts[text.charAt(0)] = true;
      }
    }
  }

  /** The next line; what is to be judged now goes into the list. Unless pieces are joined, that is this very line. */
  public void feed(LogLine line, List<LogLine> out) {
    if (joining) {
      look(line, out);
    } else {
      // A machine may hang behind the line that decides, so nobody can wait for what may be the rest of it.
      out.add(line);
      look(line, unjoined);
      unjoined.clear();
    }
  }

  private void look(LogLine line, List<LogLine> out) {
    if (whole != null) {
      pending.add(line);
      if (rests.contains(line.body().strip())) {
        found(line, out);
      } else if (pending.size() > AHEAD) {
        flush(out);
      }
      return;
    }
    // The first line of a log may have lost its start to whoever trimmed it, which is no tear.
    if (line.number() == 1 || wanted.isEmpty() || wanted.contains(line.body())) {
      out.add(line);
      return;
    }
    int foreign = rules.foreignPrefix(line.body());
    String left = foreign > 0 ? line.body().substring(0, foreign) : line.body();
    String right = foreign > 0 ? rules.line(line.number(), line.body().substring(foreign), true).body() : null;
    if (right != null && wanted.contains(right)) {
      tears.put(right, new Tear(line.number(), line.number()));
    }
    String lost = behindJunk(left);
    if (lost != null || (right != null && wanted.contains(left.stripTrailing()))) {
      String text = lost == null ? left.stripTrailing() : lost;
      tears.put(text, new Tear(line.number(), line.number()));
      give(line, text, right, out);
    } else if (begins(left)) {
      pending.add(line);
      intruder = right;
    } else if (right != null && wanted.contains(right)) {
      give(line, null, right, out);
    } else {
      out.add(line);
    }
  }

  private void give(LogLine line, @Nullable String text, @Nullable String right, List<LogLine> out) {
    if (!joining) {
      out.add(line);
      return;
    }
    if (text != null) {
      out.add(with(line, text));
    }
    if (right != null) {
      out.add(with(line, right));
    }
  }

  private static LogLine with(LogLine line, String body) {
    return new LogLine(line.number(), line.timeNs(), line.hart(), line.source(), body, line.complete());
  }

  /** The text that stands behind a few characters of somebody else, null for none. */
  private @Nullable String behindJunk(String body) {
    for (int i = 1; i <= Math.min(JUNK, body.length() - SHORTEST); i++) {
      char c = body.charAt(i);
      if (c < firsts.length && firsts[c] && wanted.contains(body.substring(i))) {
        return body.substring(i);
      }
    }
    return null;
  }

  /** Whether a line may be the first piece of a wanted text; then that, and what may be the rest, is known. */
  private boolean begins(String left) {
    if (left.length() < SHORTEST || left.charAt(0) >= firsts.length || !firsts[left.charAt(0)]) {
      return false;
    }
    String best = null;
    int most = 0;
    for (String near : new @Nullable String[] {ordered.floor(left), ordered.ceiling(left)}) {
      int common = near == null ? 0 : common(near, left);
      if (near != null && common > most && common < near.length()) {
        best = near;
        most = common;
      }
    }
    if (best == null || most < SHORTEST) {
      return false;
    }
    List<String> possible = new ArrayList<>();
    for (int at = most; at >= Math.max(SHORTEST, most - 2); at--) {
      String rest = best.substring(at).strip();
      if (!rest.isEmpty()) {
        possible.add(rest);
      }
    }
    whole = best;
    rests = possible;
    return true;
  }

  private static int common(String a, String b) {
    int most = Math.min(a.length(), b.length());
    int i = 0;
    while (i < most && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private void found(LogLine last, List<LogLine> out) {
    LogLine first = pending.get(0);
    String text = whole == null ? "" : whole;
    tears.put(text, new Tear(first.number(), last.number()));
    out.add(joining ? with(first, text) : first);
    if (joining && intruder != null) {
      out.add(with(first, intruder));
    }
    List<LogLine> others = List.copyOf(pending.subList(1, pending.size() - 1));
    reset();
    others.forEach(line -> look(line, out));
    if (!joining) {
      finishLooking(out);
      out.add(last);
    }
  }

  /** The first line was no piece; those behind it may be. */
  private void flush(List<LogLine> out) {
    while (!pending.isEmpty()) {
      out.add(pending.get(0));
      List<LogLine> others = List.copyOf(pending.subList(1, pending.size()));
      reset();
      others.forEach(line -> look(line, out));
      if (pending.size() <= AHEAD) {
        return;
      }
    }
  }

  private void reset() {
    pending.clear();
    whole = null;
    intruder = null;
  }

  /** There are no more lines. */
  public void finish(List<LogLine> out) {
    finishLooking(joining ? out : unjoined);
    unjoined.clear();
  }

  private void finishLooking(List<LogLine> out) {
    while (!pending.isEmpty()) {
      flush(out);
    }
  }

  /** The texts that were torn, with their pieces. */
  public Map<String, Tear> tears() {
    return tears;
  }
}
