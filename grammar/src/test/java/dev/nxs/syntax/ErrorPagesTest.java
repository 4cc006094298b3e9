// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of each code that the parser gives out has an example that provokes it, and a remedy that works. */
class ErrorPagesTest {
  private static final Path PAGES = Path.of("../docs/errors");
  private static final Pattern FENCE = Pattern.compile("```nxs\n(.*?)```", Pattern.DOTALL);

  /** Codes that no text can provoke: they are about bytes, or about more of them than a page has room for. */
  private static final Set<Code> WITHOUT_EXAMPLE =
      EnumSet.of(Code.NOT_UTF8, Code.BINARY_FILE, Code.TAR_ARCHIVE, Code.FILE_TOO_LARGE);

  static Set<Code> codes() {
    Set<Code> codes = EnumSet.range(Code.UNEXPECTED_CHARACTER, Code.MISSING_EXPRESSION);
    codes.addAll(WITHOUT_EXAMPLE);
    codes.addAll(EnumSet.of(Code.UNKNOWN_VERSION, Code.NOT_AN_EVENT, Code.TOO_DEEP));
    return codes;
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPageWithTheTitleOfTheCode(Code code) {
    assertThat(page(code)).startsWith("# " + code.id() + ": " + code.title() + "\n\n").contains("\n## Remedy\n");
  }

  @ParameterizedTest
  @MethodSource("codes")
  void provokesTheCodeByItsExample(Code code) {
    List<String> examples = fences(section(code, "## Example", "## Remedy"));

    assertThat(examples).hasSize(WITHOUT_EXAMPLE.contains(code) ? 0 : 1);
    for (String example : examples) {
      assertThat(Nxs.parse(Source.of("example.nxs", example)).diagnostics())
          .isNotEmpty()
          .extracting(Diagnostic::code)
          .containsOnly(code);
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void mendsItByItsRemedy(Code code) {
    for (String remedy : fences(section(code, "## Remedy", null))) {
      List<Diagnostic> diagnostics = Nxs.parse(Source.of("remedy.nxs", remedy)).diagnostics();
      assertThat(diagnostics).as(Renderer.plain().render(diagnostics)).isEmpty();
    }
  }

  private static String section(Code code, String from, @Nullable String to) {
    String page = page(code);
    int end = to == null ? page.length() : page.indexOf(to);
    return page.substring(page.indexOf(from), end);
  }

  private static List<String> fences(String section) {
    List<String> fences = new ArrayList<>();
    Matcher matcher = FENCE.matcher(section);
    while (matcher.find()) {
      fences.add(matcher.group(1));
    }
    return fences;
  }

  private static String page(Code code) {
    try {
      return Files.readString(PAGES.resolve(code.id() + ".md"));
    } catch (IOException e) {
      throw new AssertionError("a code must have a page: code=" + code, e);
    }
  }
}
