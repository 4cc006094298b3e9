// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Image;
import dev.nxs.expect.Plan;
import dev.nxs.expect.PlanBuilder;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import java.util.Optional;

/**
 * The run of a scenario as it would be if every timer came at its own deadline: the same tasks, acts and end, the policy
 * {@code none}, and nothing judged. It goes on exactly as long as the run that it is compared with, so that what both used
 * can be subtracted.
 */
final class Uncoalesced {
  private Uncoalesced() {}

  /**
   * The figures of that run.
   *
   * @param untilNs how long the other run was
   * @return empty where the scenario has no timer service, and where the run was cut before that instant
   */
  static Optional<Metrics> metrics(Image image, RunOptions options, EngineOptions engine, long untilNs) {
    Optional<CheckedScenario> scenario = image.scenario().uncoalesced();
    Diagnostics diagnostics = new Diagnostics();
    Image bare = scenario.isEmpty() ? null : Image.of(scenario.get(), engine.values(), engine.code(), diagnostics);
    if (bare == null) {
      return Optional.empty();
    }
    Plan plan = PlanBuilder.build(bare, null, diagnostics);
    MachineConfig config = WatchedMachine.config(bare, plan, List.of(RunRecord.TABLE));
    RunOptions silent = options.listener(line -> {}).timeoutNs(Column.NEVER);
    Drive drive = new Drive(bare, plan, config, silent, engine, options.interrupted());
    End end = drive.start();
    if (end == null) {
      end = drive.go(untilNs, Long.MAX_VALUE);
    }
    if (end != null && end != End.QUIESCENT) {
      return Optional.empty();
    }
    Machine machine = drive.run().machine();
    if (machine.nowNs() < untilNs) {
      machine.idleUntil(untilNs);
    }
    return Optional.of(ReportBuilder.metrics(drive.run(), drive.record()));
  }
}
