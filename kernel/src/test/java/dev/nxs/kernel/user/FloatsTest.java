// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "0.5, 0.5",
    "2, 2.0",
    "-2.25, -2.25",
    "0.1, 0.1",
    "1e20, 100000000000000000000.0",
    "1e30, 1e30",
    "-1.5e-9, -1.5e-9",
    "2e-323, 2e-323",
    "2.0000000000000004, 2.0000000000000004"
  })
  void aFloatIsWrittenInItsFewestDigits(double value, String text) {
    assertThat(Floats.text(value)).isEqualTo(text);
  }

  @Test
  void whatIsWrittenReadsBackAsTheSameFloat() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Floats.text(value))).isEqualTo(value);
      }
    }
  }
}
