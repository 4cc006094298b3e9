// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read off the source files: their head, their size, and that nothing is left over. */
class TidyTest {
  /** A file that fits in a head. A little more is allowed, so that nobody cuts a file at a line number. */
  private static final int LINES = 650;

  /** The head of a file's type with its annotations. */
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(@.*\n)*(public |final |abstract |sealed |non-sealed )*(class|interface|enum|record|@interface) ");

  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("src"))
          .filter(file -> !file.toString().contains("target"))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreSources() throws IOException {
    assertThat(sources()).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void sourceIsTidy(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("// SPDX-FileCopyrightText: nxs contributors");
    assertThat(lines.get(1)).isEqualTo("// SPDX-License-Identifier: Apache-2.0");
    assertThat(lines.size()).isLessThanOrEqualTo(LINES);
    // In comments alone: the Test Anything Protocol has one of the words.
    assertThat(lines).noneMatch(line -> line.matches(".*(//|/\\*|^ *\\*).*(TO" + "DO|FIX" + "ME).*"));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void packageIsDescribed(Path file) {
    boolean isMain = file.toString().contains("main");
    boolean isModule = file.endsWith("module-info.java");
    assertThat(!isMain || isModule || Files.exists(file.resolveSibling("package-info.java"))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void typeSaysWhatItIs(Path file) throws IOException {
    String text = Files.readString(file);
    Matcher type = TYPE.matcher(text);
    boolean isMain = file.toString().contains("main");
    assertThat(!isMain || !type.find() || text.substring(0, type.start()).stripTrailing().endsWith("*/")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grammar", "kernel", "timed", "dsl-runtime", "repl", "junit", "examples"})
  void moduleIsDescribed(String module) {
    assertThat(Path.of("..", module, "README.md")).exists();
  }
}
