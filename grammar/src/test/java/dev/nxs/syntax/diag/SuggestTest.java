// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A suggestion is what was probably meant, or nothing. */
class SuggestTest {
  private static final List<String> NAMES =
      List.of(
          "idle", "normal", "interactive", "perfburst", "timer_register", "timer_cancel", "at", "ms", "queue_capacity");

  @ParameterizedTest
  @CsvSource({
    "interactve, interactive",
    "nromal, normal",
    "IDLE, idle",
    "ilde, idle",
    "timer-register, timer_register",
    "timerRegister, timer_register",
    "perf, perfburst",
    "queue, queue_capacity",
    "sm, ms",
  })
  void findsTheNameThatWasMeant(String word, String meant) {
    assertThat(Suggest.closest(word, NAMES)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"banana", "x", "timer_", "q", "", "zz"})
  void keepsSilentWhereNothingIsClose(String word) {
    assertThat(Suggest.closest(word, NAMES)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 1_000_000})
  void comparesNoEndlessWords(int length) {
    assertThat(Suggest.closest("a".repeat(length), List.of("a".repeat(length - 1)))).isNull();
  }
}
