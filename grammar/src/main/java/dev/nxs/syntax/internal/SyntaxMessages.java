// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says what is wrong at a place where the parser could not go on, in the words of the language. */
final class SyntaxMessages {
  private static final Set<String> UNITS = Set.of("ns", "us", "ms", "s", "min");

  /** How many alternatives a message may name. */
  private static final int MOST_NAMED = 3;

  private static final int LONGEST_TEXT = 40;

  private static final String BLOCK = "a block in braces";

  private static final String LINE_END = "the end of the line";

  /** What must follow a word that begins something. */
  private static final Map<Integer, String> FOLLOWERS =
      Map.ofEntries(
          Map.entry(NxsLexer.NO, "`starvation`, `deadlock`, `priority inversion` or `lost wakeup`"),
          Map.entry(NxsLexer.MARKER, "a text in quotes, a pattern, `contains` or `starts`"),
          Map.entry(NxsLexer.AUDIT, "a text in quotes, a pattern, `contains` or `starts`"),
          Map.entry(NxsLexer.CONTAINS, "a text in quotes"),
          Map.entry(NxsLexer.STARTS, "a text in quotes"),
          Map.entry(NxsLexer.IMPORT, "the path of a file in quotes"),
          Map.entry(NxsLexer.SCENARIO, "a title in quotes"));

  private static final Map<Integer, String> SIGNS =
      Map.of(
          NxsLexer.LPAREN, "(", NxsLexer.COLON, ":", NxsLexer.ASSIGN, "=", NxsLexer.COMMA, ",", NxsLexer.RBRACE, "}",
          NxsLexer.HOLE_CLOSE, "}", NxsLexer.RANGLE, ">", NxsLexer.DOT, ".");

  private final Source source;
  private final Faults faults;

  SyntaxMessages(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
  }

  /** Whether no further message will be kept. */
  boolean isFull() {
    return faults.isFull();
  }

  /**
   * Reports a failure, unless its line, or that of the token before it in its item, has been reported already.
   *
   * @param expected the types of tokens that could have stood there
   */
  void report(Parser parser, RecognitionException failure, IntervalSet expected) {
    Token found = failure.getOffendingToken();
    int index = found.getTokenIndex();
    Token before = index > 0 ? parser.getInputStream().get(index - 1) : null;
    if (faults.hasLine(found.getLine()) || continuesFaultyLine(before)) {
      return;
    }
    // where the parser looked ahead in vain, what it expects is not about the token that it stumbled over
    boolean ahead = failure instanceof NoViableAltException far && far.getStartToken() != found;
    faults.add(describe(parser, found, before, ahead ? new IntervalSet() : expected));
  }

  private boolean continuesFaultyLine(@Nullable Token before) {
    return before != null && before.getType() != NxsLexer.SEMI && faults.hasLine(before.getLine());
  }

  private Diagnostic.Builder describe(Parser parser, Token found, @Nullable Token before, IntervalSet expected) {
    boolean operand = expected.contains(NxsLexer.NUMBER) && expected.contains(NxsLexer.MINUS);
    Diagnostic.Builder special = before == null ? null : afterWord(parser, found, before, operand, expected);
    if (special != null) {
      return special;
    }
    int type = found.getType();
    if (type == NxsLexer.ELSE) {
      return error(Code.UNEXPECTED_WORD, found, "there is no `if` that this `else` belongs to");
    }
    if (type == NxsLexer.IF && operand) {
      return error(Code.UNEXPECTED_WORD, found, "`if` is a statement and gives no value")
          .help("give a `var` one value before it, and the other inside the `if`");
    }
    if (Words.isReserved(type) && (operand || expected.contains(NxsLexer.ID))) {
      return error(Code.KEYWORD_AS_NAME, found, "`" + found.getText() + "` is a keyword and cannot be a name")
          .help(type == NxsLexer.EXPECT ? advice(parser, found, before, null) : null);
    }
    Token head = Advice.headOf(parser.getContext(), found);
    boolean declares = head.getType() == NxsLexer.LET || head.getType() == NxsLexer.VAR;
    if (type == NxsLexer.ASSIGN && declares) {
      Token colon = parser.getInputStream().get(head.getTokenIndex() + 2);
      return error(Code.UNEXPECTED_WORD, colon, "`" + head.getText() + "` names no type")
          .help("leave out the type; it follows from the value");
    }
    if (type == NxsLexer.ASSIGN && !expected.contains(NxsLexer.ASSIGN)) {
      String help = advice(parser, found, before, null);
      return error(Code.UNEXPECTED_WORD, found, "`=` cannot stand here")
          .help(help == null ? "`==` compares two values" : help);
    }
    String wanted = wanted(parser, operand, expected);
    String message;
    if (wanted != null) {
      message = "expected " + wanted + ", found " + foundText(found);
    } else {
      message = type == NxsLexer.SEMI ? "this line ends too early" : foundText(found) + " cannot stand here";
    }
    return error(Code.UNEXPECTED_WORD, found, message).help(advice(parser, found, before, wanted));
  }

  /** What the token before the place explains. */
  private Diagnostic.@Nullable Builder afterWord(
      Parser parser, Token found, Token before, boolean operand, IntervalSet expected) {
    int type = found.getType();
    if (before.getType() == NxsLexer.NUMBER && UNITS.contains(found.getText())) {
      return error(Code.UNEXPECTED_WORD, found, "a duration has no space between its number and its unit")
          .help("write `" + before.getText() + found.getText() + "`");
    }
    if (type == NxsLexer.COMMA && (before.getType() == NxsLexer.COMMA || isOpening(before.getType()))) {
      return error(Code.MISSING_EXPRESSION, found, "nothing stands before this `,`");
    }
    if (expected.contains(NxsLexer.LPAREN) && !expected.contains(NxsLexer.RPAREN)) {
      Diagnostic.Builder argument = argument(parser, found, before);
      if (argument != null) {
        return argument;
      }
    }
    String follower = FOLLOWERS.get(before.getType());
    if (follower != null && Words.isWord(before.getType()) && !expected.contains(NxsLexer.ASSIGN)) {
      boolean fits = follower.startsWith("a text") && isText(type);
      String message =
          fits
              ? foundText(before) + " cannot stand here"
              : "expected " + follower + " after `" + before.getText() + "`, found " + foundText(found);
      return error(Code.UNEXPECTED_WORD, fits ? before : found, message).help(advice(parser, found, before, null));
    }
    boolean nextLine = Words.WANT_OPERAND.has(before.getType()) && found.getLine() > before.getLine();
    if (operand && (isEnd(type) || nextLine)) {
      return Diagnostic.error(
          Code.MISSING_EXPRESSION, span(before), "an expression is missing after `" + textOf(before) + "`");
    }
    ParserRuleContext context = parser.getContext();
    if (type == NxsLexer.SEMI && context.getRuleIndex() == NxsParser.RULE_block) {
      Token head = context.getParent().getStart();
      return error(Code.MISSING_BLOCK, found, "`" + head.getText() + "` needs a block in braces")
          .also(span(head), "for this")
          .help("add `{ … }`");
    }
    return null;
  }

  /** An argument without its parentheses, or a `:` that is to assign; null for anything else. */
  private Diagnostic.@Nullable Builder argument(Parser parser, Token found, Token before) {
    if (found.getType() != NxsLexer.COLON) {
      boolean named = parser.getInputStream().get(found.getTokenIndex() + 1).getType() == NxsLexer.COLON;
      return named && Words.isWord(found.getType())
          ? error(Code.UNEXPECTED_WORD, found, "arguments stand in parentheses")
              .help("write `(" + found.getText() + ": …)`")
          : null;
    }
    boolean assigns = before.getType() == NxsLexer.ID && Advice.headOf(parser.getContext(), found) == before;
    return assigns
        ? error(Code.UNEXPECTED_WORD, found, "`:` cannot stand here").help("`=` assigns: `" + before.getText() + " = …`")
        : null;
  }

  /** What should stand at the place; null where there is no short answer. */
  private static @Nullable String wanted(Parser parser, boolean operand, IntervalSet expected) {
    if (operand) {
      return "an expression";
    }
    IntervalSet required = parser.getExpectedTokens();
    boolean words = required.toList().stream().allMatch(type -> type != NxsLexer.ID && Words.isWord(type));
    if (words && !expected.isNil() && required.size() <= MOST_NAMED) {
      return named(required);
    }
    ParserRuleContext context = parser.getContext();
    boolean inType =
        context.getRuleIndex() == NxsParser.RULE_type
            || (context.getRuleIndex() == NxsParser.RULE_name
                && context.getParent().getRuleIndex() == NxsParser.RULE_type);
    if (inType) {
      return "a type";
    }
    return switch (context.getRuleIndex()) {
      case NxsParser.RULE_file -> "a declaration";
      case NxsParser.RULE_scenarioBody -> "an item of a scenario";
      default -> wantedToken(expected);
    };
  }

  private static @Nullable String wantedToken(IntervalSet expected) {
    if (expected.contains(NxsLexer.ID)) {
      return "a name";
    }
    if (expected.contains(NxsLexer.STRING)) {
      return "a text in quotes";
    }
    if (expected.contains(NxsLexer.LBRACE)) {
      return BLOCK;
    }
    if (expected.contains(NxsLexer.RPAREN)) {
      return expected.contains(NxsLexer.COMMA) ? "`,` or `)`" : "`)`";
    }
    if (expected.contains(NxsLexer.RBRACK)) {
      return expected.contains(NxsLexer.COMMA) ? "`,` or `]`" : "`]`";
    }
    if (expected.contains(NxsLexer.SEMI)) {
      return LINE_END;
    }
    return expected.size() >= 1 && expected.size() <= MOST_NAMED ? named(expected) : null;
  }

  private static String named(IntervalSet expected) {
    List<String> names = new ArrayList<>();
    for (int type : expected.toList()) {
      String literal = SIGNS.get(type);
      names.add("`" + (literal == null ? wordOf(type) : literal) + "`");
    }
    int last = names.size() - 1;
    return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String wordOf(int type) {
    return NxsLexer.VOCABULARY.getSymbolicName(type).toLowerCase(Locale.ROOT);
  }

  /**
   * What to do about it.
   *
   * @param wanted what the message says that should stand there; null where it does not
   */
  private static @Nullable String advice(Parser parser, Token found, @Nullable Token before, @Nullable String wanted) {
    String elsewhere = elsewhere(parser.getContext(), found);
    boolean separator = wanted != null && (wanted.equals(LINE_END) || wanted.startsWith("`,`"));
    String probable = Advice.of(parser, found, before, separator);
    int type = found.getType();
    boolean other = type == NxsLexer.VAR || type == NxsLexer.FN || type == NxsLexer.PROGRAM;
    boolean item = elsewhere == null || other || Advice.isForeign(found);
    if (probable == null && BLOCK.equals(wanted)) {
      return "a block stands in braces: `{ … }`";
    }
    return item && probable != null ? probable : elsewhere;
  }

  /** Where something belongs that begins with a word from elsewhere. */
  private static @Nullable String elsewhere(ParserRuleContext context, Token found) {
    if (context.getRuleIndex() == NxsParser.RULE_file) {
      return "statements stand in a `task`, a `fn` or a `program`; expectations in `expect { … }`";
    }
    if (context.getRuleIndex() == NxsParser.RULE_scenarioBody) {
      return "statements stand in the block of a `task`, of `at`, `every` or `when`";
    }
    ParserRuleContext item = context;
    while (item != null && item.getRuleIndex() != NxsParser.RULE_statement) {
      item = item.getParent();
    }
    if (item == null || item.getStart() == found) {
      return null;
    }
    String head = item.getStart().getText();
    if (Words.SCENARIO_ITEMS.contains(head) && !Words.STATEMENTS.contains(head)) {
      return "`" + head + "` is an item of a scenario and stands in no block of statements";
    }
    return Words.FORMS.contains(head) ? "`" + head + "` belongs in `expect { … }`" : null;
  }

  private static String foundText(Token found) {
    return switch (found.getType()) {
      case NxsLexer.SEMI -> found.getText().isEmpty() ? LINE_END : "`;`";
      case Token.EOF -> "the end of the file";
      default -> "`" + textOf(found) + "`";
    };
  }

  private static String textOf(Token token) {
    String text = token.getText();
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }

  private static boolean isOpening(int type) {
    return type == NxsLexer.LPAREN || type == NxsLexer.LBRACK || type == NxsLexer.LBRACE;
  }

  private static boolean isText(int type) {
    return type == NxsLexer.STRING || type == NxsLexer.QUOTE || type == NxsLexer.PATTERN;
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
