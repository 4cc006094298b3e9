// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Bytecode;

/**
 * How much room the values of one run take at most.
 *
 * @param values different texts, lists and records, constants included
 * @param listElements elements of a list, at most {@value Bytecode#LIST_LIMIT}
 * @param textChars UTF-16 code units of a text, at most {@value Bytecode#TEXT_LIMIT}
 */
public record ValueLimits(int values, int listElements, int textChars) {
  /** A million values, and the greatest lists and texts. */
  public static final ValueLimits DEFAULT = new ValueLimits(1_000_000, Bytecode.LIST_LIMIT, Bytecode.TEXT_LIMIT);

  public ValueLimits {
    if (values < 1
        || listElements < 1
        || listElements > Bytecode.LIST_LIMIT
        || textChars < 1
        || textChars > Bytecode.TEXT_LIMIT) {
      throw new IllegalArgumentException(
          "limits must be at least 1, those of lists and texts at most " + Bytecode.LIST_LIMIT + ": values=" + values
              + ", listElements=" + listElements + ", textChars=" + textChars);
    }
  }
}
