// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus of the fuzzer, and a bounded run over it: what long runs found once is not found again, and the way from
 * bytes to a verdict throws nothing for the neighbours of that.
 */
class LanguageFuzzTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final int MUTATIONS = 1_500;

  /** What was kept of long runs, with all that the other tests read. */
  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(file -> file.toString().endsWith(".nxs")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void takesEachEntryAllTheWay(Path entry) throws IOException {
    byte[] bytes = Files.readAllBytes(entry);

    assertThatCode(() -> LanguageFuzzer.fuzzerTestOneInput(bytes)).doesNotThrowAnyException();
  }

  @Test
  void takesNeighboursOfTheEntriesAllTheWay() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (Path entry : corpus()) {
      corpus.add(Files.readAllBytes(entry));
    }
    Random random = new Random(1);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = splice(corpus, random);
      try {
        LanguageFuzzer.fuzzerTestOneInput(mutated);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("nothing must be thrown for:\n" + new String(mutated, StandardCharsets.UTF_8), e);
      }
    }
    assertThat(corpus).hasSizeGreaterThan(200);
  }

  /** A piece of one entry in the place of a piece of another. */
  private static byte[] splice(List<byte[]> corpus, Random random) {
    byte[] into = corpus.get(random.nextInt(corpus.size()));
    byte[] from = corpus.get(random.nextInt(corpus.size()));
    int start = random.nextInt(into.length + 1);
    int end = Math.min(into.length, start + random.nextInt(12));
    int taken = random.nextInt(from.length + 1);
    int length = Math.min(from.length - taken, random.nextInt(24));
    byte[] out = new byte[start + length + into.length - end];
    System.arraycopy(into, 0, out, 0, start);
    System.arraycopy(from, taken, out, start, length);
    System.arraycopy(into, end, out, start + length, into.length - end);
    return out;
  }
}
