// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.SourceFiles.Decoded;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is no text of the language is told apart by its bytes. */
class SourceFilesTest {
  @Test
  void decodesUtf8AndDropsAByteOrderMark() {
    Decoded decoded = decode("\ufefflet größe = 1\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(decoded.problem()).isNull();
    assertThat(text(decoded)).isEqualTo("let größe = 1\r\n");
  }

  @Test
  void decodesAnEmptyFile() {
    assertThat(text(decode(new byte[0]))).isEmpty();
  }

  @Test
  void refusesLatin1AndNamesTheLine() {
    Decoded decoded = decode("let a = 1\nlet größe = 1\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(code(decoded)).isEqualTo(Code.NOT_UTF8);
    assertThat(decoded.problem()).extracting(Diagnostic::notes).asString().contains("0xf6 in line 2");
  }

  @Test
  void refusesATextThatStopsInsideACharacter() {
    assertThat(code(decode(new byte[] {'a', (byte) 0xc3}))).isEqualTo(Code.NOT_UTF8);
  }

  @Test
  void refusesBinaryDataWithAndWithoutBrokenCharacters() {
    assertThat(code(decode(new byte[] {'a', 0, 'b'}))).isEqualTo(Code.BINARY_FILE);
    assertThat(code(decode(new byte[] {(byte) 0xff, (byte) 0xfe, 'b', 0}))).isEqualTo(Code.BINARY_FILE);
  }

  @Test
  void recognizesATarArchive() {
    byte[] archive = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, archive, 257, 5);

    assertThat(code(decode(archive))).isEqualTo(Code.TAR_ARCHIVE);
  }

  @Test
  void refusesAFileOverTheLimitByBytesOrByCharacters() {
    Limits limits = new Limits(10, 10);

    assertThat(code(SourceFiles.decode("a.nxs", new byte[31], limits))).isEqualTo(Code.FILE_TOO_LARGE);
    assertThat(code(SourceFiles.decode("a.nxs", "12345678901".getBytes(StandardCharsets.UTF_8), limits)))
        .isEqualTo(Code.FILE_TOO_LARGE);
  }

  private static Decoded decode(byte[] bytes) {
    return SourceFiles.decode("a.nxs", bytes);
  }

  private static @Nullable Code code(Decoded decoded) {
    Diagnostic problem = decoded.problem();
    return problem == null ? null : problem.code();
  }

  private static @Nullable String text(Decoded decoded) {
    Source source = decoded.source();
    return source == null ? null : source.text();
  }
}
