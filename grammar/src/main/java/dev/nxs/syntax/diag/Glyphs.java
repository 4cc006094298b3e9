// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import java.util.Locale;

/**
 * How characters look on a terminal: how many columns they take, and a stand-in for those that would move the cursor,
 * change its colours or turn the text around. What a file holds must never act on the terminal that shows it.
 *
 * <p>Widths follow the blocks of Unicode Standard Annex 11 that terminals draw two columns wide; they are an estimate,
 * as every terminal's are.
 */
final class Glyphs {
  /** First and last code points of the blocks that are two columns wide. */
  private static final int[][] WIDE = {
    {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
    {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
  };

  private static final int SYMBOLS_OF_CONTROLS = 0x2400;
  private static final int SYMBOL_OF_DELETE = 0x2421;

  private Glyphs() {}

  /** A text that is safe to print on one line. */
  static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.append(glyph(c)));
    return out.toString();
  }

  /** What to print for a character. */
  static String glyph(int c) {
    if (c < ' ') {
      return Character.toString(SYMBOLS_OF_CONTROLS + c);
    }
    if (c == 0x7f) {
      return Character.toString(SYMBOL_OF_DELETE);
    }
    return isHidden(c) ? String.format(Locale.ROOT, "<U+%04X>", c) : Character.toString(c);
  }

  /** The columns that {@link #glyph} takes. */
  static int width(int c) {
    if (c < 0x7f) {
      return 1;
    }
    if (isHidden(c)) {
      return glyph(c).length();
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] block : WIDE) {
      if (c >= block[0] && c <= block[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** Controls of the second kind, marks of direction, halves of characters and the like. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c > 0x7f;
      case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE, Character.UNASSIGNED -> true;
      default -> false;
    };
  }
}
