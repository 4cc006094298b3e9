// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0ns",
    "250, 250ns",
    "999, 999ns",
    "1000, 1us",
    "1500000, 1.5ms",
    "8000000, 8ms",
    "7999999, 7.999999ms",
    "1000001, 1.000001ms",
    "2000000000, 2s",
    "60000000000, 1min",
    "90000000000, 1.5min",
    "100000000000, 100s",
    "-8000000, -8ms",
    "-1, -1ns",
    "9223372036854775807, 9223372036.854775807s",
    "-9223372036854775808, -9223372036.854775808s"
  })
  void aDurationIsWrittenInItsLargestUnitThatIsAtLeastOne(long ns, String text) {
    assertThat(Durations.text(ns)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0ns, 0",
    "8ms, 8000000",
    "1.5ms, 1500000",
    "7.999999ms, 7999999",
    "2min, 120000000000",
    "9223372036.854775807s, 9223372036854775807"
  })
  void aDurationIsReadBack(String text, long ns) {
    assertThat(Durations.parse(text)).hasValue(ns);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ms", "8", "8 ms", ".5ms", "5.ms", "1.2.3ms", "-8ms", "0.3ns", "8sec", "9223372036.9s", "1e3ms"})
  void whatIsNoDurationIsNotRead(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
