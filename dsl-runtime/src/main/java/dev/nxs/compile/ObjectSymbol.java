// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;

/** Something that a scenario declares and that calls and queries can name. */
public final class ObjectSymbol {
  /** What is declared. */
  public enum Kind {
    TASK,
    /** {@code task worker[8]}: a list of tasks. */
    TASK_ARRAY,
    ENDPOINT,
    EVENT,
    MUTEX,
    BARRIER,
    TIMER
  }

  private final Kind kind;
  private final String name;
  private final Span span;
  private final int number;

  ObjectSymbol(Kind kind, String name, Span span, int number) {
    this.kind = kind;
    this.name = name;
    this.span = span;
    this.number = number;
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /** Where the name is declared. */
  public Span span() {
    return span;
  }

  public Type type() {
    return switch (kind) {
      case TASK -> Type.TASK;
      case TASK_ARRAY -> new Type.ListOf(Type.TASK);
      case ENDPOINT -> Type.ENDPOINT;
      case EVENT -> Type.EVENT;
      case MUTEX -> Type.MUTEX;
      case BARRIER -> Type.BARRIER;
      case TIMER -> Type.TIMER;
    };
  }

  /**
   * Counted from 0 in file order: of an endpoint, event, mutex or barrier its number in the machine's configuration, of a timer its
   * place in {@link CheckedScenario#timers()}, of a task or an array its place among the task declarations (tasks are
   * called by pid, see {@link CheckedScenario#pids}).
   */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return name;
  }
}
