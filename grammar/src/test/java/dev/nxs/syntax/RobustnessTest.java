// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Diagnostics;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text makes the parser throw or hang, and every tree lies within its text. */
class RobustnessTest {
  private static final int CHANGES = 20;

  private static final String[] SCRAPS = {
    "{", "}", "(", ")", "[", "]", "\"", "\"\"\"", "${", "r\"", "/*", "*/", "//", ";", ",", ":", "=", "..", ".", "-",
    "not", "\n", "\r\n", "\t", "\0", "\ud83d", "\u00e9", "task x", "expect", "marker", "if", "else", "5ms", "0x",
    "1e", "\\", "$",
    "let", "all x in", "exactly", "<", ">", "'", "scenario \"s\"", "within", "at", "every", "for", "try",
  };

  static Stream<Path> inputs() {
    return Stream.of("parse", "errors").flatMap(folder -> Golden.inputs(folder).stream());
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void parsesEveryPrefixOfAFile(Path input) {
    String text = Golden.source(input).text();
    for (int end = 0; end <= text.length(); end++) {
      check(Nxs.parse(Source.of("test.nxs", text.substring(0, end))));
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void parsesFilesWithPiecesLeftOut(Path input) {
    String text = Golden.source(input).text();
    Random random = new Random(1);
    for (int i = 0; i < CHANGES; i++) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + 1 + random.nextInt(12));
      checkTree(text.substring(0, from) + text.substring(to));
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void parsesFilesWithPiecesPutIn(Path input) {
    String text = Golden.source(input).text();
    Random random = new Random(2);
    for (int i = 0; i < CHANGES; i++) {
      StringBuilder changed = new StringBuilder(text);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        changed.insert(random.nextInt(changed.length() + 1), SCRAPS[random.nextInt(SCRAPS.length)]);
      }
      checkTree(changed.toString());
    }
  }

  /** Dumping a tree visits all of it. */
  private static void checkTree(String text) {
    ParseResult result = Nxs.parse(Source.of("test.nxs", text));
    check(result);
    assertThat(TreeDump.of(result.file())).isNotEmpty();
  }

  private static void check(ParseResult result) {
    assertThat(result.diagnostics()).hasSizeLessThanOrEqualTo(Diagnostics.LIMIT);
    assertThat(!result.incomplete() || result.hasErrors()).as("an incomplete text has an error").isTrue();
  }
}
