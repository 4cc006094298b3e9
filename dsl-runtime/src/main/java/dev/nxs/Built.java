// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Image;
import dev.nxs.expect.Plan;
import dev.nxs.expect.PlanBuilder;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs of its instance: the programs, the monitors, and the machine that holds both. Immutable.
 *
 * @param config without a state: that is made for each run
 */
record Built(Image image, Plan plan, MachineConfig config) {
  /**
   * Builds it.
   *
   * @param found takes what is wrong; where that is an error there is nothing
   */
  static @Nullable Built of(CheckedScenario scenario, EngineOptions engine, RunOptions options, Diagnostics found) {
    Image image = Image.of(scenario, engine.values(), engine.code(), found);
    if (image == null) {
      return null;
    }
    Plan plan = PlanBuilder.build(image, options.untilMarker(), found);
    return found.hasErrors() ? null : new Built(image, plan, WatchedMachine.config(image, plan, List.of(RunRecord.TABLE)));
  }
}
