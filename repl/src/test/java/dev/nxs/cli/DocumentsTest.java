// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
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
 * What the documentation shows is true. A block {@code nxs} is a script that passes, or a piece of one that can be read
 * where it belongs; {@code nxs,fails NXS1203} is a script whose first error has that code. A block {@code console} holds
 * commands after {@code $} with what they print; one without output only has to succeed, and {@code $ echo $?} shows the
 * exit code of the one before. With {@code -Dnxs.bless=true} the pages get what the commands print, hashes included. The
 * pages under docs/errors have tests of their own.
 */
class DocumentsTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\n]*)\n(.*?)^```$");
  private static final Pattern FIRST_ERROR = Pattern.compile("error\\[(NXS\\d{4})\\]");

  /** Where a piece of a script may belong. */
  private static final List<String> SURROUNDINGS =
      List.of("scenario \"s\" {\n%s\n}", "scenario \"s\" { task t {\n%s\n} }", "scenario \"s\" { expect {\n%s\n} }");

  @TempDir Path folder;

  /**
   * A block of a page.
   *
   * @param place the page and the line, to be read
   * @param info what stands behind the fence
   */
  record Block(Path page, String place, String info, String text) {
    @Override
    public String toString() {
      return place + " " + info;
    }
  }

  static List<Block> blocks() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of(".", "docs", "examples", "bench", "grammar", "kernel", "timed", "dsl-runtime", "repl")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages) {
      String text = Files.readString(page);
      Matcher matcher = FENCE.matcher(text);
      while (matcher.find()) {
        long line = text.substring(0, matcher.start()).lines().count() + 1;
        blocks.add(new Block(page, page.normalize() + ":" + line, matcher.group(1), matcher.group(2)));
      }
    }
    return blocks;
  }

  static List<Block> scripts() throws IOException {
    return blocks().stream().filter(block -> block.info().matches("nxs\\b.*")).toList();
  }

  static List<Block> sessions() throws IOException {
    return blocks().stream().filter(block -> block.info().equals("console")).toList();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void aScriptDoesWhatThePageSays(Block block) throws IOException {
    Path script = Files.writeString(folder.resolve("block.nxs"), block.text());
    Shell.Result result = Shell.run("test", script.toString());
    Matcher fails = Pattern.compile("fails (NXS\\d{4})").matcher(block.info());
    if (fails.find()) {
      Matcher error = FIRST_ERROR.matcher(result.err() + result.out());
      assertThat(error.find()).isTrue();
      assertThat(error.group(1)).isEqualTo(fails.group(1));
    } else if (Nxs.parse(Source.of("block.nxs", block.text())).hasErrors()) {
      assertThat(SURROUNDINGS)
          .as(result.err())
          .anySatisfy(around -> assertThat(parses(around.replace("%s", block.text()))).isTrue());
    } else {
      boolean library = result.err().contains("NXS1702");
      assertThat(result.code()).as(result.out() + result.err()).isEqualTo(library ? Exit.OPEN.code() : 0);
    }
  }

  private static boolean parses(String text) {
    return !Nxs.parse(Source.of("block.nxs", text)).hasErrors();
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void aCommandPrintsWhatThePageShows(Block block) throws IOException {
    StringBuilder real = new StringBuilder();
    Shell.Result last = new Shell.Result(0, "", "");
    for (String part : block.text().split("(?m)^(?=\\$ )", -1)) {
      int end = part.indexOf('\n') + 1;
      String command = part.startsWith("$ ") ? part.substring(2, end - 1) : "";
      String shown = part.substring(end);
      real.append(part, 0, end);
      if (command.equals("echo $?")) {
        shown = last.code() + "\n";
      } else if (command.matches("(\\./)?nxs .*")) {
        last = Shell.onScreen(command);
        if (shown.isBlank()) {
          assertThat(last.code()).as(last.out()).isZero();
        } else {
          shown = last.out();
        }
      }
      real.append(shown);
    }
    if (Boolean.getBoolean("nxs.bless")) {
      Files.writeString(block.page(), Files.readString(block.page()).replace(block.text(), real));
    }
    assertThat(Shell.timeless(block.text())).as("bless with -Dnxs.bless=true").isEqualTo(real.toString());
  }
}
