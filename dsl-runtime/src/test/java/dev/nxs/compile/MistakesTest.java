// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of mistake has its message, every mistake of a file is found, and none is told twice. */
class MistakesTest {
  static List<Path> inputs() {
    return Golden.inputs("errors");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void hasTheMessagesOfItsGoldenFile(Path input) {
    Checked checked = Checked.of(Golden.source(input), Overrides.NONE);

    assertThat(checked.diagnostics()).isNotEmpty();
    Golden.check(input, ".txt", checked.rendered());
  }
}
