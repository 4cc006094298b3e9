// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final List<Column> COLUMNS =
      List.of(Column.exact("key"), Column.instant("due"), Column.statistic("seen"));

  @Test
  void rowsOfAnUnorderedTableMayStandAnywhere() {
    assertThat(hash(true, 100, 1, 150, 7, 2, 160, 8)).isEqualTo(hash(true, 100, 2, 160, 9, 1, 150, 3));
    assertThat(hash(false, 100, 1, 150, 7, 2, 160, 8)).isNotEqualTo(hash(false, 100, 2, 160, 9, 1, 150, 3));
  }

  @Test
  void wordsOfDifferentRowsAreNotExchanged() {
    assertThat(hash(true, 100, 1, 150, 0, 2, 160, 0)).isNotEqualTo(hash(true, 100, 1, 160, 0, 2, 150, 0));
  }

  @Test
  void instantsAreCountedFromNowInBothKinds() {
    for (boolean unordered : new boolean[] {false, true}) {
      assertThat(hash(unordered, 100, 1, 150, 0, 2, Column.NEVER, 0))
          .isEqualTo(hash(unordered, 300, 1, 350, 0, 2, Column.NEVER, 0));
    }
  }

  @Test
  void smallSetsOfRowsHaveDifferentSums() {
    Set<Long> hashes = new HashSet<>();
    for (long first = 0; first < 60; first++) {
      for (long second = first; second < 60; second++) {
        hashes.add(hash(true, 0, first, 0, 0, second, 0, 0));
      }
    }
    assertThat(hashes).hasSize(60 * 61 / 2);
  }

  private static long hash(boolean unordered, long nowNs, long... words) {
    Layout layout = new Layout();
    int table = layout.add(new TableSpec("rows", words.length / COLUMNS.size(), COLUMNS, unordered));
    layout.allocate();
    for (int i = 0; i < words.length; i++) {
      layout.table(table).set(i / COLUMNS.size(), i % COLUMNS.size(), words[i]);
    }
    return layout.hash(nowNs, 0, new ValuePool(4));
  }
}
