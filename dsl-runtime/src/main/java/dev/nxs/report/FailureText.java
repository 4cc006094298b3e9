// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.ConsoleLine;
import dev.nxs.Failure;
import dev.nxs.Schedule;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Label;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;

/** Failures as text: the diagnostic with its place, then where in the run, the lines before, what
 * ran, and the way to go there. */
public final class FailureText {
  /** Of the picture of what ran. */
  private static final int WIDTH = 72;

  private static final int MOST_HARTS = 16;

  private final Renderer renderer;

  /**
   * Writes with a renderer.
   *
   * @param renderer plain or coloured
   */
  public FailureText(Renderer renderer) {
    this.renderer = renderer;
  }

  /** One failure; every line ends with a line feed. */
  public String write(Failure failure) {
    StringBuilder out = new StringBuilder(renderer.render(failure.diagnostic()));
    String margin = " ".repeat(gutter(failure.diagnostic()));
    out.append(margin).append("= at: ").append(failure.position().text());
    if (failure.hart() >= 0) {
      out.append(", hart ").append(failure.hart());
    }
    if (failure.task() != null) {
      out.append(", task ").append(failure.task());
    }
    out.append('\n');
    if (!failure.before().isEmpty()) {
      out.append(margin).append("= lines before:\n");
      ConsoleFormat format = ConsoleFormat.ofLines(failure.before());
      for (ConsoleLine line : failure.before()) {
        out.append(margin).append("    ").append(Renderer.visible(format.line(line))).append('\n');
      }
    }
    // That nothing ran is worth a picture where nothing was written, either.
    Schedule schedule = failure.schedule();
    if (schedule != null && !(schedule.spells().isEmpty() && !failure.before().isEmpty())) {
      out.append(margin).append("= what ran:\n");
      String picture = new ScheduleText((qos, text) -> text, WIDTH, MOST_HARTS).write(schedule);
      picture.lines().forEach(line -> out.append(margin).append("    ").append(Renderer.visible(line)).append('\n'));
    }
    return out.append(margin).append("= replay: ").append(Renderer.visible(failure.replay())).append('\n').toString();
  }

  /** What a log does not fulfil: the lines before have their numbers in it, and there is nothing to go to. */
  public String writeOfLog(Failure failure) {
    StringBuilder out = new StringBuilder(renderer.render(failure.diagnostic()));
    String margin = " ".repeat(gutter(failure.diagnostic()));
    if (!failure.before().isEmpty()) {
      out.append(margin).append("= lines before:\n");
      for (ConsoleLine line : failure.before()) {
        out.append(margin).append("    ").append(line.step()).append(": ").append(Renderer.visible(line.text())).append('\n');
      }
    }
    return out.toString();
  }

  /** Several, with an empty line between them. */
  public String write(List<Failure> failures) {
    return String.join("\n", failures.stream().map(this::write).toList());
  }

  /** Where the renderer puts its notes. */
  private static int gutter(Diagnostic diagnostic) {
    List<Label> labels = new ArrayList<>(diagnostic.secondary());
    if (diagnostic.primary() != null) {
      labels.add(diagnostic.primary());
    }
    int last = 1;
    for (Label label : labels) {
      Span span = label.span();
      last = Math.max(last, span.source().lines().line(span.start()));
    }
    return Integer.toString(last).length() + 2;
  }
}
