// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.syntax.ast.Expr;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One body while it is lowered: its variables, and how a value is kept aside where a trap comes before its use.
 *
 * <p>A variable that holds a small record takes one word for each field, so that {@code let r = try recv(e)} in a loop makes no
 * record. Parameters alone hold records by number, because that is how they come.
 */
final class BodyLowering {
  final ProgramLowering program;
  final Assembler assembler;
  final Storage storage;
  final ExprLowering expressions;
  final StmtLowering statements;
  final CallLowering calls;

  /** What {@code return} gives; null in the body of a task. */
  final @Nullable Type result;

  /** The word of {@code index}, −1 without. */
  final int index;

  private final Body body;
  private final IdentityHashMap<LocalVariable, int[]> places = new IdentityHashMap<>();

  BodyLowering(ProgramLowering program, Storage storage, Body body, int index, @Nullable Type result) {
    this.program = program;
    this.assembler = program.assembler;
    this.storage = storage;
    this.body = body;
    this.index = index;
    this.result = result;
    this.expressions = new ExprLowering(this);
    this.statements = new StmtLowering(this);
    this.calls = new CallLowering(this);
  }

  /** Gives the parameters the first words, in order. A frame has them there already. */
  void parameters() {
    for (int i = 0; i < body.parameters().size(); i++) {
      LocalVariable parameter = body.parameters().get(i);
      int word = result == null ? storage.word(parameter.name(), Words.canon(parameter.type())) : i;
      places.put(parameter, new int[] {word});
    }
  }

  Body body() {
    return body;
  }

  /** Whether a variable is kept field by field. */
  boolean flat(LocalVariable variable) {
    return variable.type() instanceof Type.RecordOf type
        && type.fields().size() <= ExprLowering.CHUNK
        && (variable.kind() == LocalVariable.Kind.LET || variable.kind() == LocalVariable.Kind.VAR);
  }

  /** The words of a variable: one, or one for each field. */
  int[] place(LocalVariable variable) {
    return places.computeIfAbsent(variable, this::allocate);
  }

  private int[] allocate(LocalVariable variable) {
    if (!flat(variable)) {
      return new int[] {storage.word(variable.name(), Words.canon(variable.type()))};
    }
    List<Integer> words = new ArrayList<>();
    ((Type.RecordOf) variable.type())
        .fields()
        .forEach((field, type) -> words.add(storage.word(variable.name() + "." + field, Words.canon(type))));
    return words.stream().mapToInt(Integer::intValue).toArray();
  }

  void pushVariable(LocalVariable variable) {
    int[] place = place(variable);
    for (int word : place) {
      storage.load(word);
    }
    if (flat(variable)) {
      assembler.emit(Op.LIST_NEW, place.length);
    }
  }

  /**
   * Evaluates what must be evaluated before the last operand that traps has, and keeps it aside; the rest is evaluated
   * where it is pushed. The stack must be empty if any of them traps.
   *
   * @return pushes the operands, each at most once and in any order
   */
  List<Runnable> prepare(List<Expr> operands, List<Type> types) {
    int last = -1;
    for (int i = 0; i < operands.size(); i++) {
      if (program.traps.traps(operands.get(i))) {
        last = i;
      }
    }
    List<Runnable> pushes = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Expr operand = operands.get(i);
      Type type = types.get(i);
      if (i > last || program.constant(operand).isPresent()) {
        pushes.add(() -> expressions.pushAs(operand, type));
      } else {
        expressions.pushAs(operand, type);
        pushes.add(aside(Words.canon(type)));
      }
    }
    return pushes;
  }

  /** Pushes operands in order. */
  void pushAll(List<Expr> operands, List<Type> types) {
    prepare(operands, types).forEach(Runnable::run);
  }

  /** Pops the top into a word of its own, to be pushed any number of times until it is released. */
  Kept keep(Canon canon) {
    Kept kept = new Kept(storage, canon);
    kept.set();
    return kept;
  }

  /** Keeps the top aside; run the result once to have it back. */
  Runnable aside(Canon canon) {
    Kept kept = keep(canon);
    return () -> {
      kept.push();
      kept.release();
    };
  }
}
