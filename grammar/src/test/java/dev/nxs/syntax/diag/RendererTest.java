// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import org.junit.jupiter.api.Test;

/** A diagnostic shows its places as an editor would, and nothing of a file acts on the terminal. */
class RendererTest {
  @Test
  void marksThePlaceUnderItsLine() {
    Source source = Source.of("qos.nxs", "\n\n\n\n\n\n  task ui(qos: interactve) {\n");
    Diagnostic diagnostic =
        Diagnostic.error(Code.TYPE_MISMATCH, find(source, "interactve"), "unknown QoS class `interactve`")
            .label("not a QoS class")
            .note("the classes are idle, normal, interactive and perfburst")
            .help("did you mean `interactive`?")
            .build();

    assertThat(render(diagnostic))
        .isEqualTo(
            """
            error[NXS1203]: unknown QoS class `interactve`
              --> qos.nxs:7:16
               |
             7 |   task ui(qos: interactve) {
               |                ^^^^^^^^^^ not a QoS class
               |
               = note: the classes are idle, normal, interactive and perfburst
               = help: did you mean `interactive`?
            """);
  }

  @Test
  void showsOtherPlacesOfTheFileInTheOrderOfTheirLines() {
    Source source = Source.of("a.nxs", "let a = 1\nlet b = 2\nlet c = 3\nlet d = 4\nlet a = 5\n\nlet a = 6\n");
    Diagnostic diagnostic =
        Diagnostic.error(Code.DUPLICATE_NAME, span(source, 44, 45), "`a` is declared twice")
            .also(span(source, 4, 5), "first here")
            .also(span(source, 55, 56), "and here")
            .build();

    assertThat(render(diagnostic))
        .isEqualTo(
            """
            error[NXS1202]: `a` is declared twice
              --> a.nxs:5:5
               |
             1 | let a = 1
               |     - first here
            ...
             5 | let a = 5
               |     ^
             6 |
             7 | let a = 6
               |     - and here
            """);
  }

  @Test
  void showsPlacesOfOtherFilesBelow() {
    Source first = Source.of("a.nxs", "let a = 1\n");
    Source second = Source.of("lib/b.nxs", "\nlet a = 2\n");
    Diagnostic diagnostic =
        Diagnostic.warning(Code.UNUSED_NAME, span(first, 4, 5), "twice").also(span(second, 5, 6), "here").build();

    assertThat(render(diagnostic))
        .isEqualTo(
            """
            warning[NXS2002]: twice
              --> a.nxs:1:5
               |
             1 | let a = 1
               |     ^
              ::: lib/b.nxs:2:5
               |
             2 | let a = 2
               |     - here
            """);
  }

  @Test
  void putsTheWordsOfSeveralMarksOnLinesOfTheirOwn() {
    Source source = Source.of("a.nxs", "let a = 1 < 2 < 3");
    Diagnostic diagnostic =
        Diagnostic.error(Code.CHAINED_COMPARISON, span(source, 14, 15), "two")
            .label("second")
            .also(span(source, 10, 11), "first")
            .build();

    assertThat(render(diagnostic)).endsWith("   |           -   ^ second\n   |           first\n");
  }

  @Test
  void marksASpanOverSeveralLinesOnItsFirst() {
    Source source = Source.of("a.nxs", "abc {\n  def\n}\n");

    assertThat(render(error(span(source, 4, 13)))).endsWith(" 1 | abc {\n   |     ^\n");
  }

  @Test
  void marksThePlaceBehindTheLastCharacter() {
    Source source = Source.of("a.nxs", "abc");

    assertThat(render(error(span(source, 3, 3)))).endsWith(" 1 | abc\n   |    ^\n");
  }

  @Test
  void alignsMarksBehindTabsWideAndCombiningCharacters() {
    Source source = Source.of("a.nxs", "\t\u65e5\u672c e\u0301 \ud83d\ude00 x");

    assertThat(render(error(find(source, "x"))))
        .endsWith(" 1 |     \u65e5\u672c e\u0301 \ud83d\ude00 x\n   |               ^\n");
  }

  @Test
  void makesControlCharactersVisible() {
    Source source = Source.of("a\u001b[2J.nxs", "a\u001b[31m\u202e\u0085x");
    String text = render(Diagnostic.error(Code.UNEXPECTED_WORD, find(source, "x"), "bad\u0007\n").build());

    assertThat(text).contains("a\u241b[2J.nxs").contains("a\u241b[31m<U+202E><U+0085>x").contains("bad\u2407\u240a");
    assertThat(text.replace("\n", "").chars()).noneMatch(c -> c < ' ' || c == 0x202e || c == 0x85);
  }

  @Test
  void showsAWindowOfALongLine() {
    Source source = Source.of("a.nxs", "x".repeat(5_000_000) + "HERE" + "y".repeat(5_000_000));
    String text = render(error(find(source, "HERE")));

    assertThat(text.lines()).allMatch(line -> line.length() <= 110);
    assertThat(text).contains("\u2026xxx").contains("xHEREy").contains("yyy\u2026").contains(" ^^^^\n");
  }

  @Test
  void writesADiagnosticWithoutAPlace() {
    Diagnostic diagnostic = Diagnostic.error(Code.TAR_ARCHIVE, "`a.nxs` is a tar archive").help("unpack it").build();

    assertThat(render(diagnostic))
        .isEqualTo("error[NXS1004]: `a.nxs` is a tar archive\n   = help: unpack it\n");
  }

  @Test
  void colorsWithoutChangingTheText() {
    Source source = Source.of("a.nxs", "abc");
    Diagnostic diagnostic = Diagnostic.error(Code.UNEXPECTED_WORD, span(source, 0, 3), "bad").help("good").build();
    String colored = Renderer.colored().render(diagnostic);

    assertThat(colored).contains("\u001b[1;31merror[NXS1108]\u001b[0m");
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(render(diagnostic));
  }

  private static String render(Diagnostic diagnostic) {
    return Renderer.plain().render(diagnostic);
  }

  private static Diagnostic error(Span span) {
    return Diagnostic.error(Code.UNEXPECTED_WORD, span, "bad").build();
  }

  private static Span find(Source source, String text) {
    int start = source.text().indexOf(text);
    return span(source, start, start + text.length());
  }

  private static Span span(Source source, int start, int end) {
    return new Span(source, start, end);
  }
}
