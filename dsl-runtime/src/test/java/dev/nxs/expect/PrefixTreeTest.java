// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixTreeTest {
  private static final int[] NOTHING = {};

  @Test
  void findsAllStartsOfALineInTheOrderOfTheirRows() {
    PrefixTree tree = new PrefixTree();
    tree.add("init: up", 1, 0);
    tree.add("init:", 2, 0);
    tree.add("init:", 2, 3);
    tree.add("in", 4, 1);
    tree.add("timed:", 5, 0);

    assertThat(tree.find("init: up keystored", NOTHING)).containsExactly(1, 0, 2, 0, 2, 3, 4, 1);
    assertThat(tree.find("init: start", new int[] {2, 1, 3, 0})).containsExactly(2, 0, 2, 1, 2, 3, 3, 0, 4, 1);
    assertThat(tree.find("in", NOTHING)).containsExactly(4, 1);
    assertThat(tree.find("i", NOTHING)).isEmpty();
    assertThat(tree.find("", new int[] {7, 0})).containsExactly(7, 0);
  }

  @Test
  void findsWhatLookingAtEachStartFinds() {
    Random random = new Random(7);
    List<String> starts = new ArrayList<>();
    PrefixTree tree = new PrefixTree();
    for (int row = 0; row < 200; row++) {
      starts.add(text(random, 1 + random.nextInt(4)));
      tree.add(starts.get(row), row, 0);
    }
    for (int i = 0; i < 500; i++) {
      String line = text(random, random.nextInt(7));
      List<Integer> expected = new ArrayList<>();
      for (int row = 0; row < starts.size(); row++) {
        if (line.startsWith(starts.get(row))) {
          expected.addAll(List.of(row, 0));
        }
      }
      assertThat(tree.find(line, NOTHING)).as(line).containsExactly(expected.stream().mapToInt(n -> n).toArray());
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("a:é".charAt(random.nextInt(3)));
    }
    return text.toString();
  }
}
