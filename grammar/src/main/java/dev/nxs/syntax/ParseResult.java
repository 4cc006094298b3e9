// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Severity;
import java.util.List;

/**
 * What came of parsing a text. There always is a tree; where there are errors it holds what could be understood.
 *
 * @param diagnostics in the order of their places
 * @param comments in the order of their places
 * @param incomplete whether the text ends inside an open bracket, string or comment, so that more could mend it
 * @param tokens how many words, numbers and signs were read, 0 for a text that is too large to be read
 */
public record ParseResult(
    SourceFile file, List<Diagnostic> diagnostics, List<Comment> comments, boolean incomplete, int tokens) {

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }
}
