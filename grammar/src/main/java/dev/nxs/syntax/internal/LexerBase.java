// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Lexer;

/**
 * What the lexer rules cannot say: which closing brace ends a hole of a string, and that a line end inside a hole ends
 * the string, unless that is one of three quotes.
 */
abstract class LexerBase extends Lexer {
  /** A hole that is open, and the braces open in it. */
  private static final class Hole {
    private final boolean inLine;
    private int braces;

    Hole(boolean inLine) {
      this.inLine = inLine;
    }
  }

  private final Deque<Hole> holes = new ArrayDeque<>();

  LexerBase(CharStream input) {
    super(input);
  }

  void openHole() {
    holes.push(new Hole(_mode == NxsLexer.STR));
  }

  void openBrace() {
    Hole hole = holes.peek();
    if (hole != null) {
      hole.braces++;
    }
  }

  void closeBrace() {
    Hole hole = holes.peek();
    if (hole == null) {
      return;
    }
    if (hole.braces == 0) {
      holes.pop();
      popMode();
      setType(NxsLexer.HOLE_CLOSE);
    } else {
      hole.braces--;
    }
  }

  /** Leaves all strings that cannot go on in the next line; where there are none, the line end is no token. */
  void lineEnd() {
    if (holes.isEmpty() || !holes.peek().inLine) {
      skip();
      return;
    }
    while (!holes.isEmpty() && holes.peek().inLine) {
      holes.pop();
      popMode();
      popMode();
    }
    setType(NxsLexer.STRING_BROKEN);
  }
}
