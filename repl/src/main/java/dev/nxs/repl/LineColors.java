// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.Lexemes;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours a line while it is typed, by the language's own lexer; a first word that is a command is bold. */
final class LineColors implements Highlighter {
  @Override
  public AttributedString highlight(LineReader reader, String line) {
    AttributedStringBuilder colored = new AttributedStringBuilder();
    int at = 0;
    for (Lexemes.Lexeme lexeme : Lexemes.of(line)) {
      int start = Math.max(at, Math.min(line.length(), lexeme.start()));
      int end = Math.max(start, Math.min(line.length(), lexeme.end()));
      colored.append(line.substring(at, start));
      String word = line.substring(start, end);
      boolean first = line.substring(0, start).isBlank();
      colored.append(word, style(lexeme.kind(), word, first));
      at = end;
    }
    return colored.append(line.substring(at)).toAttributedString();
  }

  private static AttributedStyle style(Lexemes.Kind kind, String word, boolean first) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    return switch (kind) {
      case NAME -> first && CommandWord.of(word) != null ? plain.bold() : name(word, plain);
      case NUMBER -> plain.foreground(AttributedStyle.CYAN);
      case TEXT -> plain.foreground(AttributedStyle.GREEN);
      case PATTERN -> plain.foreground(AttributedStyle.YELLOW);
      case COMMENT -> plain.faint();
      case WRONG -> plain.foreground(AttributedStyle.RED);
      case SIGN -> plain;
    };
  }

  private static AttributedStyle name(String word, AttributedStyle plain) {
    for (QosClass qos : QosClass.values()) {
      if (qos.label().equals(word)) {
        return plain.foreground(AttributedStyle.MAGENTA);
      }
    }
    return plain;
  }
}
