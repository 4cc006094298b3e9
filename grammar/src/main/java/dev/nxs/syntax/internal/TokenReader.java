// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Comment;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CommonToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens from the lexer: sets comments aside, tells words apart, and names what is malformed. A malformed token
 * goes on as what its author meant, where that is clear, and is dropped where it is not.
 */
final class TokenReader {
  private final NxsLexer lexer;
  private final Source source;
  private final Faults faults;
  private final List<Comment> comments = new ArrayList<>();
  private boolean openComment;
  private int lastOtherEnd = -1;
  private int tornLine;

  TokenReader(NxsLexer lexer, Source source, Faults faults) {
    this.lexer = lexer;
    this.source = source;
    this.faults = faults;
  }

  /** The next token that means something to the parser. */
  CommonToken next() {
    while (true) {
      CommonToken token = (CommonToken) lexer.nextToken();
      if (accept(token)) {
        return token;
      }
    }
  }

  List<Comment> comments() {
    return comments;
  }

  /** Whether a line lost its end in a text that is not closed. */
  boolean isTorn(int line) {
    return line == tornLine;
  }

  /** Notes that a text is not closed on the line of a token. */
  void tear(CommonToken token) {
    tornLine = token.getLine();
  }

  /** Whether the text ended inside a comment. */
  boolean openComment() {
    return openComment;
  }

  private boolean accept(CommonToken token) {
    return switch (token.getType()) {
      case NxsLexer.ID -> {
        token.setType(Words.typeOf(token.getText()));
        yield true;
      }
      case NxsLexer.LINE_COMMENT -> comment(Comment.Kind.LINE, token);
      case NxsLexer.DOC_COMMENT -> comment(Comment.Kind.DOC, token);
      case NxsLexer.BLOCK_COMMENT -> comment(Comment.Kind.BLOCK, token);
      case NxsLexer.OPEN_COMMENT -> openComment(token);
      case NxsLexer.WIDE_ID -> wideName(token);
      case NxsLexer.OPEN_PATTERN -> openPattern(token);
      case NxsLexer.SINGLE_QUOTED -> singleQuoted(token, token.getText().substring(1, token.getText().length() - 1));
      case NxsLexer.OPEN_SINGLE_QUOTED -> {
        tear(token);
        yield singleQuoted(token, token.getText().substring(1));
      }
      case NxsLexer.FOREIGN -> foreign(token);
      case NxsLexer.OTHER -> other(token);
      default -> true;
    };
  }

  private boolean openComment(CommonToken token) {
    openComment = true;
    faults.add(
        Diagnostic.error(Code.UNCLOSED_COMMENT, at(token.getStartIndex(), 2), "this comment is never closed")
            .help("end it with `*/`"));
    return comment(Comment.Kind.BLOCK, token);
  }

  private boolean comment(Comment.Kind kind, CommonToken token) {
    comments.add(new Comment(kind, span(token)));
    return false;
  }

  private boolean openPattern(CommonToken token) {
    faults.add(
        Diagnostic.error(Code.UNCLOSED_STRING, at(token.getStartIndex(), 2), "this pattern is not closed on its line")
            .help("end it with `\"`"));
    token.setType(NxsLexer.PATTERN);
    tear(token);
    return true;
  }

  private boolean singleQuoted(CommonToken token, String text) {
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_CHARACTER, span(token), "text stands in double quotes")
            .help("write `\"" + text + "\"`"));
    token.setType(NxsLexer.STRING);
    return true;
  }

  /** A name may hold any letters of Unicode, but no quotes, dashes or spaces that only look like those of ASCII. */
  private boolean wideName(CommonToken token) {
    String text = token.getText();
    if (text.equals("\u00b5s") || text.equals("\u03bcs")) {
      faults.add(
          Diagnostic.error(Code.UNKNOWN_UNIT, span(token), "there is no unit `" + text + "`")
              .help("microseconds are written `us`"));
      return false;
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean fits = c == '_' || Character.isLetter(c) || (i > 0 && isNamePart(c));
      if (!fits) {
        faults.add(unexpected(at(token.getStartIndex() + i, Character.charCount(c)), c));
        return false;
      }
    }
    token.setType(NxsLexer.ID);
    return true;
  }

  private static boolean isNamePart(int c) {
    int type = Character.getType(c);
    return Character.isDigit(c) || type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** One message for a run of such characters. */
  private boolean other(CommonToken token) {
    if (token.getStartIndex() != lastOtherEnd) {
      faults.add(unexpected(span(token), token.getText().codePointAt(0)));
    }
    lastOtherEnd = token.getStopIndex() + 1;
    return false;
  }

  private static Diagnostic.Builder unexpected(Span span, int c) {
    return Diagnostic.error(Code.UNEXPECTED_CHARACTER, span, describe(c) + " means nothing here").help(adviceFor(c));
  }

  private static String describe(int c) {
    int type = Character.getType(c);
    if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
      return String.format(Locale.ROOT, "the invisible character U+%04X", c);
    }
    if (Character.isSpaceChar(c)) {
      return String.format(Locale.ROOT, "the special space U+%04X", c);
    }
    return "`" + Character.toString(c) + "`";
  }

  private static @Nullable String adviceFor(int c) {
    if (c == '\u201c' || c == '\u201d' || c == '\u201e' || c == '\u00ab' || c == '\u00bb') {
      return "write plain quotes, `\"`";
    }
    if (c == '\u2018' || c == '\u2019') {
      return "text stands in double quotes, `\"`";
    }
    if (c == '\u2013' || c == '\u2014' || c == '\u2212') {
      return "write the plain minus, `-`";
    }
    if (c == '\u2026') {
      return "ranges are written `a..b`";
    }
    if (c == '#') {
      return "comments begin with `//`";
    }
    if (c == '&') {
      return "write `and`";
    }
    if (c == '|') {
      return "write `or`";
    }
    if (c == '?') {
      return "give a `var` one value, and the other inside an `if`";
    }
    return Character.isSpaceChar(c) ? "write a plain space" : null;
  }

  /** Operators of other languages go on as what they would be here; 0 stands for nothing. */
  private boolean foreign(CommonToken token) {
    String text = token.getText();
    String assignment = "write `x = x " + text.charAt(0) + " …`";
    int type =
        switch (text) {
          case "&&" -> NxsLexer.AND;
          case "||" -> NxsLexer.OR;
          case "!" -> NxsLexer.NOT;
          case "===" -> NxsLexer.EQ;
          case "!==" -> NxsLexer.NE;
          case "..." -> NxsLexer.RANGE;
          case "->" -> NxsLexer.COLON;
          case "**" -> NxsLexer.STAR;
          case "++", "--" -> 0;
          default -> NxsLexer.ASSIGN;
        };
    String help =
        switch (text) {
          case "&&" -> "write `and`";
          case "||" -> "write `or`";
          case "!" -> "write `not`";
          case "===" -> "write `==`";
          case "!==" -> "write `!=`";
          case "..." -> "write `a..b`, or `a..=b` with the end included";
          case "->" -> "the type of a result stands behind `:`, as in `fn f(d: duration): duration`";
          case "=>" -> "write `=`, or a block in braces";
          case "**" -> "there is no power; multiply";
          case "++", "--" -> "write `x = x " + text.charAt(0) + " 1`";
          default -> assignment;
        };
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_CHARACTER, span(token), "there is no operator `" + text + "`").help(help));
    token.setType(type);
    return type != 0;
  }

  private Span span(CommonToken token) {
    return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
  }

  private Span at(int start, int length) {
    return new Span(source, start, Math.min(start + length, source.text().length()));
  }
}
