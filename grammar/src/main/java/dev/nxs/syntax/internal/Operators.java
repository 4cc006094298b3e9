// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Puts a flat row of operands and operators in order by precedence climbing (as in M. Richards, C. Whitby-Strevens,
 * "BCPL", 1979). The recursion is as deep as there are levels, however long the row is, and prefix operators, whose
 * number the layout has bounded, nest one deeper each.
 */
final class Operators {
  private static final int AND = 1;
  private static final int NOT = 2;
  private static final int COMPARISON = 3;
  private static final int RANGE = 4;
  private static final int SUM = 5;
  private static final int PRODUCT = 6;
  private static final int PREFIX = 7;
  private static final int NO_LEVEL = -1;

  private final ExprBuilder exprs;
  private final Places places;
  private final Faults faults;
  private final List<NxsParser.OperandContext> operands;
  private final List<Token> ops;
  private int operand;
  private int prefix;

  Operators(
      ExprBuilder exprs, Places places, Faults faults, List<NxsParser.OperandContext> operands, List<Token> ops) {
    this.exprs = exprs;
    this.places = places;
    this.faults = faults;
    this.operands = operands;
    this.ops = ops;
  }

  Expr build() {
    NxsParser.OperandContext only = operands.get(0);
    return ops.isEmpty() && only.prefixes.isEmpty() ? exprs.postfix(only) : level(0);
  }

  private Expr level(int level) {
    if (level == NOT) {
      return negation();
    }
    if (level == PREFIX) {
      return prefixed();
    }
    int start = start();
    Expr first = level(level + 1);
    if (nextLevel() != level) {
      return first;
    }
    return level == RANGE ? range(start, first) : chain(level, start, first);
  }

  private Expr chain(int level, int start, Expr first) {
    List<Expr.Chain.Link> links = new ArrayList<>();
    while (nextLevel() == level) {
      Token op = ops.get(operand - 1);
      Expr right = level(level + 1);
      if (level == COMPARISON && !links.isEmpty()) {
        faults.add(
            Diagnostic.error(Code.CHAINED_COMPARISON, places.of(op), "a comparison of a comparison")
                .also(links.get(0).opSpan(), "the first one")
                .help("join two comparisons with `and`, or ask `x in a..=b`"));
      } else {
        links.add(new Expr.Chain.Link(binary(op.getType()), places.of(op), right));
      }
    }
    checkNoEvents(first, links);
    return new Expr.Chain(first, links, since(start));
  }

  private void checkNoEvents(Expr first, List<Expr.Chain.Link> links) {
    boolean left = first instanceof Expr.EventExpr;
    for (Expr.Chain.Link link : links) {
      if (left || link.operand() instanceof Expr.EventExpr) {
        String message = "`" + link.op().text() + "` joins values, and an event is none";
        faults.add(
            Diagnostic.error(Code.UNEXPECTED_WORD, link.opSpan(), message)
                .help("write `all { EVENT; EVENT }`, or `any { … }`; `count(EVENT)` is a number"));
        return;
      }
    }
  }

  private Expr range(int start, Expr from) {
    Token op = ops.get(operand - 1);
    Expr to = level(RANGE + 1);
    while (nextLevel() == RANGE) {
      faults.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, places.of(ops.get(operand - 1)), "a range has two ends, not three"));
      to = level(RANGE + 1);
    }
    return new Expr.RangeExpr(from, to, op.getType() == NxsParser.RANGE_TO, since(start));
  }

  private Expr negation() {
    NxsParser.PrefixContext next = nextPrefix();
    if (next == null || typeOf(next) != NxsParser.NOT) {
      return level(NOT + 1);
    }
    int start = start();
    prefix++;
    Expr inner = negation();
    if (inner instanceof Expr.EventExpr) {
      faults.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, places.of(next), "`not` denies a state, and this is an event")
              .help("write `never EVENT`"));
    }
    return new Expr.Unary(Expr.UnaryOp.NOT, inner, since(start));
  }

  private Expr prefixed() {
    NxsParser.PrefixContext next = nextPrefix();
    if (next == null) {
      Expr expr = exprs.postfix(operands.get(operand));
      operand++;
      prefix = 0;
      return expr;
    }
    int start = start();
    prefix++;
    return switch (typeOf(next)) {
      case NxsParser.MINUS -> negative(next.getStart(), start);
      case NxsParser.TRY -> {
        Expr call = prefixed();
        yield new Expr.Try(call, since(start));
      }
      case NxsParser.NOT -> misplacedNot(next.getStart(), start);
      default -> {
        Expr body = level(0);
        yield exprs.quantifier(next, body, since(start));
      }
    };
  }

  /** The token that a prefix begins with, which tells its kind. */
  private static int typeOf(NxsParser.PrefixContext prefix) {
    return prefix.getStart().getType();
  }

  /** The least number has no positive counterpart, so a minus right before a number is read with it. */
  private Expr negative(Token minus, int start) {
    NxsParser.OperandContext context = operands.get(operand);
    boolean number =
        nextPrefix() == null
            && context.suffixes.isEmpty()
            && context.primary() instanceof NxsParser.LiteralContext literal
            && literal.literal.getType() == NxsParser.NUMBER;
    if (number) {
      operand++;
      prefix = 0;
      return exprs.negativeNumber(minus, context.primary().getStart());
    }
    Expr inner = prefixed();
    return new Expr.Unary(Expr.UnaryOp.NEGATE, inner, since(start));
  }

  private Expr misplacedNot(Token not, int start) {
    Expr inner = prefixed();
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_WORD, places.of(not), "`not` binds looser than the operator before it")
            .help("put `not …` in parentheses"));
    return new Expr.Unary(Expr.UnaryOp.NOT, inner, since(start));
  }

  /** Where the next operand starts, its prefixes included. */
  private int start() {
    NxsParser.PrefixContext next = nextPrefix();
    return (next == null ? operands.get(operand).primary() : next).getStart().getStartIndex();
  }

  /** From a place to the end of the last operand read; parentheses count, which the tree does not show. */
  private Span since(int start) {
    Span last = places.of(operands.get(operand - 1));
    return new Span(last.source(), start, last.end());
  }

  private NxsParser.@Nullable PrefixContext nextPrefix() {
    List<NxsParser.PrefixContext> prefixes = operands.get(operand).prefixes;
    return prefix < prefixes.size() ? prefixes.get(prefix) : null;
  }

  /** The level of the operator behind the operands that were read. */
  private int nextLevel() {
    int next = operand - 1;
    return next < ops.size() ? levelOf(ops.get(next).getType()) : NO_LEVEL;
  }

  private static int levelOf(int type) {
    return switch (type) {
      case NxsParser.OR -> 0;
      case NxsParser.AND -> AND;
      case NxsParser.RANGE, NxsParser.RANGE_TO -> RANGE;
      case NxsParser.PLUS, NxsParser.MINUS -> SUM;
      case NxsParser.STAR, NxsParser.SLASH, NxsParser.PERCENT -> PRODUCT;
      default -> COMPARISON;
    };
  }

  private static Expr.BinaryOp binary(int type) {
    return switch (type) {
      case NxsParser.OR -> Expr.BinaryOp.OR;
      case NxsParser.AND -> Expr.BinaryOp.AND;
      case NxsParser.EQ -> Expr.BinaryOp.EQ;
      case NxsParser.NE -> Expr.BinaryOp.NE;
      case NxsParser.LT -> Expr.BinaryOp.LT;
      case NxsParser.LE -> Expr.BinaryOp.LE;
      case NxsParser.GT -> Expr.BinaryOp.GT;
      case NxsParser.GE -> Expr.BinaryOp.GE;
      case NxsParser.IN -> Expr.BinaryOp.IN;
      case NxsParser.PLUS -> Expr.BinaryOp.ADD;
      case NxsParser.MINUS -> Expr.BinaryOp.SUB;
      case NxsParser.STAR -> Expr.BinaryOp.MUL;
      case NxsParser.SLASH -> Expr.BinaryOp.DIV;
      case NxsParser.PERCENT -> Expr.BinaryOp.REM;
      default -> throw new IllegalStateException("a token must be a binary operator: type=" + type);
    };
  }
}
