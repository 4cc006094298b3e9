// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.TopLevel;
import java.util.List;

/** A function of the file; two functions are the same only if they are the same object. */
public final class FunctionSymbol implements CallTarget {
  private final TopLevel.Function node;
  private final List<Type> parameterTypes;
  private final Type result;

  FunctionSymbol(TopLevel.Function node, List<Type> parameterTypes, Type result) {
    this.node = node;
    this.parameterTypes = List.copyOf(parameterTypes);
    this.result = result;
  }

  public TopLevel.Function node() {
    return node;
  }

  public String name() {
    return node.name().text();
  }

  /** In the order of the parameters. */
  public List<Type> parameterTypes() {
    return parameterTypes;
  }

  /** {@link Type#VOID} where it gives nothing. */
  public Type result() {
    return result;
  }

  @Override
  public String toString() {
    return name();
  }
}
