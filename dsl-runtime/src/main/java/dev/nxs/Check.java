// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import java.util.List;

/**
 * What came of asserting an expression.
 *
 * @param expression as it was given
 * @param holds whether it is true here
 * @param parts the values of its parts, outermost first
 */
public record Check(String expression, boolean holds, Position position, List<Part> parts) {
  public Check {
    parts = List.copyOf(parts);
  }

  /**
   * A part of an expression.
   *
   * @param column where it begins in the expression, from 0
   * @param text as it stands there
   * @param value what it is here
   */
  public record Part(int column, String text, String value) {}
}
