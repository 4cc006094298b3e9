// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;

/**
 * A name for a value that is known before running: {@code let} at the top level or in a scenario, {@code param}, a swept
 * name. What the value is depends on the instance of the scenario; see {@link CheckedScenario#value}.
 */
public final class ConstantSymbol {
  /** How the name came to be. */
  public enum Kind {
    FILE_LET,
    LET,
    PARAM,
    SWEPT
  }

  private final String name;
  private final Span span;
  private final Kind kind;
  private final Type type;

  ConstantSymbol(String name, Span span, Kind kind, Type type) {
    this.name = name;
    this.span = span;
    this.kind = kind;
    this.type = type;
  }

  public String name() {
    return name;
  }

  public Span span() {
    return span;
  }

  public Kind kind() {
    return kind;
  }

  public Type type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
