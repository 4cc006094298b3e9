// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set of expectations that no scenario uses is checked as far as it makes sense by itself. */
class UnusedSetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "marker \"x\" within 5    | NXS1205",
        "marker r\"(\"            | NXS1403",
        "order { }                | NXS1401",
        "now() == \"x\"           | NXS1204",
        "count(1) == 1            | NXS1406",
      })
  void itsOwnMistakesAreFound(String item, String code) {
    assertThat(codes("expect e { " + item + " }")).containsExactly(code);
  }

  @Test
  void whatAScenarioWouldDeclareIsLeftToIt() {
    assertThat(codes("expect e { exited(init); marker \"a\" by task init; idle(3); marker \"b\" within 1min }")).isEmpty();
  }

  @Test
  void aSetThatIsUsedIsCheckedWithItsScenario() {
    assertThat(codes("expect e { exited(init) }\nscenario \"s\" { task init { }\n expect e }")).isEmpty();
  }

  private static List<String> codes(String text) {
    return Engine.create().compile(Source.of("sets.nxs", text)).diagnostics().stream()
        .map(problem -> problem.code().id())
        .toList();
  }
}
