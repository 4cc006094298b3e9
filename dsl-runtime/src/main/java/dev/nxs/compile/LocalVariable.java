// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;

/** A variable of a body. Two variables are the same only if they are the same object; a name may be used again later. */
public final class LocalVariable {
  /** How a variable came to be. */
  public enum Kind {
    /** A parameter of a function or program. */
    PARAMETER,
    /** {@code let}: set once where it stands. */
    LET,
    /** {@code var}: may be assigned. */
    VAR,
    /** Of a {@code for}. */
    LOOP,
    /** Of a quantifier. */
    ELEMENT,
    /** A capture of a pattern, a parameter of an observing program. */
    CAPTURE
  }

  private final String name;
  private final Span span;
  private final Kind kind;
  private final Type type;
  private final int number;

  LocalVariable(String name, Span span, Kind kind, Type type, int number) {
    this.name = name;
    this.span = span;
    this.kind = kind;
    this.type = type;
    this.number = number;
  }

  public String name() {
    return name;
  }

  /** Where the name is declared. */
  public Span span() {
    return span;
  }

  public Kind kind() {
    return kind;
  }

  public Type type() {
    return type;
  }

  /** Counted from 0 within its body, parameters and captures first. */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return name;
  }
}
