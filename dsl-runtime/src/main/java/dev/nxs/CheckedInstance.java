// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An image with its monitors, and how it is to be run. */
final class CheckedInstance implements Instance {
  /** A longer run is not made once more for a picture. */
  private static final long MOST_EVENTS = 5_000_000;

  private final OutlinedScenario scenario;
  private final String title;
  private final Supplier<Built> built;
  private final RunOptions options;
  private final EngineOptions engine;
  private final List<Diagnostic> diagnostics;

  /**
   * An instance.
   *
   * @param built its parts, kept or made anew each time
   */
  CheckedInstance(
      OutlinedScenario scenario,
      String title,
      Supplier<Built> built,
      RunOptions options,
      EngineOptions engine,
      List<Diagnostic> diagnostics) {
    this.scenario = scenario;
    this.title = title;
    this.built = built;
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
    return title;
  }

  @Override
  public List<String> taskNames() {
    return image().taskNames();
  }

  @Override
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  Image image() {
    return built.get().image();
  }

  RunOptions options() {
    return options;
  }

  EngineOptions engine() {
    return engine;
  }

  @Override
  public Session open() {
    Built parts = built.get();
    // A session comes back to the same parts.
    return new Session(
        new SessionText(
            scenario.file(), new CheckedInstance(scenario, title, () -> parts, options, engine, diagnostics)));
  }

  @Override
  public String listing() {
    return image().listing();
  }

  @Override
  public Optional<Metrics> uncoalesced(long untilNs) {
    return Uncoalesced.metrics(image(), options, engine, untilNs);
  }

  @Override
  public Report run() {
    Built parts = built.get();
    return parts.image().skip() == null ? report(parts, execution(parts, options)) : ReportBuilder.skipped(parts.image());
  }

  @Override
  public Report run(RunTrace trace) {
    Built parts = built.get();
    Image image = parts.image();
    if (image.skip() != null) {
      trace.begin(new RunTrace.Traced(title, parts.config().harts(), image.taskNames()::get));
      trace.end(0);
      return ReportBuilder.skipped(image);
    }
    Execution execution = execution(parts, options);
    execution.attach(trace);
    return report(parts, execution);
  }

  private Execution execution(Built parts, RunOptions with) {
    return new Execution(parts.image(), parts.plan(), parts.config(), with, engine);
  }

  private Report report(Built parts, Execution execution) {
    Report report = new ReportBuilder(execution.execute()).build();
    if (report.failures().isEmpty() || report.metrics().events() > MOST_EVENTS) {
      return report;
    }
    LastSpells spells = execution(parts, options.unheard()).spells();
    List<Failure> failures = report.failures().stream().map(f -> f.with(spells.before(f.position().timeNs()))).toList();
    return report.with(failures);
  }
}
