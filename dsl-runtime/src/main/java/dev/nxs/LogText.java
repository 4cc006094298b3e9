// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.log.LineReader;
import dev.nxs.log.PrefixRule;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The lines of a log of which nobody said how it is written: without the prefixes that are usual, if that is wanted. */
public final class LogText {
  /** A console line of ours, then those that kernels write; several may stand one behind the other. */
  private static final List<String> USUAL =
      List.of(
          "[{time:seconds}] h{hart} {source}  ", "[ts={time:ms}] ", "[ts={time:ms}ms] ", "[{time:seconds}] ",
          "[{level} {source}] ");

  private LogText() {}

  /**
   * Reads a log to its end.
   *
   * @param raw whether prefixes stay
   * @return its lines, but for empty ones
   * @throws IOException if it cannot be read
   */
  public static List<String> bodies(InputStream in, boolean raw) throws IOException {
    List<PrefixRule> rules = new ArrayList<>();
    for (String rule : raw ? List.<String>of() : USUAL) {
      try {
        rules.add(PrefixRule.parse(rule));
      } catch (PrefixRule.BadRule e) {
        throw new IllegalStateException("a usual prefix is malformed: " + rule, e);
      }
    }
    List<String> bodies = new ArrayList<>();
    LineReader reader = new LineReader(in);
    for (String line = reader.read(); line != null; line = reader.read()) {
      String body = line;
      for (PrefixRule rule : rules) {
        body = rule.strip(body);
      }
      body = raw ? body.stripTrailing() : body.strip();
      if (!body.isEmpty()) {
        bodies.add(body);
      }
    }
    return bodies;
  }
}
