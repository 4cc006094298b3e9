// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes on behind an error at the next item. Rules in between give up: a failure travels up to the rule of the item,
 * which is marked with it, so that what a builder sees is either whole or marked.
 *
 * <p>Since {@link Layout} has balanced the brackets, the end of an item is the first SEMI outside all brackets that the
 * item opened, and the end of a bracket is the one that matches.
 */
final class Recovery extends DefaultErrorStrategy {
  private final SyntaxMessages messages;
  private @Nullable RecognitionException reported;
  private IntervalSet optional = new IntervalSet();
  private int optionalAt = -1;

  Recovery(SyntaxMessages messages) {
    this.messages = messages;
  }

  @Override
  public void reportError(Parser parser, RecognitionException failure) {
    if (failure != reported && !messages.isFull()) {
      reported = failure;
      messages.report(parser, failure, expected(parser, failure.getOffendingToken()));
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException failure) {
    throw failure;
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  /**
   * What could stand at a token. Where the parser left out optional parts in front of it, those count, too: the state
   * of the parser itself has forgotten them.
   */
  private IntervalSet expected(Parser parser, Token found) {
    IntervalSet expected = new IntervalSet(parser.getExpectedTokens());
    if (found.getTokenIndex() == optionalAt) {
      expected.addAll(optional);
    }
    return expected;
  }

  /** In the list of a block, what cannot begin an item is skipped here; elsewhere the rules themselves will find it. */
  @Override
  public void sync(Parser parser) {
    ParserRuleContext context = parser.getContext();
    if (parser.getInputStream().index() != optionalAt) {
      optionalAt = parser.getInputStream().index();
      optional = new IntervalSet();
    }
    optional.addAll(parser.getATN().nextTokens(parser.getATN().states.get(parser.getState())));
    if (!isItemList(context)) {
      return;
    }
    IntervalSet expected = parser.getATN().nextTokens(parser.getATN().states.get(parser.getState()));
    while (true) {
      int type = parser.getInputStream().LA(1);
      if (type == Token.EOF || type == NxsLexer.RBRACE || expected.contains(type)) {
        return;
      }
      reportError(parser, new InputMismatchException(parser));
      if (messages.isFull()) {
        skipAll(parser);
        return;
      }
      skipTo(parser, parser.getInputStream().index(), NxsLexer.SEMI);
    }
  }

  private static boolean isItemList(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case NxsParser.RULE_file, NxsParser.RULE_scenarioBody, NxsParser.RULE_block, NxsParser.RULE_expectBody,
          NxsParser.RULE_group, NxsParser.RULE_logBody -> true;
      default -> false;
    };
  }

  /** When all messages are spent, the rest of the text would only cost time. */
  private static void skipAll(Parser parser) {
    parser.getInputStream().seek(parser.getInputStream().size() - 1);
  }

  void skipItem(Parser parser, ParserRuleContext context) {
    if (messages.isFull()) {
      skipAll(parser);
      return;
    }
    skipTo(parser, context.getStart().getTokenIndex(), NxsLexer.SEMI);
  }

  /** Goes on behind the bracket that a rule began with; there was none where the failure is at its first token. */
  void skipBracket(Parser parser, ParserRuleContext context, RecognitionException failure) {
    int start = context.getStart().getTokenIndex();
    if (context.getStart().getType() != NxsLexer.LPAREN) {
      throw failure;
    }
    skipTo(parser, start, NxsLexer.RPAREN);
  }

  /**
   * Consumes tokens up to the end of what began at a token. The brackets between there and the place of the error
   * count, too. An item that is not ended by SEMI ends before the brace that ends the block around it.
   */
  private static void skipTo(Parser parser, int start, int end) {
    TokenStream tokens = parser.getInputStream();
    int depth = 0;
    for (int i = start; ; i++) {
      int type = tokens.get(i).getType();
      boolean consumed = i < tokens.index();
      if (type == Token.EOF || (depth == 0 && type == NxsLexer.RBRACE)) {
        return;
      }
      depth += step(type);
      if (!consumed) {
        parser.consume();
      }
      if (depth == 0 && type == end && !consumed) {
        return;
      }
    }
  }

  private static int step(int type) {
    return switch (type) {
      case NxsLexer.LPAREN, NxsLexer.LBRACK, NxsLexer.LBRACE, NxsLexer.HOLE_OPEN, NxsLexer.QUOTE,
          NxsLexer.TRIPLE_QUOTE -> 1;
      case NxsLexer.RPAREN, NxsLexer.RBRACK, NxsLexer.RBRACE, NxsLexer.HOLE_CLOSE, NxsLexer.QUOTE_END -> -1;
      default -> 0;
    };
  }
}
