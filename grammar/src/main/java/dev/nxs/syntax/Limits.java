// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

/**
 * Bounds that keep a hostile text from costing more than an honest one.
 *
 * @param fileChars most UTF-16 code units of a text
 * @param nesting most brackets, prefix operators and members inside each other; the parser's recursion follows it, and
 *     the default fits into the default stack of a thread with room to spare
 * @param tokens most words, numbers and signs of a text; each takes a few hundred bytes while the text is read
 */
public record Limits(int fileChars, int nesting, int tokens) {
  /** 4 Mi code units, 200 levels, 512 Ki words and signs. */
  public static final Limits DEFAULT = new Limits(4 << 20, 200, 1 << 19);

  public Limits {
    if (fileChars < 1 || nesting < 1 || tokens < 1) {
      throw new IllegalArgumentException(
          "limits must be at least 1: fileChars=" + fileChars + ", nesting=" + nesting + ", tokens=" + tokens);
    }
  }

  /** As many words and signs as the default allows. */
  public Limits(int fileChars, int nesting) {
    this(fileChars, nesting, DEFAULT.tokens());
  }

  /** The same limits for a text that other ones have left so much of. */
  public Limits left(int leftChars, int leftTokens) {
    return new Limits(Math.max(1, leftChars), nesting, Math.max(1, leftTokens));
  }
}
