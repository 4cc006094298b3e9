// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValuePoolTest {
  @Test
  void equalValuesHaveOneNumber() {
    ValuePool pool = new ValuePool(10);
    assertThat(pool.intern("a")).isEqualTo(pool.intern("a")).isNotEqualTo(pool.intern("b"));
    assertThat(pool.intern(new long[] {1, 2})).isEqualTo(pool.intern(new long[] {1, 2}));
    assertThat(pool.intern(new long[0])).isEqualTo(ValuePool.EMPTY_LIST);
  }

  @Test
  void aFullPoolTakesNothingNewAndKeepsWhatItHas() {
    ValuePool pool = new ValuePool(2);
    int known = pool.intern("a");
    assertThat(pool.intern("b")).isEqualTo(-1);
    assertThat(pool.intern("a")).isEqualTo(known);
  }

  @Test
  void aFewLongValuesFillAPool() {
    ValuePool pool = new ValuePool(4);
    assertThat(pool.intern("x".repeat(60))).isPositive();
    assertThat(pool.intern(new long[5])).isEqualTo(-1);
    assertThat(pool.intern(new long[4])).isPositive();
  }

  @Test
  void aCopyGrowsByItself() {
    ValuePool pool = new ValuePool(4);
    ValuePool copy = pool.copy();
    int number = copy.intern("a");
    assertThat(pool.intern("b")).isEqualTo(number);
    assertThat(copy.text(number)).isEqualTo("a");
  }
}
