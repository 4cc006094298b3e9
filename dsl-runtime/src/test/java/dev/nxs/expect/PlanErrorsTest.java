// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Renderer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about expectations before running. */
class PlanErrorsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "order { }                                               | EMPTY_GROUP",
    "all { }                                                 | EMPTY_GROUP",
    "any { }                                                 | EMPTY_GROUP",
    "exclusive { }                                           | EMPTY_GROUP",
    "dispatch([])                                            | EMPTY_GROUP",
    "never marker \"a\" by task []                           | EMPTY_GROUP",
    "count(wake([])) == 0                                    | EMPTY_GROUP",
    "no starvation over 5ms of []                            | EMPTY_GROUP",
    "marker \"a\" within 101ms                               | WINDOW_TOO_LONG",
    "marker \"a\" by 1s                                      | WINDOW_TOO_LONG",
    "marker \"a\" within 1s after marker \"b\"               | WINDOW_TOO_LONG",
    "whenever marker \"a\" then marker \"b\" within 1s       | WINDOW_TOO_LONG",
    "eventually running(a) within 1s                         | WINDOW_TOO_LONG",
    "no starvation over 1s                                   | WINDOW_TOO_LONG",
    "stable running(a) for 1s                                | WINDOW_TOO_LONG",
    "at most 3 of marker \"a\" every 1s                      | WINDOW_TOO_LONG",
    "order { marker \"a\"; marker \"b\" } within 1s          | WINDOW_TOO_LONG",
    "marker r\"(\"                                           | BAD_PATTERN",
    "never marker p\"{id}\"                                  | BAD_PATTERN",
    "marker \"a\" within 5ms by 7ms                          | BAD_CLAUSES",
    "marker \"a\" within 5ms within 7ms                      | BAD_CLAUSES",
    "marker \"a\" after 5ms before 5ms                       | BAD_CLAUSES",
    "marker \"a\" after marker \"b\" after marker \"c\"      | BAD_CLAUSES",
    "whenever running(a) then ready(a) on the same hart      | BAD_CLAUSES",
    "whenever marker p\"a {x:int}\" then marker \"b\" with the same x       | UNKNOWN_CAPTURE",
    "whenever marker p\"a {x:int}\" then marker p\"b {x:word}\" with the same x | TYPE_MISMATCH",
  })
  void mistakesAreFoundBeforeRunning(String form, Code code) {
    Diagnostics diagnostics = Played.diagnostics(form);
    assertThat(diagnostics.list())
        .as(Renderer.plain().render(diagnostics.list()))
        .extracting(Diagnostic::code)
        .containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "marker \"a\" within 100ms",
    "marker \"a\" after 3ms by 7ms",
    "marker \"a\" within 3ms after marker \"b\" before marker \"c\"",
    "never marker \"a\" between marker \"b\" and marker \"c\" from 3ms",
    "always running(a) from 3ms until marker \"x\"",
    "fails(EPERM, a) within 5ms",
    "exactly 2 of syscall(\"set_qos\", b)",
    "audit r\"QOS\" within 5ms",
    "marker \"a\" where now() < 5ms",
  })
  void whatMakesSenseIsAccepted(String form) {
    assertThat(Played.diagnostics(form).list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "marker \"up\"; marker \"up: all\"           | 1",
    "marker \"up\"; marker starts \"up: \"       | 1",
    "marker starts \"up\"; marker \"up: all\"    | 0",
    "marker \"up\"; marker \"up\" within 5ms | 0",
    "marker \"up\"; marker \"down\"              | 0",
  })
  void aTextThatIsTheStartOfAnotherIsWarnedOf(String forms, int warnings) {
    Diagnostics diagnostics = Played.diagnostics(forms);
    assertThat(diagnostics.hasErrors()).isFalse();
    assertThat(diagnostics.list()).extracting(Diagnostic::code).hasSize(warnings).containsOnly(
        warnings == 0 ? new Code[0] : new Code[] {Code.MARKER_PREFIX});
  }
}
