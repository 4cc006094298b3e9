// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Phases: an item sees what happens from the start of its phase to its end, both included. */
class PhasesTest {
  private static final String UP = "phase up { start marker \"s\"; end marker \"e\"; %s }";

  /** The verdicts of the items, then of the phase, after lines such as {@code s@1 a@2 e@3} and the end at 9ms. */
  private static String verdicts(String items, String trace, Ending ending) {
    Played played = Played.of(UP.formatted(items));
    for (String line : trace.isEmpty() ? new String[0] : trace.split(" ", -1)) {
      String[] at = line.split("@", -1);
      if (at[0].charAt(0) == '+' || at[0].charAt(0) == '-') {
        played.state(Double.parseDouble(at[1]), "running(a)", at[0].charAt(0) == '+');
      } else {
        played.mark(Double.parseDouble(at[1]), at[0]);
      }
    }
    List<Judgement> found = played.until(9).end(ending);
    return String.join(" ", found.stream().map(Judgement::name).toList());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "marker \"a\"                   | s@1 a@2 e@3       | PASSED PASSED",
    "marker \"a\"                   | a@0 s@1 a@2 e@3   | PASSED PASSED",
    "marker \"a\"                   | a@0 s@1 e@3       | FAILED PASSED",
    "marker \"a\"                   | s@1 e@3 a@4       | FAILED PASSED",
    "marker \"a\"                   | s@1 e@3 a@3       | FAILED PASSED",
    "marker \"a\"                   | e@0 s@1 a@2 e@3   | PASSED PASSED",
    "marker \"s\"                   | s@1 e@3           | PASSED PASSED",
    "marker \"e\"                   | s@1 e@3           | PASSED PASSED",
    "marker \"a\"                   | s@1 a@2           | PASSED FAILED",
    "marker \"a\"                   | a@2               | VACUOUS FAILED",
    "never marker \"a\"             | a@0 s@1 e@3 a@4   | PASSED PASSED",
    "never marker \"a\"             | s@1 a@3 e@3       | FAILED UNDECIDED",
    "never marker \"a\" within 1ms  | s@1 a@2.1 e@3     | PASSED PASSED",
    "never marker \"a\" within 1ms  | s@1 a@2 e@3       | FAILED UNDECIDED",
    "marker \"a\" within 2ms        | s@1 a@3 e@4       | PASSED PASSED",
    "marker \"a\" within 2ms        | s@1 a@3.5 e@4     | FAILED UNDECIDED",
    "marker \"a\" within 5ms        | s@1 e@2 a@4       | FAILED PASSED",
    "marker \"a\" by 3ms            | s@1 a@3 e@4       | PASSED PASSED",
    "marker \"a\" by 3ms            | s@2 a@4 e@5       | FAILED UNDECIDED",
    "exactly 1 of marker \"a\"      | a@0 s@1 a@2 e@3 a@4 | PASSED PASSED",
    "exactly 1 of marker \"a\" within 1ms | s@1 a@2 a@2.5 e@3 | PASSED PASSED",
    "order { marker \"s\"; marker \"a\"; marker \"e\" } | s@1 a@2 e@3 | PASSED PASSED",
    "whenever marker \"a\" then marker \"b\" within 5ms | s@1 a@2 e@3 b@4 | UNDECIDED PASSED",
    "whenever marker \"a\" then marker \"b\"            | s@1 a@2 e@3 b@4 | FAILED PASSED",
    "marker \"a\" iff marker \"b\"  | s@1 a@2 e@3 b@4   | FAILED PASSED",
    "always running(a)              | +@0 s@1 e@3 -@4   | PASSED PASSED",
    "always running(a)              | s@1 +@2 e@3       | FAILED UNDECIDED",
    "always running(a)              | s@1 +@1 e@3 -@3   | FAILED PASSED",
    "eventually running(a)          | +@0 -@0.5 s@1 e@3 +@4 | FAILED PASSED",
    "eventually running(a) within 1ms | s@3 +@4 e@5     | PASSED PASSED",
    "running(a)                     | +@0 s@1 e@3 -@4   | PASSED PASSED",
    "stable running(a) for 2ms      | +@0 s@1 e@2       | FAILED PASSED",
    "at least 1 of marker \"a\" every 2ms | s@4 a@5 a@6 e@7 | PASSED PASSED",
  })
  void anItemSeesItsPhase(String item, String trace, String expected) {
    assertThat(verdicts(item, trace, Ending.QUIESCENT)).as(item + " on " + trace).isEqualTo(expected);
  }

  @Test
  void whatIsOpenWhereARunIsStoppedIsUndecided() {
    assertThat(verdicts("marker \"a\"", "s@1", Ending.STOPPED)).isEqualTo("UNDECIDED UNDECIDED");
    assertThat(verdicts("marker \"a\"", "", Ending.STOPPED)).isEqualTo("UNDECIDED UNDECIDED");
  }

  @Test
  void aPhaseWithoutStartBeginsWhereTheOneBeforeEnds() {
    String two = "phase one { end marker \"e\"; marker \"a\" }\nphase two { marker \"b\"; never marker \"a\" }";
    Played played = Played.of(two).mark(1, "a").mark(2, "e").mark(3, "b");
    assertThat(played.end(Ending.QUIESCENT)).containsOnly(Judgement.PASSED).hasSize(5);

    played = Played.of(two).mark(1, "a").mark(1, "b").mark(2, "e");
    assertThat(played.end(Ending.QUIESCENT))
        .containsExactly(Judgement.PASSED, Judgement.PASSED, Judgement.FAILED, Judgement.PASSED, Judgement.PASSED);
  }

  @Test
  void phasesWithoutEdgesAreGroupsOfTheWholeRun() {
    assertThat(Played.of("phase one { marker \"b\" }\nphase two { marker \"a\" }").mark(1, "a").mark(2, "b")
        .end(Ending.QUIESCENT)).containsOnly(Judgement.PASSED).hasSize(4);
  }

  @Test
  void goingBackTakesAPhaseBack() {
    Played played = Played.of(UP.formatted("marker \"a\"")).mark(1, "s");
    var before = played.snapshot();
    played.mark(2, "e").until(4);
    assertThat(played.failedAtNs()).isEqualTo(2_000_000);
    played.restore(before, 1);
    assertThat(played.mark(2, "a").mark(3, "e").end(Ending.QUIESCENT)).containsOnly(Judgement.PASSED);
  }

  @Test
  void theEdgesOfAPhaseAreNamedForComplete() {
    assertThat(Played.of("phase up { start marker \"k: s\"; end marker \"k: e\"; complete r\"^k:\" }")
        .mark(1, "k: s").mark(2, "k: e").end(Ending.QUIESCENT)).containsOnly(Judgement.PASSED);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "phase a {}                                                 | EMPTY_GROUP",
    "phase a { phase b { marker \"x\" } }                       | BAD_CLAUSES",
    "phase a { marker \"x\" }; phase a { start marker \"y\" }   | DUPLICATE_NAME",
    "phase a { marker \"x\" within 5ms by 7ms }                 | BAD_CLAUSES",
    "phase a { marker \"x\" within 5s }                         | WINDOW_TOO_LONG",
  })
  void mistakesAreFoundBeforeRunning(String form, Code code) {
    assertThat(Played.diagnostics(form).list()).extracting(Diagnostic::code).containsExactly(code);
  }
}
