// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @Test
  void aPositionIsWrittenAsInstantAndStepAndReadBack() {
    Position position = new Position(8_000_000, 41);

    assertThat(position.text()).isEqualTo("8ms#41");
    assertThat(Position.parse("8ms#41")).isEqualTo(position);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#", "8ms", "8ms#", "#41", "8#41", "8ms#-1", "8ms#4x", "8ms#9999999999999999999"})
  void whatIsNoPositionIsNotRead(String text) {
    assertThat(Position.parse(text)).isNull();
  }
}
