// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;

/** Images from text, for tests. */
final class Images {
  private Images() {}

  /** The image of the only instance of the only scenario of a file. */
  static Image of(String text) {
    ParseResult parsed = Nxs.parse(Source.of("test.nxs", text));
    Diagnostics diagnostics = new Diagnostics();
    parsed.diagnostics().forEach(diagnostics::add);
    CheckedFile file = Checker.check(parsed.file(), diagnostics);
    List<CheckedScenario> instances = file.instances(file.scenarios(), Overrides.NONE, diagnostics);
    if (instances.size() != 1 || diagnostics.hasErrors()) {
      throw new AssertionError(instances.size() + " instances: " + diagnostics.list());
    }
    return Lowering.lower(instances.get(0), ValueLimits.DEFAULT, CodeLimits.DEFAULT);
  }

  /** The image of a scenario with one task {@code t} that runs some statements. */
  static Image task(String statements) {
    return scenario("", statements);
  }

  /** The image of a scenario with further items and one task {@code t}. */
  static Image scenario(String items, String statements) {
    return of("scenario \"test\" {\n" + items + "\ntask t {\n" + statements + "\n}\n}\n");
  }
}
