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
import org.jspecify.annotations.Nullable;

/**
 * Finds words that stand where no name can stand and are close to a word that could. Such a word is reported and goes
 * on as what was meant, so that the rest of its item is understood.
 */
final class Misspellings {
  private static final List<String> MATCHES = List.of("contains", "starts");

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
    String meant = Suggest.closest(text, candidates);
    if (meant == null || !fits(meant, next, context)) {
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
      return endsOperand(last.getType()) ? Words.CLAUSES : List.of();
    }
    boolean afterBlock = context == Context.STATEMENTS && last.getType() == NxsLexer.RBRACE && sameLine;
    return afterBlock ? List.of("else") : List.of();
  }

  private static List<String> itemWords(CommonToken token, CommonToken next, Context context) {
    boolean sameLine = next.getLine() == token.getLine();
    return switch (context) {
      case FILE -> Words.TOP_ITEMS;
      case SCENARIO -> Words.SCENARIO_ITEMS;
      case STATEMENTS -> sameLine && startsOperand(next) ? Words.STATEMENTS : List.of();
      case EXPECTATIONS -> sameLine && startsOperand(next) ? Words.FORMS : List.of();
      case INSIDE, STRING -> List.of();
    };
  }

  /** A word that needs a block must have one, or a name of its own would be taken for it. */
  private static boolean fits(@Nullable String meant, CommonToken next, Context context) {
    boolean brace = next.getType() == NxsLexer.LBRACE;
    return context != Context.STATEMENTS || !brace || "loop".equals(meant) || "else".equals(meant);
  }

  private static boolean startsOperand(CommonToken token) {
    int type = token.getType();
    return isText(token)
        || Words.isName(type)
        || switch (type) {
          case NxsLexer.NUMBER, NxsLexer.TRUE, NxsLexer.FALSE, NxsLexer.NOT, NxsLexer.LBRACE -> true;
          default -> false;
        };
  }

  private static boolean isText(CommonToken token) {
    return switch (token.getType()) {
      case NxsLexer.STRING, NxsLexer.QUOTE, NxsLexer.TRIPLE_QUOTE, NxsLexer.PATTERN -> true;
      default -> false;
    };
  }

  private static boolean endsOperand(int type) {
    return type == NxsLexer.ID
        || switch (type) {
          case NxsLexer.NUMBER, NxsLexer.STRING, NxsLexer.PATTERN, NxsLexer.QUOTE_END, NxsLexer.RPAREN, NxsLexer.RBRACK,
              NxsLexer.RBRACE -> true;
          default -> false;
        };
  }
}
