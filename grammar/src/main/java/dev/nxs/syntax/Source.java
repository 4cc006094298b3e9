// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

/**
 * A text with the name that messages call it by. Reading files is the caller's business: a source is text alone.
 *
 * <p>Two sources are equal only if they are the same object, because a place in one is no place in the other.
 */
public final class Source {
  private final String name;
  private final String text;
  private final LineTable lines;

  private Source(String name, String text) {
    this.name = name;
    this.text = text;
    this.lines = new LineTable(text);
  }

  /**
   * Wraps a text.
   *
   * @param name what messages call the text, usually a path as the user wrote it
   * @param text the whole text; a byte order mark at its start is ignored by the parser, as is CR before LF
   */
  public static Source of(String name, String text) {
    return new Source(name, text);
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  public LineTable lines() {
    return lines;
  }

  @Override
  public String toString() {
    return name;
  }
}
