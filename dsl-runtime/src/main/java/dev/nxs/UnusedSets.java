// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Image;
import dev.nxs.expect.PlanBuilder;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.EnumSet;
import java.util.Set;

/** Checks sets of expectations that no scenario of their file uses, as far as they make sense by themselves. */
final class UnusedSets {
  /** What depends on the scenario that will use the set: what it declares, how many harts it has, how long it runs. */
  private static final Set<Code> LEFT_TO_THE_USER =
      EnumSet.of(
          Code.UNKNOWN_NAME, Code.NO_SUCH_HART, Code.OUT_OF_RANGE, Code.WINDOW_TOO_LONG, Code.MISSING_SERVICE);

  private UnusedSets() {}

  static void check(CheckedFile file, Diagnostics diagnostics) {
    for (CheckedScenario set : file.unusedSets()) {
      Diagnostics found = new Diagnostics();
      Image image = Image.of(set, found);
      if (image != null) {
        PlanBuilder.build(image, null, found);
      }
      for (Diagnostic problem : found.list()) {
        if (!LEFT_TO_THE_USER.contains(problem.code())) {
          diagnostics.add(problem);
        }
      }
    }
  }
}
