// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.compile.Golden;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people write who read the language for the first time, and what they are told: everything that {@code nxs test}
 * finds, before running or by it. {@code -Dnxs.bless=true} writes the messages anew.
 */
class NewcomersTest {
  /** What a parser generator would say. */
  private static final Pattern JARGON =
      Pattern.compile("expecting|mismatched|viable|extraneous|token|<EOF>|[A-Z]{3,}_[A-Z]|LBRACE|SEMI\\b|\\{[^}]*, *'");

  static List<Path> inputs() {
    return Golden.inputs("newcomers");
  }

  @Test
  void thereAreMoreThanAHundredAndTwentyMistakes() {
    assertThat(inputs()).hasSizeGreaterThanOrEqualTo(120);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void areToldWhatIsWrongWhereAndWhatToDo(Path input) {
    List<Diagnostic> told = told(Golden.source(input));

    assertThat(told).as("a mistake is told").isNotEmpty();
    assertThat(told).allMatch(diagnostic -> diagnostic.primary() != null, "has a place");
    assertThat(told).noneMatch(diagnostic -> JARGON.matcher(diagnostic.message()).find());
    Golden.check(input, ".txt", Renderer.plain().render(told));
  }

  /** All that is found before running; where that is no error, also what comes of the run. */
  private static List<Diagnostic> told(Source source) {
    CompiledFile file = Engine.create().compile(source);
    List<Diagnostic> told = new ArrayList<>(file.diagnostics());
    if (file.hasErrors()) {
      return told;
    }
    try {
      for (Instance instance : file.instances(file.scenarios(), RunOptions.defaults().strict(true))) {
        told.addAll(instance.diagnostics());
        Report report = instance.run();
        report.failures().forEach(failure -> told.add(failure.diagnostic()));
        report.notices().forEach(notice -> told.add(notice.diagnostic()));
      }
    } catch (NxsException e) {
      told.addAll(e.diagnostics());
    }
    return told;
  }
}
