// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Something suspicious.
 *
 * @param fix what mends it without changing any run; null where only its author can decide
 */
public record Finding(Diagnostic diagnostic, @Nullable Edit fix) {
  /**
   * A change of a text.
   *
   * @param span what is replaced
   * @param text what stands there then; where it is empty and nothing else stands on the lines, they go as a whole
   */
  public record Edit(Span span, String text) {}
}
