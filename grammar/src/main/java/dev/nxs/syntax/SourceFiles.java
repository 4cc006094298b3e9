// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a file into a source, or says why they are no text of this language. */
public final class SourceFiles {
  private static final byte[] TAR_MAGIC = {'u', 's', 't', 'a', 'r'};
  private static final int TAR_MAGIC_OFFSET = 257;

  /** A character takes at most this many bytes for each of its UTF-16 code units. */
  private static final int BYTES_PER_UNIT = 3;

  private SourceFiles() {}

  /**
   * A source, or the diagnostic that explains why there is none; exactly one of the two is given.
   *
   * @param source null where the bytes are no text
   * @param problem null where they are
   */
  public record Decoded(@Nullable Source source, @Nullable Diagnostic problem) {}

  /** Decodes under the default limits. */
  public static Decoded decode(String name, byte[] bytes) {
    return decode(name, bytes, Limits.DEFAULT);
  }

  /**
   * Decodes UTF-8; a byte order mark at the start is dropped.
   *
   * @param name what messages call the file
   */
  public static Decoded decode(String name, byte[] bytes, Limits limits) {
    if (isTar(bytes)) {
      return problem(
          Diagnostic.error(Code.TAR_ARCHIVE, "`" + name + "` is a tar archive")
              .note("another tool uses the same ending for its bundles")
              .help("unpack it, or give the path of a script"));
    }
    if (bytes.length > (long) limits.fileChars() * BYTES_PER_UNIT) {
      return problem(tooLarge(name, limits));
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return problem(hasNul(bytes) ? binary(name) : notUtf8(name, bytes));
    }
    if (text.indexOf('\0') >= 0) {
      return problem(binary(name));
    }
    if (text.length() > limits.fileChars()) {
      return problem(tooLarge(name, limits));
    }
    return new Decoded(Source.of(name, text.startsWith("\ufeff") ? text.substring(1) : text), null);
  }

  private static Decoded problem(Diagnostic.Builder problem) {
    return new Decoded(null, problem.build());
  }

  private static boolean isTar(byte[] bytes) {
    if (bytes.length < TAR_MAGIC_OFFSET + TAR_MAGIC.length) {
      return false;
    }
    for (int i = 0; i < TAR_MAGIC.length; i++) {
      if (bytes[TAR_MAGIC_OFFSET + i] != TAR_MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasNul(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static Diagnostic.Builder binary(String name) {
    return Diagnostic.error(Code.BINARY_FILE, "`" + name + "` holds binary data")
        .note("it contains a NUL, which no text does");
  }

  private static Diagnostic.Builder notUtf8(String name, byte[] bytes) {
    int at = firstBroken(bytes);
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return Diagnostic.error(Code.NOT_UTF8, "`" + name + "` is not UTF-8 text")
        .note(String.format(Locale.ROOT, "the first byte that does not fit is 0x%02x in line %d", bytes[at], line))
        .help("save it as UTF-8");
  }

  /** Where decoding stops. */
  private static int firstBroken(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    return Math.min(in.position(), bytes.length - 1);
  }

  private static Diagnostic.Builder tooLarge(String name, Limits limits) {
    return Diagnostic.error(
            Code.FILE_TOO_LARGE, "`" + name + "` is larger than " + limits.fileChars() + " characters")
        .help("split it, and `import` the parts");
  }
}
