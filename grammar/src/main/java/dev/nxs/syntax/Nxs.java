// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import dev.nxs.syntax.internal.Frontend;
import dev.nxs.syntax.internal.Words;
import java.util.SortedSet;

/**
 * The front door of the parser. It takes any text and always answers with a tree; nothing that a text holds makes it
 * throw, hang or exhaust the stack.
 */
public final class Nxs {
  private Nxs() {}

  /** Parses a text under the default limits. */
  public static ParseResult parse(Source source) {
    return parse(source, Limits.DEFAULT);
  }

  /** All words that the language gives a meaning; most of them stay usable as names. */
  public static SortedSet<String> words() {
    return Words.all();
  }

  /** Parses a text. */
  public static ParseResult parse(Source source, Limits limits) {
    return Frontend.parse(source, limits);
  }
}
