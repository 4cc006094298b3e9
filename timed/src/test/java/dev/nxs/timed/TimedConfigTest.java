// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.user.QosClass;
import org.junit.jupiter.api.Test;

class TimedConfigTest {
  @Test
  void theDefaultsAreTheReferencesLimits() {
    TimedConfig config = TimedConfig.builder(3).build();
    assertThat(config.endpoint()).isEqualTo(3);
    assertThat(config.windowNs(QosClass.IDLE)).isEqualTo(8_000_000);
    assertThat(config.windowNs(QosClass.NORMAL)).isEqualTo(4_000_000);
    assertThat(config.windowNs(QosClass.INTERACTIVE)).isEqualTo(1_000_000);
    assertThat(config.windowNs(QosClass.PERFBURST)).isZero();
    assertThat(config.cap()).isEqualTo(64);
    assertThat(config.total()).isEqualTo(1024);
    assertThat(config.maxSleepNs()).isEqualTo(2_000_000_000);
    assertThat(config.classFrom()).isEqualTo(ClassSource.KERNEL);
  }

  @Test
  void aServiceHasRoomForNoMoreThanItsOwnersMayHave() {
    assertThat(TimedConfig.builder(0).owners(3).sleepers(5).build().rows()).isEqualTo(3 * 64 + 5);
    assertThat(TimedConfig.builder(0).owners(100).sleepers(5).build().rows()).isEqualTo(1024 + 5);
  }

  @Test
  void thePhaseIsTheLeastCommonMultipleOfTheWindows() {
    assertThat(TimedConfig.builder(0).build().phaseNs()).isEqualTo(8_000_000);
    assertThat(TimedConfig.builder(0).windowNs(QosClass.PERFBURST, 3_000_000).build().phaseNs()).isEqualTo(24_000_000);
    TimedConfig huge =
        TimedConfig.builder(0)
            .windowNs(QosClass.IDLE, Long.MAX_VALUE - 1)
            .windowNs(QosClass.NORMAL, Long.MAX_VALUE - 2)
            .build();
    assertThat(huge.phaseNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void limitsThatMakeNoSenseAreRefusedWithTheRuleAndTheValue() {
    TimedConfig.Builder builder = TimedConfig.builder(0);
    assertThatThrownBy(() -> builder.cap(0)).hasMessage("cap must be 1 or more: cap=0");
    assertThatThrownBy(() -> builder.total(-1)).hasMessage("total must be 1 or more: total=-1");
    assertThatThrownBy(() -> builder.windowNs(QosClass.IDLE, -1)).hasMessage("windowNs must be 0 or more: windowNs=-1");
    builder.cap(Integer.MAX_VALUE).total(Integer.MAX_VALUE).owners(2);
    assertThatThrownBy(builder::build).hasMessageStartingWith("alarms and sleepers must be 2097151 or fewer together");
  }
}
