// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

/**
 * A comment of a source, which is no part of the tree.
 *
 * @param kind what it looks like
 * @param span the whole comment with its marks
 */
public record Comment(Kind kind, Span span) {
  /** What a comment looks like. */
  public enum Kind {
    /** {@code // …} */
    LINE,
    /** {@code /* … *}{@code /} */
    BLOCK,
    /** {@code /// …}: documents the declaration below it */
    DOC
  }
}
