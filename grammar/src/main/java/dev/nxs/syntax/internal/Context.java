// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

/** What stands inside a bracket, which decides what its line ends and its words mean. */
enum Context {
  /** The top level of a file. */
  FILE(true),
  /** The items of a scenario. */
  SCENARIO(true),
  /** Statements, and the rules of a log. */
  STATEMENTS(true),
  /** Expectations, and the events of their groups. */
  EXPECTATIONS(true),
  /** Parentheses, square brackets, a record, a hole of a string: one thing, over as many lines as it likes. */
  INSIDE(false),
  /** The text of a string with holes. */
  STRING(false);

  private final boolean items;

  Context(boolean items) {
    this.items = items;
  }

  boolean hasItems() {
    return items;
  }

  /** What stands in the block of an item that begins with a word and stands here. */
  Context inBlockOf(int head) {
    return switch (this) {
      case FILE -> head == NxsLexer.SCENARIO ? SCENARIO : head == NxsLexer.EXPECT ? EXPECTATIONS : STATEMENTS;
      case SCENARIO -> head == NxsLexer.EXPECT ? EXPECTATIONS : STATEMENTS;
      case EXPECTATIONS -> EXPECTATIONS;
      case STATEMENTS -> STATEMENTS;
      case INSIDE, STRING -> INSIDE;
    };
  }
}
