// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.Instance;
import dev.nxs.Metrics;
import dev.nxs.Report;
import dev.nxs.report.HtmlPage;
import dev.nxs.report.RunHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The pages of {@code --report}: one for each run, in one folder. */
final class Pages {
  private final @Nullable Path folder;

  private Pages(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, so that one that cannot be written is known before anything runs.
   *
   * @throws UsageException if it cannot be
   */
  static Pages of(Arguments arguments) throws UsageException {
    String place = arguments.text(Option.REPORT);
    if (place == null) {
      return new Pages(null);
    }
    try {
      return new Pages(Files.createDirectories(Path.of(place)));
    } catch (IOException | InvalidPathException e) {
      throw UsageException.badUsage("`--report " + place + "` cannot be written: " + Reason.of(e));
    }
  }

  /**
   * Runs an instance, with its page where pages are wanted.
   *
   * @throws UncheckedIOException if the page cannot be written
   */
  Report run(Instance instance) {
    if (folder == null) {
      return instance.run();
    }
    RunHistory history = new RunHistory();
    Report report = instance.run(history);
    OptionalLong uncoalesced = OptionalLong.empty();
    if (report.end() != null && report.metrics().timerWakeups() > 0) {
      uncoalesced =
          instance.uncoalesced(report.metrics().virtualNs()).map(Metrics::timerWakeups).map(OptionalLong::of)
              .orElse(OptionalLong.empty());
    }
    try {
      new HtmlPage(report, history, uncoalesced).write(folder.resolve(HtmlPage.fileName(report)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return report;
  }
}
