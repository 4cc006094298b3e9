// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Renderer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A text after parser, checker and the making of all instances.
 *
 * @param diagnostics everything that was said about it
 */
record Checked(List<CheckedScenario> instances, List<Diagnostic> diagnostics) {

  /** Checks a text under the settings of its author. */
  static Checked of(String text) {
    return of(text, Map.of());
  }

  /** Checks a text with parameters. */
  static Checked of(String text, Map<String, String> parameters) {
    return of(Source.of("test.nxs", text), new Overrides(parameters, OptionalInt.empty(), OptionalLong.empty()));
  }

  static Checked of(Source source, Overrides overrides) {
    ParseResult parsed = Nxs.parse(source);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    if (parsed.hasErrors()) {
      return new Checked(List.of(), diagnostics.list());
    }
    CheckedFile file = Checker.check(parsed.file(), diagnostics);
    List<CheckedScenario> instances = file.instances(file.scenarios(), overrides, diagnostics);
    return new Checked(instances, diagnostics.list());
  }

  /** The only instance of a text in which nothing is wrong. */
  static CheckedScenario scenario(String text) {
    Checked checked = of(text);
    if (!checked.diagnostics.isEmpty() || checked.instances.size() != 1) {
      throw new AssertionError("one scenario without mistakes was expected:\n" + checked.rendered());
    }
    return checked.instances.get(0);
  }

  String rendered() {
    return Renderer.plain().render(diagnostics);
  }

  /** The codes of all diagnostics, in the order in which they were found. */
  List<String> codes() {
    return diagnostics.stream().map(diagnostic -> diagnostic.code().id()).toList();
  }
}
