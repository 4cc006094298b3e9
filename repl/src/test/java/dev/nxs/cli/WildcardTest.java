// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
  @ParameterizedTest
  @CsvSource({
    "*, '', true", "'', '', true", "'', a, false", "a*, abc, true", "*c, abc, true", "a*c, abc, true", "a?c, abc, true",
    "a?c, ac, false", "*b*, abc, true", "*d*, abc, false", "a*b*c, aXbYbZc, true", "a*b*c, aXbYbZ, false", "**, x, true"
  })
  void aPatternMatchesWholeTexts(String pattern, String text, boolean matches) {
    assertThat(Wildcard.matches(pattern, text)).isEqualTo(matches);
  }

  @Test
  void manyStarsTakeNoLongerThanTheProductOfTheLengths() {
    assertThat(Wildcard.matches("*a".repeat(200) + "b", "a".repeat(5_000))).isFalse();
  }
}
