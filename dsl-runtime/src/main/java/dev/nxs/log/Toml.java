// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of TOML 1.0 that manifests are written in: tables, keys with points, strings, whole numbers, truth values,
 * arrays and inline tables. What it cannot read it reports with its place; the rest of that line is left out.
 */
final class Toml {
  private static final int MOST_DIAGNOSTICS = 20;
  private static final int DEEPEST = 32;

  private final Source source;
  private final String text;
  private final Diagnostics diagnostics;
  private final Table root;
  private int at;

  private Toml(Source source, Diagnostics diagnostics) {
    this.source = source;
    this.text = source.text();
    this.diagnostics = diagnostics;
    root = new Table(span(0, 0));
  }

  /**
   * A value and its place.
   *
   * @param is a String, Long, Boolean, list of values or {@link Table}
   */
  record Value(Object is, Span span) {}

  /** Keys with their values, in the order in which they stand. */
  static final class Table {
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Span> keys = new LinkedHashMap<>();
    private final Span span;

    Table(Span span) {
      this.span = span;
    }

    Span span() {
      return span;
    }

    Map<String, Value> values() {
      return values;
    }

    @Nullable Value get(String key) {
      return values.get(key);
    }

    /** Where a key stands. */
    Span place(String key) {
      return keys.getOrDefault(key, span);
    }

    @Nullable Table table(String key) {
      Value value = values.get(key);
      return value != null && value.is() instanceof Table table ? table : null;
    }
  }

  /** A text that is no TOML, where that was found. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    Malformed(Diagnostic diagnostic) {
      super(diagnostic.message(), null, false, false);
      this.diagnostic = diagnostic;
    }
  }

  static Table read(Source source, Diagnostics diagnostics) {
    Toml toml = new Toml(source, diagnostics);
    toml.read();
    return toml.root;
  }

  private void read() {
    Table table = root;
    int found = 0;
    while (skipBlank(true) && found < MOST_DIAGNOSTICS) {
      try {
        if (peek() == '[') {
          table = header();
        } else {
          pair(table, 0);
        }
        endOfLine();
      } catch (Malformed e) {
        diagnostics.add(e.diagnostic);
        found++;
        while (at < text.length() && peek() != '\n') {
          at++;
        }
      }
    }
  }

  private Table header() throws Malformed {
    int start = at++;
    if (peek() == '[') {
      throw wrong(start, "lists of tables are not read");
    }
    List<String> path = path();
    expect(']');
    Table table = root;
    for (int i = 0; i < path.size(); i++) {
      Value there = table.get(path.get(i));
      if (there == null) {
        there = new Value(new Table(span(start, at)), span(start, at));
        put(table, path.get(i), there, start);
      } else if (!(there.is() instanceof Table)) {
        throw wrong(start, "`" + path.get(i) + "` is no table");
      } else if (i == path.size() - 1 && !hasTablesAlone((Table) there.is())) {
        throw wrong(start, "this table stands twice");
      }
      table = (Table) there.is();
    }
    return table;
  }

  private static boolean hasTablesAlone(Table table) {
    return !table.values().isEmpty() && table.values().values().stream().allMatch(value -> value.is() instanceof Table);
  }

  private void pair(Table into, int depth) throws Malformed {
    int start = at;
    List<String> path = path();
    expect('=');
    skipBlank(false);
    Value value = value(depth);
    Table table = into;
    for (String key : path.subList(0, path.size() - 1)) {
      Table next = table.table(key);
      if (next == null) {
        next = new Table(span(start, at));
        put(table, key, new Value(next, span(start, at)), start);
      }
      table = next;
    }
    put(table, path.get(path.size() - 1), value, start);
  }

  private void put(Table table, String key, Value value, int start) throws Malformed {
    if (table.values.putIfAbsent(key, value) != null) {
      throw wrong(start, "`" + key + "` stands twice");
    }
    table.keys.put(key, span(start, Math.min(text.length(), start + Math.max(1, key.length()))));
  }

  private List<String> path() throws Malformed {
    List<String> path = new ArrayList<>();
    do {
      skipBlank(false);
      char c = peek();
      if (c == '"' || c == '\'') {
        path.add(string());
      } else {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-')) {
          at++;
        }
        if (at == start) {
          throw wrong(start, "a key is missing");
        }
        path.add(text.substring(start, at));
      }
      skipBlank(false);
    } while (take('.'));
    return path;
  }

  private Value value(int depth) throws Malformed {
    int start = at;
    if (depth > DEEPEST) {
      throw wrong(start, "this is nested too deeply");
    }
    char c = peek();
    if (c == '"' || c == '\'') {
      return new Value(string(), span(start, at));
    }
    if (c == '[') {
      return array(start, depth);
    }
    if (c == '{') {
      return inline(start, depth);
    }
    while (at < text.length() && (Character.isLetterOrDigit(peek()) || "+-_.:".indexOf(peek()) >= 0)) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("true") || word.equals("false")) {
      return new Value(word.equals("true"), span(start, at));
    }
    try {
      return new Value(Long.parseLong(word.replace("_", "")), span(start, at));
    } catch (NumberFormatException e) {
      throw wrong(start, word.isEmpty() ? "a value is missing" : "`" + word + "` is no value");
    }
  }

  private Value array(int start, int depth) throws Malformed {
    at++;
    List<Value> items = new ArrayList<>();
    while (skipBlank(true) && peek() != ']') {
      items.add(value(depth + 1));
      skipBlank(true);
      if (!take(',') && peek() != ']') {
        throw wrong(at, "a list goes on with `,` or ends with `]`");
      }
    }
    expect(']');
    return new Value(List.copyOf(items), span(start, at));
  }

  private Value inline(int start, int depth) throws Malformed {
    at++;
    Table table = new Table(span(start, start + 1));
    while (skipBlank(true) && peek() != '}') {
      pair(table, depth + 1);
      skipBlank(true);
      if (!take(',') && peek() != '}') {
        throw wrong(at, "a table goes on with `,` or ends with `}`");
      }
    }
    expect('}');
    return new Value(table, span(start, at));
  }

  private String string() throws Malformed {
    int start = at;
    char quote = text.charAt(at++);
    if (text.startsWith(String.valueOf(quote).repeat(2), at)) {
      throw wrong(start, "texts over several lines are not read");
    }
    StringBuilder out = new StringBuilder();
    while (peek() != quote) {
      char c = peek();
      if (at >= text.length() || c == '\n') {
        throw wrong(start, "this text is not closed");
      }
      at++;
      out.append(c == '\\' && quote == '"' ? escape(start) : String.valueOf(c));
    }
    at++;
    return out.toString();
  }

  private String escape(int start) throws Malformed {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case '"', '\\' -> String.valueOf(c);
      case 'u' -> code(start, 4);
      case 'U' -> code(start, 8);
      default -> throw wrong(at - 1, "there is no escape `\\" + c + "`");
    };
  }

  private String code(int start, int digits) throws Malformed {
    try {
      int number = Integer.parseInt(text.substring(at, at + digits), 16);
      at += digits;
      return Character.toString(number);
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw wrong(start, "an escape of this text is no character");
    }
  }

  /** Skips blanks and comments, and lines too where that is meant; whether something is left. */
  private boolean skipBlank(boolean lines) {
    while (at < text.length()) {
      char c = peek();
      if (c == '#' && lines) {
        while (at < text.length() && peek() != '\n') {
          at++;
        }
      } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void endOfLine() throws Malformed {
    skipBlank(false);
    if (at < text.length() && peek() != '\n' && peek() != '\r' && peek() != '#') {
      throw wrong(at, "a line ends behind its value");
    }
  }

  private void expect(char c) throws Malformed {
    if (!take(c)) {
      throw wrong(at, "`" + c + "` is missing");
    }
  }

  private boolean take(char c) {
    boolean there = peek() == c && at < text.length();
    at += there ? 1 : 0;
    return there;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private Span span(int start, int end) {
    return new Span(source, Math.min(start, text.length()), Math.min(end, text.length()));
  }

  private Malformed wrong(int start, String message) {
    return new Malformed(
        Diagnostic.error(Code.BAD_MANIFEST, span(start, Math.min(text.length(), start + 1)), message).build());
  }
}
