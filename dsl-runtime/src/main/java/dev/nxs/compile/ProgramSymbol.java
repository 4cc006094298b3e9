// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.TopLevel;
import java.util.List;

/**
 * A program of the file.
 *
 * @param parameterTypes in the order of its parameters
 */
record ProgramSymbol(TopLevel.Program node, List<Type> parameterTypes) {
  ProgramSymbol {
    parameterTypes = List.copyOf(parameterTypes);
  }

  String name() {
    return node.name().text();
  }
}
