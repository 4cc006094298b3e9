// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.format.Formatter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the canonical form looks like. */
class FormatterTest {
  static List<Path> inputs() {
    return Golden.inputs("format");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void hasTheFormOfItsGoldenFile(Path input) {
    Golden.check(input, ".txt", format(Golden.source(input).text()));
  }

  @Test
  void givesATextWithErrorsNoForm() {
    Formatter.Formatted formatted = Formatter.format(Source.of("test.nxs", "let a ="));

    assertThat(formatted.text()).isNull();
    assertThat(formatted.diagnostics()).extracting(d -> d.code()).containsExactly(Code.MISSING_EXPRESSION);
  }

  @Test
  void leavesOutWhatMeansNothing() {
    assertThat(format("")).isEmpty();
    assertThat(format("\ufeff\r\n\n")).isEmpty();
    assertThat(format("\n\n// alone")).isEqualTo("// alone\n");
    assertThat(format("\ufefflet a = [1, 2,]\r\n;;let b = 2;\r\n\r\n\r\n")).isEqualTo("let a = [1, 2]\nlet b = 2\n");
  }

  @Test
  void keepsASemicolonThatALineEndCannotReplace() {
    String text = "scenario \"s\" {\n  task a {\n    yield();\n    (1)\n    x;\n    -1\n  }\n}\n";

    assertThat(format(text.replace(";\n", "; "))).isEqualTo(text);
  }

  @Test
  void putsASpaceOnlyWhereOneBelongs() {
    assertThat(format("let a = ( 1+2 ) * -3 - - x [ 0 ] . y")).isEqualTo("let a = (1 + 2) * -3 - -x[0].y\n");
    assertThat(format("let a = not b==c and 1 ..=2")).isEqualTo("let a = not b == c and 1..=2\n");
    assertThat(format("fn f ( a :list < list<int> > ) : int=a . length")).isEqualTo("fn f(a: list<list<int>>): int = a.length\n");
    assertThat(format("let r = { a : 1 ,b:[ ] }")).isEqualTo("let r = {a: 1, b: []}\n");
  }

  private static String format(String text) {
    return Objects.requireNonNull(Formatter.format(Source.of("test.nxs", text)).text());
  }
}
