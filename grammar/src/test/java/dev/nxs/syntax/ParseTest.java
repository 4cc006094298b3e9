// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every construct of the language has its tree. */
class ParseTest {
  static List<Path> inputs() {
    return Golden.inputs("parse");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void hasTheTreeOfItsGoldenFileAndNoDiagnostics(Path input) {
    ParseResult result = Nxs.parse(Golden.source(input));

    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.incomplete()).isFalse();
    Golden.check(input, ".ast", TreeDump.of(result.file()));
  }
}
