// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Comment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Turns the tokens of a text without errors into pieces. What a token does can often be told only by its place in the
 * parse tree: a brace may hold a block or a record, a minus may stand between two operands or before one.
 */
final class Pieces {
  private final List<? extends Token> tokens;
  private final String source;
  private final List<Comment> comments;
  private final BitSet blocks = new BitSet();
  private final BitSet suffixes = new BitSet();
  private final BitSet signs = new BitSet();
  private final BitSet clauses = new BitSet();
  private final BitSet operators = new BitSet();
  private final List<Piece> pieces = new ArrayList<>();

  private Pieces(List<? extends Token> tokens, String source, List<Comment> comments) {
    this.tokens = tokens;
    this.source = source;
    this.comments = comments;
  }

  static List<Piece> of(List<? extends Token> tokens, ParseTree tree, String source, List<Comment> comments) {
    Pieces reader = new Pieces(tokens, source, comments);
    reader.mark(tree);
    int i = 0;
    while (i < tokens.size()) {
      i = reader.add(i);
    }
    return reader.pieces;
  }

  private void mark(ParseTree tree) {
    for (int i = 0; i < tree.getChildCount(); i++) {
      ParseTree child = tree.getChild(i);
      if (child instanceof TerminalNode leaf && tree instanceof ParserRuleContext parent) {
        markToken(leaf.getSymbol(), parent);
      } else if (child instanceof ParserRuleContext context) {
        if (isClause(context)) {
          clauses.set(context.getStart().getTokenIndex());
        }
        mark(child);
      }
    }
  }

  private static boolean isClause(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case NxsParser.RULE_clause, NxsParser.RULE_narrowing, NxsParser.RULE_answer, NxsParser.RULE_extra -> true;
      default -> false;
    };
  }

  private void markToken(Token token, ParserRuleContext parent) {
    int index = token.getTokenIndex();
    int rule = parent.getRuleIndex();
    switch (token.getType()) {
      case NxsParser.LBRACE, NxsParser.RBRACE -> blocks.set(index, isBlock(rule));
      case NxsParser.LPAREN -> {
        boolean list = rule == NxsParser.RULE_arguments || rule == NxsParser.RULE_parameters;
        suffixes.set(index, list && !(parent.getParent() instanceof NxsParser.ScenarioContext));
      }
      case NxsParser.LBRACK -> suffixes.set(index, rule != NxsParser.RULE_primary);
      case NxsParser.MINUS -> (rule == NxsParser.RULE_prefix ? signs : operators).set(index);
      case NxsParser.THEN, NxsParser.REQUIRE, NxsParser.IFF, NxsParser.FROM, NxsParser.UNTIL, NxsParser.ALLOW,
          NxsParser.OVER, NxsParser.FAILS -> clauses.set(index, joins(rule));
      case NxsParser.WITH -> clauses.set(index, parent instanceof NxsParser.RunContext);
      case NxsParser.TIMEOUT ->
          clauses.set(index, parent instanceof NxsParser.RunContext run && run.WITH() == null);
      case NxsParser.FOR -> clauses.set(index, parent instanceof NxsParser.StableContext);
      case NxsParser.OR, NxsParser.AND, NxsParser.EQ, NxsParser.NE, NxsParser.LT, NxsParser.LE, NxsParser.GT,
          NxsParser.GE, NxsParser.IN, NxsParser.PLUS, NxsParser.STAR, NxsParser.SLASH, NxsParser.PERCENT ->
          operators.set(index, rule == NxsParser.RULE_expr || rule == NxsParser.RULE_boundWhere);
      default -> {}
    }
  }

  private static boolean isBlock(int rule) {
    return switch (rule) {
      case NxsParser.RULE_block, NxsParser.RULE_scenarioBody, NxsParser.RULE_expectBody, NxsParser.RULE_group,
          NxsParser.RULE_logBody -> true;
      default -> false;
    };
  }

  /** Whether a word in a rule is part of an item, and neither its first word nor a name. */
  private static boolean joins(int rule) {
    return rule == NxsParser.RULE_form || rule == NxsParser.RULE_stmt || rule == NxsParser.RULE_scenarioDecl;
  }

  /** Adds the piece that begins at a token; answers where the next one begins. */
  private int add(int index) {
    Token token = tokens.get(index);
    int last = index;
    String text = token.getText();
    if (token.getType() == NxsLexer.QUOTE || token.getType() == NxsLexer.TRIPLE_QUOTE) {
      last = endOfString(index);
      text = string(index, last);
    }
    Piece.Kind kind = kind(token);
    if (kind == Piece.Kind.EOF) {
      text = "";
    } else if (kind == Piece.Kind.END) {
      text = mustShow(index) ? ";" : "";
    }
    int end = kind == Piece.Kind.EOF ? source.length() : tokens.get(last).getStopIndex() + 1;
    int start = kind == Piece.Kind.EOF ? source.length() : Math.min(token.getStartIndex(), end);
    pieces.add(new Piece(kind, text.replace("\r\n", "\n"), start, end, isSpaced(index), joint(token)));
    return last + 1;
  }

  /** Whether a semicolon keeps apart what would be one item if a mere line end stood there. */
  private boolean mustShow(int index) {
    int before = index == 0 ? Token.EOF : tokens.get(index - 1).getType();
    int after = tokens.get(index + 1).getType();
    boolean form = after == NxsLexer.AT && index + 2 < tokens.size() && isBound(tokens.get(index + 2).getType());
    boolean joins = Words.isJoint(after) || Words.CONTINUE.has(after);
    boolean clause = Words.CLAUSE_TYPES.has(after) || Words.SCENARIO_CLAUSES.has(after);
    boolean other = after == NxsLexer.FAILS || after == NxsLexer.LPAREN || after == NxsLexer.AS;
    // a word of the language as the last word of an item is a name, and may look like the start of something
    boolean named = before != NxsLexer.ID && Words.isName(before) && after != Token.EOF;
    boolean separates = named || ((joins || clause || other) && !form);
    return separates && after != NxsLexer.RBRACE && hasSemicolon(index);
  }

  /** Whether the author wrote a semicolon; where it starts a line, the line end before it has ended the item already. */
  private boolean hasSemicolon(int index) {
    int from = index == 0 ? 0 : tokens.get(index - 1).getStopIndex() + 1;
    int to = Math.max(from, tokens.get(index + 1).getStartIndex());
    int at = source.indexOf(';', from);
    while (at >= 0 && at < to) {
      int place = at;
      if (comments.stream().noneMatch(c -> c.span().start() <= place && place < c.span().end())) {
        return true;
      }
      at = source.indexOf(';', at + 1);
    }
    return false;
  }

  private static boolean isBound(int type) {
    return type == NxsLexer.LEAST || type == NxsLexer.MOST;
  }

  private Piece.Kind kind(Token token) {
    int index = token.getTokenIndex();
    return switch (token.getType()) {
      case NxsLexer.LPAREN, NxsLexer.LBRACK -> Piece.Kind.OPEN;
      case NxsLexer.RPAREN, NxsLexer.RBRACK -> Piece.Kind.CLOSE;
      case NxsLexer.LBRACE -> blocks.get(index) ? Piece.Kind.BLOCK_OPEN : Piece.Kind.OPEN;
      case NxsLexer.RBRACE -> blocks.get(index) ? Piece.Kind.BLOCK_CLOSE : Piece.Kind.CLOSE;
      case NxsLexer.COMMA -> Piece.Kind.COMMA;
      case NxsLexer.SEMI -> Piece.Kind.END;
      case Token.EOF -> Piece.Kind.EOF;
      default -> Piece.Kind.ATOM;
    };
  }

  private Piece.Joint joint(Token token) {
    int index = token.getTokenIndex();
    if (index >= 0 && clauses.get(index)) {
      return Piece.Joint.CLAUSE;
    }
    if (index < 0 || !operators.get(index)) {
      return Piece.Joint.NONE;
    }
    return switch (token.getType()) {
      case NxsLexer.OR -> Piece.Joint.OR;
      case NxsLexer.AND -> Piece.Joint.AND;
      case NxsLexer.PLUS, NxsLexer.MINUS -> Piece.Joint.SUM;
      case NxsLexer.STAR, NxsLexer.SLASH, NxsLexer.PERCENT -> Piece.Joint.PRODUCT;
      default -> Piece.Joint.COMPARISON;
    };
  }

  private boolean isSpaced(int index) {
    if (index == 0) {
      return false;
    }
    Token token = tokens.get(index);
    switch (token.getType()) {
      case NxsLexer.COMMA, NxsLexer.SEMI, NxsLexer.COLON, NxsLexer.DOT, NxsLexer.RPAREN, NxsLexer.RBRACK,
          NxsLexer.RANGE, NxsLexer.RANGE_TO, NxsLexer.LANGLE, NxsLexer.RANGLE, NxsLexer.HOLE_CLOSE -> {
        return false;
      }
      case NxsLexer.LPAREN, NxsLexer.LBRACK -> {
        if (suffixes.get(index)) {
          return false;
        }
      }
      case NxsLexer.RBRACE -> {
        return blocks.get(index);
      }
      default -> {}
    }
    Token before = tokens.get(index - 1);
    return switch (before.getType()) {
      case NxsLexer.LPAREN, NxsLexer.LBRACK, NxsLexer.DOT, NxsLexer.RANGE, NxsLexer.RANGE_TO, NxsLexer.LANGLE,
          NxsLexer.HOLE_OPEN -> false;
      case NxsLexer.LBRACE -> blocks.get(index - 1);
      // Two signs side by side would be read as an operator that there is not.
      case NxsLexer.MINUS -> !signs.get(index - 1) || token.getType() == NxsLexer.MINUS;
      default -> true;
    };
  }

  /** The token that ends a string, counted over the strings in its holes. */
  private int endOfString(int index) {
    int open = 0;
    for (int i = index; ; i++) {
      int type = tokens.get(i).getType();
      if (type == NxsLexer.QUOTE || type == NxsLexer.TRIPLE_QUOTE) {
        open++;
      } else if (type == NxsLexer.QUOTE_END && --open == 0) {
        return i;
      }
    }
  }

  /** A string with its holes in canonical form. A comment inside keeps all of it as it is. */
  private String string(int first, int last) {
    int start = tokens.get(first).getStartIndex();
    int end = tokens.get(last).getStopIndex() + 1;
    for (Comment comment : comments) {
      if (comment.span().start() >= start && comment.span().start() < end) {
        return source.substring(start, end);
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = first; i <= last; i++) {
      int type = tokens.get(i).getType();
      int before = i == first ? type : tokens.get(i - 1).getType();
      boolean text = type == NxsLexer.TEXT || type == NxsLexer.QUOTE_END || type == NxsLexer.HOLE_OPEN;
      boolean afterText = before == NxsLexer.TEXT || before == NxsLexer.QUOTE || before == NxsLexer.TRIPLE_QUOTE;
      boolean trailing = type == NxsLexer.COMMA && isClosing(tokens.get(i + 1).getType());
      if (i > first && !text && !afterText && isSpaced(i) && !(type == NxsLexer.RBRACE)) {
        out.append(' ');
      }
      out.append(trailing ? "" : tokens.get(i).getText());
    }
    return out.toString();
  }

  private static boolean isClosing(int type) {
    return type == NxsLexer.RPAREN || type == NxsLexer.RBRACK || type == NxsLexer.RBRACE;
  }
}
