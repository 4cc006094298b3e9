// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.syntax.ast.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A loop over the elements of a range or a list: {@link #head}, what is done with the variable, {@link #tail}.
 *
 * <p>Where the end belongs to a range, it is looked at before the variable moves on, so that may be the greatest number; where it
 * does not, the variable may move up to it. So each turn looks once.
 */
final class Loop {
  private final BodyLowering body;
  private final Assembler a;
  private final int variable;
  private final Assembler.Label top;
  private final Assembler.Label next;
  private final Assembler.Label end;
  private final @Nullable RangeParts range;
  private final @Nullable Kept list;
  private final @Nullable Kept place;

  private Loop(
      BodyLowering body, LocalVariable variable, @Nullable RangeParts range, @Nullable Kept list, @Nullable Kept place) {
    this.body = body;
    this.a = body.assembler;
    this.variable = body.place(variable)[0];
    this.range = range;
    this.list = list;
    this.place = place;
    top = a.label();
    next = a.label();
    end = a.label();
  }

  /** Evaluates what is gone through; the stack must be empty if that traps. */
  static Loop over(BodyLowering body, Expr values, LocalVariable variable) {
    Type type = body.program.typing.typeOf(values);
    Assembler a = body.assembler;
    if (type instanceof Type.RangeOf) {
      RangeParts range = RangeParts.of(body, values, variable.type());
      range.from().run();
      body.storage.store(body.place(variable)[0]);
      return new Loop(body, variable, range, null, null);
    }
    body.expressions.push(values);
    Kept list = body.keep(Canon.VALUE);
    a.push(0);
    return new Loop(body, variable, null, list, body.keep(Canon.EXACT));
  }

  /** Leaves the loop where there is no further element, and sets the variable. */
  void head() {
    // The tail of a range to which its end belongs has looked when it comes back.
    boolean looksOnce = range != null && range.inclusive() == RangeParts.Inclusive.YES;
    if (!looksOnce) {
      a.place(top);
    }
    if (range != null) {
      body.storage.load(variable);
      upper(range);
      a.jump(Op.JUMP_UNLESS, end);
      if (looksOnce) {
        a.place(top);
      }
    } else if (list != null && place != null) {
      place.push();
      list.push();
      a.emit(Op.LIST_LENGTH);
      a.emit(Op.LT);
      a.jump(Op.JUMP_UNLESS, end);
      list.push();
      place.push();
      a.emit(Op.LIST_GET);
      body.storage.store(variable);
    }
  }

  /** With the variable on the stack: whether it does not lie beyond the end. */
  private void upper(RangeParts parts) {
    if (parts.inclusive() == RangeParts.Inclusive.DEPENDS) {
      // x < to, or x == to and the end belongs to it.
      parts.to().run();
      a.emit(Op.LT);
      body.storage.load(variable);
      parts.to().run();
      a.emit(Op.EQ);
      parts.flag().run();
      a.emit(Op.AND);
      a.emit(Op.OR);
    } else {
      parts.to().run();
      a.emit(parts.inclusive() == RangeParts.Inclusive.YES ? Op.LE : Op.LT);
    }
  }

  /** Goes on with the next element, or falls out of the loop. */
  void tail() {
    a.place(next);
    if (range != null) {
      if (range.inclusive() != RangeParts.Inclusive.NO) {
        body.storage.load(variable);
        range.to().run();
        a.emit(Op.EQ);
        a.jump(Op.JUMP_IF, end);
      }
      body.storage.load(variable);
      a.push(1);
      a.emit(Op.ADD);
      body.storage.store(variable);
      range.release();
    } else if (list != null && place != null) {
      place.push();
      a.push(1);
      a.emit(Op.ADD);
      place.set();
      list.release();
      place.release();
    }
    a.jump(Op.JUMP, top);
    a.place(end);
  }

  /** Where {@code continue} goes. */
  Assembler.Label next() {
    return next;
  }

  /** Where {@code break} goes. */
  Assembler.Label end() {
    return end;
  }
}
