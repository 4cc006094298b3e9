// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Fault;
import dev.nxs.syntax.ast.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Expressions to instructions that leave one word on the stack. Each visit gives the type of that word. */
final class ExprLowering implements Expr.Visitor<Type> {
  /** Elements of a list that are on the stack at a time. With the levels of nesting it bounds the stack. */
  static final int CHUNK = 16;

  private final BodyLowering body;
  private final ProgramLowering program;
  private final Assembler a;
  private final OperatorLowering operators;
  private final TextLowering texts;

  ExprLowering(BodyLowering body) {
    this.body = body;
    this.program = body.program;
    this.a = body.assembler;
    this.operators = new OperatorLowering(body, this);
    this.texts = new TextLowering(body);
  }

  TextLowering texts() {
    return texts;
  }

  OperatorLowering operators() {
    return operators;
  }

  /** Pushes a value as the type that is needed where it stands. */
  void push(Expr expr) {
    pushAs(expr, program.typing.wantedType(expr));
  }

  /** Pushes a value, an int widened where a float is needed. */
  void pushAs(Expr expr, Type wanted) {
    if (expr instanceof Expr.IntLit number && wanted == Type.INT) {
      a.push(number.value());
      return;
    }
    Optional<ConstantValue> constant = program.constant(expr);
    if (constant.isPresent()) {
      a.push(program.words.of(constant.get(), wanted));
      return;
    }
    widen(expr.accept(this), wanted);
  }

  /** Makes a float or a hart of an int on the stack where one is needed. */
  void widen(Type type, Type wanted) {
    if (type == Type.INT && wanted == Type.FLOAT) {
      a.emit(Op.INT_TO_FLOAT);
    } else if (type == Type.INT && wanted == Type.HART) {
      hart();
    }
  }

  /**
   * Makes a hart of a number on the stack: an element of the list of all harts, so that one that does not exist is an
   * index out of range.
   */
  void hart() {
    List<Long> harts = new ArrayList<>();
    for (long hart = 0; hart < program.scenario.machine().harts(); hart++) {
      harts.add(hart);
    }
    a.push(program.words.list(harts));
    a.emit(Op.SWAP);
    a.emit(Op.LIST_GET);
  }

  @Override
  public Type intLit(Expr.IntLit expr) {
    a.push(expr.value());
    return Type.INT;
  }

  @Override
  public Type floatLit(Expr.FloatLit expr) {
    a.push(Double.doubleToLongBits(expr.value()));
    return Type.FLOAT;
  }

  @Override
  public Type durationLit(Expr.DurationLit expr) {
    a.push(expr.ns());
    return Type.DURATION;
  }

  @Override
  public Type boolLit(Expr.BoolLit expr) {
    a.push(expr.value() ? 1 : 0);
    return Type.BOOL;
  }

  @Override
  public Type stringLit(Expr.StringLit expr) {
    texts.value(expr);
    return Type.STRING;
  }

  @Override
  public Type patternLit(Expr.PatternLit expr) {
    a.push(program.words.text(expr.text()));
    return Type.PATTERN;
  }

  @Override
  public Type name(Expr.NameExpr expr) {
    Binding binding = program.typing.binding(expr);
    if (binding instanceof Binding.Local local) {
      body.pushVariable(local.variable());
      return local.variable().type();
    } else if (binding instanceof Binding.Constant constant) {
      Type type = constant.symbol().type();
      a.push(program.words.of(program.scenario.value(constant.symbol()), type));
      return type;
    } else if (binding instanceof Binding.Declared declared) {
      a.push(program.words.object(declared.object()));
      return declared.object().type();
    } else if (binding instanceof Binding.Literal literal) {
      Type type = program.typing.typeOf(expr);
      a.push(program.words.of(literal.value(), type));
      return type;
    } else if (binding instanceof Binding.ArrayIndex) {
      body.storage.load(body.index);
      return Type.INT;
    } else {
      a.emit(Op.SELF);
      return Type.TASK;
    }
  }

  @Override
  public Type listLit(Expr.ListLit expr) {
    Type type = program.typing.typeOf(expr);
    Type element = type instanceof Type.ListOf list ? list.element() : Type.ANY;
    List<Runnable> pushes = body.prepare(expr.elements(), Collections.nCopies(expr.elements().size(), element));
    site(expr);
    list(pushes);
    return type;
  }

  /** Pushes the list of some words, a few of which are on the stack at a time. */
  void list(List<Runnable> pushes) {
    int from = 0;
    do {
      int to = Math.min(pushes.size(), from + CHUNK);
      pushes.subList(from, to).forEach(Runnable::run);
      a.emit(Op.LIST_NEW, to - from);
      if (from > 0) {
        a.emit(Op.LIST_CONCAT);
      }
      from = to;
    } while (from < pushes.size());
  }

  @Override
  public Type recordLit(Expr.RecordLit expr) {
    List<Runnable> pushes = fields(expr);
    site(expr);
    list(pushes);
    return program.typing.typeOf(expr);
  }

  /** What pushes the fields of a record literal, in the order of its type. */
  List<Runnable> fields(Expr.RecordLit expr) {
    Type type = program.typing.typeOf(expr);
    Map<String, Type> types = type instanceof Type.RecordOf fields ? fields.fields() : Map.of();
    List<Expr> values = new ArrayList<>();
    List<Type> wanted = new ArrayList<>();
    for (Expr.RecordLit.Field field : expr.fields()) {
      values.add(field.value());
      wanted.add(types.getOrDefault(field.name().text(), Type.ANY));
    }
    Map<String, Runnable> pushes = new TreeMap<>();
    List<Runnable> prepared = body.prepare(values, wanted);
    for (int i = 0; i < prepared.size(); i++) {
      pushes.put(expr.fields().get(i).name().text(), prepared.get(i));
    }
    return List.copyOf(pushes.values());
  }

  @Override
  public Type unary(Expr.Unary expr) {
    push(expr.operand());
    Type type = program.typing.wantedType(expr.operand());
    if (expr.op() == Expr.UnaryOp.NOT) {
      a.emit(Op.NOT);
      return Type.BOOL;
    }
    site(expr);
    a.emit(type == Type.FLOAT ? Op.FNEG : Op.NEG);
    return type;
  }

  @Override
  public Type chain(Expr.Chain expr) {
    return operators.chain(expr);
  }

  @Override
  public Type range(Expr.RangeExpr expr) {
    Type type = program.typing.typeOf(expr);
    Type element = type instanceof Type.RangeOf range ? range.element() : Type.ANY;
    body.pushAll(List.of(expr.from(), expr.to()), List.of(element, element));
    a.push(expr.inclusive() ? 1 : 0);
    a.emit(Op.LIST_NEW, 3);
    return type;
  }

  @Override
  public Type member(Expr.Member expr) {
    MemberAccess access = program.typing.member(expr);
    if (access instanceof MemberAccess.Stat stat) {
      query(expr.target(), () -> a.push(stat.statistic().word()));
      return stat.statistic().type();
    } else if (access instanceof MemberAccess.Field field) {
      return field(expr, field.index());
    } else if (access instanceof MemberAccess.Imported imported) {
      Type type = imported.symbol().type();
      a.push(program.words.of(program.scenario.value(imported.symbol()), type));
      return type;
    }
    push(expr.target());
    a.emit(program.typing.typeOf(expr.target()) == Type.STRING ? Op.TEXT_LENGTH : Op.LIST_LENGTH);
    return Type.INT;
  }

  private Type field(Expr.Member expr, int index) {
    if (expr.target() instanceof Expr.NameExpr name
        && program.typing.binding(name) instanceof Binding.Local local
        && body.flat(local.variable())) {
      body.storage.load(body.place(local.variable())[index]);
    } else {
      push(expr.target());
      a.emit(Op.FIELD, index);
    }
    return program.typing.typeOf(expr);
  }

  @Override
  public Type index(Expr.Index expr) {
    body.pushAll(
        List.of(expr.target(), expr.index()), List.of(program.typing.typeOf(expr.target()), Type.INT));
    site(expr);
    a.emit(Op.LIST_GET);
    return program.typing.typeOf(expr);
  }

  @Override
  public Type call(Expr.Call expr) {
    BoundCall call = program.typing.call(expr);
    CallTarget target = call.target();
    if (target instanceof FunctionSymbol function) {
      function(expr, call, function);
      return function.result();
    } else if (target instanceof Query) {
      query(expr, null);
      return program.typing.typeOf(expr);
    } else if (target instanceof Method method) {
      return method(expr, call, method);
    }
    body.calls.value(expr, call);
    return program.typing.typeOf(expr);
  }

  private void function(Expr.Call expr, BoundCall call, FunctionSymbol function) {
    List<Expr> arguments = new ArrayList<>();
    for (Expr argument : call.arguments()) {
      arguments.add(given(argument, expr));
    }
    body.pushAll(arguments, function.parameterTypes());
    site(expr);
    a.emit(Op.CALL, program.reference(function).number());
  }

  private Type method(Expr.Call expr, BoundCall call, Method method) {
    Expr target = ((Expr.Member) expr.callee()).target();
    if (method == Method.PERCENTILE) {
      percentile(target, given(call.arguments().get(0), expr));
      return Type.DURATION;
    }
    Expr text = given(call.arguments().get(0), expr);
    body.pushAll(List.of(target, text), List.of(Type.STRING, Type.STRING));
    a.emit(method == Method.CONTAINS ? Op.TEXT_CONTAINS : Op.TEXT_STARTS);
    return Type.BOOL;
  }

  private void percentile(Expr target, Expr percent) {
    if (program.constant(percent).orElse(null) instanceof ConstantValue.OfFloat known) {
      query(target, () -> a.push(Statistic.percentile(known.value()).word()));
      return;
    }
    pushAs(percent, Type.FLOAT);
    Kept kept = body.keep(Canon.EXACT);
    a.push(Double.doubleToLongBits(0));
    kept.push();
    a.emit(Op.FLE);
    kept.push();
    a.push(Double.doubleToLongBits(100));
    a.emit(Op.FLE);
    a.emit(Op.AND);
    Assembler.Label fine = a.label();
    a.jump(Op.JUMP_IF, fine);
    site(percent);
    a.push(0);
    a.push(0);
    a.fault(Fault.INDEX_OUT_OF_RANGE);
    a.place(fine);
    query(
        target,
        () -> {
          kept.push();
          a.emit(Op.FNEG);
        });
    kept.release();
  }

  /** Asks a query; of a distribution, for the number that is wanted of it. */
  private void query(Expr expr, @Nullable Runnable statistic) {
    if (!(expr instanceof Expr.Call asked)
        || !(program.typing.call(asked).target() instanceof Query query)) {
      throw new IllegalArgumentException("a number is drawn from a query: " + expr.span().place());
    }
    BoundCall call = program.typing.call(asked);
    if (query == Query.NOW) {
      a.emit(Op.NOW);
      return;
    }
    a.observing();
    if (query == Query.COUNT) {
      a.push(program.typing.counter(((Expr.EventExpr) given(call.arguments().get(0), expr)).event()));
      a.push(0);
    } else if (query == Query.GANTT) {
      gantt(call);
    } else {
      Runnable first = operand(call, 0);
      Runnable second = operand(call, 1);
      first.run();
      if (query == Query.IDLE_TIME && call.arguments().get(1) != null) {
        a.push(IdleStateWord.word(given(call.arguments().get(1), expr)));
      } else if (statistic == null) {
        second.run();
      } else {
        statistic.run();
      }
    }
    a.emit(Op.QUERY, query.ordinal());
    if (query == Query.STATE) {
      stateName();
    } else if (query == Query.GANTT) {
      drawnOrLimit(expr);
    }
  }

  /** The hart, and a list of the others. */
  private void gantt(BoundCall call) {
    operand(call, 2).run();
    operand(call, 0).run();
    operand(call, 1).run();
    operand(call, 3).run();
    a.emit(Op.LIST_NEW, 3);
  }

  /** A text that would be too long, or is no text at all, has the number −1. */
  private void drawnOrLimit(Expr expr) {
    Assembler.Label fine = a.label();
    site(expr);
    a.emit(Op.DUP);
    a.push(0);
    a.emit(Op.LT);
    a.jump(Op.JUMP_UNLESS, fine);
    a.push(0);
    a.push(0);
    a.fault(Fault.LIMIT);
    a.place(fine);
  }

  /** An operand of a query: −1 where an argument is left out, 0 where the query has none. */
  private Runnable operand(BoundCall call, int place) {
    if (place >= call.arguments().size()) {
      return () -> a.push(0);
    }
    Expr argument = call.arguments().get(place);
    return argument == null ? () -> a.push(-1) : () -> push(argument);
  }

  /** From the ordinal of a state to the text that authors compare it with. */
  private void stateName() {
    List<String> names =
        Arrays.stream(TaskState.values()).map(state -> state.name().toLowerCase(Locale.ROOT)).toList();
    a.push(program.words.names(names));
    a.emit(Op.SWAP);
    a.emit(Op.LIST_GET);
  }

  @Override
  public Type tryCall(Expr.Try expr) {
    int words = body.calls.outcome(expr);
    a.emit(Op.LIST_NEW, words);
    return program.typing.typeOf(expr);
  }

  @Override
  public Type quantifier(Expr.Quantifier expr) {
    operators.quantifier(expr);
    return Type.BOOL;
  }

  @Override
  public Type event(Expr.EventExpr expr) {
    throw new IllegalArgumentException("an event is counted, not evaluated: " + expr.span().place());
  }

  /** An argument that the checker has made sure of. */
  static Expr given(@Nullable Expr argument, Expr call) {
    if (argument == null) {
      throw new IllegalArgumentException("a required argument is there: " + call.span().place());
    }
    return argument;
  }

  void site(Expr expr) {
    program.site(expr.span(), Site.Kind.EXPRESSION);
  }
}
