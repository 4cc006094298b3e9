// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.TopLevel;
import java.util.List;

/**
 * A function of the file.
 *
 * @param parameterTypes in the order of its parameters
 * @param result {@link Type#VOID} where it gives nothing
 */
public record FunctionSymbol(TopLevel.Function node, List<Type> parameterTypes, Type result) implements CallTarget {
  public FunctionSymbol {
    parameterTypes = List.copyOf(parameterTypes);
  }

  public String name() {
    return node.name().text();
  }

  /** Two functions are the same only if their declaration is the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FunctionSymbol that && that.node == node;
  }

  @Override
  public int hashCode() {
    return node.name().span().start();
  }
}
