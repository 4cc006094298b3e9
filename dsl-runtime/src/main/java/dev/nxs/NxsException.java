// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** A text, or the settings of a run, cannot be used; carries everything that is wrong with it. */
public final class NxsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /** Takes all diagnostics of one attempt, warnings included. */
  public NxsException(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .filter(d -> d.severity() == Severity.ERROR)
            .map(NxsException::line)
            .collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** What is wrong, in the order of the places. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private static String line(Diagnostic diagnostic) {
    String place = diagnostic.primary() == null ? "" : diagnostic.primary().span().place() + ": ";
    return place + diagnostic.code().id() + ": " + diagnostic.message();
  }
}
