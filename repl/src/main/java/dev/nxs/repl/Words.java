// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import java.util.OptionalLong;

/** A typed line, read from the left: words between blanks, and the rest as it stands. */
final class Words {
  private final String line;
  private int at;

  Words(String line) {
    this.line = line.strip();
  }

  /** The whole line. */
  String line() {
    return line;
  }

  /** The next word, empty at the end. */
  String next() {
    skip();
    int start = at;
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return line.substring(start, at);
  }

  /** The next word, which stays. */
  String peek() {
    int before = at;
    String word = next();
    at = before;
    return word;
  }

  /** Takes the next word if it is this one. */
  boolean takes(String word) {
    boolean same = peek().equals(word);
    if (same) {
      next();
    }
    return same;
  }

  /** Everything that is left. */
  String rest() {
    skip();
    String rest = line.substring(at);
    at = line.length();
    return rest;
  }

  boolean isAtEnd() {
    skip();
    return at >= line.length();
  }

  /** A count, {@code otherwise} where nothing is left. */
  long count(long otherwise) throws CommandException {
    if (isAtEnd()) {
      return otherwise;
    }
    String word = next();
    OptionalLong number = number(word);
    if (number.isEmpty() || number.getAsLong() < 1) {
      throw CommandException.usage(line, "`" + word + "` is no count; it is a number from 1 on", null);
    }
    return number.getAsLong();
  }

  /** Refuses whatever is left. */
  void end() throws CommandException {
    if (!isAtEnd()) {
      throw CommandException.usage(line, "`" + rest() + "` is too much here", null);
    }
  }

  static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private void skip() {
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
  }
}
