// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

/**
 * Bounds that keep a hostile text from costing more than an honest one.
 *
 * @param fileChars most UTF-16 code units of a text
 * @param nesting most brackets, prefix operators and members inside each other; the parser's recursion follows it, and
 *     the default fits into the default stack of a thread with room to spare
 */
public record Limits(int fileChars, int nesting) {
  /** 4 Mi code units, 200 levels. */
  public static final Limits DEFAULT = new Limits(4 << 20, 200);

  public Limits {
    if (fileChars < 1 || nesting < 1) {
      throw new IllegalArgumentException(
          "limits must be at least 1: fileChars=" + fileChars + ", nesting=" + nesting);
    }
  }
}
