// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of each code about expectations and runs has an example that provokes it, and a remedy that works. */
class ErrorPagesTest {
  private static final Path PAGES = Path.of("../docs/errors");
  private static final Pattern FENCE = Pattern.compile("```nxs\n(.*?)```", Pattern.DOTALL);

  static Set<Code> codes() {
    Set<Code> codes = EnumSet.range(Code.EMPTY_GROUP, Code.UNKNOWN_CAPTURE);
    codes.addAll(EnumSet.range(Code.EXPECTATION_FAILED, Code.RUN_UNTIL_MISSED));
    codes.add(Code.MARKER_PREFIX);
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
    assertThat(examples).hasSize(1);
    assertThat(said(examples.get(0))).containsExactly(code.id());
  }

  @ParameterizedTest
  @MethodSource("codes")
  void mendsItByItsRemedy(Code code) throws IOException {
    String page = page(code);
    for (String remedy : fences(page.substring(page.indexOf("## Remedy")))) {
      assertThat(said(remedy)).isEmpty();
    }
  }

  /** The codes of everything that is said about a text before, while and after running it. */
  private static List<String> said(String text) {
    List<Diagnostic> all = new ArrayList<>();
    try {
      CompiledFile file = Engine.create().compile(Source.of("page.nxs", text));
      all.addAll(file.diagnostics());
      for (Instance instance : file.instances(file.scenarios(), RunOptions.defaults())) {
        all.addAll(instance.diagnostics());
        Report report = instance.run();
        report.failures().forEach(failure -> all.add(failure.diagnostic()));
        report.notices().forEach(failure -> all.add(failure.diagnostic()));
      }
    } catch (NxsException e) {
      all.addAll(e.diagnostics());
    }
    return all.stream().map(diagnostic -> diagnostic.code().id()).toList();
  }

  private static List<String> fences(String section) {
    return FENCE.matcher(section).results().map(fence -> fence.group(1)).toList();
  }

  private static String page(Code code) throws IOException {
    return Files.readString(PAGES.resolve(code.id() + ".md"));
  }
}
