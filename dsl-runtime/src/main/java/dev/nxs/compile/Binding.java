// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** What a name in an expression stands for. */
public sealed interface Binding {

  /** A variable of the body. */
  record Local(LocalVariable variable) implements Binding {}

  /** A value known before running. */
  record Constant(ConstantSymbol symbol) implements Binding {}

  /** A declared task, array of tasks, endpoint, event or timer. */
  record Declared(ObjectSymbol object) implements Binding {}

  /** A word of the language: a class, an error. */
  record Literal(ConstantValue value) implements Binding {}

  /** {@code index} in a task of an array: its place, from 0. */
  record ArrayIndex() implements Binding {}

  /** {@code self}: the task that runs. */
  record Self() implements Binding {}
}
