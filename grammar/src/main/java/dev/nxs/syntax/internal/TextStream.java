// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A text as the lexer reads it, one UTF-16 code unit after the other. The runtime's own streams count code points, and
 * their places would not be offsets into the text.
 */
final class TextStream implements CharStream {
  private final String text;
  private final String name;
  private int position;

  TextStream(String name, String text) {
    this.name = name;
    this.text = text;
  }

  @Override
  public int LA(int i) {
    int at = i > 0 ? position + i - 1 : position + i;
    return i == 0 || at < 0 || at >= text.length() ? IntStream.EOF : text.charAt(at);
  }

  @Override
  public void consume() {
    if (position >= text.length()) {
      throw new IllegalStateException("cannot read past the end of a text: position=" + position);
    }
    position++;
  }

  @Override
  public int mark() {
    return 0; // all of the text is there, nothing needs to be kept
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return position;
  }

  @Override
  public void seek(int index) {
    position = index;
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getText(Interval interval) {
    return text.substring(interval.a, Math.min(interval.b + 1, text.length()));
  }

  @Override
  public String getSourceName() {
    return name;
  }
}
