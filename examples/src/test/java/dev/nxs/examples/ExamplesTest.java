// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example passes, and says at its head what it shows. */
class ExamplesTest {
  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      return files.filter(file -> file.toString().endsWith(".nxs")).filter(ExamplesTest::isSource).sorted().toList();
    }
  }

  private static boolean isSource(Path file) {
    return !file.startsWith(Path.of(".", "target")) && !file.startsWith(Path.of(".", "src"));
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void passes(Path file) {
    Command command = Command.run("test", "--check-invariants", file.toString());
    assertThat(command.exit()).as(command.out() + command.err()).isZero();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void hasItsCanonicalForm(Path file) {
    Command command = Command.run("fmt", "--check", file.toString());
    assertThat(command.exit()).as("`nxs fmt` would change %s", command.out()).isZero();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isNotSuspicious(Path file) {
    Command command = Command.run("lint", file.toString());
    assertThat(command.exit()).as(command.out() + command.err()).isZero();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void saysWhatItShows(Path file) throws IOException {
    assertThat(Files.readString(file)).startsWith("// ");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void runsTheSameWayTwice(Path file) {
    assertThat(Command.run("test", file.toString()).out()).isEqualTo(Command.run("test", file.toString()).out());
  }
}
