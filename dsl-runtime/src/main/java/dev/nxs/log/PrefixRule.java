// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prefix of lines: text with holes such as {@code "[{level} {source}] "} or {@code "[{time:seconds}] "}. A hole reaches
 * to the next occurrence of the text behind it. Reading is linear and never goes back.
 */
public final class PrefixRule {
  private static final int LONGEST_TIME = 24;

  private final List<Part> parts;

  private PrefixRule(List<Part> parts) {
    this.parts = parts;
  }

  /** What a hole holds. */
  private enum Hole {
    TIME,
    HART,
    SOURCE,
    OTHER
  }

  /**
   * A piece of the prefix.
   *
   * @param hole null for text
   * @param unitNs what a time counts in
   */
  private record Part(String text, @Nullable Hole hole, long unitNs) {}

  /** What a prefix tells about its line. */
  static final class Found {
    long timeNs = -1;
    int hart = -1;
    @Nullable String source;
    int end;
  }

  /** A rule that makes no sense; the message says why. */
  public static final class BadRule extends Exception {
    private static final long serialVersionUID = 1L;

    BadRule(String message) {
      super(message);
    }

    /** Why, in one line. */
    public String text() {
      return String.valueOf(getMessage());
    }
  }

  /** Reads a rule. */
  public static PrefixRule parse(String text) throws BadRule {
    List<Part> parts = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int open = text.indexOf('{', i);
      if (open != i) {
        int end = open < 0 ? text.length() : open;
        parts.add(new Part(text.substring(i, end), null, 0));
        i = end;
        continue;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new BadRule("a hole of the prefix is not closed");
      }
      if (!parts.isEmpty() && parts.get(parts.size() - 1).hole() != null) {
        throw new BadRule("between two holes stands some text, which tells where the first one ends");
      }
      parts.add(hole(text.substring(open + 1, close)));
      i = close + 1;
    }
    if (parts.isEmpty()) {
      throw new BadRule("a prefix holds some text");
    }
    if (parts.get(parts.size() - 1).hole() != null) {
      throw new BadRule("behind the last hole stands some text, which tells where it ends");
    }
    return new PrefixRule(List.copyOf(parts));
  }

  private static Part hole(String text) throws BadRule {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String kind = colon < 0 ? "" : text.substring(colon + 1);
    return switch (name) {
      case "time" -> new Part("", Hole.TIME, unit(kind));
      case "hart" -> new Part("", Hole.HART, 0);
      case "source", "task" -> new Part("", Hole.SOURCE, 0);
      case "level" -> new Part("", Hole.OTHER, 0);
      default -> throw new BadRule("a prefix has the holes time, hart, source, task and level, not `" + name + "`");
    };
  }

  private static long unit(String kind) throws BadRule {
    return switch (kind) {
      case "seconds", "sec", "s" -> 1_000_000_000;
      case "ms" -> 1_000_000;
      case "us" -> 1_000;
      case "ns" -> 1;
      default -> throw new BadRule("a time is in `seconds`, `ms`, `us` or `ns`, as in `{time:ms}`");
    };
  }

  /** The character that each line with the prefix begins with, 0 where it begins with a hole. */
  char first() {
    return parts.get(0).hole() == null ? parts.get(0).text().charAt(0) : 0;
  }

  /** What is left of a line behind the prefix; all of it where the line does not begin with that. */
  public String strip(String line) {
    Found found = new Found();
    return matches(line, found) ? line.substring(found.end) : line;
  }

  /** Whether a line begins with the prefix; fills in what it tells and where it ends. */
  boolean matches(String line, Found found) {
    int at = 0;
    long timeNs = -1;
    int hart = -1;
    String source = null;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.hole() == null) {
        if (!line.startsWith(part.text(), at)) {
          return false;
        }
        at += part.text().length();
        continue;
      }
      int end = line.indexOf(parts.get(i + 1).text(), at);
      if (end <= at) {
        return false;
      }
      switch (part.hole()) {
        case TIME -> {
          timeNs = time(line.substring(at, end).strip(), part.unitNs());
          if (timeNs < 0) {
            return false;
          }
        }
        case HART -> {
          hart = number(line.substring(at, end).strip());
          if (hart < 0) {
            return false;
          }
        }
        case SOURCE -> source = line.substring(at, end).strip();
        case OTHER -> {
          if (line.substring(at, end).isBlank()) {
            return false;
          }
        }
      }
      at = end;
    }
    found.timeNs = timeNs;
    found.hart = hart;
    found.source = source;
    found.end = at;
    return true;
  }

  private static long time(String text, long unitNs) {
    if (text.isEmpty() || text.length() > LONGEST_TIME) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return -1;
      }
    }
    try {
      return new BigDecimal(text).multiply(BigDecimal.valueOf(unitNs)).longValue();
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** A small whole number, -1 for anything else. */
  static int number(String text) {
    if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(text);
  }
}
