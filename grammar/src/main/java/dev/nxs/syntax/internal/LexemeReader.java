// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Lexemes.Kind;
import dev.nxs.syntax.Lexemes.Lexeme;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Runs the lexer alone. */
public final class LexemeReader {
  private LexemeReader() {}

  /** The words of a text, in order. */
  public static List<Lexeme> read(String text) {
    NxsLexer lexer = new NxsLexer(new TextStream("", text));
    lexer.removeErrorListeners();
    List<Lexeme> found = new ArrayList<>();
    Token token = lexer.nextToken();
    while (token.getType() != Token.EOF) {
      if (token.getType() != NxsLexer.LINE_END && token.getStopIndex() >= token.getStartIndex()) {
        found.add(new Lexeme(kind(token.getType()), token.getStartIndex(), token.getStopIndex() + 1));
      }
      token = lexer.nextToken();
    }
    return found;
  }

  private static Kind kind(int type) {
    return switch (type) {
      case NxsLexer.ID -> Kind.NAME;
      case NxsLexer.NUMBER -> Kind.NUMBER;
      case NxsLexer.STRING, NxsLexer.QUOTE, NxsLexer.TRIPLE_QUOTE, NxsLexer.TEXT, NxsLexer.QUOTE_END -> Kind.TEXT;
      case NxsLexer.PATTERN -> Kind.PATTERN;
      case NxsLexer.DOC_COMMENT, NxsLexer.LINE_COMMENT, NxsLexer.BLOCK_COMMENT -> Kind.COMMENT;
      case NxsLexer.WIDE_ID,
          NxsLexer.OPEN_COMMENT,
          NxsLexer.SINGLE_QUOTED,
          NxsLexer.OPEN_SINGLE_QUOTED,
          NxsLexer.OPEN_PATTERN,
          NxsLexer.STRING_BROKEN,
          NxsLexer.FOREIGN,
          NxsLexer.OTHER ->
          Kind.WRONG;
      default -> Kind.SIGN;
    };
  }
}
