// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The brackets that are open at a place of the text, and what to say about those that do not match.
 *
 * <p>Which brace is the one that was never closed cannot be known from counting: the end of the file only shows that
 * one is missing. Its author's indentation tells more. Where a closing brace stands further left than the line of the brace
 * that it closes, that one is remembered and blamed if one turns out to be missing.
 */
final class Brackets {
  /** Where a line belongs that cannot stand inside the brackets open before it. */
  enum Target {
    /** It may stand where it is. */
    NONE,
    /** In the innermost block. */
    BLOCK,
    SCENARIO,
    FILE
  }

  private static final Pattern RECORD = Pattern.compile("\\s*+[a-zA-Z_]\\w*+\\s*+:");

  private static final class Open {
    private final CommonToken token;
    private final Context context;
    private int head;

    Open(CommonToken token, Context context) {
      this.token = token;
      this.context = context;
    }
  }

  private final Source source;
  private final Faults faults;
  private final List<Open> stack = new ArrayList<>();
  private int fileHead;
  private @Nullable CommonToken suspect;
  private @Nullable CommonToken suspectCloser;

  Brackets(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
  }

  int depth() {
    return stack.size();
  }

  Context context() {
    return stack.isEmpty() ? Context.FILE : top().context;
  }

  /** The word that the item begins with in which the text is. */
  int head() {
    return stack.isEmpty() ? fileHead : top().head;
  }

  void setHead(int type) {
    if (stack.isEmpty()) {
      fileHead = type;
    } else {
      top().head = type;
    }
  }

  void open(CommonToken token, Context context) {
    stack.add(new Open(token, context));
  }

  /** Closes the innermost bracket with what stands in the text. */
  void close(CommonToken closer) {
    Open open = stack.remove(stack.size() - 1);
    boolean block = open.context.hasItems() && closer.getType() == NxsLexer.RBRACE;
    if (block && suspect == null && startsLine(closer) && indent(closer) < indent(open.token)) {
      suspect = open.token;
      suspectCloser = closer;
    }
  }

  /**
   * Whether a brace would close a scenario though its indentation, and that of what follows, say that the scenario goes
   * on. Such a brace is one too many.
   */
  boolean isStray(CommonToken closer, CommonToken next) {
    if (stack.isEmpty() || context() != Context.SCENARIO || next.getType() == Token.EOF || !startsLine(closer)) {
      return false;
    }
    int indent = indent(top().token);
    return indent(closer) > indent && next.getLine() > closer.getLine() && indent(next) > indent;
  }

  void reportStray(CommonToken closer) {
    faults.add(Diagnostic.error(Code.UNMATCHED_BRACKET, span(closer), "this `}` closes nothing").help("remove it"));
  }

  /** Closes the innermost bracket though the text does not; answers the type of the closing token. */
  int closeInnermost() {
    return closerOf(stack.remove(stack.size() - 1).token.getType());
  }

  /**
   * How many brackets stand open inside the one that a closing token closes, after saying what is wrong with them; -1
   * where it closes none.
   */
  int stepsTo(CommonToken closer) {
    int wanted = openerOf(closer.getType());
    for (int i = stack.size() - 1; i >= 0; i--) {
      int type = stack.get(i).token.getType();
      boolean matches = type == wanted || (wanted == NxsLexer.QUOTE && type == NxsLexer.TRIPLE_QUOTE);
      if (matches) {
        int steps = stack.size() - 1 - i;
        if (steps > 0) {
          reportUnclosed(closer);
        }
        return steps;
      }
      if (isBarrier(stack.get(i), wanted)) {
        break;
      }
    }
    return closeInstead(closer);
  }

  /** A closing token of the wrong kind right in another bracket was meant for that one. */
  private int closeInstead(CommonToken closer) {
    Diagnostic.Builder fault =
        Diagnostic.error(Code.UNMATCHED_BRACKET, span(closer), "this `" + closer.getText() + "` closes nothing");
    boolean wrongKind =
        !stack.isEmpty() && context() == Context.INSIDE && top().token.getType() != NxsLexer.HOLE_OPEN;
    if (wrongKind) {
      Open open = top();
      int right = closerOf(open.token.getType());
      fault
          .also(span(open.token), "the open bracket is this one")
          .help("write `" + textOf(right) + "`");
      closer.setType(right);
    }
    faults.add(fault);
    return wrongKind ? 0 : -1;
  }

  /** Parentheses do not reach over the blocks around them, and nothing reaches out of a hole. */
  private static boolean isBarrier(Open open, int wanted) {
    int type = open.token.getType();
    if (wanted == NxsLexer.HOLE_OPEN || wanted == NxsLexer.QUOTE) {
      return false;
    }
    return type == NxsLexer.HOLE_OPEN || open.context.hasItems();
  }

  /** Where a line belongs, judged by how it starts. */
  Target targetOf(CommonToken token, CommonToken next, CommonToken last) {
    int type = token.getType();
    int after = next.getType();
    boolean text = after == NxsLexer.STRING || after == NxsLexer.QUOTE;
    if (stack.isEmpty() || isInHole()) {
      return Words.BEGIN_ITEM.has(type) && after != NxsLexer.COLON && !isInHole() ? Target.BLOCK : Target.NONE;
    }
    if ((type == NxsLexer.SCENARIO || type == NxsLexer.IMPORT) && text) {
      return Target.FILE;
    }
    // A word alone on its line is a name: what declares something has the declared name beside it.
    boolean declares = next.getLine() == token.getLine();
    if ((type == NxsLexer.FN || type == NxsLexer.PROGRAM) && declares && Words.isName(after)) {
      return isMeantInside(token) ? Target.BLOCK : Target.FILE;
    }
    if (declares && isScenarioItem(type, next) && stepsTo(Target.SCENARIO) > 0) {
      return isMeantInside(token) ? Target.NONE : Target.SCENARIO;
    }
    boolean control = context() == Context.INSIDE && (type == NxsLexer.IF || type == NxsLexer.FOR);
    boolean begins = (Words.BEGIN_ITEM.has(type) || control) && after != NxsLexer.COLON;
    return begins && last.getType() != NxsLexer.DOT ? Target.BLOCK : Target.NONE;
  }

  /** Whoever indents an item further than the block around it wants it inside, and is told that it cannot stand there. */
  private boolean isMeantInside(CommonToken token) {
    boolean block = context() == Context.STATEMENTS || context() == Context.SCENARIO;
    return block && startsLine(token) && indent(token) > indent(top().token);
  }

  private boolean isScenarioItem(int type, CommonToken next) {
    int after = next.getType();
    if (Words.DECLARE_IN_SCENARIO.has(type)) {
      return after == NxsLexer.ID;
    }
    if (type == NxsLexer.EXPECT) {
      return after == NxsLexer.LBRACE && !opensRecord(next);
    }
    boolean statements = blockContext() == Context.STATEMENTS;
    return switch (type) {
      case NxsLexer.RUN -> after == NxsLexer.FOR || after == NxsLexer.UNTIL;
      case NxsLexer.AT, NxsLexer.EVERY -> statements && after == NxsLexer.NUMBER;
      case NxsLexer.WHEN -> after == NxsLexer.MARKER;
      default -> false;
    };
  }

  /** Whether a brace holds a record: no expectation begins with a name and a colon. */
  private boolean opensRecord(CommonToken brace) {
    Matcher matcher = RECORD.matcher(source.text());
    return matcher.region(brace.getStopIndex() + 1, source.text().length()).lookingAt();
  }

  private Context blockContext() {
    for (int i = stack.size() - 1; i >= 0; i--) {
      if (stack.get(i).context.hasItems()) {
        return stack.get(i).context;
      }
    }
    return Context.FILE;
  }

  /** How many brackets to close to be in a target; 0 where there is no such. */
  int stepsTo(Target target) {
    if (target == Target.NONE) {
      return 0;
    }
    for (int i = stack.size() - 1; i >= 0; i--) {
      Context context = stack.get(i).context;
      boolean reached =
          (target == Target.BLOCK && context.hasItems())
              || (target == Target.SCENARIO && context == Context.SCENARIO);
      if (reached) {
        return stack.size() - 1 - i;
      }
    }
    return target == Target.SCENARIO ? 0 : stack.size();
  }

  /** Whether the text is in a hole of a string. */
  boolean isInHole() {
    for (int i = stack.size() - 1; i >= 0 && !stack.get(i).context.hasItems(); i--) {
      if (stack.get(i).context == Context.STRING) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text is in a string, or in a hole of one, that must end on its line. */
  boolean isInLineString() {
    return lineString() != null;
  }

  private @Nullable CommonToken lineString() {
    CommonToken outermost = null;
    for (int i = stack.size() - 1; i >= 0; i--) {
      CommonToken token = stack.get(i).token;
      if (token.getType() == NxsLexer.QUOTE) {
        outermost = token;
      } else if (token.getType() == NxsLexer.TRIPLE_QUOTE || stack.get(i).context.hasItems()) {
        break;
      }
    }
    return outermost;
  }

  /** Whether the innermost bracket holds no items and was opened on a line. */
  boolean isInsideSince(int line) {
    return context() == Context.INSIDE && top().token.getLine() == line;
  }

  void reportBrokenString() {
    CommonToken quote = lineString();
    if (quote != null) {
      faults.add(unclosedString(quote));
    }
  }

  private Diagnostic.Builder unclosedString(CommonToken quote) {
    if (quote.getType() == NxsLexer.TRIPLE_QUOTE) {
      return Diagnostic.error(Code.UNCLOSED_STRING, span(quote), "this text is never closed")
          .help("end it with `\"\"\"`");
    }
    return Diagnostic.error(Code.UNCLOSED_STRING, span(quote), "this text is not closed on its line")
        .help("end it with `\"`; text over several lines stands in `\"\"\"`");
  }

  /** Says which bracket was not closed, at a place that shows it. */
  void reportUnclosed(CommonToken place) {
    CommonToken blamed = blamed();
    if (blamed.getType() == NxsLexer.QUOTE || blamed.getType() == NxsLexer.TRIPLE_QUOTE) {
      faults.add(unclosedString(blamed));
      return;
    }
    Diagnostic.Builder fault = unclosed(blamed);
    if (suspect == blamed && suspectCloser != null) {
      fault.also(span(suspectCloser), "this one closes it, but is indented less");
    } else {
      fault.also(span(place), "it is still open here");
    }
    faults.add(fault);
    suspect = null;
  }

  void reportUnclosedAtEnd() {
    for (int i = stack.size() - 1; i >= 0; i--) {
      CommonToken token = stack.get(i).token;
      if (token.getType() == NxsLexer.TRIPLE_QUOTE || token.getType() == NxsLexer.QUOTE) {
        faults.add(unclosedString(token));
        return;
      }
    }
    CommonToken blamed = blamed();
    Diagnostic.Builder fault = unclosed(blamed);
    if (suspect == blamed && suspectCloser != null) {
      fault.also(span(suspectCloser), "this one closes it, but is indented less");
    }
    faults.add(fault);
  }

  private Diagnostic.Builder unclosed(CommonToken open) {
    String text = open.getText();
    return Diagnostic.error(Code.UNCLOSED_BRACKET, span(open), "this `" + text + "` is never closed")
        .help("add the `" + textOf(closerOf(open.getType())) + "` that belongs to it");
  }

  /** The innermost bracket; for a brace the one that the indentation speaks against. */
  private CommonToken blamed() {
    CommonToken innermost = top().token;
    return suspect != null && innermost.getType() == NxsLexer.LBRACE ? suspect : innermost;
  }

  private boolean startsLine(CommonToken token) {
    return indent(token) == token.getCharPositionInLine();
  }

  /** How far the line of a token is indented. */
  private int indent(Token token) {
    int start = source.lines().startOf(token.getLine());
    int at = start;
    String text = source.text();
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at - start;
  }

  private Open top() {
    return stack.get(stack.size() - 1);
  }

  private static int openerOf(int closer) {
    return switch (closer) {
      case NxsLexer.RPAREN -> NxsLexer.LPAREN;
      case NxsLexer.RBRACK -> NxsLexer.LBRACK;
      case NxsLexer.RBRACE -> NxsLexer.LBRACE;
      case NxsLexer.HOLE_CLOSE -> NxsLexer.HOLE_OPEN;
      default -> NxsLexer.QUOTE;
    };
  }

  private static int closerOf(int opener) {
    return switch (opener) {
      case NxsLexer.LPAREN -> NxsLexer.RPAREN;
      case NxsLexer.LBRACK -> NxsLexer.RBRACK;
      case NxsLexer.LBRACE -> NxsLexer.RBRACE;
      case NxsLexer.HOLE_OPEN -> NxsLexer.HOLE_CLOSE;
      default -> NxsLexer.QUOTE_END;
    };
  }

  private static String textOf(int closer) {
    return switch (closer) {
      case NxsLexer.RPAREN -> ")";
      case NxsLexer.RBRACK -> "]";
      case NxsLexer.RBRACE, NxsLexer.HOLE_CLOSE -> "}";
      default -> "\"";
    };
  }

  private Span span(CommonToken token) {
    return new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
  }
}
