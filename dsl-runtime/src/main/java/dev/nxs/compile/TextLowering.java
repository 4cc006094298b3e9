// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.syntax.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts with holes, texts joined by {@code +}, and the text of a marker. What it writes, {@link ValueText} shows alike. */
final class TextLowering {
  private final BodyLowering body;
  private final ProgramLowering program;
  private final Assembler a;

  TextLowering(BodyLowering body) {
    this.body = body;
    this.program = body.program;
    this.a = body.assembler;
  }

  /** Pushes the number of a text with holes. */
  void value(Expr.StringLit text) {
    build(List.of(text), Op.TEXT_BEGIN, text);
    a.emit(Op.TEXT_END);
  }

  /** Pushes the number of texts joined by {@code +}; none of those between is made. */
  void joined(Expr.Chain chain) {
    build(operands(chain), Op.TEXT_BEGIN, chain);
    a.emit(Op.TEXT_END);
  }

  /** Builds the text of a marker, up to the instruction that writes the line. */
  void marker(Expr text) {
    boolean joined =
        text instanceof Expr.Chain chain && chain.links().get(0).op() == Expr.BinaryOp.ADD;
    build(joined ? operands((Expr.Chain) text) : List.of(text), Op.MARK_BEGIN, text);
  }

  private static List<Expr> operands(Expr.Chain chain) {
    List<Expr> operands = new ArrayList<>();
    operands.add(chain.first());
    chain.links().forEach(link -> operands.add(link.operand()));
    return operands;
  }

  /** A piece of a text: plain, or a value of a type. */
  private record Piece(String plain, @Nullable Expr value) {}

  private void build(List<Expr> texts, Op begin, Expr whole) {
    List<Piece> pieces = new ArrayList<>();
    if (texts.size() == 1 && texts.get(0) instanceof Expr.StringLit literal) {
      // Who has a constant does not come here.
      parts(literal, pieces);
    } else {
      texts.forEach(text -> pieces(text, pieces));
    }
    List<Expr> values = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.value() != null) {
        values.add(piece.value());
        types.add(program.typing.typeOf(piece.value()));
      }
    }
    List<Runnable> pushes = body.prepare(values, types);
    program.site(whole.span(), Site.Kind.EXPRESSION);
    a.emit(begin);
    int next = 0;
    for (Piece piece : pieces) {
      if (piece.value() == null) {
        plain(piece.plain());
      } else {
        pushes.get(next).run();
        append(types.get(next));
        next++;
      }
    }
    program.site(whole.span(), Site.Kind.EXPRESSION);
  }

  private void pieces(Expr text, List<Piece> pieces) {
    ConstantValue constant = program.constant(text).orElse(null);
    if (constant instanceof ConstantValue.OfString string) {
      pieces.add(new Piece(string.value(), null));
    } else if (text instanceof Expr.StringLit literal) {
      parts(literal, pieces);
    } else {
      pieces.add(new Piece("", text));
    }
  }

  private static void parts(Expr.StringLit literal, List<Piece> pieces) {
    for (Expr.StringLit.Part part : literal.parts()) {
      if (part instanceof Expr.StringLit.Text plain) {
        pieces.add(new Piece(plain.value(), null));
      } else if (part instanceof Expr.StringLit.Hole hole) {
        pieces.add(new Piece("", hole.value()));
      }
    }
  }

  private void plain(String text) {
    if (!text.isEmpty()) {
      a.emit(Op.TEXT_CONST, program.words.text(text));
    }
  }

  /** Pops a value of a type and appends it. */
  private void append(Type type) {
    if (type instanceof Type.ListOf list) {
      list(list.element());
    } else if (type instanceof Type.RecordOf fields) {
      fields(fields);
    } else if (type instanceof Type.RangeOf range) {
      range(range.element());
    } else {
      simple((Type.Simple) type);
    }
  }

  /** Pops a value of a list or a record and appends it. */
  private void nested(Type type) {
    if (type == Type.STRING) {
      Kept text = body.keep(Canon.VALUE);
      plain("\"");
      text.push();
      a.emit(Op.TEXT_VALUE);
      plain("\"");
      text.release();
    } else {
      append(type);
    }
  }

  private void simple(Type.Simple type) {
    switch (type) {
      case FLOAT -> a.emit(Op.TEXT_FLOAT);
      case DURATION -> a.emit(Op.TEXT_DURATION);
      case BOOL -> a.emit(Op.TEXT_BOOL);
      case STRING -> a.emit(Op.TEXT_VALUE);
      case QOS -> a.emit(Op.TEXT_CLASS);
      case ERRNO -> a.emit(Op.TEXT_ERRNO);
      case TASK -> a.emit(Op.TEXT_NAME, program.lowering.taskNames());
      case ENDPOINT -> a.emit(Op.TEXT_NAME, program.lowering.endpointNames());
      case EVENT -> a.emit(Op.TEXT_NAME, program.lowering.eventNames());
      case MUTEX -> a.emit(Op.TEXT_NAME, program.lowering.mutexNames());
      case BARRIER -> a.emit(Op.TEXT_NAME, program.lowering.barrierNames());
      case INT, HART, TIMER, PATTERN, DISTRIBUTION, VOID, ANY, ERROR -> a.emit(Op.TEXT_INT);
    }
  }

  private void list(Type element) {
    Kept list = body.keep(Canon.VALUE);
    a.push(0);
    Kept place = body.keep(Canon.EXACT);
    Assembler.Label top = a.label();
    Assembler.Label first = a.label();
    Assembler.Label end = a.label();
    plain("[");
    a.place(top);
    place.push();
    list.push();
    a.emit(Op.LIST_LENGTH);
    a.emit(Op.LT);
    a.jump(Op.JUMP_UNLESS, end);
    place.push();
    a.jump(Op.JUMP_UNLESS, first);
    plain(", ");
    a.place(first);
    list.push();
    place.push();
    a.emit(Op.LIST_GET);
    nested(element);
    place.push();
    a.push(1);
    a.emit(Op.ADD);
    place.set();
    a.jump(Op.JUMP, top);
    a.place(end);
    plain("]");
    list.release();
    place.release();
  }

  private void fields(Type.RecordOf type) {
    Kept value = body.keep(Canon.VALUE);
    String before = "{";
    int index = 0;
    for (Map.Entry<String, Type> field : type.fields().entrySet()) {
      plain(before + field.getKey() + ": ");
      value.push();
      a.emit(Op.FIELD, index);
      nested(field.getValue());
      before = ", ";
      index++;
    }
    plain(index == 0 ? "{}" : "}");
    value.release();
  }

  private void range(Type element) {
    Kept value = body.keep(Canon.VALUE);
    Assembler.Label open = a.label();
    value.push();
    a.emit(Op.FIELD, Words.RANGE_FROM);
    append(element);
    plain("..");
    value.push();
    a.emit(Op.FIELD, Words.RANGE_INCLUSIVE);
    a.jump(Op.JUMP_UNLESS, open);
    plain("=");
    a.place(open);
    value.push();
    a.emit(Op.FIELD, Words.RANGE_TO);
    append(element);
    value.release();
  }
}
