// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to lines. A line ends at a line feed, at a carriage return and a line feed, or at a carriage return with other
 * text behind it; its text is decoded when it is whole, with a replacement character for what is no UTF-8. Zero bytes are
 * dropped, and control sequences of terminals taken out before anything looks at the text. A line of more than {@link
 * #LONGEST} bytes is divided, so that any log takes the memory of one line.
 */
public final class LineReader {
  /** Bytes of a line at most. */
  public static final int LONGEST = 1 << 16;

  private static final int ESCAPE = 0x1B;
  private static final int BELL = 0x07;
  private static final int STRING_TERMINATOR = 0x9C;
  private static final int BACKSLASH = '\\';

  private final InputStream in;
  private final boolean escaped;
  private boolean expectsEscape;
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int filled;
  private byte[] line = new byte[256];
  private int length;
  private boolean plain;
  private boolean ended;
  private boolean complete;
  private boolean afterReturn;
  private long dropped;

  public LineReader(InputStream in) {
    this(in, false);
  }

  /**
   * Reads lines.
   *
   * @param escaped whether every other byte is an {@code E} that does not belong to the text
   */
  public LineReader(InputStream in, boolean escaped) {
    this.in = in;
    this.escaped = escaped;
  }

  /**
   * The next line without its end, null where there are no more.
   *
   * @throws IOException if the log cannot be read
   */
  public @Nullable String read() throws IOException {
    length = 0;
    plain = true;
    complete = false;
    boolean any = false;
    while (true) {
      int c = take();
      if (c < 0) {
        ended = true;
        return any ? text() : null;
      }
      if (afterReturn) {
        afterReturn = false;
        if (c == '\n') {
          // The line before it has been given out already.
          continue;
        }
      }
      any = true;
      if (c == '\n' || c == '\r') {
        complete = true;
        afterReturn = c == '\r';
        return text();
      }
      if (c == 0) {
        dropped++;
      } else {
        add(c);
      }
      if (length == LONGEST) {
        complete = true;
        return text();
      }
    }
  }

  private int take() throws IOException {
    int c = next();
    if (escaped && expectsEscape && c == 'E') {
      expectsEscape = false;
      c = next();
    }
    expectsEscape = true;
    return c;
  }

  private int next() throws IOException {
    if (next == filled) {
      filled = Math.max(0, in.read(buffer));
      next = 0;
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[next++] & 0xFF;
  }

  private void add(int c) {
    if (length == line.length) {
      line = Arrays.copyOf(line, length * 2);
    }
    plain &= c >= 0x20 && c < 0x7F;
    line[length++] = (byte) c;
  }

  private String text() {
    if (plain) {
      return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
    return withoutControls(new String(line, 0, length, StandardCharsets.UTF_8));
  }

  /** Whether the line that was read last has an end. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether the end of the log was reached. */
  public boolean isEnded() {
    return ended;
  }

  /** Zero bytes that were dropped. */
  public long dropped() {
    return dropped;
  }

  /** A text without what acts on a terminal: CSI, OSC and the other strings, two-character sequences, single controls. */
  static String withoutControls(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ESCAPE) {
        i = afterSequence(text, i + 1, '\0');
      } else if (c >= 0x80 && c < 0xA0) {
        // The one-character form of a sequence stands for ESC and a character 0x40 lower.
        i = afterSequence(text, i + 1, (char) (c - 0x40));
      } else {
        if (c == '\t' || (c >= 0x20 && c != 0x7F)) {
          out.append(c);
        }
        i++;
      }
    }
    return out.toString();
  }

  /** Where the text goes on behind a sequence; {@code single} is the kind of one that began with one character. */
  private static int afterSequence(String text, int from, char single) {
    if (from >= text.length()) {
      return from;
    }
    int start = single == 0 ? from : from - 1;
    char kind = single == 0 ? text.charAt(from) : single;
    if (kind == '[') {
      int i = start + 1;
      while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) < 0x40) {
        i++;
      }
      return Math.min(text.length(), i + 1);
    }
    if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
      for (int i = start + 1; i < text.length(); i++) {
        if (text.charAt(i) == BELL || text.charAt(i) == STRING_TERMINATOR) {
          return i + 1;
        }
        if (text.charAt(i) == ESCAPE && i + 1 < text.length() && text.charAt(i + 1) == BACKSLASH) {
          return i + 2;
        }
      }
      return text.length();
    }
    if (single != 0) {
      return from;
    }
    // Two characters, or with intermediates such as the choice of a character set.
    int i = start;
    while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) < 0x30) {
      i++;
    }
    return Math.min(text.length(), i + 1);
  }
}
