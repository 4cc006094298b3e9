// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nxs.compile.CodeLimits;
import dev.nxs.compile.ValueLimits;
import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each limit of an engine or a run, one step above and at it: docs/limits.md, line by line. */
class LimitsTest {
  private static final EngineOptions DEFAULTS = EngineOptions.defaults();

  @Test
  void aTextIsAsLongAsItMayBe() {
    String text = "scenario \"s\" { }\n";

    assertThat(codes(DEFAULTS.limits(new Limits(text.length(), 200)), text)).isEmpty();
    assertThat(codes(DEFAULTS.limits(new Limits(text.length() - 1, 200)), text)).containsExactly(Code.FILE_TOO_LARGE);
  }

  @Test
  void nestingIsAsDeepAsItMayBe() {
    String text = "scenario \"s\" { let x = " + "(".repeat(30) + "1" + ")".repeat(30) + " }\n";

    assertThat(codes(DEFAULTS.limits(new Limits(1000, 60)), text)).isEmpty();
    assertThat(codes(DEFAULTS.limits(new Limits(1000, 20)), text)).containsOnly(Code.TOO_DEEP);
  }

  @Test
  void importedTextsHaveTheSameLimits() {
    SourceLoader loader = SourceLoader.of(Map.of("a.nxs", "let x = " + " ".repeat(200) + "1\n"));
    String text = "import \"a.nxs\"\nscenario \"s\" { }\n";

    assertThat(codes(DEFAULTS.loader(loader), text)).isEmpty();
    assertThat(codes(DEFAULTS.loader(loader).limits(new Limits(100, 200)), text)).containsExactly(Code.FILE_TOO_LARGE);
  }

  @Test
  void importsAreAsManyAsTheyMayBe() {
    SourceLoader loader = SourceLoader.of(Map.of("a.nxs", "let x = 1\n", "b.nxs", "let y = 1\n"));
    String text = "import \"a.nxs\"\nimport \"b.nxs\"\nscenario \"s\" { }\n";

    assertThat(codes(DEFAULTS.loader(loader).imports(2), text)).isEmpty();
    assertThat(codes(DEFAULTS.loader(loader).imports(1), text)).containsExactly(Code.TOO_MANY_IMPORTS);
  }

  @Test
  void listsAreAsLongAsTheyMayBe() {
    String text = task("var l = [0]; for i in 1..64 { l = l + [i] }; mark(\"${l.length}\")");

    assertThat(end(DEFAULTS.values(new ValueLimits(10_000, 64, 1000)), text)).isEqualTo(End.QUIESCENT);
    assertStopped(DEFAULTS.values(new ValueLimits(10_000, 63, 1000)), text, End.TASK_LIMIT);
  }

  @Test
  void textsAreAsLongAsTheyMayBe() {
    String text = task("var s = \"\"; for i in 0..64 { s = s + \"x\" }; mark(s)");

    assertThat(end(DEFAULTS.values(new ValueLimits(10_000, 100, 64)), text)).isEqualTo(End.QUIESCENT);
    assertStopped(DEFAULTS.values(new ValueLimits(10_000, 100, 63)), text, End.TASK_LIMIT);
  }

  @Test
  void valuesAreAsManyAsTheyMayBe() {
    String text = task("for i in 0..500 { let s = \"x${i}\"; if s == \"y\" { mark(s) } }");

    assertThat(end(DEFAULTS.values(new ValueLimits(1000, 100, 100)), text)).isEqualTo(End.QUIESCENT);
    assertStopped(DEFAULTS.values(new ValueLimits(100, 100, 100)), text, End.TASK_LIMIT);
  }

  @Test
  void recursionIsBounded() {
    String fn = "fn f(n: int): int { if n == 0 { return 0 }; return 1 + f(n - 1) }\n";

    assertThat(end(DEFAULTS, fn + task("var n = 200; mark(\"${f(n)}\")"))).isEqualTo(End.QUIESCENT);
    Report report = assertStopped(DEFAULTS, fn + task("var n = 300; mark(\"${f(n)}\")"), End.TASK_LIMIT);
    assertThat(report.failures().get(0).diagnostic().message()).contains("too deep");
  }

  @Test
  void stepsWithoutTimeAreBounded() {
    String text = task("var n = 0; loop { n = n + 1; if n == 2_000_000 { break } }");

    Report report = run(DEFAULTS, RunOptions.defaults(), text);

    assertThat(report.end()).isEqualTo(End.TASK_LIMIT);
    assertThat(report.failures()).extracting(failure -> failure.diagnostic().code()).contains(Code.LIVELOCK);
  }

  @Test
  void codeHasAsManyStepsAndCallsAsItMay() {
    String loop = task("var n = 0; loop { n = n + 1; if n == 100 { break } }");
    assertThat(end(DEFAULTS.code(new CodeLimits(100, 1)), loop)).isEqualTo(End.QUIESCENT);
    Report hangs = run(DEFAULTS.code(new CodeLimits(50, 1)), RunOptions.defaults(), loop);
    assertThat(hangs.end()).isEqualTo(End.TASK_LIMIT);
    assertThat(hangs.failures().get(0).diagnostic().notes().toString()).contains("more than 50 steps");

    String fn = "fn f(n: int): int { if n == 0 { return 0 }; return 1 + f(n - 1) }\n";
    String deep = fn + task("var n = 9; mark(\"${f(n)}\")");
    assertThat(end(DEFAULTS.code(new CodeLimits(100, 10)), deep)).isEqualTo(End.QUIESCENT);
    Report report = assertStopped(DEFAULTS.code(new CodeLimits(100, 9)), deep, End.TASK_LIMIT);
    assertThat(report.failures().get(0).diagnostic().notes().toString()).contains("at most 9 calls");
  }

  @Test
  void eventsAreBoundedByTheEngineWhateverTheScenarioSays() {
    String text = task("loop { sleep(1us) }");

    Report report = assertStopped(DEFAULTS.events(1000), text, End.EVENT_LIMIT);

    assertThat(report.position().step()).isEqualTo(1000);
    assertThat(report.failures().get(0).diagnostic().message()).contains("1000 events");
  }

  @Test
  void linesAreAsManyAsTheyMayBe() {
    String text = task("for i in 0..100 { mark(\"line ${i}\") }");

    assertThat(end(DEFAULTS.lines(100), text)).isEqualTo(End.QUIESCENT);
    Report report = assertStopped(DEFAULTS.lines(99), text, End.LINE_LIMIT);
    assertThat(report.failures().get(0).diagnostic().message()).contains("99 lines");
  }

  @Test
  void keptLinesAreTheFirstAndTheLast() {
    String text = task("for i in 0..100 { mark(\"line ${i}\") }");

    Report report = run(DEFAULTS, RunOptions.defaults().keptLines(10), text);

    assertThat(report.markers()).extracting(ConsoleLine::text)
        .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4", "line 95", "line 96", "line 97", "line 98",
            "line 99");
  }

  @Test
  void virtualTimeIsBoundedByTheCaller() {
    Report report = run(DEFAULTS, RunOptions.defaults().timeoutNs(1_000_000), task("loop { sleep(1us) }"));

    assertThat(report.end()).isEqualTo(End.TIME_LIMIT);
    assertThat(report.position().timeNs()).isEqualTo(1_000_000);
  }

  @Test
  void limitsWithoutSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.imports(-1));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.events(0));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.lines(0));
    assertThrows(IllegalArgumentException.class, () -> new ValueLimits(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ValueLimits(1, 100_001, 1));
    assertThrows(IllegalArgumentException.class, () -> new CodeLimits(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new CodeLimits(1_000_001, 1));
    assertThrows(IllegalArgumentException.class, () -> new CodeLimits(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new CodeLimits(1, 257));
  }

  private static String task(String body) {
    return "scenario \"s\" { task t { " + body + " } }\n";
  }

  private static List<Code> codes(EngineOptions options, String text) {
    return Engine.create(options).compile(Source.of("main.nxs", text)).diagnostics().stream()
        .map(Diagnostic::code)
        .toList();
  }

  private static Report run(EngineOptions options, RunOptions how, String text) {
    return Engine.create(options).compile(Source.of("main.nxs", text)).scenario("s").run(how);
  }

  private static @Nullable End end(EngineOptions options, String text) {
    return run(options, RunOptions.defaults(), text).end();
  }

  private static Report assertStopped(EngineOptions options, String text, End end) {
    Report report = run(options, RunOptions.defaults(), text);
    assertThat(report.end()).isEqualTo(end);
    assertThat(report.failures()).extracting(failure -> failure.diagnostic().code()).contains(Code.RUN_STOPPED);
    return report;
  }
}
