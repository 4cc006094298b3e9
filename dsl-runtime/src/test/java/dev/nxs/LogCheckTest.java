// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.report.ConsoleFormat;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogCheckTest {
  private static final String RULES =
      """
      log board {
        banner "boot 1.0"
        prefix "[{level} {source}] "
        prefix "[{time:seconds}] "
        hart r"\\bcpu(?<hart>\\d+)\\b"
      }
      """;

  private static LogCheck prepared(String expectations) {
    Source source = Source.of("boot.nxs", RULES + "expect boot {\n" + expectations + "\n}\n");
    return LogCheck.ofSets(source, EngineOptions.defaults(), List.of());
  }

  private static LogCheck.Result check(String expectation, String log, LogCheck.Options options) throws IOException {
    InputStream in = new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8));
    return prepared(expectation).judge(in, "uart.log", options);
  }

  private static Verdict verdict(String expectation, String log) throws IOException {
    return check(expectation, log, new LogCheck.Options(false, false, false)).expectations().get(0).verdict();
  }

  @Test
  void rulesComeFromImportedFilesToo() throws IOException {
    SourceLoader loader = new TextLoader(Map.of("board.nxs", RULES + "expect common { marker \"up\" }\n"));
    Source source = Source.of("boot.nxs", "import \"board.nxs\" as board\nexpect boot { marker \"late\" by 5ms }\n");
    InputStream in =
        new ByteArrayInputStream("boot 1.0\n[INFO a] up\n[    0.005000] late\n".getBytes(StandardCharsets.UTF_8));

    LogCheck.Result result =
        LogCheck.ofSets(source, EngineOptions.defaults().loader(loader), List.of())
            .judge(in, "uart.log", new LogCheck.Options(false, false, false));

    assertThat(result.headCut()).isFalse();
    assertThat(result.expectations()).extracting(ExpectationResult::verdict)
        .containsExactly(Verdict.PASSED, Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPrefixThatNoRuleTakesOffIsTold(boolean fromReset) throws IOException {
    Source source = Source.of("boot.nxs", "expect boot { marker \"up\" }\n");
    InputStream in = new ByteArrayInputStream("[    0.005000] up\n".getBytes(StandardCharsets.UTF_8));

    ExpectationResult result =
        LogCheck.ofSets(source, EngineOptions.defaults(), List.of())
            .judge(in, "uart.log", new LogCheck.Options(fromReset, false, false))
            .expectations()
            .get(0);

    assertThat(result.verdict()).isEqualTo(fromReset ? Verdict.FAILED : Verdict.UNDECIDED);
    assertThat(result.detail() + requireNonNull(result.failure()).diagnostic())
        .contains("line 1 has it behind \"[    0.005000] \": a `prefix` rule in `log` takes that off");
  }

  @Test
  void aFailureTellsTheValuesOfTheConditionOfALine() throws IOException {
    LogCheck.Options options = new LogCheck.Options(true, false, false);
    String came = "never marker p\"took {t:duration}\" where t + 1ms > 4ms";
    String missed = "marker p\"took {t:duration}\" where t < 4ms";
    assertThat(requireNonNull(check(came, "took 9ms\n", options).expectations().get(0).failure()).diagnostic().notes())
        .contains("`t + 1ms` is 10ms", "`t` is 9ms");
    assertThat(requireNonNull(check(missed, "took 9ms\n", options).expectations().get(0).failure()).diagnostic().notes())
        .contains("there `t` is 9ms");
  }

  /** A whole log, a log without its head, and one without its tail, each with one verdict. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "marker \"a\"                          | a        | PASSED    | PASSED    | PASSED",
        "marker \"a\"                          | b        | FAILED    | UNDECIDED | UNDECIDED",
        "marker \"a\"                          | a FAIL   | FAILED    | UNDECIDED | UNDECIDED",
        "never marker \"a\"                    | b        | PASSED    | UNDECIDED | UNDECIDED",
        "never marker \"a\"                    | a        | FAILED    | FAILED    | FAILED",
        "once marker \"a\"                     | a        | PASSED    | UNDECIDED | UNDECIDED",
        "exactly 2 of marker \"a\"             | a;a      | PASSED    | UNDECIDED | UNDECIDED",
        "at least 1 of marker \"a\"            | a        | PASSED    | PASSED    | PASSED",
        "order { marker \"a\"; marker \"b\" }  | a;x;b    | PASSED    | PASSED    | PASSED",
        "order { marker \"a\"; marker \"b\" }  | b;a      | FAILED    | UNDECIDED | UNDECIDED",
        "all { marker \"a\"; marker \"b\" }    | b;a      | PASSED    | PASSED    | PASSED",
        "any { marker \"a\"; marker \"b\" }    | b        | PASSED    | PASSED    | PASSED",
        "exclusive { marker \"a\"; marker \"b\" } | a;b   | FAILED    | FAILED    | FAILED",
        "marker \"a\" iff marker \"b\"         | a        | FAILED    | UNDECIDED | UNDECIDED",
        "complete r\"^s:\" allow \"s: 1\"      | s: 2     | FAILED    | FAILED    | FAILED",
        "whenever marker \"a\" require marker \"b\" before | b;a | PASSED | UNDECIDED | UNDECIDED",
      })
  void whatIsCutOffIsUndecidedAndWhatWasSeenStays(
      String form, String lines, Verdict whole, Verdict withoutHead, Verdict withoutTail) throws IOException {
    String body = lines.strip().replace(";", "\n");

    assertThat(verdict(form, "boot 1.0\n" + body + "\n")).as("whole").isEqualTo(whole);
    assertThat(verdict(form, body + "\n")).as("without head").isEqualTo(withoutHead);
    // A last line without an end is judged as far as it goes, and more may be missing behind it.
    assertThat(verdict(form, "boot 1.0\n" + body + "\nx")).as("without tail").isEqualTo(withoutTail);
  }

  /** The whole log is judged with and without the end of its last line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "marker \"ok\"                          | ok       | PASSED    | UNDECIDED",
        "marker \"ok\"                          | ok;ok    | PASSED    | PASSED",
        "marker \"ok\"                          | o        | FAILED    | UNDECIDED",
        "marker starts \"ok\"                   | ok FA    | PASSED    | PASSED",
        "marker contains \"ok\"                 | is ok    | PASSED    | PASSED",
        "marker r\"ok\"                         | is ok    | PASSED    | PASSED",
        "marker r\"^ok$\"                       | ok       | PASSED    | UNDECIDED",
        "marker r\"ok\\b\"                       | ok       | PASSED    | UNDECIDED",
        "marker r\"^ok\\b\"                      | ok FA    | PASSED    | PASSED",
        "marker r\"^ok[^F]*$\"                  | ok       | PASSED    | UNDECIDED",
        "marker p\"n={n:int}\"                  | n=4      | PASSED    | UNDECIDED",
        "marker r\"n=(?<n>.)\" where n == \"4\" | n=4      | PASSED    | UNDECIDED",
        "never marker \"ok\"                    | ok       | FAILED    | UNDECIDED",
        "never marker starts \"PANIC\"          | PANIC: o | FAILED    | FAILED",
        "never marker r\"(?i)panic\"            | a Panic  | FAILED    | FAILED",
        "order { marker \"a\"; marker \"ok\" }  | a;ok     | PASSED    | UNDECIDED",
        "order strict { marker \"k: a\"; marker \"k: b\" } | k: a;k: | FAILED | UNDECIDED",
        "complete r\"^s:\" allow \"s: 12\"      | s: 1     | FAILED    | UNDECIDED",
        "at most 0 of marker \"ok\"             | ok       | FAILED    | UNDECIDED",
        "whenever marker \"a\" then marker \"ok\" | a;ok   | PASSED    | UNDECIDED",
        "exclusive { marker \"a\"; marker \"ok\" } | a;ok  | FAILED    | UNDECIDED",
      })
  void aLineWithoutEndDecidesWhatItWouldHoweverItWentOn(String form, String lines, Verdict whole, Verdict cut)
      throws IOException {
    String log = "boot 1.0\n" + lines.strip().replace(";", "\n");

    assertThat(verdict(form, log + "\n")).as("with its end").isEqualTo(whole);
    assertThat(verdict(form, log)).as("without").isEqualTo(cut);
  }

  @Test
  void aPhaseHasNotFailedWhereNoItemIsKnownToHave() throws IOException {
    String form = "phase tests { marker \"a\"; never marker \"b fail\" }";
    LogCheck.Result cut = prepared(form).judge(stream("boot 1.0\na\nb fail"), "log", new LogCheck.Options(true, false, false));
    assertThat(cut.expectations()).extracting(ExpectationResult::verdict).doesNotContain(Verdict.FAILED);
    assertThat(cut.expectations().get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(cut.firstFailedPhase()).isNull();

    LogCheck.Result whole = prepared(form).judge(stream("boot 1.0\na\nb fail\n"), "log", new LogCheck.Options(true, false, false));
    assertThat(whole.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(whole.firstFailedPhase()).isEqualTo("tests");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoFollowsHearsOfALineAtOnceThoughItMayBeThePieceOfAnother() throws IOException {
    // Nothing comes behind it: the machine hangs.
    InputStream hanging =
        new SequenceInputStream(
            new ByteArrayInputStream("boot 1.0\nselftest: fail\n".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() {
                throw new AssertionError("the verdict was known before");
              }

              @Override
              public int read(byte[] into, int offset, int length) {
                return read();
              }
            });
    LogCheck check = prepared("never marker starts \"selftest: f\"; marker \"selftest: ok\"");

    LogCheck.Result result = check.judge(hanging, "log", new LogCheck.Options(false, false, true));
    assertThat(result.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.expectations().get(1).verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void anInterruptionCutsTheTail() throws IOException {
    InputStream interrupted =
        new SequenceInputStream(
            new ByteArrayInputStream("boot 1.0\na\n".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new InterruptedIOException();
              }

              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                return read();
              }
            });

    LogCheck.Result result =
        prepared("marker \"a\"; marker \"b\"; never marker \"c\"").judge(interrupted, "log", new LogCheck.Options(false, false, false));
    assertThat(result.tailCut()).isTrue();
    assertThat(result.expectations())
        .extracting(ExpectationResult::verdict)
        .containsExactly(Verdict.PASSED, Verdict.UNDECIDED, Verdict.UNDECIDED);
  }

  @Test
  void aSetThatExpectsNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> prepared("")).withMessageContaining("nothing is expected");
  }

  @Test
  void theCallerMayKnowThatTheHeadIsWholeOrTheTailIsNot() throws IOException {
    assertThat(check("never marker \"a\"", "b\n", new LogCheck.Options(true, false, false)).expectations().get(0).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(check("never marker \"a\"", "b\n", new LogCheck.Options(true, true, false)).expectations().get(0).verdict())
        .isEqualTo(Verdict.UNDECIDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boot 1.0\r\n[INFO init] a\r\n",
        "boot 1.0\n[    0.000001] a\n",
        "boot 1.0\n\u001b[32ma\u001b[0m\n",
        "boot 1.0\na   \n",
        "\u0000boot 1.0\na\n",
        "boot 1.0\rb\ra\r\n",
        "boot 1.0\n\u001b]0;x\u0007[INFO init] \u001b[1ma\n"
      })
  void damageToTheLinesAroundDoesNotMatter(String log) throws IOException {
    assertThat(verdict("marker \"a\"", log)).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"boot 1.0\nUBa\n", "boot 1.0\nselftest: o\nk\n", "boot 1.0\na FAIL\n", "boot 1.0\nA\n"})
  void aTornLineIsNoLine(String log) throws IOException {
    assertThat(verdict("marker \"" + (log.contains("selftest") ? "selftest: ok" : "a") + "\"", log)).isEqualTo(Verdict.FAILED);
  }

  @Test
  void timesHartsAndTasksThatALineDoesNotTellAreUndecided() throws IOException {
    String head = "boot 1.0\n";

    assertThat(verdict("marker \"a\" within 5ms", head + "[0.004] a\n")).isEqualTo(Verdict.PASSED);
    assertThat(verdict("marker \"a\" within 5ms", head + "[0.006] a\n")).isEqualTo(Verdict.FAILED);
    assertThat(verdict("marker \"a\" within 5ms", head + "a\n")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("marker starts \"a\" on hart 1", head + "a cpu1\n")).isEqualTo(Verdict.PASSED);
    assertThat(verdict("marker starts \"a\" on hart 1", head + "a cpu0\n")).isEqualTo(Verdict.FAILED);
    assertThat(verdict("marker starts \"a\" on hart 1", head + "a\n")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void whatSpeaksOfMoreThanLinesIsUndecided() throws IOException {
    assertThat(verdict("eventually now() > 5ms", "boot 1.0\n[1.0] a\n")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("no deadlock", "boot 1.0\n[1.0] a\n")).isEqualTo(Verdict.UNDECIDED);
    assertThat(verdict("expirations() == 0", "boot 1.0\n[1.0] a\n")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aDeadlineIsMissedByTheFirstLineBehindIt() throws IOException {
    String form = "whenever marker p\"arm {id:int}\" then marker p\"fire {id:int}\" within 5ms with the same id";

    assertThat(verdict(form, "boot 1.0\n[0.001] arm 1\n[0.002] arm 2\n[0.005] fire 2\n[0.006] fire 1\n")).isEqualTo(Verdict.PASSED);
    assertThat(verdict(form, "boot 1.0\n[0.001] arm 1\n[0.002] arm 2\n[0.005] fire 2\n[0.007] fire 1\n")).isEqualTo(Verdict.FAILED);
  }

  @Test
  void theLastBootCounts() throws IOException {
    LogCheck.Result result =
        check("marker \"a\"", "boot 1.0\na\nboot 1.0\nb\n", new LogCheck.Options(false, false, false));

    assertThat(result.boots()).isEqualTo(2);
    assertThat(result.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void followingStopsAtTheFirstFailureOrWhenAllIsDecided() throws IOException {
    LogCheck.Options follow = new LogCheck.Options(false, false, true);

    LogCheck.Result failed = check("never marker \"a\"", "boot 1.0\na\nb\nc\n", follow);
    assertThat(failed.lines()).isEqualTo(2);
    assertThat(failed.expectations().get(0).verdict()).isEqualTo(Verdict.FAILED);
    LogCheck.Result decided = check("marker \"a\"", "boot 1.0\na\nb\nc\n", follow);
    assertThat(decided.lines()).isEqualTo(2);
    assertThat(decided.expectations().get(0).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aRunAndItsOwnLogComeToTheSameVerdicts() throws IOException {
    String text =
        """
        log own { prefix "[{time:seconds}] h{hart} {task}  " }
        scenario "s" {
          task t { sleep(3ms); mark("a"); sleep(3ms); mark("b") }
          expect {
            marker "a" within 4ms
            order { marker "a"; marker "b" }
            marker "b" by task t
            never marker "c"
            marker "c"
          }
        }
        """;
    Source source = Source.of("s.nxs", text);
    Report run = Engine.create().compile(source).scenario("s").run(RunOptions.defaults());
    ConsoleFormat format = ConsoleFormat.ofLines(run.markers());
    StringBuilder log = new StringBuilder();
    run.markers().forEach(line -> log.append(format.line(line)).append('\n'));

    LogCheck.Result checked =
        LogCheck.ofScenario(source, EngineOptions.defaults(), "s", Map.of())
            .judge(
                new ByteArrayInputStream(log.toString().getBytes(StandardCharsets.UTF_8)),
                "s.log",
                new LogCheck.Options(true, false, false));

    assertThat(checked.expectations().stream().map(ExpectationResult::verdict))
        .containsExactlyElementsOf(run.expectations().stream().map(ExpectationResult::verdict).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefx \"x \"          | NXS1301",
        "prefix 5              | NXS1203",
        "prefix \"{time}: \"   | NXS1403",
        "hart \"cpu\"          | NXS1203",
        "hart r\"cpu\"         | NXS1405",
        "hart r\"(?<hart>\"    | NXS1403",
        "banner \"\"           | NXS1203"
      })
  void aRuleThatMakesNoSenseIsAnErrorWithItsPlace(String rule, String code) {
    Source source = Source.of("boot.nxs", "log l { " + rule + " }\nexpect boot { marker \"a\" }\n");

    assertThatThrownBy(() -> LogCheck.ofSets(source, EngineOptions.defaults(), List.of()))
        .isInstanceOfSatisfying(
            NxsException.class,
            e -> {
              Diagnostic first = e.diagnostics().get(0);
              assertThat(first.code().id()).isEqualTo(code);
              assertThat(first.primary()).isNotNull();
            });
  }
}
