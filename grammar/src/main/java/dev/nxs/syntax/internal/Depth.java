// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How deep the text nests at a token, counted before the parser recurses, so that no text can exhaust its stack nor
 * that of a pass over the tree. Brackets nest, and so do rows of prefix operators and of members and calls
 * ({@code not not a}, {@code a.b.c}), the bodies of quantifiers, and type arguments; chains of binary operators do not.
 */
final class Depth {
  private final Deque<int[]> outside = new ArrayDeque<>();
  private int base;
  private int row;
  private int colons;
  private int angles;

  /** What nests at this place. */
  int now() {
    return base + row + colons + angles;
  }

  void open() {
    outside.push(new int[] {base, row, colons, angles});
    base = now() + 1;
    row = 0;
    colons = 0;
    angles = 0;
  }

  void close() {
    int[] saved = outside.pop();
    base = saved[0];
    row = saved[1];
    colons = saved[2];
    angles = saved[3];
  }

  /**
   * Counts a token that is no bracket.
   *
   * @param afterOperand whether an operand ends before it, which makes a minus binary
   */
  void count(int type, boolean afterOperand) {
    switch (type) {
      case NxsLexer.NOT, NxsLexer.TRY, NxsLexer.DOT, NxsLexer.LT -> row++;
      case NxsLexer.MINUS -> row = afterOperand ? 0 : row + 1;
      case NxsLexer.LANGLE -> angles++;
      case NxsLexer.RANGLE -> angles--;
      case NxsLexer.COLON -> colons++;
      case NxsLexer.COMMA -> {
        row = 0;
        colons = 0;
      }
      case NxsLexer.SEMI -> {
        row = 0;
        colons = 0;
        angles = 0;
      }
      case NxsLexer.PLUS, NxsLexer.STAR, NxsLexer.SLASH, NxsLexer.PERCENT, NxsLexer.AND, NxsLexer.OR -> row = 0;
      default -> {}
    }
  }

  /** Counts a bracket that calls or indexes the operand before it. */
  void countPostfix() {
    row++;
  }
}
