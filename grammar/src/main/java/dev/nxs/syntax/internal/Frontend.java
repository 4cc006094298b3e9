// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Comment;
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
import org.jspecify.annotations.Nullable;

/**
 * Lexer, layout, parser and builder in a row.
 *
 * <p>The parser runs twice at most: first with SLL prediction, which is fast and gives up at the first difficulty, then
 * over the same tokens with full LL prediction and recovery. A text that SLL accepts is read by LL in the same way (T.
 * Parr, S. Harwell, K. Fisher, "Adaptive LL(*) Parsing", OOPSLA 2014).
 */
public final class Frontend {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Source source;
  private final Faults faults;
  private ParseResult result;
  private NxsParser.@Nullable FileContext tree;
  private @Nullable CommonTokenStream tokens;

  private Frontend(Source source, Limits limits) {
    this.source = source;
    this.faults = new Faults(source);
    result = read(limits);
  }

  public static ParseResult parse(Source source, Limits limits) {
    return new Frontend(source, limits).result;
  }

  /**
   * What a formatter reads: the pieces of the text in their order, the last of which is its end.
   *
   * @param pieces empty where there are errors
   */
  public record Read(ParseResult result, List<Piece> pieces) {}

  /** Parses a text, and takes it to pieces where it has no errors. */
  public static Read pieces(Source source, Limits limits) {
    Frontend frontend = new Frontend(source, limits);
    NxsParser.FileContext tree = frontend.tree;
    CommonTokenStream tokens = frontend.tokens;
    List<Comment> comments = frontend.result.comments();
    return tree == null || tokens == null || frontend.result.hasErrors()
        ? new Read(frontend.result, List.of())
        : new Read(frontend.result, Pieces.of(tokens.getTokens(), tree, source.text(), comments));
  }

  private ParseResult read(Limits limits) {
    String text = source.text();
    if (text.length() > limits.fileChars()) {
      faults.add(tooLarge(text.length(), limits));
      return new ParseResult(nothing(), faults.list(), List.of(), false, 0);
    }
    TextStream stream = new TextStream(source.name(), text);
    stream.seek(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0);
    NxsLexer lexer = new NxsLexer(stream);
    lexer.removeErrorListeners(); // the lexer has a rule for everything
    TokenReader reader = new TokenReader(lexer, source, faults);
    Layout layout = new Layout(lexer, reader, source, limits, faults);
    CommonTokenStream stored = new CommonTokenStream(layout);
    stored.fill();
    faults.beginSyntax();
    NxsParser.FileContext parsed = parse(stored);
    tree = parsed;
    tokens = stored;
    SourceFile file = new FileBuilder(source, faults).file(parsed);
    return new ParseResult(file, faults.list(), List.copyOf(reader.comments()), layout.incomplete(), layout.tokens());
  }

  private static Diagnostic.Builder tooLarge(int size, Limits limits) {
    String message = "the text has " + size + " characters, and the limit is " + limits.fileChars();
    return Diagnostic.error(Code.FILE_TOO_LARGE, message)
        .note("what is imported counts, too, and this is what it has left for this text")
        .help("keep what does not belong together in files that do not import each other");
  }

  private NxsParser.FileContext parse(CommonTokenStream stored) {
    NxsParser parser = new NxsParser(stored);
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

  private SourceFile nothing() {
    return new SourceFile(null, List.of(), new Span(source, 0, source.text().length()));
  }
}
