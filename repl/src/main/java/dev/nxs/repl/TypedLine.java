// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** A line as the terminal's library wants it: one word, that at the cursor, and all before it. */
final class TypedLine implements CompletingParsedLine {
  private final String line;
  private final int cursor;
  private final int start;

  private TypedLine(String line, int cursor) {
    this.line = line;
    this.cursor = cursor;
    start = Completions.wordStart(line.substring(0, cursor));
  }

  @Override
  public String word() {
    return line.substring(start, cursor);
  }

  @Override
  public int wordCursor() {
    return cursor - start;
  }

  @Override
  public int wordIndex() {
    return start == 0 ? 0 : 1;
  }

  @Override
  public List<String> words() {
    return start == 0 ? List.of(word()) : List.of(line.substring(0, start), word());
  }

  @Override
  public String line() {
    return line;
  }

  @Override
  public int cursor() {
    return cursor;
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return candidate;
  }

  @Override
  public int rawWordCursor() {
    return cursor - start;
  }

  @Override
  public int rawWordLength() {
    return cursor - start;
  }

  /** Asks for more lines while something is open. */
  static final class Parser implements org.jline.reader.Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      boolean accepting = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
      if (accepting && Shell.isOpen(line)) {
        throw new EOFError(-1, cursor, "something is open");
      }
      return new TypedLine(line, Math.min(cursor, line.length()));
    }
  }

  /** Completes the word at the cursor. */
  static final class Completer implements org.jline.reader.Completer {
    private final Completions completions;

    Completer(Completions completions) {
      this.completions = completions;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
      for (String each : completions.of(line.line().substring(0, line.cursor()))) {
        boolean goesOn = each.endsWith("/");
        candidates.add(new Candidate(each, each, null, null, null, null, !goesOn));
      }
    }
  }
}
