// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

/**
 * A token as the formatter needs it: what it does to the shape of the text. A string with holes is one piece.
 *
 * @param text as it will stand in the formatted text
 * @param start offset of its first code unit in the source
 * @param end offset behind its last code unit
 * @param spaced whether a space stands between it and the piece before it on its line
 * @param joint whether a line may be broken before it, and how loosely what it joins is bound
 */
public record Piece(Kind kind, String text, int start, int end, boolean spaced, Joint joint) {
  /** What a piece does. */
  public enum Kind {
    /** A word, a sign, a literal. */
    ATOM,
    /** A bracket around one thing, or around several with commas between them. */
    OPEN,
    CLOSE,
    /** A brace around items. */
    BLOCK_OPEN,
    BLOCK_CLOSE,
    COMMA,
    /** The end of an item; its text is empty where a line end says enough. */
    END,
    /** The end of the file. */
    EOF
  }

  /** What a piece joins, from loose to tight. */
  public enum Joint {
    CLAUSE,
    OR,
    AND,
    COMPARISON,
    SUM,
    PRODUCT,
    /** It joins nothing, or nothing that a line may be broken at. */
    NONE
  }
}
