// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import java.util.ArrayList;
import java.util.List;

/** Takes a typed text apart at line ends and semicolons that stand outside of strings, brackets and comments. */
final class Splitter {
  private final String text;
  private final List<String> parts = new ArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private int depth;
  private boolean open;

  private Splitter(String text) {
    this.text = text;
  }

  /** The commands of a text, without blanks around them and without comments between them. */
  static List<String> split(String text) {
    Splitter splitter = new Splitter(text);
    splitter.run();
    return splitter.parts;
  }

  /** Whether a text ends inside a bracket, a long string or a comment, so that more lines belong to it. */
  static boolean isOpen(String text) {
    Splitter splitter = new Splitter(text);
    splitter.run();
    return splitter.open || splitter.depth > 0;
  }

  private void run() {
    int at = 0;
    while (at < text.length()) {
      at = step(at);
    }
    finish();
  }

  private int step(int at) {
    char c = text.charAt(at);
    if (text.startsWith("\"\"\"", at)) {
      return through(at, at + 3, "\"\"\"");
    }
    if (text.startsWith("/*", at)) {
      return through(at, at + 2, "*/");
    }
    boolean commented = text.startsWith("//", at) || (c == '#' && part.toString().isBlank());
    if (commented) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (c == '"') {
      return string(at);
    }
    if (depth == 0 && (c == ';' || c == '\n')) {
      finish();
      return at + 1;
    }
    if (c == '{' || c == '(' || c == '[') {
      depth++;
    } else if ((c == '}' || c == ')' || c == ']') && depth > 0) {
      depth--;
    }
    part.append(c);
    return at + 1;
  }

  /** A string ends with its line at the latest. */
  private int string(int start) {
    boolean pattern = start > 0 && (text.charAt(start - 1) == 'r' || text.charAt(start - 1) == 'p');
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' && !pattern ? 2 : 1;
    }
    int end = Math.min(text.length(), at + (at < text.length() && text.charAt(at) == '"' ? 1 : 0));
    part.append(text, start, end);
    return end;
  }

  private int through(int start, int from, String closing) {
    int end = text.indexOf(closing, from);
    open |= end < 0;
    int next = end < 0 ? text.length() : end + closing.length();
    part.append(text, start, next);
    return next;
  }

  private void finish() {
    String command = part.toString().strip();
    if (!command.isEmpty()) {
      parts.add(command);
    }
    part.setLength(0);
  }
}
