// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogDiffTest {
  private static List<String> lines(String letters) {
    return letters.chars().mapToObj(c -> String.valueOf((char) c)).collect(Collectors.toList());
  }

  private static String diff(String left, String right) {
    return LogDiff.of(lines(left), lines(right)).stream()
        .map(e -> " -+~".charAt(List.of(LogDiff.Kind.EXACT, LogDiff.Kind.MISSING, LogDiff.Kind.EXTRA, LogDiff.Kind.REORDERED).indexOf(e.kind())) + e.text())
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
    "abc,  abc,  a b c",
    "abc,  ac,   a -b c",
    "ac,   abc,  a +b c",
    "abc,  acb,  a ~c b",
    "abcd, dabc, ~d a b c",
    "aab,  ab,   a -a b",
    "ab,   aab,  a +a b",
    "abc,  xyz,  +x +y +z -a -b -c",
    "abcde, aebdx, a ~e b -c d +x",
  })
  void everyLineHasItsClass(String left, String right, String expected) {
    assertThat(diff(left, right).replace(" ", "")).hasSameSizeAs(expected.replace(" ", ""));
    assertThat(diff(left, right).chars().filter(c -> c == '~').count()).isEqualTo(expected.chars().filter(c -> c == '~').count());
    assertThat(diff(left, right).chars().filter(c -> c == '-').count()).isEqualTo(expected.chars().filter(c -> c == '-').count());
    assertThat(diff(left, right).chars().filter(c -> c == '+').count()).isEqualTo(expected.chars().filter(c -> c == '+').count());
  }

  @Test
  void theSameLinesAreExactAndNothingIsLost() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      List<String> left = new ArrayList<>();
      List<String> right = new ArrayList<>();
      for (int i = random.nextInt(30); i > 0; i--) {
        left.add("l" + random.nextInt(8));
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        right.add("l" + random.nextInt(8));
      }
      List<LogDiff.Entry> entries = LogDiff.of(left, right);
      assertThat(entries.stream().filter(e -> e.left() >= 0).map(LogDiff.Entry::left).sorted().toList())
          .hasSize(left.size()).doesNotHaveDuplicates();
      assertThat(entries.stream().filter(e -> e.right() >= 0).map(LogDiff.Entry::right).toList())
          .hasSize(right.size()).isSorted();
      assertThat(entries.stream().filter(e -> e.kind() == LogDiff.Kind.EXACT).map(LogDiff.Entry::left).toList()).isSorted();
      assertThat(LogDiff.of(left, left)).allMatch(e -> e.kind() == LogDiff.Kind.EXACT);
    }
  }
}
