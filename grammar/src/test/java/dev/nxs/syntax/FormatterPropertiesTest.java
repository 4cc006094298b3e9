// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.format.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical form means what the text means, is its own canonical form, and loses no comment. */
class FormatterPropertiesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern FENCE = Pattern.compile("```nxs\n(.*?)```", Pattern.DOTALL);
  private static final int CHANGES = 3;

  /** What may stand between any two words, or nearly so. */
  private static final String[] SPACES = {
    " ", "  ", "\n", "\n\n\n", "\r\n", "\t", ";", " // c\n", "\n// own\n", " /* b */ ", "\n/* b */\n", "/* 1 */ // 2\n",
    "\n\n/// doc\n", " /* two\nlines */ ", " // r\r", ",", " { }", "()", ";;",
  };

  /** Every file of the project, and every block in its documents. */
  static List<Source> sources() throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path file : files(".nxs")) {
      sources.add(Source.of(ROOT.relativize(file).toString(), Files.readString(file)));
    }
    for (Path file : files(".md")) {
      Matcher fence = FENCE.matcher(Files.readString(file));
      while (fence.find()) {
        sources.add(Source.of(ROOT.relativize(file) + "@" + fence.start(), fence.group(1)));
      }
    }
    return sources;
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !ROOT.relativize(file).toString().contains("target"))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreSources() throws IOException {
    assertThat(sources()).hasSizeGreaterThan(150);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void keepsTheMeaningAndIsItsOwnCanonicalForm(Source source) {
    check(source);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void keepsThemWhereverSpacesAndCommentsStand(Source source) {
    Random random = new Random(source.name().hashCode());
    for (int i = 0; i < CHANGES; i++) {
      StringBuilder text = new StringBuilder(source.text());
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int at = gap(text, random);
        text.insert(at, SPACES[random.nextInt(SPACES.length)]);
      }
      check(Source.of(source.name(), text.toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void keepsThemWhereAllIsOnOneLineOrOnMany(Source source) {
    check(Source.of(source.name(), source.text().replaceAll(" *\n *", " ")));
    check(Source.of(source.name(), source.text().replaceAll("([,({\\[])", "$1\n")));
    check(Source.of(source.name(), source.text().replaceAll("\\b(and|or|within|then|by|\\+)\\b", "\n$1")));
    check(Source.of(source.name(), source.text().replaceAll("\\b([a-z])([a-z]{4,})\\b", "$1$2_and_on_and_on_and_on")));
  }

  /** A place between two words, most often. */
  private static int gap(CharSequence text, Random random) {
    int at = random.nextInt(text.length() + 1);
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static void check(Source source) {
    String text = Formatter.format(source).text();
    assertThat(text == null).as(source.text()).isEqualTo(Nxs.parse(source).hasErrors());
    if (text == null) {
      return;
    }
    Source formatted = Source.of(source.name(), text);
    assertThat(TreeShape.of(formatted)).as(source.text()).isEqualTo(TreeShape.of(source));
    assertThat(Formatter.format(formatted).text()).as(source.text()).isEqualTo(text);
    assertThat(comments(formatted)).as(source.text()).isEqualTo(comments(source));
  }

  /** The words of all comments, sorted: one in front of a comma goes behind it. */
  private static List<String> comments(Source source) {
    List<String> words = new ArrayList<>();
    for (Comment comment : Nxs.parse(source).comments()) {
      for (String word : comment.span().text().replaceAll("[/*]+", " ").trim().split("\\s+", -1)) {
        words.add(word);
      }
    }
    words.removeIf(String::isEmpty);
    words.sort(null);
    return words;
  }
}
