// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr.PatternLit;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  private final Diagnostics diagnostics = new Diagnostics();
  private final Played watched = Played.of("marker \"x\"");
  private final ValuePool pool = watched.pool();

  private TextMatcher compile(String literal) {
    TextMatcher matcher = new Patterns(diagnostics).compile(literal(literal));
    assertThat(diagnostics.list()).isEmpty();
    return Objects.requireNonNull(matcher);
  }

  private static PatternLit literal(String literal) {
    Source source = Source.of("p.nxs", literal);
    PatternLit.Kind kind = literal.charAt(0) == 'r' ? PatternLit.Kind.REGEX : PatternLit.Kind.TEMPLATE;
    return new PatternLit(kind, literal.substring(2, literal.length() - 1), new Span(source, 0, literal.length()));
  }

  private long captured(String literal, String body) {
    long[] into = new long[1];
    assertThat(compile(literal).capture(body, watched, into)).isTrue();
    return into[0];
  }

  @Test
  void aRegularExpressionSearches() {
    assertThat(compile("r\"ell\"").matches("hello")).isTrue();
    assertThat(compile("r\"^ell\"").matches("hello")).isFalse();
    assertThat(compile("r\"o$\"").matches("hello")).isTrue();
  }

  @Test
  void aTemplateMatchesTheWholeLine() {
    assertThat(compile("p\"id={id:int}\"").matches("id=7")).isTrue();
    assertThat(compile("p\"id={id:int}\"").matches("id=7 ")).isFalse();
    assertThat(compile("p\"id={id:int}\"").matches("the id=7")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"int, -42, -42", "int, +7, 7", "hex, 0xff, 255", "hex, FF, 255", "duration, 2900us, 2900000",
      "duration, 1.5ms, 1500000", "duration, -3ns, -3", "duration, 2min, 120000000000"})
  void capturesHaveTheValuesOfTheirTypes(String type, String text, long value) {
    assertThat(captured("p\"x {v:" + type + "} y\"", "x " + text + " y")).isEqualTo(value);
  }

  @Test
  void capturedFloatsAndTextsAreWordsToo() {
    assertThat(Double.longBitsToDouble(captured("p\"{v:float}\"", "-2.5e3"))).isEqualTo(-2500);
    assertThat(pool.text(captured("p\"say {v:word}!\"", "say hello!"))).isEqualTo("hello");
    assertThat(pool.text(captured("p\"say {v:text}!\"", "say a b!"))).isEqualTo("a b");
    assertThat(pool.text(captured("r\"id=(?<id>[0-9]+)\"", "the id=42."))).isEqualTo("42");
  }

  @ParameterizedTest
  @CsvSource({"int, 99999999999999999999", "int, 9999999999999999999", "duration, 0.3ns", "duration, 5", "hex, xyz",
      "duration, 9223372036854775807min"})
  void whatDoesNotFitItsTypeIsNoMatch(String type, String text) {
    TextMatcher matcher = compile("p\"{v:" + type + "}\"");
    assertThat(matcher.capture(text, watched, new long[1])).isFalse();
  }

  @Test
  void doubledBracesStandForThemselves() {
    assertThat(compile("p\"{{{v:int}}}\"").matches("{7}")).isTrue();
  }

  @Test
  void plainCharactersOfATemplateAreNoPattern() {
    assertThat(compile("p\"a.b*c(d)\"").matches("a.b*c(d)")).isTrue();
    assertThat(compile("p\"a.b\"").matches("axb")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "r\"[abc\"          | 3 | this set of characters is never closed",
    "r\"x(a\"           | 4 | this group is never closed",
    "r\"a)b\"           | 4 | this `)` closes nothing",
    "r\"*a\"            | 3 | `*` has nothing to repeat",
    "r\"a**\"           | 4 | `**` repeats a repetition",
    "r\"a{2,1}\"        | 4 | `{2,1}` is no number of repetitions",
    "r\"(a)\\1\"        | 6 | the escape `\\1` does not exist",
    "r\"a(?=b)\"        | 4 | `(?=` does not exist in patterns",
    "r\"[z-a]\"         | 4 | `z-a` is no range of characters",
    "r\"(?<n>a)(?<n>b)\" | 13 | two groups are called `n`",
    "p\"id={id}\"       | 6 | the capture `id` has no type",
    "p\"id={id:integer}\" | 10 | captures have no type `integer`",
    "p\"id={:int}\"     | 6 | a capture needs a name",
    "p\"id={id:int\"    | 6 | this capture is never closed",
    "p\"a}b\"           | 4 | this `}` closes nothing",
    "p\"{a:int}{a:int}\" | 10 | two captures are called `a`",
  })
  void aMalformedPatternIsExplainedAtItsPlace(String literal, int column, String message) {
    assertThat(new Patterns(diagnostics).compile(literal(literal))).isNull();
    assertThat(diagnostics.list()).hasSize(1);
    Diagnostic diagnostic = diagnostics.list().get(0);
    assertThat(diagnostic.code()).isEqualTo(Code.BAD_PATTERN);
    assertThat(diagnostic.message()).isEqualTo(message);
    Span span = Objects.requireNonNull(diagnostic.primary()).span();
    assertThat(span.start() + 1).isEqualTo(column);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r\"((a{100}){100}){100}\"", "r\"(((((x{9}){9}){9}){9}){9}){9}\"", "r\"([a-z]{1000}){1000}\""})
  void aPatternThatWouldGrowBeyondMeasureIsRefused(String literal) {
    assertThat(new Patterns(diagnostics).compile(literal(literal))).isNull();
    assertThat(diagnostics.list()).extracting(Diagnostic::code).containsExactly(Code.BAD_PATTERN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r\"a{3}b{2,4}c{5,}\"", "r\"x{1000}\"", "r\"\\{1000000\"", "r\"[{9999}]\"", "r\"a{b}\""})
  void anHonestPatternIsNotRefused(String literal) {
    compile(literal);
  }
}
