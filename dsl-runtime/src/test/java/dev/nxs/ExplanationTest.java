// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told about runs that do not pass: each scenario of {@code failures/} has its text beside it. */
class ExplanationTest {
  static List<Path> inputs() {
    return Golden.inputs("failures");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void tellsWhyARunDidNotPass(Path input) {
    String told =
        Ran.all(Golden.source(input), RunOptions.defaults()).stream()
            .map(Ran::told)
            .collect(Collectors.joining("\n----\n"));
    Golden.check(input, ".txt", told);
  }
}
