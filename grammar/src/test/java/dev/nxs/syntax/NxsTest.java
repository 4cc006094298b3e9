// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fixed about texts as a whole: their ends of lines, their comments, and when more of them is wanted. */
class NxsTest {
  @Test
  void readsAnEmptyText() {
    ParseResult result = parse("");

    assertThat(result.file().items()).isEmpty();
    assertThat(result.diagnostics()).isEmpty();
    assertThat(result.incomplete()).isFalse();
  }

  @Test
  void readsWindowsLineEndsAndAByteOrderMark() {
    ParseResult result = parse("\ufeffnxs 1\r\nlet a = 1\r\nlet b = \"\"\"x\r\ny\"\"\"\r\n");

    assertThat(result.diagnostics()).isEmpty();
    LetDecl second = (LetDecl) result.file().items().get(1);
    assertThat(((Expr.StringLit) second.value()).constant()).isEqualTo("x\ny");
  }

  @Test
  void keepsCommentsInTheirOrder() {
    ParseResult result = parse("/// doc\nlet a = /* block */ 1 // line\n");

    assertThat(result.comments())
        .extracting(Comment::kind)
        .containsExactly(Comment.Kind.DOC, Comment.Kind.BLOCK, Comment.Kind.LINE);
    assertThat(result.comments()).extracting(c -> c.span().text()).containsExactly("/// doc", "/* block */", "// line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"let a = (1 +", "scenario \"s\" {", "let a = [1,\n2", "let a = \"\"\"x\n", "/* x", "f({a: 1"})
  void wantsMoreOfATextThatStopsInsideSomething(String text) {
    assertThat(parse(text).incomplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"let a = 1", "let a =", "let a = \"x", "f(\"x", "let a = r\"x", "let a = 1)", "}"})
  void wantsNoMoreOfATextThatNothingCouldMend(String text) {
    assertThat(parse(text).incomplete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"250ns, 250", "50us, 50000", "1.5ms, 1500000", "1e3us, 1000000", "0.001us, 1", "2s, 2000000000",
    "1min, 60000000000", "0x10, 16", "9223372036854775807ns, 9223372036854775807", "1_000_000, 1000000"})
  void readsNumbersExactly(String text, long value) {
    Expr expr = ((LetDecl) parse("let a = " + text).file().items().get(0)).value();

    long read = expr instanceof Expr.DurationLit duration ? duration.ns() : ((Expr.IntLit) expr).value();
    assertThat(read).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task", "machine", "service", "scenario", "timer", "event", "endpoint", "mutex", "barrier", "param", "sweep",
        "run", "explore", "at", "every", "when", "marker", "within", "always", "qos", "start", "end", "no", "of", "all", "any",
        "exactly", "order", "never", "program", "nxs", "log", "fails", "on", "by", "where", "phase", "hart"
      })
  void leavesTheWordsOfOnePlaceFreeAsNames(String word) {
    String text =
        """
        let %1$s = 1
        fn f(%1$s: int): int { var x = %1$s + 1; x = %1$s; return f(%1$s: x, other: {%1$s: %1$s}) }
        scenario "s" {
          param %1$s: int = 2
          task %1$s { mark("${%1$s}"); %1$s(1); let %1$s = 2 }
          expect { %1$s == 3; x.%1$s < %1$s }
        }
        """
            .formatted(word);

    assertThat(parse(text).diagnostics()).isEmpty();
  }

  @Test
  void findsSeveralMistakesOfAFileAndKeepsWhatIsRightBetweenThem() {
    ParseResult result = parse("let a = 5sec\nlet b = 2\nlet = 3\nlet d = 4 4\nlet e = 5\n");

    assertThat(result.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(Code.UNKNOWN_UNIT, Code.UNEXPECTED_WORD, Code.UNEXPECTED_WORD);
    List<String> names = result.file().items().stream().map(item -> ((LetDecl) item).name().text()).toList();
    assertThat(names).containsExactly("a", "b", "e");
  }

  private static ParseResult parse(String text) {
    return Nxs.parse(Source.of("test.nxs", text));
  }

  @Test
  void tellsOfTheFirstMistakesWhateverTheirKind() {
    String text = "let a =\nlet b: 1\n" + "let c = 1 §\n".repeat(30);

    List<Code> codes = Nxs.parse(Source.of("test.nxs", text)).diagnostics().stream().map(d -> d.code()).toList();

    assertThat(codes).hasSize(20).startsWith(Code.MISSING_EXPRESSION, Code.COLON_FOR_EQUALS, Code.UNEXPECTED_CHARACTER);
  }
}
