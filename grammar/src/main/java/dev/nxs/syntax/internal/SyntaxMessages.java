// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says what is wrong at a place where the parser could not go on, in the words of the language. */
final class SyntaxMessages {
  private static final Set<String> UNITS = Set.of("ns", "us", "ms", "s", "min");

  private final Source source;
  private final Faults faults;

  SyntaxMessages(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
  }

  void report(Parser parser, RecognitionException failure) {
    Token found = failure.getOffendingToken();
    Token before = before(parser, found);
    if (faults.hasLine(found.getLine()) || (before != null && faults.hasLine(before.getLine()))) {
      return; // the echo of a mistake that has been named
    }
    faults.add(describe(parser, found, before, expected(parser)));
  }

  private static IntervalSet expected(Parser parser) {
    return parser.getExpectedTokens();
  }

  private static @Nullable Token before(Parser parser, Token found) {
    int index = found.getTokenIndex();
    return index > 0 ? parser.getInputStream().get(index - 1) : null;
  }

  private Diagnostic.Builder describe(Parser parser, Token found, @Nullable Token before, IntervalSet expected) {
    boolean operand = expected.contains(NxsLexer.NUMBER) && expected.contains(NxsLexer.LPAREN);
    boolean name = !operand && expected.contains(NxsLexer.ID);
    int type = found.getType();
    if (before != null && before.getType() == NxsLexer.NUMBER && UNITS.contains(found.getText())) {
      return error(Code.UNEXPECTED_WORD, found, "a duration has no space between its number and its unit")
          .help("write `" + before.getText() + found.getText() + "`");
    }
    if (operand && isEnd(type) && before != null) {
      Span place = span(before);
      return Diagnostic.error(Code.MISSING_EXPRESSION, place, "an expression is missing after `" + textOf(before) + "`");
    }
    if (Words.isReserved(type) && (name || operand)) {
      return error(Code.KEYWORD_AS_NAME, found, "`" + found.getText() + "` is a keyword and cannot be a name");
    }
    if (type == NxsLexer.ASSIGN && !expected.contains(NxsLexer.ASSIGN)) {
      return error(Code.UNEXPECTED_WORD, found, "`=` cannot stand here").help("`==` compares two values");
    }
    String wanted = wanted(parser, operand, name, expected);
    return error(Code.UNEXPECTED_WORD, found, "expected " + wanted + ", found " + foundText(found));
  }

  private static String wanted(Parser parser, boolean operand, boolean name, IntervalSet expected) {
    int rule = parser.getContext().getRuleIndex();
    if (operand) {
      return "an expression";
    }
    if (rule == NxsParser.RULE_file) {
      return "a declaration";
    }
    if (rule == NxsParser.RULE_scenarioBody) {
      return "an item of a scenario";
    }
    if (rule == NxsParser.RULE_type) {
      return "a type";
    }
    if (name) {
      return "a name";
    }
    if (expected.contains(NxsLexer.STRING)) {
      return "a text in quotes";
    }
    return wantedSign(expected);
  }

  private static String wantedSign(IntervalSet expected) {
    if (expected.contains(NxsLexer.LBRACE)) {
      return "a block in braces";
    }
    if (expected.contains(NxsLexer.RPAREN)) {
      return expected.contains(NxsLexer.COMMA) ? "`,` or `)`" : "`)`";
    }
    if (expected.contains(NxsLexer.RBRACK)) {
      return expected.contains(NxsLexer.COMMA) ? "`,` or `]`" : "`]`";
    }
    if (expected.contains(NxsLexer.SEMI)) {
      return "the end of the line";
    }
    if (expected.size() == 1) {
      String text = NxsLexer.VOCABULARY.getSymbolicName(expected.getMinElement());
      return "`" + text.toLowerCase(Locale.ROOT) + "`";
    }
    return "something else";
  }

  private static String foundText(Token found) {
    return switch (found.getType()) {
      case NxsLexer.SEMI -> found.getText().isEmpty() ? "the end of the line" : "`;`";
      case Token.EOF -> "the end of the file";
      default -> "`" + textOf(found) + "`";
    };
  }

  private static String textOf(Token token) {
    String text = token.getText();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private static boolean isEnd(int type) {
    return switch (type) {
      case NxsLexer.SEMI, NxsLexer.RPAREN, NxsLexer.RBRACK, NxsLexer.RBRACE, NxsLexer.COMMA, NxsLexer.HOLE_CLOSE,
          Token.EOF -> true;
      default -> false;
    };
  }

  private Diagnostic.Builder error(Code code, Token token, String message) {
    return Diagnostic.error(code, span(token), message);
  }

  private Span span(Token token) {
    int start = Math.min(token.getStartIndex(), source.text().length());
    return new Span(source, start, Math.max(start, token.getStopIndex() + 1));
  }
}
