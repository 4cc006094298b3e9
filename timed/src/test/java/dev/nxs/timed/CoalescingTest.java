// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoalescingTest {
  @ParameterizedTest
  @CsvSource({
    "0, 8000000, 0",
    "1, 8000000, 8000000",
    "7999999, 8000000, 8000000",
    "8000000, 8000000, 8000000",
    "8000001, 8000000, 16000000",
    "10000001, 4000000, 12000000",
    "10000001, 1000000, 11000000",
    "10000001, 0, 10000001",
    "10000001, 1, 10000001",
    "18446744073709551615, 0, 18446744073709551615",
    "18446744073709551608, 8000000, -",
    "18446744073704000000, 8000000, 18446744073704000000",
    "18446744073704000001, 8000000, -",
    "9223372036854775807, 8000000, 9223372036856000000",
    "9223372036854775808, 1000000, 9223372036855000000",
    "18446744073709551615, 9223372036854775807, -",
    "18446744073709551614, 9223372036854775807, 18446744073709551614"
  })
  void aDeadlineIsRoundedUpToTheNextMultipleOfItsWindowUnlessThatExceeds64Bits(
      String deadline, long windowNs, String bucket) {
    long deadlineNs = Long.parseUnsignedLong(deadline);
    boolean overflows = bucket.equals("-");
    assertThat(Coalescing.overflows(deadlineNs, windowNs)).isEqualTo(overflows);
    if (!overflows) {
      assertThat(Long.toUnsignedString(Coalescing.bucketNs(deadlineNs, windowNs))).isEqualTo(bucket);
    }
  }

  @Test
  void aBucketIsNeverEarlyAndLateByLessThanItsWindow() {
    for (long windowNs : new long[] {1, 3, 7, 1_000_000}) {
      for (long deadlineNs = 0; deadlineNs < 50; deadlineNs++) {
        long lateNs = Coalescing.bucketNs(deadlineNs, windowNs) - deadlineNs;
        assertThat(lateNs).isBetween(0L, windowNs - 1);
        assertThat((deadlineNs + lateNs) % windowNs).isZero();
      }
    }
  }

  @Test
  void anInstantBeyondTheMachinesClockIsNeverDue() {
    assertThat(Coalescing.isDue(Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
    assertThat(Coalescing.isDue(-1, Long.MAX_VALUE)).isFalse();
    assertThat(Coalescing.isDue(5, 5)).isTrue();
    assertThat(Coalescing.isDue(6, 5)).isFalse();
  }

  @Test
  void aSumThatExceeds64BitsIsTheLastInstant() {
    assertThat(Coalescing.saturatedSum(-5, 4)).isEqualTo(-1);
    assertThat(Coalescing.saturatedSum(-5, 10)).isEqualTo(-1);
    assertThat(Coalescing.saturatedSum(5, 10)).isEqualTo(15);
  }
}
