// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;

/**
 * What lines and brackets mean, decided in front of the parser: each item of a block ends with a SEMI, which stands for
 * `;`, for a line end that ends something, or for the end of the block; and all brackets are balanced.
 *
 * <p>A line end means nothing inside parentheses, square brackets, records and holes of strings. Elsewhere it ends the
 * item, unless the line ends with a token that wants an operand, or the next one starts with something that no item can
 * begin with. Whether a word such as {@code at} continues or begins depends on the block: in expectations it is a
 * clause, in a scenario an item.
 *
 * <p>A bracket that is never closed is closed here where a line begins that cannot stand inside it, so that one missing
 * bracket costs one message and the rest of the file is understood.
 */
final class Layout implements TokenSource {
  private final NxsLexer lexer;
  private final TokenReader reader;
  private final Source source;
  private final Faults faults;
  private final Brackets brackets;
  private final Misspellings misspellings;
  private final Depth depth = new Depth();
  private final Limits limits;
  private final Deque<CommonToken> ready = new ArrayDeque<>();

  private CommonToken ahead;
  private CommonToken last;
  private boolean typesAllowed;
  private int angles;
  private int beforeLast;
  private boolean incomplete;
  private int tokens;

  Layout(NxsLexer lexer, TokenReader reader, Source source, Limits limits, Faults faults) {
    this.lexer = lexer;
    this.reader = reader;
    this.source = source;
    this.limits = limits;
    this.faults = faults;
    this.brackets = new Brackets(source, faults);
    this.misspellings = new Misspellings(faults, source);
    this.last = new CommonToken(NxsLexer.SEMI, ""); // as if an item had ended before the first line
    this.last.setStopIndex(-1);
    this.ahead = reader.next();
  }

  /** Whether the text ended inside a bracket, a string or a comment. */
  boolean incomplete() {
    return incomplete || reader.openComment();
  }

  /** How many words, numbers and signs were read. */
  int tokens() {
    return tokens;
  }

  @Override
  public Token nextToken() {
    while (ready.isEmpty()) {
      advance();
    }
    return ready.remove();
  }

  private void advance() {
    CommonToken token = ahead;
    if (token.getType() == Token.EOF) {
      finish(token);
      return;
    }
    ahead = reader.next();
    if (++tokens > limits.tokens()) {
      faults.add(
          Diagnostic.error(
                  Code.FILE_TOO_LARGE, span(token), "the text has more than " + limits.tokens() + " words, numbers and signs")
              .label("the rest is not read")
              .note("what is imported counts, too, and this is what it has left for this text")
              .help("generate less, or keep what does not belong together in files that do not import each other"));
      finish(ended(token));
      return;
    }
    boolean startsLine = token.getLine() > last.getLine();
    if (startsLine && brackets.context() != Context.STRING) {
      startLine(token);
    }
    if (token.getType() == NxsLexer.ID) {
      misspellings.mend(token, last, ahead, brackets.context(), isItemStart());
    }
    take(token);
    if (depth.now() > limits.nesting()) {
      faults.add(
          Diagnostic.error(Code.TOO_DEEP, span(token), "the nesting is deeper than " + limits.nesting() + " levels")
              .label("here")
              .help("give parts of it names with `let`, or move them into a `fn` or a `program`"));
      finish(ended(token));
    }
  }

  private void take(CommonToken token) {
    switch (token.getType()) {
      case NxsLexer.LPAREN, NxsLexer.LBRACK -> {
        if (endsOperand(last.getType())) {
          depth.countPostfix();
        }
        open(token, Context.INSIDE);
      }
      case NxsLexer.LBRACE -> open(token, contextOfBrace());
      case NxsLexer.QUOTE, NxsLexer.TRIPLE_QUOTE -> open(token, Context.STRING);
      case NxsLexer.HOLE_OPEN -> open(token, Context.INSIDE);
      case NxsLexer.QUOTE_END, NxsLexer.HOLE_CLOSE, NxsLexer.RBRACE, NxsLexer.RPAREN, NxsLexer.RBRACK -> close(token);
      case NxsLexer.STRING_BROKEN -> breakStrings(token);
      case NxsLexer.SEMI -> separate(token);
      case NxsLexer.LT, NxsLexer.GT -> emit(angle(token));
      default -> emit(token);
    }
  }

  private void startLine(CommonToken token) {
    while (reader.isTorn(last.getLine()) && brackets.isInsideSince(last.getLine())) {
      closeInnermost(); // the missing quote hides their ends
    }
    Brackets.Target target = brackets.targetOf(token, ahead, last);
    if (target != Brackets.Target.NONE) {
      closeFor(target, token);
      endItem();
    } else if (brackets.context().hasItems() && !continues(token)) {
      endItem();
    }
  }

  /** Whether a token that starts a line goes on with the item of the line above. */
  private boolean continues(CommonToken token) {
    int type = token.getType();
    if (Words.WANT_OPERAND.has(last.getType()) || Words.CONTINUE.has(type)) {
      return true;
    }
    return switch (brackets.context()) {
      case EXPECTATIONS ->
          Words.isJoint(last.getType()) || Words.isJoint(type) || (Words.CLAUSE_TYPES.has(type) && isClause(token));
      case SCENARIO -> Words.SCENARIO_CLAUSES.has(type) || isHeadParenthesis(type);
      case FILE -> type == NxsLexer.AS || isHeadParenthesis(type);
      case STATEMENTS -> type == NxsLexer.FAILS && ahead.getType() != NxsLexer.LPAREN;
      case INSIDE, STRING -> true;
    };
  }

  /** A clause has something to say, and is no name in an expression; `at least` begins a form. */
  private boolean isClause(CommonToken token) {
    int next = ahead.getType();
    if (token.getType() == NxsLexer.AT && (next == NxsLexer.LEAST || next == NxsLexer.MOST)) {
      return false;
    }
    boolean binary = Words.WANT_OPERAND.has(next) && next != NxsLexer.MINUS && next != NxsLexer.NOT;
    return !binary && next != NxsLexer.RPAREN;
  }

  /** Declarations have their arguments in parentheses, and no other item of theirs can begin with one. */
  private boolean isHeadParenthesis(int type) {
    return type == NxsLexer.LPAREN && brackets.head() != NxsLexer.LET;
  }

  /** A semicolon inside parentheses is a sign that they are not closed; in a hole it is the parser that objects. */
  private void separate(CommonToken token) {
    if (!brackets.isInHole()) {
      closeFor(Brackets.Target.BLOCK, token);
    }
    if (!isItemStart()) {
      emit(token);
    }
  }

  private boolean isItemStart() {
    return brackets.context().hasItems()
        && (last.getType() == NxsLexer.SEMI || last.getType() == NxsLexer.LBRACE);
  }

  private void endItem() {
    if (!isItemStart()) {
      emit(made(NxsLexer.SEMI));
    }
  }

  private void open(CommonToken token, Context context) {
    emit(token);
    depth.open();
    brackets.open(token, context);
  }

  /** Braces hold a record where an operand must stand, and a block elsewhere. */
  private Context contextOfBrace() {
    Context context = brackets.context();
    boolean statement = context == Context.STATEMENTS && Words.WANT_VALUE.has(last.getType());
    if (context == Context.INSIDE || Words.WANT_OPERAND.has(last.getType()) || statement) {
      return Context.INSIDE;
    }
    return context.inBlockOf(brackets.head());
  }

  private void close(CommonToken token) {
    if (token.getType() == NxsLexer.RBRACE && brackets.isStray(token, ahead)) {
      brackets.reportStray(token);
      return;
    }
    int steps = brackets.stepsTo(token);
    if (steps < 0) {
      return; // it closes nothing, which has been said
    }
    for (int i = 0; i < steps; i++) {
      closeInnermost();
    }
    if (brackets.context().hasItems()) {
      endItem();
    }
    brackets.close(token);
    depth.close();
    emit(token);
  }

  private void closeInnermost() {
    if (brackets.context().hasItems()) {
      endItem();
    }
    int closer = brackets.closeInnermost();
    depth.close();
    emit(made(closer));
  }

  private void closeFor(Brackets.Target target, CommonToken place) {
    int steps = brackets.stepsTo(target);
    if (steps > 0) {
      brackets.reportUnclosed(place);
    }
    for (int i = 0; i < steps; i++) {
      closeInnermost();
    }
  }

  private void breakStrings(CommonToken token) {
    brackets.reportBrokenString();
    while (brackets.isInLineString()) {
      closeInnermost();
    }
    last.setLine(token.getLine());
    reader.tear(token);
  }

  private void finish(CommonToken eof) {
    if (brackets.depth() > 0) {
      if (ahead == eof) {
        incomplete = !brackets.isInLineString(); // which no further line could mend
        brackets.reportUnclosedAtEnd();
      }
      while (brackets.depth() > 0) {
        closeInnermost();
      }
    }
    endItem();
    ahead = eof;
    ready.add(eof);
  }

  /** In the place of a type, the signs of comparison are brackets. */
  private CommonToken angle(CommonToken token) {
    if (!typesAllowed) {
      return token;
    }
    if (token.getType() == NxsLexer.LT) {
      boolean inType = beforeLast == NxsLexer.COLON || angles > 0;
      if (inType && Words.isName(last.getType())) {
        angles++;
        token.setType(NxsLexer.LANGLE);
      }
    } else if (angles > 0) {
      angles--;
      token.setType(NxsLexer.RANGLE);
    }
    return token;
  }

  private void emit(CommonToken token) {
    int type = token.getType();
    if (isItemStart()) {
      brackets.setHead(type);
      typesAllowed = type == NxsLexer.FN || type == NxsLexer.PROGRAM || type == NxsLexer.PARAM;
      angles = 0;
    } else if (type == NxsLexer.ASSIGN) {
      typesAllowed = false;
    }
    depth.count(type, endsOperand(last.getType()));
    beforeLast = last.getType();
    last = token;
    ready.add(token);
  }

  private static boolean endsOperand(int type) {
    return Words.isName(type) || Words.END_VALUE.has(type);
  }

  /** A token that the text does not have, right behind the last one that it has. */
  private CommonToken made(int type) {
    CommonToken token = new CommonToken(last);
    token.setType(type);
    token.setStartIndex(last.getStopIndex() + 1);
    token.setStopIndex(last.getStopIndex());
    token.setText("");
    return token;
  }

  private CommonToken ended(CommonToken token) {
    CommonToken eof = new CommonToken(token);
    eof.setType(Token.EOF);
    eof.setStopIndex(token.getStartIndex() - 1);
    eof.setText("");
    return eof;
  }

  private Span span(CommonToken token) {
    return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
  }

  @Override
  public int getLine() {
    return last.getLine();
  }

  @Override
  public int getCharPositionInLine() {
    return last.getCharPositionInLine();
  }

  @Override
  public CharStream getInputStream() {
    return lexer.getInputStream();
  }

  @Override
  public String getSourceName() {
    return source.name();
  }

  @Override
  public void setTokenFactory(TokenFactory<?> factory) {
    lexer.setTokenFactory(factory);
  }

  @Override
  public TokenFactory<?> getTokenFactory() {
    return lexer.getTokenFactory();
  }
}
