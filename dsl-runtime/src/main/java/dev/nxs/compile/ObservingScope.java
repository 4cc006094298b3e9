// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a compiler of expectations may ask about a scenario. Every method that gives nothing has reported a diagnostic.
 */
public interface ObservingScope {
  /** Where this scope reports. */
  Diagnostics diagnostics();

  /** A constant duration, in nanoseconds. */
  OptionalLong durationNs(Expr expr);

  /** A constant int. */
  OptionalLong integer(Expr expr);

  /** A constant text, holes filled in; of a pattern what stands between its quotes. */
  @Nullable String text(Expr expr);

  /** The pids of a task, an element of an array, a whole array, or a list of tasks; empty after a diagnostic. */
  int[] pids(Expr expr);

  /** A hart, given as a hart or by its number. */
  OptionalInt hart(Expr expr);

  /** A constant bool: the condition of {@code … if harts >= 2}. */
  @Nullable Boolean flag(Expr expr);

  /**
   * Checks and compiles an expression that observes.
   *
   * @param expected the type that it must have; {@link Type#ANY} for every type
   * @param captures names that the pattern around it binds, in the order in which the program takes them
   */
  @Nullable Observed observe(Expr expr, Type expected, Map<String, Type> captures);

  /** The events that {@code count(EVENT)} asked for so far; the first word of {@link Query#COUNT} is an index into it. */
  List<EventPattern> counted();
}
