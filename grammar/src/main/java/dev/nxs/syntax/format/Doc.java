// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.format;

import java.util.List;

/**
 * A text whose line ends are still open. A group is printed on one line where it fits, and with all of its own possible
 * line ends where it does not (P. Wadler, "A prettier printer", 2003).
 */
sealed interface Doc {
  /** Whether it holds a line end that is there in any case, so that no group around it fits on a line. */
  boolean isBroken();

  /** A word, printed as it is. Spaces alone are left out at the start of a line. */
  record Text(String text) implements Doc {
    @Override
    public boolean isBroken() {
      return false;
    }
  }

  /** A line end in a group that is broken; elsewhere the given text. */
  record Line(String flat) implements Doc {
    @Override
    public boolean isBroken() {
      return false;
    }
  }

  /** A line end in any case; none at the start of a line. */
  record Hard() implements Doc {
    @Override
    public boolean isBroken() {
      return true;
    }
  }

  /** An empty line, at the start of a line. */
  record Blank() implements Doc {
    @Override
    public boolean isBroken() {
      return true;
    }
  }

  /** A comment at the end of a line. Those of lines that follow each other stand in one column. */
  record Trailing(String comment) implements Doc {
    @Override
    public boolean isBroken() {
      return true;
    }
  }

  /** A part whose lines, but for the one that it begins on, are indented further. */
  record Indent(int by, Doc content) implements Doc {
    @Override
    public boolean isBroken() {
      return content.isBroken();
    }
  }

  /** Parts in a row. */
  record Row(List<Doc> parts, boolean isBroken) implements Doc {
    static Row of(List<Doc> parts) {
      boolean broken = false;
      for (Doc part : parts) {
        broken |= part.isBroken();
      }
      return new Row(List.copyOf(parts), broken);
    }
  }

  /** A part that is printed on one line or broken; {@code forced} breaks it whether it fits or not. */
  record Group(Doc content, boolean forced) implements Doc {
    static Group of(Doc content) {
      return of(content, false);
    }

    static Group of(Doc content, boolean forced) {
      return new Group(content, forced || content.isBroken());
    }

    @Override
    public boolean isBroken() {
      return forced;
    }
  }
}
