// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of recipes may hold, and what is said about those that hold something else. */
class RecipesTest {
  private static final String LAUNCH =
      """
      scenario "s" {
        machine(harts: 2)
        service policyd(allow: {perfburst: ["ui"], shares: ["ui"]})
        service execd(recipes: load("NAME"))
        task ui(recipe: "ui") { expect qos() == CLASS; mark("up") }
        expect { marker "up" }
      }
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "r.yaml | perfburst   | ui: {qos: perfburst, affinity: [1], shares: 1000}",
    "r.yml  | idle        | ui: {qos: idle}",
    "r.yaml | interactive | ui:",
    "r.yaml | interactive | ui: {shares: 500}",
    "r.json | perfburst   | {\"other\": {}, \"ui\": {\"qos\": \"perfburst\", \"affinity\": [0, 1]}}",
  })
  void aRecipeSaysHowItsTaskIsLaunched(String name, String qos, String text) {
    List<Diagnostic> problems = new ArrayList<>();
    List<Report> reports = run(name, qos, text, problems);

    assertThat(problems).isEmpty();
    assertThat(reports).extracting(Report::verdict).containsExactly(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "- ui", "ui: 3", "ui: [perfburst]", "ui: {qos: fast}", "ui: {qos: 3}", "ui: {affinity: 1}", "ui: {affinity: []}",
    "ui: {affinity: [2]}", "ui: {affinity: [-1]}", "ui: {affinity: [one]}", "ui: {shares: 0}", "ui: {shares: 1001}",
    "ui: {shares: 99999999999999999999}", "ui: {shares: 1.5}", "ui: {share: 3}", "ui: {qos: {a: {b: c}}}", "ui: {",
    "ui: \"never closed", "\u0001", "&a [*a]", "ui: &a {qos: *a}",
  })
  void anythingElseIsToldWithItsPlaceInThatFile(String text) {
    List<Diagnostic> problems = new ArrayList<>();
    run("r.yaml", "idle", text, problems);

    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).code()).isEqualTo(Code.BAD_RECIPE);
    assertThat(Renderer.plain().render(problems.subList(0, 1))).contains("--> r.yaml:1:").contains("= help: ");
  }

  @Test
  void eachMistakeOfAFileIsToldOnceWithItsLineAndARemedy() {
    List<Diagnostic> problems = new ArrayList<>();
    run("r.json", "idle", "{\"ui\": {\"qos\": \"fast\",\n  \"affinity\": [9],\n  \"shares\": 2000}}", problems);

    assertThat(problems).hasSize(3);
    assertThat(Renderer.plain().render(problems))
        .contains("--> r.json:1:16", "leave it out for `interactive`")
        .contains("the harts of this machine are 0 to 1, not 9", "--> r.json:2:16")
        .contains("shares are 1 to 1000, not 2000", "--> r.json:3:13", "write a whole number of these");
  }

  @Test
  void aNameThatStandsTwiceIsToldWithBothPlaces() {
    List<Diagnostic> problems = new ArrayList<>();
    run("r.yaml", "idle", "ui: {qos: idle}\nui: {qos: normal}\n", problems);

    assertThat(problems).extracting(Diagnostic::code).containsAnyOf(Code.DUPLICATE_NAME, Code.BAD_RECIPE);
  }

  @Test
  void nothingIsReadWhereNothingMayBe() {
    CompiledFile file = Engine.create().compile(Source.of("s.nxs", LAUNCH.replace("CLASS", "idle")));

    assertThat(file.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.IMPORT_OFF);
  }

  private static List<Report> run(String name, String qos, String text, List<Diagnostic> problems) {
    EngineOptions options = EngineOptions.defaults().loader(SourceLoader.of(Map.of(name, text)));
    String scenario = LAUNCH.replace("NAME", name).replace("CLASS", qos);
    CompiledFile file = Engine.create(options).compile(Source.of("s.nxs", scenario));
    problems.addAll(file.diagnostics());
    if (!problems.isEmpty()) {
      return List.of();
    }
    try {
      return file.instances(file.scenarios(), RunOptions.defaults()).stream().map(Instance::run).toList();
    } catch (NxsException e) {
      problems.addAll(e.diagnostics());
      return List.of();
    }
  }
}
