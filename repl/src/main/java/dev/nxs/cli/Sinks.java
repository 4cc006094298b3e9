// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.report.CaseResult;
import dev.nxs.report.GitHubAnnotations;
import dev.nxs.report.JUnitXml;
import dev.nxs.report.JsonReport;
import dev.nxs.report.ReportSink;
import dev.nxs.report.StepSummary;
import dev.nxs.report.Tap;
import dev.nxs.report.Totals;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reports that a command line asks for, and those that GitHub takes where the command runs there. */
final class Sinks {
  private final List<Named> sinks;
  private final boolean forPrograms;

  private Sinks(List<Named> sinks, boolean forPrograms) {
    this.sinks = sinks;
    this.forPrograms = forPrograms;
  }

  /** A sink, and what it is called when it cannot write. */
  private record Named(String name, ReportSink sink) {}

  private interface Opening {
    ReportSink open(Path place) throws IOException;
  }

  /**
   * Opens all of them, so that a place that cannot be written is known before anything runs.
   *
   * @throws UsageException if one of them cannot be written
   */
  static Sinks open(Arguments arguments, Surroundings surroundings) throws UsageException {
    List<Named> sinks = new ArrayList<>();
    open(sinks, arguments, Option.JUNIT, place -> new JUnitXml(place, "nxs"));
    open(sinks, arguments, Option.JSON, JsonReport::new);
    boolean tap = arguments.has(Option.TAP);
    boolean json = isJson(arguments);
    if (tap && json) {
      throw UsageException.badUsage("`--tap` and `--format json` do not go together: both want the standard output");
    }
    if (tap) {
      sinks.add(new Named("--tap", new Tap(surroundings.out())));
    }
    if (json) {
      sinks.add(new Named("--format", onStream(surroundings)));
    }
    if ("true".equals(surroundings.environment().get("GITHUB_ACTIONS"))) {
      if (!tap && !json) {
        sinks.add(new Named("annotations", new GitHubAnnotations(surroundings.out())));
      }
    }
    String summary = surroundings.environment().get("GITHUB_STEP_SUMMARY");
    if (summary != null && !summary.isEmpty()) {
      sinks.add(new Named("GITHUB_STEP_SUMMARY", new StepSummary(Path.of(summary))));
    }
    return new Sinks(sinks, tap || json);
  }

  private static void open(List<Named> sinks, Arguments arguments, Option option, Opening opening)
      throws UsageException {
    String place = arguments.text(option);
    if (place == null) {
      return;
    }
    try {
      sinks.add(new Named(option.text(), opening.open(Path.of(place))));
    } catch (IOException | InvalidPathException e) {
      throw UsageException.badUsage("`" + option.text() + " " + place + "` cannot be written: " + Reason.of(e));
    }
  }

  /** Whether results stand on the standard output in a form for programs. */
  boolean isForPrograms() {
    return forPrograms;
  }

  /** Whether a command is to print its results as JSON. */
  static boolean isJson(Arguments arguments) throws UsageException {
    String format = arguments.text(Option.FORMAT);
    if (format == null || format.equals("text")) {
      return false;
    }
    if (format.equals("json")) {
      return true;
    }
    throw UsageException.badUsage("`--format` needs text or json, not `" + format + "`");
  }

  private static ReportSink onStream(Surroundings surroundings) throws UsageException {
    try {
      return new JsonReport(surroundings.out());
    } catch (IOException e) {
      throw UsageException.badUsage("the results cannot be written: " + Reason.of(e));
    }
  }

  boolean isEmpty() {
    return sinks.isEmpty();
  }

  /** Passes a result on. */
  void accept(CaseResult result) throws UsageException {
    for (Named named : sinks) {
      try {
        named.sink().accept(result);
      } catch (IOException e) {
        throw lost(named, e);
      }
    }
  }

  /** There are no more results. */
  void finish(Totals totals) throws UsageException {
    for (Named named : sinks) {
      try {
        named.sink().finish(totals);
      } catch (IOException e) {
        throw lost(named, e);
      }
    }
  }

  private static UsageException lost(Named named, IOException cause) {
    return UsageException.badUsage("the report of `" + named.name() + "` cannot be written: " + Reason.of(cause));
  }
}
