// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Limits;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Lexer, layout, parser and builder in a row.
 *
 * <p>The parser runs twice at most: first with SLL prediction, which is fast and gives up at the first difficulty, then
 * over the same tokens with full LL prediction and recovery. A text that SLL accepts is read by LL in the same way (T.
 * Parr, S. Harwell, K. Fisher, "Adaptive LL(*) Parsing", OOPSLA 2014).
 */
public final class Frontend {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private Frontend() {}

  public static ParseResult parse(Source source, Limits limits) {
    Faults faults = new Faults(source);
    String text = source.text();
    if (text.length() > limits.fileChars()) {
      faults.add(tooLarge(text.length(), limits));
      return new ParseResult(nothing(source), faults.list(), List.of(), false);
    }
    TextStream stream = new TextStream(source.name(), text);
    stream.seek(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0);
    NxsLexer lexer = new NxsLexer(stream);
    lexer.removeErrorListeners(); // the lexer has a rule for everything
    TokenReader reader = new TokenReader(lexer, source, faults);
    Layout layout = new Layout(lexer, reader, source, limits, faults);
    CommonTokenStream tokens = new CommonTokenStream(layout);
    tokens.fill();
    NxsParser.FileContext tree = parse(tokens, source, faults);
    SourceFile file = new FileBuilder(source, faults).file(tree);
    return new ParseResult(file, faults.list(), List.copyOf(reader.comments()), layout.incomplete());
  }

  private static Diagnostic.Builder tooLarge(int size, Limits limits) {
    String message = "the text has " + size + " characters, and the limit is " + limits.fileChars();
    return Diagnostic.error(Code.FILE_TOO_LARGE, message)
        .help("split it, and `import` the parts");
  }

  private static NxsParser.FileContext parse(CommonTokenStream tokens, Source source, Faults faults) {
    NxsParser parser = new NxsParser(tokens);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return parser.file();
    } catch (ParseCancellationException e) {
      parser.reset();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new Recovery(new SyntaxMessages(source, faults)));
      return parser.file();
    }
  }

  private static SourceFile nothing(Source source) {
    return new SourceFile(null, List.of(), new Span(source, 0, source.text().length()));
  }
}
