// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documentation is true: each block marked {@code nxs} is a file that passes, each console session of {@code ./nxs}
 * prints what it shows. The pages of diagnostics have tests of their own, beside what emits them.
 */
class DocumentsTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\S+)[^\n]*\n(.*?)```", Pattern.DOTALL);

  /**
   * A block of a document.
   *
   * @param place file and number of the block, for messages
   */
  record Block(String place, String kind, String text) {
    @Override
    public String toString() {
      return place;
    }
  }

  static List<Block> scenarios() throws IOException {
    return blocks().stream().filter(block -> block.kind().equals("nxs")).toList();
  }

  static List<Block> sessions() throws IOException {
    return blocks().stream()
        .filter(block -> block.kind().equals("console"))
        .filter(block -> block.text().startsWith("$ ./nxs run") || block.text().startsWith("$ nxs run"))
        .toList();
  }

  private static List<Block> blocks() throws IOException {
    List<Block> found = new ArrayList<>();
    List<Path> documents = new ArrayList<>(List.of(Path.of("../README.md")));
    try (Stream<Path> files = Files.list(Path.of("../docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    for (Path document : documents) {
      Matcher matcher = BLOCK.matcher(Files.readString(document));
      int number = 0;
      while (matcher.find()) {
        String place = document.getFileName() + " block " + ++number;
        found.add(new Block(place, matcher.group(1), matcher.group(2)));
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void scenarioOfADocumentPasses(Block block, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("block.nxs"), block.text());
    Command command = Command.run("test", file.toString());
    assertThat(command.exit()).as(command.out() + command.err()).isZero();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void sessionOfADocumentPrintsWhatItShows(Block block) {
    String[] parts = block.text().split("\n", 2);
    String[] words = parts[0].replaceFirst("^\\$ (\\./)?nxs ", "").replace(" examples/", " ./").split(" ");
    assertThat(Command.run(words).out()).isEqualTo(parts[1]);
  }
}
