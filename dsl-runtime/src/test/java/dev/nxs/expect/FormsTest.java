// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import static dev.nxs.expect.Judgement.FAILED;
import static dev.nxs.expect.Judgement.PASSED;
import static dev.nxs.expect.Judgement.UNDECIDED;
import static dev.nxs.expect.Judgement.VACUOUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.trace.EventKind;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each form comes to. A trace is a list of lines with their milliseconds, {@code a@2 b@5}, then {@code end@9}; a
 * word in capitals is the outcome under the three endings, and a number behind it the millisecond of the failure.
 */
class FormsTest {
  /** The outcome of one expectation under an ending; {@code FAILED@5} where it failed at 5ms, before the end. */
  private static String outcome(String form, String trace, Ending ending) {
    Played played = Played.of(form);
    String[] parts = trace.split(" ", -1);
    for (String part : parts) {
      String[] at = part.split("@", -1);
      double ms = Double.parseDouble(at[1]);
      switch (at[0].charAt(0)) {
        case '+' -> played.state(ms, state(at[0]), true);
        case '-' -> played.state(ms, state(at[0]), false);
        default -> {
          if (at[0].equals("end")) {
            played.until(ms);
          } else {
            played.mark(ms, at[0].replace('_', ' '));
          }
        }
      }
    }
    long failedAtNs = played.failedAtNs();
    Judgement judgement = played.end(ending).get(0);
    if (failedAtNs < 0) {
      failedAtNs = played.failedAtNs() >= 0 && judgement == FAILED ? played.failedAtNs() : -1;
    }
    String at = failedAtNs < 0 ? "" : String.format(Locale.ROOT, "@%.0f", failedAtNs / 1e6);
    return judgement + at;
  }

  private static String state(String part) {
    return part.substring(1).equals("x") ? "running(a)" : "ready(a)";
  }

  private static void check(String form, String trace, String quiescent, String horizon, String stopped) {
    assertThat(outcome(form, trace, Ending.QUIESCENT)).as("%s on %s, quiescent", form, trace).isEqualTo(quiescent);
    assertThat(outcome(form, trace, Ending.HORIZON)).as("%s on %s, horizon", form, trace).isEqualTo(horizon);
    assertThat(outcome(form, trace, Ending.STOPPED)).as("%s on %s, stopped", form, trace).isEqualTo(stopped);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "marker \"a\"                          | a@2 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\"                          | b@2 end@9     | FAILED   | FAILED    | UNDECIDED",
    "marker \"a\" within 5ms               | a@5 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" within 5ms               | a@6 end@9     | FAILED@5 | FAILED@5  | FAILED@5",
    "marker \"a\" within 5ms               | b@1 end@3     | FAILED   | UNDECIDED | UNDECIDED",
    "marker \"a\" by 5ms                   | a@5 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" at 5ms                   | a@5 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" at 5ms                   | a@4 end@9     | FAILED@4 | FAILED@4  | FAILED@4",
    "marker \"a\" at 5ms                   | b@4 end@9     | FAILED@5 | FAILED@5  | FAILED@5",
    "marker \"a\" after 3ms                | a@3 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" after 3ms                | a@2 a@4 end@9 | FAILED@2 | FAILED@2  | FAILED@2",
    "marker \"a\" before 8ms               | a@7 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" before 8ms               | a@8 end@9     | FAILED@8 | FAILED@8  | FAILED@8",
    "marker \"a\" after 3ms before 8ms     | a@5 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" within 5ms after 3ms     | a@8 end@9     | PASSED   | PASSED    | PASSED",
    "marker \"a\" within 5ms after 3ms     | a@9 end@9     | FAILED@8 | FAILED@8  | FAILED@8",
    "marker \"a\" before marker \"b\"      | a@1 b@2 end@9 | PASSED   | PASSED    | PASSED",
    "marker \"a\" before marker \"b\"      | b@1 a@2 end@9 | FAILED@1 | FAILED@1  | FAILED@1",
    "marker \"a\" before marker \"b\"      | c@1 end@9     | FAILED   | FAILED    | UNDECIDED",
    "marker \"a\" after marker \"b\"       | b@1 a@1 end@9 | PASSED   | PASSED    | PASSED",
    "marker \"a\" after marker \"b\"       | a@1 b@1 end@9 | FAILED@1 | FAILED@1  | FAILED@1",
    "marker \"a\" after marker \"b\"       | c@1 end@9     | VACUOUS  | VACUOUS   | UNDECIDED",
    "marker \"a\" after marker \"b\"       | b@1 end@9     | FAILED   | FAILED    | UNDECIDED",
    "marker \"a\" within 5ms after marker \"b\" | b@2 a@7 end@9 | PASSED | PASSED | PASSED",
    "marker \"a\" within 5ms after marker \"b\" | b@2 a@8 end@9 | FAILED@7 | FAILED@7 | FAILED@7",
    "marker \"a\" within 5ms after marker \"b\" | b@6 end@9     | FAILED | UNDECIDED | UNDECIDED",
    "marker \"a\" within 5ms after marker \"b\" | c@6 end@9     | VACUOUS | VACUOUS | UNDECIDED",
    "marker \"a\" between marker \"b\" and marker \"c\" | b@1 a@2 c@3 end@9 | PASSED | PASSED | PASSED",
    "marker \"a\" between marker \"b\" and marker \"c\" | b@1 c@3 end@9 | FAILED@3 | FAILED@3 | FAILED@3",
  })
  void theFirstOccurrenceDecides(String form, String trace, String quiescent, String horizon, String stopped) {
    check(form, trace, quiescent, horizon, stopped);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "running(a) within 5ms     | +x@4 end@9      | PASSED   | PASSED    | PASSED",
    "running(a) within 5ms     | -x@4 end@9      | FAILED@5 | FAILED@5  | FAILED@5",
    "running(a) within 5ms     | +x@5 end@9      | PASSED   | PASSED    | PASSED",
    "running(a) at 8ms         | +x@4 end@9      | PASSED   | PASSED    | PASSED",
    "running(a) at 8ms         | +x@4 -x@6 end@9 | FAILED@8 | FAILED@8  | FAILED@8",
    "running(a) after 3ms      | +x@1 -x@2 end@9 | FAILED   | FAILED    | UNDECIDED",
    "running(a) after 3ms      | +x@1 -x@4 end@9 | PASSED   | PASSED    | PASSED",
    "running(a) before 3ms     | +x@3 end@9      | FAILED@3 | FAILED@3  | FAILED@3",
    "running(a) within 2ms after marker \"b\" | b@2 +x@4 end@9 | PASSED | PASSED | PASSED",
    "running(a) within 2ms after marker \"b\" | b@2 +x@5 end@9 | FAILED@4 | FAILED@4 | FAILED@4",
    "running(a) within 2ms after marker \"b\" | +x@5 end@9     | VACUOUS  | VACUOUS  | UNDECIDED",
    "eventually running(a)     | +x@4 end@9      | PASSED   | PASSED    | PASSED",
    "eventually running(a)     | -x@4 end@9      | FAILED   | FAILED    | UNDECIDED",
    "eventually running(a) within 5ms | -x@4 end@9 | FAILED@5 | FAILED@5 | FAILED@5",
    "eventually running(a) within 20ms | -x@4 end@9 | FAILED | UNDECIDED | UNDECIDED",
    "always running(a)         | +x@0 end@9      | PASSED   | PASSED    | UNDECIDED",
    "always running(a)         | +x@0 -x@4 end@9 | FAILED@4 | FAILED@4  | FAILED@4",
    "always running(a) from 3ms until 6ms | +x@2 -x@6 end@9 | PASSED | PASSED | PASSED",
    "always running(a) from 3ms until 6ms | +x@4 end@9 | FAILED@3 | FAILED@3 | FAILED@3",
    "always running(a) from 20ms | +x@4 end@9    | PASSED   | VACUOUS   | UNDECIDED",
    "always running(a) from 20ms | -x@4 end@9    | FAILED   | VACUOUS   | UNDECIDED",
    "running(a) after 20ms     | +x@4 end@9      | PASSED   | UNDECIDED | UNDECIDED",
    "always running(a) after marker \"b\" | b@2 +x@2 end@9 | PASSED | PASSED | UNDECIDED",
    "always running(a) after marker \"b\" | b@2 +x@3 end@9 | FAILED@2 | FAILED@2 | FAILED@2",
    "always running(a) after marker \"b\" | +x@3 end@9 | VACUOUS | VACUOUS | UNDECIDED",
    "always running(a) until marker \"b\" | +x@0 b@5 -x@5 end@9 | PASSED | PASSED | PASSED",
    "never running(a)          | -x@0 end@9      | PASSED   | PASSED    | UNDECIDED",
    "never running(a)          | +x@5 end@9      | FAILED@5 | FAILED@5  | FAILED@5",
    "never running(a) before 5ms | +x@5 end@9    | PASSED   | PASSED    | PASSED",
    "finally running(a)        | +x@5 end@9      | PASSED   | PASSED    | UNDECIDED",
    "finally running(a)        | +x@5 -x@6 end@9 | FAILED   | FAILED    | UNDECIDED",
    "running(a)                | +x@5 end@9      | PASSED   | PASSED    | UNDECIDED",
    "running(a)                | -x@5 end@9      | FAILED   | FAILED    | UNDECIDED",
    "stable running(a) for 3ms | +x@2 -x@5 end@9 | PASSED   | PASSED    | PASSED",
    "stable running(a) for 3ms | +x@2 -x@4 end@9 | FAILED   | FAILED    | UNDECIDED",
    "stable running(a) for 3ms | +x@8 end@9      | PASSED   | UNDECIDED | UNDECIDED",
  })
  void statesAreJudgedWhereTheMachineIsSettled(
      String form, String trace, String quiescent, String horizon, String stopped) {
    check(form, trace, quiescent, horizon, stopped);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "never marker \"a\"                    | b@2 end@9     | PASSED   | PASSED    | UNDECIDED",
    "never marker \"a\"                    | a@2 end@9     | FAILED@2 | FAILED@2  | FAILED@2",
    "never marker \"a\" before 8ms         | a@8 end@9     | PASSED   | PASSED    | PASSED",
    "never marker \"a\" before 8ms         | a@7 end@9     | FAILED@7 | FAILED@7  | FAILED@7",
    "never marker \"a\" before 8ms         | b@2 end@4     | PASSED   | PASSED    | UNDECIDED",
    "never marker \"a\" before marker \"b\" | b@2 a@3 end@9 | PASSED   | PASSED    | PASSED",
    "never marker \"a\" before marker \"b\" | a@2 b@3 end@9 | FAILED@2 | FAILED@2  | FAILED@2",
    "never marker \"a\" after marker \"b\" | a@1 b@2 end@9 | PASSED   | PASSED    | UNDECIDED",
    "never marker \"a\" after marker \"b\" | b@2 a@3 end@9 | FAILED@3 | FAILED@3  | FAILED@3",
    "never marker \"a\" after marker \"b\" | a@1 end@9     | VACUOUS  | VACUOUS   | UNDECIDED",
    "never marker \"a\" after 5ms          | a@4 end@9     | PASSED   | PASSED    | UNDECIDED",
    "never marker \"a\" between marker \"b\" and marker \"c\" | b@1 c@2 a@3 end@9 | PASSED | PASSED | UNDECIDED",
    "never marker \"a\" between marker \"b\" and marker \"c\" | b@1 c@2 b@3 a@4 end@9 | FAILED@4 | FAILED@4 | FAILED@4",
    "never marker \"a\" between marker \"b\" and marker \"c\" | a@1 c@2 end@9 | VACUOUS | VACUOUS | UNDECIDED",
    "never marker \"a\" within 3ms after marker \"b\" | b@1 b@2 a@5 end@9 | FAILED@5 | FAILED@5 | FAILED@5",
    "never marker \"a\" within 3ms after marker \"b\" | b@1 b@2 a@6 end@9 | PASSED | PASSED | UNDECIDED",
  })
  void neverFailsAtTheInstant(String form, String trace, String quiescent, String horizon, String stopped) {
    check(form, trace, quiescent, horizon, stopped);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "exactly 2 of marker \"a\"             | a@1 a@2 end@9     | PASSED   | PASSED   | UNDECIDED",
    "exactly 2 of marker \"a\"             | a@1 end@9         | FAILED   | FAILED   | UNDECIDED",
    "exactly 2 of marker \"a\"             | a@1 a@2 a@3 end@9 | FAILED@3 | FAILED@3 | FAILED@3",
    "at least 2 of marker \"a\"            | a@1 a@2 end@9     | PASSED   | PASSED   | PASSED",
    "at least 2 of marker \"a\"            | a@1 end@9         | FAILED   | FAILED   | UNDECIDED",
    "at most 1 of marker \"a\"             | b@1 end@9         | PASSED   | PASSED   | UNDECIDED",
    "at most 1 of marker \"a\"             | a@1 a@2 end@9     | FAILED@2 | FAILED@2 | FAILED@2",
    "once marker \"a\"                     | a@1 end@9         | PASSED   | PASSED   | UNDECIDED",
    "once marker \"a\"                     | a@1 a@1 end@9     | FAILED@1 | FAILED@1 | FAILED@1",
    "exactly 1 of marker \"a\" within 5ms  | a@5 a@6 end@9     | PASSED   | PASSED   | PASSED",
    "exactly 1 of marker \"a\" within 5ms  | a@6 end@9         | FAILED@5 | FAILED@5 | FAILED@5",
    "at least 1 of marker \"a\" after marker \"b\" | a@1 b@2 end@9 | FAILED | FAILED | UNDECIDED",
    "at least 1 of marker \"a\" after marker \"b\" | a@1 end@9  | VACUOUS  | VACUOUS  | UNDECIDED",
    "at least 1 of marker \"a\" within 5ms after marker \"b\" | b@6 end@9 | FAILED | UNDECIDED | UNDECIDED",
    "at most 2 of marker \"a\" every 5ms   | a@1 a@2 a@6 a@7 end@9 | PASSED | PASSED | UNDECIDED",
    "at most 2 of marker \"a\" every 5ms   | a@1 a@2 a@5 end@9 | FAILED@5 | FAILED@5 | FAILED@5",
    "at least 1 of marker \"a\" every 5ms  | a@4 a@9 end@12    | PASSED   | PASSED   | UNDECIDED",
    "at least 1 of marker \"a\" every 5ms  | a@4 end@12        | FAILED@9 | FAILED@9 | FAILED@9",
    "at least 1 of marker \"a\" every 5ms  | a@1 end@3         | VACUOUS  | VACUOUS  | UNDECIDED",
    "exactly 1 of marker \"a\" every 5ms   | a@2 a@7 a@12 end@14 | PASSED | PASSED   | UNDECIDED",
  })
  void countsAreJudgedAtTheEndOfTheirWindow(
      String form, String trace, String quiescent, String horizon, String stopped) {
    check(form, trace, quiescent, horizon, stopped);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "order { marker \"a\"; marker \"b\" }   | a@1 c@2 b@3 end@9 | PASSED | PASSED   | PASSED",
    "order { marker \"a\"; marker \"b\" }   | b@1 a@2 end@9   | FAILED   | FAILED   | UNDECIDED",
    "order { marker \"a\"; marker \"a\" }   | a@1 end@9       | FAILED   | FAILED   | UNDECIDED",
    "order { marker \"a\"; marker \"b\" } within 3ms | a@1 b@4 end@9 | PASSED | PASSED | PASSED",
    "order { marker \"a\"; marker \"b\" } within 3ms | a@1 b@5 end@9 | FAILED@4 | FAILED@4 | FAILED@4",
    "order { marker \"a\"; marker \"b\" } within 3ms | a@8 end@9 | FAILED | UNDECIDED | UNDECIDED",
    "order strict { marker \"k: 1\"; marker \"k: 2\" } | k:_1@1 x@2 k:_2@3 end@9 | PASSED | PASSED | PASSED",
    "order strict { marker \"k: 1\"; marker \"k: 2\" } | k:_1@1 k:_9@2 k:_2@3 end@9 | FAILED@2 | FAILED@2 | FAILED@2",
    "order strict { marker \"k: 1\"; marker \"k: 2\" } | k:_9@1 k:_1@2 k:_2@3 end@9 | PASSED | PASSED | PASSED",
    "all { marker \"a\"; marker \"b\" }     | b@1 a@2 end@9   | PASSED   | PASSED   | PASSED",
    "all { marker \"a\"; marker \"b\" }     | b@1 end@9       | FAILED   | FAILED   | UNDECIDED",
    "all { marker \"a\"; marker \"a\" }     | a@1 end@9       | FAILED   | FAILED   | UNDECIDED",
    "all { marker \"a\"; marker \"a\" }     | a@1 a@2 end@9   | PASSED   | PASSED   | PASSED",
    "all { marker contains \"a\"; marker \"ab\" } | ab@1 a@2 end@9 | PASSED | PASSED | PASSED",
    "all { marker contains \"a\"; marker \"ab\" } | ab@1 end@9 | FAILED  | FAILED   | UNDECIDED",
    "any { marker \"a\"; marker \"b\" }     | b@1 end@9       | PASSED   | PASSED   | PASSED",
    "any { marker \"a\"; marker \"b\" }     | c@1 end@9       | FAILED   | FAILED   | UNDECIDED",
    "exclusive { marker \"a\"; marker \"b\" } | a@1 a@2 end@9 | PASSED   | PASSED   | UNDECIDED",
    "exclusive { marker \"a\"; marker \"b\" } | a@1 b@2 end@9 | FAILED@2 | FAILED@2 | FAILED@2",
    "exclusive { marker \"a\"; marker \"b\" } | c@1 end@9     | VACUOUS  | VACUOUS  | UNDECIDED",
    "complete r\"^k:\"                      | x@1 end@9       | VACUOUS  | VACUOUS  | UNDECIDED",
    "complete r\"^k:\"                      | k:_1@1 end@9    | FAILED@1 | FAILED@1 | FAILED@1",
    "complete r\"^k:\" allow r\"1$\"        | k:_1@1 end@9    | PASSED   | PASSED   | UNDECIDED",
  })
  void groupsJoinTheirItems(String form, String trace, String quiescent, String horizon, String stopped) {
    check(form, trace, quiescent, horizon, stopped);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "whenever marker \"a\" then marker \"b\" within 3ms | a@1 a@2 b@4 end@9 | PASSED | PASSED | UNDECIDED",
    "whenever marker \"a\" then marker \"b\" within 3ms | a@1 a@2 b@5 end@9 | FAILED@4 | FAILED@4 | FAILED@4",
    "whenever marker \"a\" then marker \"b\" within 3ms | a@1 b@2 a@8 end@9 | FAILED | PASSED | UNDECIDED",
    "whenever marker \"a\" then marker \"b\" within 3ms | a@8 end@9 | FAILED | UNDECIDED | UNDECIDED",
    "whenever marker \"a\" then marker \"b\" within 3ms | b@8 end@9 | VACUOUS | VACUOUS | UNDECIDED",
    "whenever marker \"a\" then marker \"b\"            | a@1 end@9 | FAILED | FAILED | UNDECIDED",
    "whenever marker \"a\" then marker \"a\" within 3ms | a@1 a@4 end@5 | FAILED | PASSED | UNDECIDED",
    "whenever marker \"a\" require marker \"b\" before  | b@1 a@2 end@9 | PASSED | PASSED | UNDECIDED",
    "whenever marker \"a\" require marker \"b\" before  | a@2 b@3 end@9 | FAILED@2 | FAILED@2 | FAILED@2",
    "whenever marker \"a\" require marker \"b\" before  | b@3 end@9 | VACUOUS | VACUOUS | UNDECIDED",
    "marker \"a\" iff marker \"b\"          | a@2 b@3 end@9   | PASSED   | PASSED   | PASSED",
    "marker \"a\" iff marker \"b\"          | a@2 end@9       | FAILED   | FAILED   | UNDECIDED",
    "marker \"a\" iff marker \"b\"          | c@2 end@9       | VACUOUS  | VACUOUS  | UNDECIDED",
    "whenever running(a) then ready(a) within 3ms | +x@1 +y@4 end@9 | PASSED | PASSED | UNDECIDED",
    "whenever running(a) then ready(a) within 3ms | +x@1 +y@5 end@9 | FAILED@4 | FAILED@4 | FAILED@4",
    "whenever running(a) then marker \"b\" within 3ms | +x@1 b@2 -x@3 +x@8 end@9 | FAILED | PASSED | UNDECIDED",
    "whenever marker \"b\" then running(a) within 3ms | +x@1 b@2 end@9 | PASSED | PASSED | UNDECIDED",
  })
  void oneThingFollowsAnother(String form, String trace, String quiescent, String horizon, String stopped) {
    check(form, trace, quiescent, horizon, stopped);
  }

  @Test
  void aJoinOnTheHartWantsTheAnswerThere() {
    String form = "whenever marker \"a\" then marker \"b\" within 3ms on the same hart";
    assertThat(Played.of(form).mark(1, "a", 0, 1).mark(2, "b", 0, 2).until(9).end(Ending.HORIZON))
        .containsExactly(PASSED);
    Played other = Played.of(form).mark(1, "a", 0, 1).mark(2, "b", 1, 2).until(9);
    assertThat(other.failedAtNs()).isEqualTo(4_000_000);
    assertThat(other.end(Ending.HORIZON)).containsExactly(FAILED);
  }

  @Test
  void aJoinOnTheTaskWantsTheAnswerOfTheTask() {
    String form = "whenever marker \"a\" then marker \"b\" within 3ms by the same task";
    assertThat(Played.of(form).mark(1, "a", 0, 1).mark(2, "b", 1, 1).until(9).end(Ending.HORIZON))
        .containsExactly(PASSED);
    assertThat(Played.of(form).mark(1, "a", 0, 1).mark(2, "b", 0, 2).until(9).end(Ending.HORIZON))
        .containsExactly(FAILED);
  }

  @Test
  void aJoinOnACaptureWantsTheSameValue() {
    String form = "whenever marker p\"arm {id:int}\" then marker p\"fire {id:int}\" within 5ms with the same id";
    Played good = Played.of(form);
    good.mark(1, "arm 7").mark(2, "arm 3").mark(3, "arm 7").mark(4, "fire 3").mark(6, "fire 7").until(20);
    assertThat(good.end(Ending.HORIZON)).containsExactly(PASSED);
    assertThat(good.details()).containsExactly("3 of 3");
    Played bad = Played.of(form).mark(1, "arm 7").mark(2, "arm 3").mark(3, "fire 7").until(20);
    assertThat(bad.failedAtNs()).isEqualTo(7_000_000);
  }

  @Test
  void cutWindowsArePendingAndCounted() {
    Played played = Played.of("whenever marker \"a\" then marker \"b\" within 5ms");
    for (int i = 0; i < 10; i++) {
      played.mark(10 * i, "a").mark(10 * i + 1, "b");
    }
    played.mark(99, "a").until(100);
    assertThat(played.end(Ending.HORIZON)).containsExactly(PASSED);
    assertThat(played.details()).containsExactly("10 of 11, 1 pending");
  }

  @Test
  void noStarvationNamesWhoWaitsTooLong() {
    Played played = Played.of("no starvation over 10ms");
    played.ready(1, 1, true).ready(3, 1, false).ready(4, 2, true).until(100);
    assertThat(played.failedAtNs()).isEqualTo(14_000_000);
    assertThat(played.end(Ending.HORIZON)).containsExactly(FAILED);
    assertThat(played.explanation(0)).isEqualTo("a task starves\n`b[0]`, ready since 4ms");
  }

  @Test
  void noStarvationLooksOnlyAtItsTasks() {
    Played played = Played.of("no starvation over 10ms of [a]");
    assertThat(played.ready(4, 2, true).until(100).end(Ending.HORIZON)).containsExactly(PASSED);
  }

  @Test
  void waitingExactlyAsLongAsAllowedIsNoStarvation() {
    Played played = Played.of("no starvation over 10ms");
    played.ready(1, 1, true).ready(11, 1, false).ready(20, 1, true).ready(30, 1, false).until(100);
    assertThat(played.end(Ending.HORIZON)).containsExactly(PASSED);
  }

  @Test
  void eventsOfTheMachineAreNarrowedByTaskHartAndOperand() {
    Played played =
        Played.of(
            """
            exactly 1 of dispatch(b[1])
            exactly 2 of dispatch(b)
            exactly 1 of dispatch(a) on hart 1
            exactly 1 of fails(EPERM, a)
            exactly 1 of syscall("yield")
            exactly 1 of ipi(1)
            """);
    played
        .event(1, EventKind.DISPATCH, 0, 1, 1, 0)
        .event(2, EventKind.DISPATCH, 1, 1, 1, 0)
        .event(2, EventKind.DISPATCH, 0, 2, 1, 0)
        .event(2, EventKind.DISPATCH, 0, 3, 1, 0)
        .event(3, EventKind.FAILS, 0, 1, 1, 4)
        .event(3, EventKind.FAILS, 0, 1, 22, 4)
        .event(3, EventKind.FAILS, 0, 2, 1, 4)
        .event(4, EventKind.SYSCALL, 0, 2, 0, 4)
        .event(4, EventKind.SYSCALL, 0, 2, 1, 4)
        .event(4, EventKind.IPI, 0, 0, 1, 0)
        .event(4, EventKind.IPI, 1, 0, 1, 0);
    assertThat(played.until(50).end(Ending.HORIZON)).containsOnly(PASSED);
  }

  @Test
  void oneEventMayBeManyPatternsOfAnExpectation() {
    Played played = Played.of("all { " + "dispatch(a); ".repeat(12) + "}");
    for (int i = 1; i <= 12; i++) {
      played.event(i, EventKind.DISPATCH, 0, 1, 1, 0);
    }
    assertThat(played.until(50).end(Ending.HORIZON)).containsOnly(PASSED);
  }

  @Test
  void capturesAreComparedByWhere() {
    Played played =
        Played.of(
            """
            exactly 1 of marker p"fire late={late:duration}" where late <= 4ms
            exactly 2 of marker p"fire late={late:duration}"
            exactly 1 of marker r"^fire .*5ms$"
            """);
    played.mark(1, "fire late=2900us").mark(2, "fire late=5ms").mark(3, "fire late=soon");
    assertThat(played.until(50).end(Ending.HORIZON)).containsOnly(PASSED);
  }

  @Test
  void anItemWhoseConditionDoesNotHoldIsDropped() {
    Played played = Played.of("marker \"never\" if 1 > 2\nmarker \"a\" if 2 > 1");
    assertThat(played.mark(1, "a").end(Ending.QUIESCENT)).containsExactly(PASSED);
  }

  @Test
  void anExpectedFailureDoesNotStopTheRun() {
    Played played = Played.of("never marker \"a\" xfail \"known\"\nmarker \"b\"");
    assertThat(played.mark(1, "a").mark(2, "b").end(Ending.QUIESCENT)).containsExactly(FAILED, PASSED);
    assertThat(played.failedAtNs()).isEqualTo(-1);
  }

  @Test
  void whatIsOpenWhenAnotherFailsIsUndecided() {
    Played played = Played.of("never marker \"a\"\nmarker \"b\"\nalways running(a) from 50ms");
    assertThat(played.mark(1, "a").mark(2, "b").end(Ending.QUIESCENT))
        .containsExactly(FAILED, UNDECIDED, UNDECIDED);
  }

  @Test
  void goingBackTakesJudgementsBack() {
    Played played = Played.of("marker \"a\" within 5ms\nexactly 1 of marker \"c\"");
    played.mark(2, "c");
    var before = played.snapshot();
    played.mark(3, "c");
    assertThat(played.failedAtNs()).isEqualTo(3_000_000);
    played.restore(before, 2);
    played.mark(4, "a").until(10);
    assertThat(played.end(Ending.HORIZON)).containsExactly(PASSED, PASSED);
  }

  @Test
  void vacuousIsNotPassed() {
    assertThat(Played.of("never marker \"a\" after marker \"b\"").until(10).end(Ending.HORIZON))
        .containsExactly(VACUOUS);
  }
}
