// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

/**
 * A stretch of a source text: two offsets in UTF-16 code units, the end not included.
 *
 * @param source the text that the offsets belong to
 * @param start offset of the first code unit, from 0 to {@code end}
 * @param end offset behind the last code unit, at most the length of the text
 */
public record Span(Source source, int start, int end) {
  public Span {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException("a span must lie within its text: " + start + ".." + end);
    }
  }

  // Written out, here and in other records that keys are made of: the methods that records come with are linked when they
  // are first called, which takes a noticeable part of a short run.
  @Override
  public boolean equals(Object other) {
    return other instanceof Span that && source == that.source && start == that.start && end == that.end;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * source.hashCode() + start) + end;
  }

  /** The smallest span that holds this one and {@code other}; both must be of one source. */
  public Span to(Span other) {
    return new Span(source, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** The text that the span covers. */
  public String text() {
    return source.text().substring(start, end);
  }

  /** {@code file:line:column}, both counted from one: the form that terminals and editors can follow. */
  public String place() {
    LineTable lines = source.lines();
    return source.name() + ":" + lines.line(start) + ":" + lines.column(start);
  }
}
