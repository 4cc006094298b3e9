// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.format;

import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.internal.Frontend;
import dev.nxs.syntax.internal.Piece;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a text its canonical form: two spaces a level, one item a line, one space where one belongs, at most one empty
 * line in a row, and lines of at most {@value #WIDTH} columns where they can be broken. Words, literals and comments
 * stay as they are.
 *
 * <p>The answer means what the text means, which is checked token by token, and is its own canonical form.
 */
public final class Formatter {
  /** How many columns a line takes where it can be broken; comments at its end do not count. */
  public static final int WIDTH = 100;

  private Formatter() {}

  /**
   * What came of a text.
   *
   * @param text the canonical form; null where the text has errors, since nobody knows what it should look like
   */
  public record Formatted(@Nullable String text, List<Diagnostic> diagnostics) {}

  /** Formats under the default limits. */
  public static Formatted format(Source source) {
    return format(source, Limits.DEFAULT);
  }

  /**
   * Formats a text.
   *
   * @throws IllegalStateException if the answer would mean something else, which is a bug of ours
   */
  public static Formatted format(Source source, Limits limits) {
    Frontend.Read read = Frontend.pieces(source, limits);
    if (read.pieces().isEmpty()) {
      return new Formatted(null, read.result().diagnostics());
    }
    String text = Printer.print(Shaper.file(source.text(), read.pieces(), read.result().comments()), WIDTH);
    // Wrapping makes a text longer, and it must not fail to be read for that.
    Limits roomy = new Limits(Math.max(limits.fileChars(), text.length()), limits.nesting(), Integer.MAX_VALUE);
    Frontend.Read again = Frontend.pieces(Source.of(source.name(), text), roomy);
    if (!sameMeaning(read.pieces(), again.pieces())) {
      throw new IllegalStateException("formatting must keep all tokens: source=" + source.name());
    }
    return new Formatted(text, read.result().diagnostics());
  }

  /** Whether two texts have the same pieces, but for commas in front of closing brackets and how items end. */
  private static boolean sameMeaning(List<Piece> before, List<Piece> after) {
    int i = 0;
    int j = 0;
    while (i < before.size() && j < after.size()) {
      if (isTrailingComma(before, i)) {
        i++;
        continue;
      }
      Piece a = before.get(i++);
      Piece b = after.get(j++);
      boolean sameText = a.kind() == Piece.Kind.END || a.text().replace("\r\n", "\n").equals(b.text());
      if (a.kind() != b.kind() || !sameText) {
        return false;
      }
    }
    return i == before.size() && j == after.size();
  }

  private static boolean isTrailingComma(List<Piece> pieces, int i) {
    return pieces.get(i).kind() == Piece.Kind.COMMA && pieces.get(i + 1).kind() == Piece.Kind.CLOSE;
  }
}
