// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.Failure;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Label;
import dev.nxs.syntax.diag.Renderer;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a scenario did not pass.
 *
 * @param code of the diagnostic, such as {@code NXS3001}; empty for a bug of ours
 * @param message one line
 * @param file as the user named it
 * @param line counted from 1
 * @param column counted from 1
 * @param position where in the run it was decided, as {@code 8ms#41}; null without a run
 * @param hart of the deciding event, -1 without one
 * @param task of the deciding event, null without one
 * @param text the whole explanation as the command line prints it, without colours
 * @param replay the command that goes there, null without a run
 */
public record Finding(
    String code,
    String message,
    String file,
    int line,
    int column,
    @Nullable String position,
    int hart,
    @Nullable String task,
    String text,
    @Nullable String replay) {

  /**
   * A failure of a run.
   *
   * @param title where the scenario begins, for what has no place of its own
   */
  static Finding of(Failure failure, Span title) {
    Diagnostic diagnostic = failure.diagnostic();
    Span span = span(diagnostic, title);
    return new Finding(
        diagnostic.code().id(),
        Renderer.visible(diagnostic.message()),
        span.source().name(),
        line(span),
        column(span),
        failure.position().text(),
        failure.hart(),
        failure.task(),
        new FailureText(Renderer.plain()).write(failure),
        failure.replay());
  }

  /**
   * An error of a file.
   *
   * @param file for what has no place
   */
  static Finding of(Diagnostic diagnostic, String file) {
    Label label = diagnostic.primary();
    String text = Renderer.plain().render(diagnostic);
    String message = Renderer.visible(diagnostic.message());
    if (label == null) {
      return new Finding(diagnostic.code().id(), message, file, 1, 1, null, -1, null, text, null);
    }
    Span span = label.span();
    return new Finding(
        diagnostic.code().id(), message, span.source().name(), line(span), column(span), null, -1, null, text, null);
  }

  private static Span span(Diagnostic diagnostic, Span otherwise) {
    Label label = diagnostic.primary();
    return label == null ? otherwise : label.span();
  }

  static int line(Span span) {
    return span.source().lines().line(span.start());
  }

  private static int column(Span span) {
    return span.source().lines().column(span.start());
  }
}
