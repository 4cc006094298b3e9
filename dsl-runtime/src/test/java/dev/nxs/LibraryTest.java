// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.TopLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the library are in order, and the page about them tells all that they declare. */
class LibraryTest {
  static List<String> names() {
    return Library.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void compilesByItselfWithoutAWord(String name) {
    assertThat(Engine.create().compile(library(name)).diagnostics()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isDocumentedNameByName(String name) throws IOException {
    String page = Files.readString(Path.of("../docs/library.md"));
    int start = page.indexOf("\n## " + name + "\n");
    assertThat(start).isPositive();
    int end = page.indexOf("\n## ", start + 4);
    String section = page.substring(start, end < 0 ? page.length() : end);
    for (TopLevel item : Nxs.parse(library(name)).file().items()) {
      String declared =
          item instanceof TopLevel.Program program
              ? program.name().text()
              : item instanceof TopLevel.Function function
                  ? function.name().text()
                  : item instanceof TopLevel.ExpectSet set ? set.name().text() : "";
      assertThat(section).contains("`" + declared);
    }
  }

  private static Source library(String name) {
    Source source = Library.find(name);
    if (source == null) {
      throw new AssertionError("the library has no " + name);
    }
    return source;
  }
}
