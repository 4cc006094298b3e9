// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.expect.Plan;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import java.util.Optional;

/** An image with its monitors, and how it is to be run. */
final class CheckedInstance implements Instance {
  /** A longer run is not made once more for a picture. */
  private static final long MOST_EVENTS = 5_000_000;

  private final OutlinedScenario scenario;
  private final Image image;
  private final Plan plan;
  private final MachineConfig config;
  private final RunOptions options;
  private final EngineOptions engine;
  private final List<Diagnostic> diagnostics;

  CheckedInstance(
      OutlinedScenario scenario,
      Image image,
      Plan plan,
      RunOptions options,
      EngineOptions engine,
      List<Diagnostic> diagnostics) {
    this.scenario = scenario;
    this.image = image;
    this.plan = plan;
    this.config = WatchedMachine.config(image, plan, List.of(RunRecord.TABLE));
    this.options = options;
    this.engine = engine;
    this.diagnostics = diagnostics;
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public String title() {
    return image.title();
  }

  @Override
  public List<String> taskNames() {
    return image.taskNames();
  }

  @Override
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  Image image() {
    return image;
  }

  RunOptions options() {
    return options;
  }

  EngineOptions engine() {
    return engine;
  }

  @Override
  public Session open() {
    return new Session(new SessionText(scenario.file(), this));
  }

  @Override
  public String listing() {
    return image.listing();
  }

  @Override
  public Optional<Metrics> uncoalesced(long untilNs) {
    return Uncoalesced.metrics(image, options, engine, untilNs);
  }

  @Override
  public Report run() {
    return image.skip() == null ? report(new Execution(image, plan, config, options, engine)) : ReportBuilder.skipped(image);
  }

  @Override
  public Report run(RunTrace trace) {
    if (image.skip() != null) {
      trace.begin(new RunTrace.Traced(image.title(), config.harts(), image.taskNames()::get));
      trace.end(0);
      return ReportBuilder.skipped(image);
    }
    Execution execution = new Execution(image, plan, config, options, engine);
    execution.attach(trace);
    return report(execution);
  }

  private Report report(Execution execution) {
    Report report = new ReportBuilder(execution.execute()).build();
    if (report.failures().isEmpty() || report.metrics().events() > MOST_EVENTS) {
      return report;
    }
    LastSpells spells = new Execution(image, plan, config, options.unheard(), engine).spells();
    List<Failure> failures = report.failures().stream().map(f -> f.with(spells.before(f.position().timeNs()))).toList();
    return report.with(failures);
  }
}
