// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import java.util.List;

/**
 * A place of the source that an instruction was made of: what a fault or a waiting task is shown with.
 *
 * @param span what is underlined
 * @param message what the author wrote for the case that a check fails; empty where nothing, or where it has holes
 * @param operandTypes types of the values that a fault here carries, in order
 * @param operands the expressions they are the values of
 */
public record Site(Span span, Kind kind, String message, List<Type> operandTypes, List<Expr> operands) {
  /** What stands at the place, which says how the values of a fault are read. */
  public enum Kind {
    /** The head of a body, or anything of no further interest. */
    BODY,
    /** An operator, an index, a call of a function: what can fault by itself. */
    EXPRESSION,
    /** A call of the kernel; the first value of its fault is an errno number. */
    CALL,
    /** An {@code expect}; the values are those of the operands. */
    CHECK,
    /**
     * An {@code expect} whose message has holes: the first value is the number of a list, of the values of the
     * operands and then the number of the message.
     */
    CHECK_WITH_TEXT,
    /** {@code expect … fails}: the values are the errno that came and the one that was expected. */
    FAILS
  }

  public Site {
    operandTypes = List.copyOf(operandTypes);
    operands = List.copyOf(operands);
  }

  /** Operands are the same if they are the same nodes; comparing trees would say no more. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Site that
        && span.equals(that.span)
        && kind == that.kind
        && message.equals(that.message)
        && operandTypes.equals(that.operandTypes)
        && sameNodes(operands, that.operands);
  }

  private static boolean sameNodes(List<Expr> some, List<Expr> others) {
    boolean same = some.size() == others.size();
    for (int i = 0; same && i < some.size(); i++) {
      same = some.get(i) == others.get(i);
    }
    return same;
  }

  @Override
  public int hashCode() {
    return 31 * span.hashCode() + kind.ordinal();
  }

  /** The values of the operands, from the values of a fault. */
  public long[] values(long first, long second, ValuePool pool) {
    long[] all = kind == Kind.CHECK_WITH_TEXT ? pool.words(first) : new long[] {first, second};
    long[] values = new long[operandTypes.size()];
    System.arraycopy(all, 0, values, 0, values.length);
    return values;
  }

  /** What the author wrote for the case, holes filled in; empty where nothing. */
  public String message(long first, ValuePool pool) {
    return kind == Kind.CHECK_WITH_TEXT ? pool.text(pool.word(first, operandTypes.size())) : message;
  }
}
