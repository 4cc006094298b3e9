// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates checked expressions before anything runs. What cannot be evaluated throws {@link NotKnown}. Work is bounded:
 * a function that does not come to an end is an error, not a checker that hangs.
 */
final class Evaluator implements Expr.Visitor<ConstantValue> {
  /** The longest list, and the most steps of a loop over a range. */
  static final int MAX_ELEMENTS = 100_000;

  /** Statements that functions may execute in one evaluation. */
  private static final int MAX_STEPS = 1_000_000;

  /** Calls of functions inside each other; each takes a few dozen frames of the host's stack. */
  private static final int MAX_CALLS = 64;

  /** What the names outside of bodies stand for. */
  interface Outside {
    /** The value of a constant; throws where it has none. */
    ConstantValue constant(ConstantSymbol symbol);

    /** A declared object; a list for an array of tasks. */
    ConstantValue object(ObjectSymbol object);

    /** A hart of the machine; throws where it does not exist. */
    ConstantValue hart(long number, Span span);

    /** The tasks whose names fit a pattern; throws where there is none. */
    ConstantValue tasks(@Nullable String pattern, Span span);
  }

  private final Typing typing;
  private final TypingTables tables;
  private final Outside outside;
  private final int index;
  private final IdentityHashMap<LocalVariable, ConstantValue> locals = new IdentityHashMap<>();
  private final int depth;
  private final int[] steps;

  /**
   * An evaluator of expressions outside of functions.
   *
   * @param index the value of {@code index}, −1 where it has none
   */
  Evaluator(TypingTables tables, Outside outside, int index) {
    this(tables, outside, index, 0, new int[1]);
  }

  private Evaluator(TypingTables tables, Outside outside, int index, int depth, int[] steps) {
    this.typing = tables;
    this.tables = tables;
    this.outside = outside;
    this.index = index;
    this.depth = depth;
    this.steps = steps;
  }

  /** The value of an expression, converted to the type that is wanted where it stands. */
  ConstantValue value(Expr expr) {
    if (!tables.isSound(expr)) {
      throw NotKnown.reported();
    }
    ConstantValue value = expr.accept(this);
    return converted(value, typing.wantedType(expr), expr.span());
  }

  boolean flag(Expr expr) {
    return ((ConstantValue.OfBool) value(expr)).value();
  }

  private ConstantValue converted(ConstantValue value, Type wanted, Span span) {
    if (value instanceof ConstantValue.OfInt number) {
      if (wanted == Type.FLOAT) {
        return new ConstantValue.OfFloat(number.value());
      }
      return wanted == Type.HART ? outside.hart(number.value(), span) : value;
    }
    if (value instanceof ConstantValue.OfList list && wanted instanceof Type.ListOf of && of.element() == Type.HART) {
      return new ConstantValue.OfList(list.elements().stream().map(e -> converted(e, of.element(), span)).toList());
    }
    return value;
  }

  void set(LocalVariable variable, ConstantValue value) {
    locals.put(variable, value);
  }

  /** Counts a step of a function. */
  void step(Span span) {
    if (++steps[0] > MAX_STEPS) {
      throw NotKnown.because(
          Diagnostic.error(Code.TOO_MANY, span, "this takes more than " + MAX_STEPS + " steps before running"));
    }
  }

  Typing typing() {
    return typing;
  }

  @Override
  public ConstantValue intLit(Expr.IntLit expr) {
    return new ConstantValue.OfInt(expr.value());
  }

  @Override
  public ConstantValue floatLit(Expr.FloatLit expr) {
    return new ConstantValue.OfFloat(expr.value());
  }

  @Override
  public ConstantValue durationLit(Expr.DurationLit expr) {
    return new ConstantValue.OfDuration(expr.ns());
  }

  @Override
  public ConstantValue boolLit(Expr.BoolLit expr) {
    return Arithmetic.bool(expr.value());
  }

  @Override
  public ConstantValue stringLit(Expr.StringLit expr) {
    StringBuilder out = new StringBuilder();
    for (Expr.StringLit.Part part : expr.parts()) {
      if (part instanceof Expr.StringLit.Text text) {
        out.append(text.value());
      } else if (part instanceof Expr.StringLit.Hole hole) {
        out.append(Arithmetic.text(value(hole.value())));
      }
      if (out.length() > MAX_ELEMENTS) {
        throw NotKnown.because(
            Diagnostic.error(Code.TOO_MANY, expr.span(), "a text has at most " + MAX_ELEMENTS + " characters"));
      }
    }
    return new ConstantValue.OfString(out.toString());
  }

  @Override
  public ConstantValue patternLit(Expr.PatternLit expr) {
    return new ConstantValue.OfString(expr.text());
  }

  @Override
  public ConstantValue name(Expr.NameExpr expr) {
    Binding binding = typing.binding(expr);
    if (binding instanceof Binding.Literal literal) {
      return literal.value();
    } else if (binding instanceof Binding.Constant constant) {
      return outside.constant(constant.symbol());
    } else if (binding instanceof Binding.Declared declared) {
      return outside.object(declared.object());
    } else if (binding instanceof Binding.ArrayIndex && index >= 0) {
      return new ConstantValue.OfInt(index);
    } else if (binding instanceof Binding.Local local) {
      ConstantValue value = locals.get(local.variable());
      if (value != null) {
        return value;
      }
    }
    throw NotKnown.atRunTime();
  }

  @Override
  public ConstantValue listLit(Expr.ListLit expr) {
    List<ConstantValue> elements = new ArrayList<>();
    for (Expr element : expr.elements()) {
      elements.add(value(element));
    }
    return new ConstantValue.OfList(elements);
  }

  @Override
  public ConstantValue recordLit(Expr.RecordLit expr) {
    Map<String, ConstantValue> fields = new LinkedHashMap<>();
    for (Expr.RecordLit.Field field : expr.fields()) {
      fields.put(field.name().text(), value(field.value()));
    }
    return new ConstantValue.OfRecord(fields);
  }

  @Override
  public ConstantValue unary(Expr.Unary expr) {
    return expr.op() == Expr.UnaryOp.NOT
        ? Arithmetic.bool(!flag(expr.operand()))
        : Arithmetic.negate(value(expr.operand()), expr.span());
  }

  @Override
  public ConstantValue chain(Expr.Chain chain) {
    List<OperatorRule> rules = typing.rules(chain);
    ConstantValue left = value(chain.first());
    for (int i = 0; i < rules.size(); i++) {
      Expr.Chain.Link link = chain.links().get(i);
      OperatorRule rule = rules.get(i);
      boolean shortcut =
          rule.op() == Expr.BinaryOp.AND || rule.op() == Expr.BinaryOp.OR;
      if (shortcut) {
        boolean decided = ((ConstantValue.OfBool) left).value() == (rule.op() == Expr.BinaryOp.OR);
        left = decided ? left : value(link.operand());
        continue;
      }
      ConstantValue right = value(link.operand());
      Span span = chain.first().span().to(link.operand().span());
      left = Arithmetic.apply(rule, converted(left, rule.left(), span), right, span);
    }
    return left;
  }

  @Override
  public ConstantValue range(Expr.RangeExpr expr) {
    return new ConstantValue.OfRange(value(expr.from()), value(expr.to()), expr.inclusive());
  }

  @Override
  public ConstantValue member(Expr.Member expr) {
    if (typing.member(expr) instanceof MemberAccess.Imported imported) {
      return outside.constant(imported.symbol());
    }
    ConstantValue target = value(expr.target());
    if (target instanceof ConstantValue.OfString text) {
      return new ConstantValue.OfInt(text.value().codePointCount(0, text.value().length()));
    } else if (target instanceof ConstantValue.OfList list) {
      return new ConstantValue.OfInt(list.elements().size());
    } else if (target instanceof ConstantValue.OfRecord record) {
      ConstantValue field = record.fields().get(expr.member().text());
      if (field != null) {
        return field;
      }
    }
    throw NotKnown.atRunTime();
  }

  @Override
  public ConstantValue index(Expr.Index expr) {
    List<ConstantValue> elements = ((ConstantValue.OfList) value(expr.target())).elements();
    long place = ((ConstantValue.OfInt) value(expr.index())).value();
    if (place < 0 || place >= elements.size()) {
      String name = Problems.excerpt(expr.target());
      int count = elements.size();
      throw NotKnown.because(
          Problems.outOfRange(expr.index().span(), "`" + name + "[" + place + "]` does not exist")
              .note(
                  count == 0
                      ? "`" + name + "` is empty"
                      : "`" + name + "` has " + count + (count == 1 ? " element" : " elements") + ", numbered 0"
                          + (count == 1 ? "" : " to " + (count - 1))));
    }
    return elements.get((int) place);
  }

  @Override
  public ConstantValue call(Expr.Call expr) {
    BoundCall call = typing.call(expr);
    if (call.target() instanceof FunctionSymbol function) {
      return function(expr, function, call.arguments());
    }
    if (call.target() == Method.PERCENTILE) {
      Expr percent = call.arguments().get(0);
      if (percent != null && value(percent) instanceof ConstantValue.OfFloat known && !Statistic.isPercent(known.value())) {
        throw NotKnown.because(Problems.outOfRange(percent.span(), "a percentile is 0 to 100"));
      }
      throw NotKnown.atRunTime();
    }
    if (call.target() instanceof Method method) {
      String text = ((ConstantValue.OfString) value(((Expr.Member) expr.callee()).target())).value();
      String part = ((ConstantValue.OfString) argument(call, 0)).value();
      return Arithmetic.bool(method == Method.CONTAINS ? text.contains(part) : text.startsWith(part));
    }
    if (call.target() == Builtin.HART && call.arguments().get(0) != null) {
      return outside.hart(((ConstantValue.OfInt) argument(call, 0)).value(), expr.span());
    }
    if (call.target() == Builtin.TASKS) {
      String pattern =
          call.arguments().get(0) == null ? null : ((ConstantValue.OfString) argument(call, 0)).value();
      return outside.tasks(pattern, expr.span());
    }
    throw NotKnown.atRunTime();
  }

  private ConstantValue argument(BoundCall call, int place) {
    Expr expr = call.arguments().get(place);
    if (expr == null) {
      throw NotKnown.reported();
    }
    return value(expr);
  }

  private ConstantValue function(Expr.Call expr, FunctionSymbol function, List<@Nullable Expr> arguments) {
    if (depth == MAX_CALLS) {
      throw NotKnown.because(
          Diagnostic.error(
              Code.TOO_DEEP, expr.span(), "before running, functions call each other at most " + MAX_CALLS + " deep"));
    }
    step(expr.span());
    Evaluator inner = new Evaluator(tables, outside, -1, depth + 1, steps);
    Body body = typing.body(function.node());
    if (!body.sound()) {
      throw NotKnown.reported();
    }
    List<LocalVariable> parameters = body.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Expr argument = arguments.get(i);
      if (argument == null) {
        throw NotKnown.reported();
      }
      inner.set(parameters.get(i), value(argument));
    }
    Expr expression = function.node().expression();
    return expression != null ? inner.value(expression) : new FunctionRunner(inner).run(function.node());
  }

  @Override
  public ConstantValue tryCall(Expr.Try expr) {
    throw NotKnown.atRunTime();
  }

  @Override
  public ConstantValue quantifier(Expr.Quantifier expr) {
    LocalVariable variable = typing.local(expr);
    long wanted = expr.count() == null ? 0 : ((ConstantValue.OfInt) value(expr.count())).value();
    List<ConstantValue> elements = Arithmetic.elements(value(expr.list()), MAX_ELEMENTS, expr.list().span());
    long holds = 0;
    for (ConstantValue element : elements) {
      step(expr.span());
      set(variable, element);
      holds += flag(expr.body()) ? 1 : 0;
    }
    return Arithmetic.bool(
        switch (expr.kind()) {
          case ALL -> holds == elements.size();
          case ANY -> holds > 0;
          case EXACTLY -> holds == wanted;
        });
  }

  @Override
  public ConstantValue event(Expr.EventExpr expr) {
    throw NotKnown.atRunTime();
  }
}
