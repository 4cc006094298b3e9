// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Suggest;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;

/**
 * Finds words that stand where no name can stand and are close to a word that could. Such a word is reported and goes
 * on as what was meant, so that the rest of its item is understood.
 */
final class Misspellings {
  private static final List<String> MATCHES = List.of("contains", "starts");

  private static final int SHORT = 2;

  private final Faults faults;
  private final Source source;

  Misspellings(Faults faults, Source source) {
    this.faults = faults;
    this.source = source;
  }

  /** Mends a name in place, judged by its neighbours. */
  void mend(CommonToken token, CommonToken last, CommonToken next, Context context, boolean itemStart) {
    List<String> candidates = candidates(token, last, next, context, itemStart);
    if (candidates.isEmpty()) {
      return;
    }
    String text = token.getText();
    if (text.length() <= SHORT) {
      return; // any two letters are close to some word
    }
    String meant = Suggest.closest(text, candidates);
    if (meant == null) {
      return;
    }
    Span span = new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_WORD, span, "the language has no word `" + text + "`")
            .help("did you mean `" + meant + "`?"));
    token.setType(Words.typeOf(meant));
  }

  private static List<String> candidates(
      CommonToken token, CommonToken last, CommonToken next, Context context, boolean itemStart) {
    if (itemStart) {
      return itemWords(token, next, context);
    }
    boolean sameLine = token.getLine() == last.getLine();
    if (context == Context.EXPECTATIONS && sameLine && next.getType() != NxsLexer.IN) {
      if (last.getType() == NxsLexer.MARKER || last.getType() == NxsLexer.AUDIT) {
        return isText(next) ? MATCHES : List.of();
      }
      boolean afterOperand = last.getType() == NxsLexer.ID || Words.END_VALUE.has(last.getType());
      return afterOperand ? Words.CLAUSES : List.of();
    }
    boolean afterBlock = context == Context.STATEMENTS && last.getType() == NxsLexer.RBRACE && sameLine;
    return afterBlock ? List.of("else") : List.of();
  }

  /** The words that could begin an item which goes on like this. */
  private static List<String> itemWords(CommonToken token, CommonToken next, Context context) {
    if (next.getLine() != token.getLine()) {
      return List.of();
    }
    return switch (context) {
      case FILE -> fileWords(next);
      case SCENARIO -> scenarioWords(next);
      case STATEMENTS -> statementWords(next);
      case EXPECTATIONS -> formWords(next);
      case INSIDE, STRING -> List.of();
    };
  }

  private static List<String> fileWords(CommonToken next) {
    if (isText(next)) {
      return List.of("scenario", "import");
    }
    if (next.getType() == NxsLexer.LPAREN) {
      return List.of("machine");
    }
    return Words.isName(next.getType()) ? Words.TOP_ITEMS : List.of();
  }

  private static List<String> scenarioWords(CommonToken next) {
    return switch (next.getType()) {
      case NxsLexer.LPAREN -> List.of("machine", "explore");
      case NxsLexer.LBRACE -> List.of("expect");
      case NxsLexer.NUMBER -> List.of("at", "every");
      case NxsLexer.FOR -> List.of("run");
      default -> Words.isName(next.getType()) ? Words.SCENARIO_ITEMS : List.of();
    };
  }

  private static List<String> statementWords(CommonToken next) {
    if (next.getType() == NxsLexer.LBRACE) {
      return List.of("loop");
    }
    return startsValue(next) ? Words.STATEMENTS : List.of();
  }

  private static List<String> formWords(CommonToken next) {
    return switch (next.getType()) {
      case NxsLexer.LBRACE -> List.of("order", "all", "any", "exclusive");
      case NxsLexer.NUMBER -> List.of("exactly");
      case NxsLexer.STRING, NxsLexer.QUOTE, NxsLexer.PATTERN -> List.of("marker", "audit", "complete");
      default -> startsValue(next) ? Words.FORMS : List.of();
    };
  }

  private static boolean startsValue(CommonToken token) {
    int type = token.getType();
    return isText(token)
        || Words.isName(type)
        || type == NxsLexer.NUMBER
        || type == NxsLexer.TRUE
        || type == NxsLexer.FALSE
        || type == NxsLexer.NOT;
  }

  private static boolean isText(CommonToken token) {
    return switch (token.getType()) {
      case NxsLexer.STRING, NxsLexer.QUOTE, NxsLexer.TRIPLE_QUOTE, NxsLexer.PATTERN -> true;
      default -> false;
    };
  }
}
