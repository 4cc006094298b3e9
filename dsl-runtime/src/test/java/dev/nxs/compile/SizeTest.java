// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is wide or deep is lowered, too: nothing that the checker lets through may end in an error of ours. */
class SizeTest {
  private static final int DEEP = 90;

  private static String last(Image image) {
    var log = new ScriptedTask(image, "t", image.pool()).run();
    return log.get(log.size() - 1);
  }

  private static String repeated(int count, String separator, java.util.function.IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
  }

  @Test
  void longListsAndRecords() {
    assertThat(last(Images.task("var n = 1\nlet l = [" + repeated(5_000, ", ", i -> "n + " + i) + "]\nexit(l[4999])")))
        .isEqualTo("exit 5000");
    assertThat(last(Images.task("var n = 1\nlet r = {" + repeated(300, ", ", i -> "f" + i + ": n + " + i) + "}\nexit(r.f299)")))
        .isEqualTo("exit 300");
  }

  @Test
  void longChains() {
    assertThat(last(Images.task("var n = 1\nexit(" + repeated(10_000, " + ", i -> "n") + ")"))).isEqualTo("exit 10000");
    assertThat(last(Images.task("var n = 1\nif " + repeated(5_000, " and ", i -> "n == 1") + " { exit(7) }"))).isEqualTo("exit 7");
    assertThat(last(Images.task("var s = \"x\"\nlet t = " + repeated(5_000, " + ", i -> "s") + "\nexit(t.length)")))
        .isEqualTo("exit 5000");
    assertThat(
            last(
                Images.task(
                    "var n = 3000\nif n == 0 { exit(0) }" + repeated(3_000, "", i -> " else if n == " + (i + 1) + " { exit(" + i + ") }"))))
        .isEqualTo("exit 2999");
  }

  @Test
  void deepNesting() {
    String open = repeated(DEEP, "", i -> "[n, n, n, n, n, n, n, n, n, n, n, n, n, n, n].length + [n, ");
    assertThat(last(Images.task("var n = 1\nexit(" + "(n + ".repeat(DEEP) + "n" + ")".repeat(DEEP) + ")")))
        .isEqualTo("exit " + (DEEP + 1));
    assertThat(last(Images.task("var n = 1\nexit(" + open + "n" + "].length".repeat(DEEP) + ")"))).isEqualTo("exit 17");
    assertThat(last(Images.task("var n = 1\nlet s = " + "\"a${".repeat(40) + "n" + "}\"".repeat(40) + "\nexit(s.length)")))
        .isEqualTo("exit 41");
    assertThat(last(Images.task("var n = 1\n" + "if n == 1 { ".repeat(DEEP) + "exit(n)" + " }".repeat(DEEP)))).isEqualTo("exit 1");
  }

  @Test
  void manyArgumentsInsideEachOther() {
    String function = "fn f(" + repeated(32, ", ", i -> "p" + i + ": int") + "): int = p31 + 1\n";
    String call = "f(" + repeated(31, ", ", i -> "n") + ", ";
    assertThat(last(Images.of(function + "scenario \"s\" { task t { var n = 1; exit(" + call.repeat(DEEP) + "n" + ")".repeat(DEEP) + ") } }")))
        .isEqualTo("exit " + (DEEP + 1));
  }

  @Test
  void aFunctionWithTooManyParametersIsAnError() {
    String function = "fn f(" + repeated(33, ", ", i -> "p" + i + ": int") + "): int = p32\n";
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Checker.check(Nxs.parse(Source.of("test.nxs", function)).file(), diagnostics).scenarios()).isEmpty();
    assertThat(diagnostics.list().get(0).code()).isEqualTo(Code.TOO_MANY);
  }

  @Test
  void constantsThatTakeTooMuchRoomAreAnError() {
    String text =
        "let a = \"" + "x".repeat(1_000) + "\"\nlet b = " + repeated(90, " + ", i -> "a") + "\nscenario \"s\" { task t {\n"
            + repeated(200, "\n", i -> "mark(b + \"" + i + "\")") + "\n} }";
    Diagnostics diagnostics = new Diagnostics();
    CheckedFile file = Checker.check(Nxs.parse(Source.of("test.nxs", text)).file(), diagnostics);
    CheckedScenario scenario = file.instances(file.scenarios(), Overrides.NONE, diagnostics).get(0);
    assertThat(diagnostics.hasErrors()).isFalse();
    assertThat(Image.of(scenario, diagnostics)).isNull();
    assertThat(diagnostics.list().get(0).code()).isEqualTo(Code.TOO_MANY);
  }

  @Test
  void manyTasksShareOneProgram() {
    Image image = Images.of("scenario \"s\" { machine(harts: 64)\ntask t[10000] { compute(1us * index) } }");
    assertThat(image.program(1)).isSameAs(image.program(10_000));
    assertThat(image.config(java.util.List.of()).tasks()).hasSize(10_000);
  }
}
