// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Renderer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of mistake has its message, and every mistake of a file is found. */
class SyntaxErrorTest {
  static List<Path> inputs() {
    return Golden.inputs("errors");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void hasTheMessagesOfItsGoldenFile(Path input) {
    ParseResult result = Nxs.parse(Golden.source(input));

    assertThat(result.hasErrors()).isTrue();
    Golden.check(input, ".txt", Renderer.plain().render(result.diagnostics()));
  }
}
