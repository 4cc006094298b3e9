// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.read(); line != null; line = reader.read()) {
      lines.add(line);
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\n", "a\r\nb\r\n", "a\rb\r", "a\nb\r\n", "a\r\nb"})
  void everyKindOfEndEndsALine(String text) throws IOException {
    assertThat(lines(reader(text))).containsExactly("a", "b");
  }

  @Test
  void emptyLinesAreLines() throws IOException {
    assertThat(lines(reader("\n\r\n\na"))).containsExactly("", "", "", "a");
    assertThat(lines(reader(""))).isEmpty();
  }

  @Test
  void aLineWithoutEndIsSaidToBeIncomplete() throws IOException {
    LineReader reader = reader("a\nb");

    assertThat(reader.read()).isEqualTo("a");
    assertThat(reader.isComplete()).isTrue();
    assertThat(reader.read()).isEqualTo("b");
    assertThat(reader.isComplete()).isFalse();
    assertThat(reader.read()).isNull();
    assertThat(reader.isEnded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[1;32mready\u001b[0m",
        "re\u001b[2Kady",
        "\u001b]0;title\u0007ready",
        "\u001b]0;title\u001b\\ready",
        "\u001bPdcs\u001b\\ready",
        "\u001b(Bready",
        "\u001b7ready\u001b8",
        "\u0007rea\bdy\u007f",
        "re\u0000ady",
        "ready\u001b[",
        "ready\u001b",
        "ready\u001b]never ends"
      })
  void controlSequencesAreNoText(String line) throws IOException {
    assertThat(lines(reader(line + "\n"))).containsExactly("ready");
  }

  @Test
  void zeroBytesAreCounted() throws IOException {
    LineReader reader = reader("a\0\0b\n");

    assertThat(lines(reader)).containsExactly("ab");
    assertThat(reader.dropped()).isEqualTo(2);
  }

  @Test
  void whatIsNoUtf8IsReplaced() throws IOException {
    byte[] bytes = {'a', (byte) 0xFF, 'b', '\n', (byte) 0xC3, (byte) 0xA9, '\n'};

    assertThat(lines(new LineReader(new ByteArrayInputStream(bytes)))).containsExactly("a\uFFFDb", "é");
  }

  @Test
  void aLineThatNeverEndsIsDivided() throws IOException {
    LineReader reader = reader("x".repeat(3 * LineReader.LONGEST + 5));

    assertThat(lines(reader).stream().map(String::length))
        .containsExactly(LineReader.LONGEST, LineReader.LONGEST, LineReader.LONGEST, 5);
  }
}
