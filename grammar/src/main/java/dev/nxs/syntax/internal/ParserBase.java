// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Recovery where the grammar asks for it, at the end of an item or of a bracket; without {@link Recovery}, giving up. */
abstract class ParserBase extends Parser {
  ParserBase(TokenStream input) {
    super(input);
  }

  void recoverItem(ParserRuleContext context, RecognitionException failure) {
    recovery(context, failure).skipItem(this, context);
  }

  void recoverBracket(ParserRuleContext context, RecognitionException failure) {
    recovery(context, failure).skipBracket(this, context, failure);
  }

  private Recovery recovery(ParserRuleContext context, RecognitionException failure) {
    if (!(getErrorHandler() instanceof Recovery recovery)) {
      throw new ParseCancellationException(failure);
    }
    context.exception = failure;
    recovery.reportError(this, failure);
    return recovery;
  }
}
