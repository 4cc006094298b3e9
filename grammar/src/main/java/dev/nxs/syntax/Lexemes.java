// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import dev.nxs.syntax.internal.LexemeReader;
import java.util.List;

/** The words of a text as the language's own lexer sees them, for those who colour it. Any text is fine. */
public final class Lexemes {
  private Lexemes() {}

  /** What a word is. */
  public enum Kind {
    NAME,
    NUMBER,
    TEXT,
    PATTERN,
    COMMENT,
    SIGN,
    /** Something that the language does not know, or that is not closed. */
    WRONG
  }

  /**
   * One word.
   *
   * @param start offset of its first code unit
   * @param end offset behind its last
   */
  public record Lexeme(Kind kind, int start, int end) {}

  /** The words of a text in order; blanks are between them. */
  public static List<Lexeme> of(String text) {
    return LexemeReader.read(text);
  }
}
