// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Construct by construct, what the language reference says: each file under {@code language/} expects it of itself. */
class LanguageTest {
  private static final Path FILES = Path.of("src/test/resources/language");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void doesWhatItsFileExpects(Path path) throws IOException {
    CompiledFile file = Engine.create().compile(Source.of(path.getFileName().toString(), Files.readString(path)));
    assertThat(file.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR))
        .as(Renderer.plain().render(file.diagnostics()))
        .isEmpty();
    for (Instance instance : file.instances(file.scenarios(), RunOptions.defaults())) {
      Report report = instance.run();
      List<Diagnostic> failures = report.failures().stream().map(Failure::diagnostic).toList();
      assertThat(report.verdict()).as(instance.title() + "\n" + Renderer.plain().render(failures)).isEqualTo(Verdict.PASSED);
      assertThat(report.expectations()).as(instance.title()).isNotEmpty();
    }
  }
}
