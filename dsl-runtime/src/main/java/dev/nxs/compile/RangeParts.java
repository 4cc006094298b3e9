// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.syntax.ast.Expr;
import java.util.List;

/**
 * A range whose ends can be pushed by themselves, so that a range that is written where it is used is never made into a
 * value.
 *
 * @param from pushes the start; as often as needed
 * @param to pushes the end; as often as needed
 * @param flag pushes 1 if the end belongs to the range, else 0
 */
record RangeParts(Runnable from, Runnable to, Inclusive inclusive, Runnable flag, List<Kept> kept) {
  /** Whether the end belongs to the range. */
  enum Inclusive {
    NO,
    YES,
    /** Known when the program runs. */
    DEPENDS
  }

  /** Evaluates a range of elements of a type; the stack must be empty if that traps. */
  static RangeParts of(BodyLowering body, Expr range, Type element) {
    Assembler a = body.assembler;
    Words words = body.program.words;
    ConstantValue constant = body.program.constant(range).orElse(null);
    if (constant instanceof ConstantValue.OfRange ends) {
      return known(
          a,
          () -> a.push(words.of(ends.from(), element)),
          () -> a.push(words.of(ends.to(), element)),
          ends.inclusive(),
          List.of());
    } else if (range instanceof Expr.RangeExpr literal) {
      body.pushAll(List.of(literal.from(), literal.to()), List.of(element, element));
      Kept to = body.keep(Canon.EXACT);
      Kept from = body.keep(Canon.EXACT);
      return known(a, from::push, to::push, literal.inclusive(), List.of(from, to));
    }
    Type own = body.program.typing.typeOf(range);
    Type ownElement = own instanceof Type.RangeOf type ? type.element() : element;
    body.expressions.push(range);
    Kept value = body.keep(Canon.VALUE);
    return new RangeParts(
        () -> end(body, value, Words.RANGE_FROM, ownElement, element),
        () -> end(body, value, Words.RANGE_TO, ownElement, element),
        Inclusive.DEPENDS,
        () -> end(body, value, Words.RANGE_INCLUSIVE, Type.BOOL, Type.BOOL),
        List.of(value));
  }

  private static RangeParts known(Assembler a, Runnable from, Runnable to, boolean inclusive, List<Kept> kept) {
    return new RangeParts(
        from, to, inclusive ? Inclusive.YES : Inclusive.NO, () -> a.push(inclusive ? 1 : 0), kept);
  }

  private static void end(BodyLowering body, Kept range, int field, Type own, Type wanted) {
    range.push();
    body.assembler.emit(Op.FIELD, field);
    body.expressions.widen(own, wanted);
  }

  /** Pushes the number behind the last of a range of integers; an overflow is a fault. */
  void pushBehind(Assembler a) {
    to.run();
    if (inclusive != Inclusive.NO) {
      flag.run();
      a.emit(Op.ADD);
    }
  }

  /** Gives back the words that it took. */
  void release() {
    kept.forEach(Kept::release);
  }
}
