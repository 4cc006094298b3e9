// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[{time:seconds}] | [    0.158113] up | 158113000",
        "[{time:seconds}] | [12.000000001] up | 12000000001",
        "[ts={time:ms}ms] | [ts=42ms] up | 42000000",
        "{time:us}: | 7.5: up | 7500",
        "{time:ns} | 9 up | 9"
      })
  void timesAreExact(String rule, String line, long ns) throws PrefixRule.BadRule {
    PrefixRule.Found found = new PrefixRule.Found();
    String prefix = rule.strip() + " ";

    assertThat(PrefixRule.parse(prefix).matches(line.strip(), found)).isTrue();
    assertThat(found.timeNs).isEqualTo(ns);
    assertThat(line.strip().substring(found.end)).isEqualTo("up");
  }

  @Test
  void aPrefixTellsWhoAndWhere() throws PrefixRule.BadRule {
    PrefixRule.Found found = new PrefixRule.Found();

    assertThat(PrefixRule.parse("[{level} {source}@{hart}] ").matches("[INFO timed@3] ready", found)).isTrue();
    assertThat(found.source).isEqualTo("timed");
    assertThat(found.hart).isEqualTo(3);
    assertThat(found.timeNs).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ready", "[] ready", "[x] ready", "[1.2.3] ready", "[-1] ready", "[1", "[99999999999999999999999999] x"})
  void otherLinesHaveNoSuchPrefix(String line) throws PrefixRule.BadRule {
    PrefixRule.Found found = new PrefixRule.Found();

    assertThat(PrefixRule.parse("[{time:seconds}] ").matches(line, found)).isFalse();
    assertThat(found.timeNs).isEqualTo(-1);
    assertThat(found.end).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{time:seconds", "{time:hours}: ", "{time}: ", "{level}{source} ", "{level}", "{who}: "})
  void aRuleThatMakesNoSenseIsRefused(String rule) {
    assertThatThrownBy(() -> PrefixRule.parse(rule)).isInstanceOf(PrefixRule.BadRule.class).hasMessageNotContaining("null");
  }
}
