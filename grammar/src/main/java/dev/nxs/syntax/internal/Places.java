// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Name;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Turns places of the parse tree into spans of the text. */
final class Places {
  private final Source source;

  Places(Source source) {
    this.source = source;
  }

  Span of(ParserRuleContext context) {
    int start = context.getStart().getStartIndex();
    Token stop = context.getStop();
    return new Span(source, start, stop == null ? start : Math.max(start, stop.getStopIndex() + 1));
  }

  Span of(Token token) {
    int start = token.getStartIndex();
    return new Span(source, start, Math.max(start, token.getStopIndex() + 1));
  }

  Span between(Token first, Span last) {
    return new Span(source, first.getStartIndex(), last.end());
  }

  /** The place right behind something, one character wide where there is one on the line. */
  Span behind(Span span) {
    int end = span.end();
    boolean more = end < source.text().length() && source.text().charAt(end) != '\n';
    return new Span(source, end, more ? end + 1 : end);
  }

  /** One name, or two with a point between them, whatever blanks stand around it. */
  Name dotted(NxsParser.DottedContext context) {
    Name first = name(context.name(0));
    if (context.name().size() == 1) {
      return first;
    }
    Name second = name(context.name(1));
    return new Name(first.text() + "." + second.text(), first.span().to(second.span()));
  }

  Name name(ParserRuleContext word) {
    return new Name(word.getStart().getText(), of(word));
  }
}
