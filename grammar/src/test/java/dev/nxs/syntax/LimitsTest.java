// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nesting and size are bounded, each with one clear error; what is long but flat is fine. */
class LimitsTest {
  private static final Limits LARGE = new Limits(16 << 20, Limits.DEFAULT.nesting());
  private static final int MANY = 10_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", "[", "f(", "a[", "{a: ", "not ", "- ", "try ", "a.", "\"${", "all x in l: ", "exactly 2 x in l: ", "f()(",
        "not -", "[{a: ", "a + (", "not a == ("
      })
  void reportsDeepExpressionsOnce(String piece) {
    ParseResult result = Nxs.parse(Source.of("deep.nxs", "let a = " + piece.repeat(MANY)), LARGE);

    assertThat(codes(result)).containsExactly(Code.TOO_DEEP);
  }

  @Test
  void reportsTenMegabytesOfParenthesesOnce() {
    ParseResult result = Nxs.parse(Source.of("deep.nxs", "let a = " + "(".repeat(10 << 20)), LARGE);

    assertThat(codes(result)).containsExactly(Code.TOO_DEEP);
    assertThat(Renderer.plain().render(result.diagnostics()).lines()).allMatch(line -> line.length() < 130);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop {", "if a {", "if a { } else {", "while a { for x in y {\n"})
  void reportsNestedBlocksOnce(String piece) {
    ParseResult result = Nxs.parse(Source.of("deep.nxs", "program p() {" + piece.repeat(MANY)), LARGE);

    assertThat(codes(result)).containsExactly(Code.TOO_DEEP);
  }

  @Test
  void reportsNestedTypesAndPhasesOnce() {
    String types = "fn f(a: " + "list<".repeat(MANY);
    String phases = "expect e { " + "phase p { ".repeat(MANY);

    assertThat(codes(Nxs.parse(Source.of("deep.nxs", types)))).containsExactly(Code.TOO_DEEP);
    assertThat(codes(Nxs.parse(Source.of("deep.nxs", phases)))).containsExactly(Code.TOO_DEEP);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 198})
  void acceptsNestingUpToTheLimit(int depth) {
    String brackets = "let a = " + "(".repeat(depth) + "1" + ")".repeat(depth);
    String blocks = "program p() {" + "loop {".repeat(depth) + "}".repeat(depth) + "}";

    assertThat(codes(Nxs.parse(Source.of("a.nxs", brackets)))).isEmpty();
    assertThat(codes(Nxs.parse(Source.of("b.nxs", blocks)))).isEmpty();
  }

  @Test
  void keepsALongSumFlat() {
    ParseResult result = Nxs.parse(Source.of("long.nxs", "let a = 0" + " + 1".repeat(100_000)));

    assertThat(result.diagnostics()).isEmpty();
    Expr.Chain sum = (Expr.Chain) ((LetDecl) result.file().items().get(0)).value();
    assertThat(sum.links()).hasSize(100_000);
  }

  @Test
  void keepsALongChainOfElseIfFlat() {
    String text = "program p() { if a { }" + " else if a { }".repeat(MANY) + "}";
    ParseResult result = Nxs.parse(Source.of("long.nxs", text));

    assertThat(result.diagnostics()).isEmpty();
    Stmt.If chain = (Stmt.If) ((TopLevel.Program) result.file().items().get(0)).body().statements().get(0);
    assertThat(chain.branches()).hasSize(MANY + 1);
  }

  @Test
  void acceptsManyNegatedTermsSideBySide() {
    String text = "let a = not b.c(-1)" + " and not -b.c(x: -1)[2] < - 3".repeat(MANY);

    assertThat(codes(Nxs.parse(Source.of("long.nxs", text)))).isEmpty();
  }

  @Test
  void refusesATextOverTheSizeLimit() {
    ParseResult result = Nxs.parse(Source.of("large.nxs", "let a = 1\n"), new Limits(5, 10));

    assertThat(codes(result)).containsExactly(Code.FILE_TOO_LARGE);
    assertThat(result.file().items()).isEmpty();
  }

  @Test
  void refusesATextWithTooManyWordsAndReadsWhatIsBeforeThem() {
    ParseResult result = Nxs.parse(Source.of("many.nxs", "let a = 1\nlet b = (2 + 3)\n"), new Limits(100, 10, 7));

    assertThat(codes(result)).containsExactly(Code.FILE_TOO_LARGE);
    assertThat(result.file().items()).isNotEmpty();
    assertThat(codes(Nxs.parse(Source.of("few.nxs", "let a = 1\n"), new Limits(100, 10, 4)))).isEmpty();
  }

  @Test
  void refusesHugeNumbersWithoutComputingThem() {
    String digits = "9".repeat(1_000_000);
    String text = "let a = [1e999999999ms, 1e-999999999s, " + digits + ", " + digits + "ms]";

    assertThat(codes(Nxs.parse(Source.of("huge.nxs", text))))
        .containsExactly(Code.BAD_NUMBER, Code.BAD_NUMBER, Code.BAD_NUMBER, Code.BAD_NUMBER);
  }

  @Test
  void keepsTwentyErrorsOfMany() {
    assertThat(Nxs.parse(Source.of("many.nxs", "let a = 5sec\n".repeat(MANY))).diagnostics()).hasSize(20);
    assertThat(Nxs.parse(Source.of("many.nxs", "let a = 5 5\n".repeat(MANY))).diagnostics()).hasSize(20);
    assertThat(Nxs.parse(Source.of("many.nxs", "let a = ` 5\n".repeat(MANY))).diagnostics()).hasSize(20);
  }

  private static List<Code> codes(ParseResult result) {
    return result.diagnostics().stream().map(Diagnostic::code).toList();
  }
}
