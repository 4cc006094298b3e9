// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of each code that the checker gives out has an example that provokes it, and a remedy that works. */
class ErrorPagesTest {
  private static final Path PAGES = Path.of("../docs/errors");
  private static final Pattern FENCE = Pattern.compile("```nxs\n(.*?)```", Pattern.DOTALL);

  static Set<Code> codes() {
    Set<Code> codes = EnumSet.range(Code.UNKNOWN_NAME, Code.MISSING_PARAMETER);
    codes.addAll(
        EnumSet.of(
            Code.EMPTY_FILE, Code.TOO_MANY, Code.CONSTANT_OVERFLOW, Code.DIVISION_BY_ZERO, Code.NOT_YET,
            Code.UNUSED_NAME, Code.UNREACHABLE));
    return codes;
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPageWithTheTitleOfTheCode(Code code) throws IOException {
    assertThat(page(code)).startsWith("# " + code.id() + ": " + code.title() + "\n\n").contains("\n## Remedy\n");
  }

  @ParameterizedTest
  @MethodSource("codes")
  void provokesTheCodeByItsExample(Code code) throws IOException {
    String page = page(code);
    List<String> examples = fences(page.substring(0, page.indexOf("## Remedy")));

    // That a parameter does not exist is a mistake of the command line, not of a text.
    assertThat(examples).hasSize(code == Code.UNKNOWN_PARAMETER ? 0 : 1);
    for (String example : examples) {
      Checked checked = Checked.of(example);
      assertThat(checked.codes()).as(checked.rendered()).isNotEmpty().containsOnly(code.id());
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void mendsItByItsRemedy(Code code) throws IOException {
    String page = page(code);
    for (String remedy : fences(page.substring(page.indexOf("## Remedy")))) {
      assertThat(Checked.of(remedy).rendered()).isEmpty();
    }
  }

  private static List<String> fences(String section) {
    return FENCE.matcher(section).results().map((MatchResult fence) -> fence.group(1)).toList();
  }

  private static String page(Code code) throws IOException {
    return Files.readString(PAGES.resolve(code.id() + ".md"));
  }
}
