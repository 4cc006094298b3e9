// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.TopLevel;
import java.util.List;

/**
 * A program of a file.
 *
 * @param file whose names it sees
 * @param parameterTypes in the order of its parameters
 */
record ProgramSymbol(FileSymbols file, TopLevel.Program node, List<Type> parameterTypes) implements CallTarget {
  ProgramSymbol {
    parameterTypes = List.copyOf(parameterTypes);
  }

  // There is one for each program, so that comparing trees would only take time.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return name().hashCode();
  }

  String name() {
    return node.name().text();
  }
}
