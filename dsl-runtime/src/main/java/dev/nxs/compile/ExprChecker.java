// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Expr.BinaryOp;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the type of expressions and what their names and calls mean, and writes both into the side tables.
 *
 * <p>Types go upwards; what is wanted where an expression stands goes down as a hint, which {@code []}, class names and
 * quotients of durations need. An expression that holds an error has the type {@link Type#ERROR} or is noted as unsound,
 * so nothing is reported twice.
 */
final class ExprChecker implements Expr.Visitor<Type> {
  private final Setting setting;
  private final NameChecker names;
  private final MemberChecker members;
  private final CallChecker calls;
  private @Nullable Expr acting;
  private @Nullable Type hint;
  private int mistakes;

  ExprChecker(Setting setting) {
    this.setting = setting;
    this.names = new NameChecker(setting, this);
    this.members = new MemberChecker(setting, this, names);
    this.calls = new CallChecker(setting, this, members, names);
  }

  CallChecker calls() {
    return calls;
  }

  /** Checks an expression that must have a type; the answer is that type, or an error after a diagnostic. */
  Type check(Expr expr, Type wanted) {
    return fit(expr, infer(expr, wanted), wanted);
  }

  /** Checks an expression of whatever type, which must be a value. */
  Type value(Expr expr, @Nullable Type wish) {
    Type type = infer(expr, wish);
    if (type == Type.VOID) {
      return wrong(expr, Problems.noValue(expr));
    }
    return type;
  }

  /** Finds the type of an expression; it may give nothing. */
  Type infer(Expr expr, @Nullable Type wish) {
    Type outer = hint;
    int before = mistakes;
    hint = wish;
    Type type = expr.accept(this);
    hint = outer;
    setting.tables().type(expr, type);
    if (type == Type.ERROR) {
      mistakes++;
    }
    if (mistakes != before) {
      setting.tables().unsound(expr);
    }
    return type;
  }

  /** Checks a statement that acts: where a call and a query share a name, `online`, it is the call. */
  void act(Expr expr) {
    acting = expr instanceof Expr.Try attempt ? attempt.call() : expr;
    infer(expr, null);
    acting = null;
  }

  /** Whether an expression stands where something is done. */
  boolean isAct(Expr expr) {
    return acting == expr;
  }

  /** Makes sure that a value of a type can stand where another is wanted, and notes that it is converted. */
  Type fit(Expr expr, Type found, Type wanted) {
    if (found == Type.VOID || !Types.fits(found, wanted)) {
      boolean line = wanted == Type.BOOL && found == Type.STRING && setting.place() == Builtin.Place.OBSERVING;
      Diagnostic.Builder problem = Problems.mismatch(expr, wanted, found);
      return wrong(
          expr, line ? problem.help("for a line that a task writes: `marker " + Problems.excerpt(expr) + "`") : problem);
    }
    if (found == Type.ERROR || wanted == Type.ANY || wanted == Type.ERROR) {
      return found;
    }
    if (!found.equals(wanted)) {
      setting.tables().want(expr, wanted);
      if (wanted == Type.HART) {
        setting.values().add(expr);
      }
    }
    return wanted;
  }

  /** Reports a mistake in an expression, which is unsound from now on. */
  Type wrong(Expr expr, Diagnostic.Builder problem) {
    report(problem);
    setting.tables().unsound(expr);
    return Type.ERROR;
  }

  void report(Diagnostic.Builder problem) {
    mistakes++;
    setting.diagnostics().add(problem);
  }

  @Override
  public Type intLit(Expr.IntLit expr) {
    return Type.INT;
  }

  @Override
  public Type floatLit(Expr.FloatLit expr) {
    return Type.FLOAT;
  }

  @Override
  public Type durationLit(Expr.DurationLit expr) {
    return Type.DURATION;
  }

  @Override
  public Type boolLit(Expr.BoolLit expr) {
    return Type.BOOL;
  }

  @Override
  public Type stringLit(Expr.StringLit expr) {
    for (Expr.StringLit.Part part : expr.parts()) {
      if (part instanceof Expr.StringLit.Hole hole) {
        Type type = value(hole.value(), null);
        if (type != Type.ERROR && !Types.hasText(type)) {
          wrong(
              hole.value(),
              Diagnostic.error(
                      Code.TYPE_MISMATCH, hole.value().span(), Types.withArticle(type) + " cannot be written into a text")
                  .help(type == Type.DISTRIBUTION ? "take a number of it: `.p99`, `.max`, `.mean`, `.count`" : null));
        }
      }
    }
    return Type.STRING;
  }

  @Override
  public Type patternLit(Expr.PatternLit expr) {
    return Type.PATTERN;
  }

  @Override
  public Type name(Expr.NameExpr expr) {
    return names.check(expr, hint);
  }

  @Override
  public Type listLit(Expr.ListLit expr) {
    Type wish = hint instanceof Type.ListOf list && list.element() != Type.ANY ? list.element() : null;
    if (wish != null) {
      for (Expr element : expr.elements()) {
        check(element, wish);
      }
      return new Type.ListOf(wish);
    }
    Type joined = joined(expr.elements(), "a list holds values of one type");
    return joined == Type.ERROR ? Type.ERROR : new Type.ListOf(joined);
  }

  /**
   * The one type of several values.
   *
   * @param rule what is said where they have none
   */
  Type joined(List<Expr> values, String rule) {
    Type joined = Type.ANY;
    for (Expr element : values) {
      Type type = value(element, joined == Type.ANY ? null : joined);
      Type both = joined == Type.ANY ? type : Types.join(joined, type);
      if (both == null) {
        wrong(
            element,
            Diagnostic.error(
                    Code.TYPE_MISMATCH, element.span(), rule + ", and this is " + Types.withArticle(type))
                .also(values.get(0).span(), Types.withArticle(joined)));
        return Type.ERROR;
      }
      joined = both;
    }
    for (Expr element : values) {
      fit(element, setting.tables().typeOf(element), joined);
    }
    return joined;
  }

  @Override
  public Type recordLit(Expr.RecordLit expr) {
    Map<String, Type> wishes = hint instanceof Type.RecordOf wanted ? wanted.fields() : Map.of();
    Map<String, Type> fields = new LinkedHashMap<>();
    Map<String, Span> places = new LinkedHashMap<>();
    for (Expr.RecordLit.Field field : expr.fields()) {
      String name = field.name().text();
      Type type = value(field.value(), wishes.get(name));
      Span first = places.putIfAbsent(name, field.name().span());
      if (first != null) {
        report(
            Diagnostic.error(Code.DUPLICATE_NAME, field.name().span(), "the field `" + name + "` stands twice")
                .also(first, "first here"));
      }
      Type wish = wishes.get(name);
      fields.put(name, wish != null && Types.fits(type, wish) ? fit(field.value(), type, wish) : type);
    }
    return new Type.RecordOf(fields);
  }

  @Override
  public Type unary(Expr.Unary expr) {
    Type wish = hint;
    if (expr.op() == Expr.UnaryOp.NOT) {
      check(expr.operand(), Type.BOOL);
      return Type.BOOL;
    }
    Type type = value(expr.operand(), wish);
    if (type == Type.ERROR || Operators.isNumber(type) || type == Type.DURATION) {
      return type;
    }
    report(Diagnostic.error(Code.BAD_OPERANDS, expr.span(), "`-` does not go with " + Types.withArticle(type)));
    return Type.ERROR;
  }

  @Override
  public Type chain(Expr.Chain chain) {
    Type wish = hint;
    List<OperatorRule> rules = new ArrayList<>();
    BinaryOp firstOp = chain.links().get(0).op();
    Type left = operand(chain.first(), firstOp, wish, null);
    Expr leftmost = chain.first();
    for (Expr.Chain.Link link : chain.links()) {
      Type right = operand(link.operand(), link.op(), wish, left);
      boolean exact = wish == Type.FLOAT;
      if (isComparison(link.op())) {
        left = leftmost == chain.first() ? asExact(chain.first(), left, right) : left;
        right = asExact(link.operand(), right, left);
      }
      if (left == Type.ERROR || right == Type.ERROR) {
        left = Type.ERROR;
        continue;
      }
      OperatorRule rule = Operators.rule(link.op(), left, right, exact);
      if (rule == null) {
        report(badOperands(chain, link, left, right));
        left = Type.ERROR;
        continue;
      }
      if (rules.isEmpty()) {
        fitOperand(chain.first(), left, rule.left());
      }
      fitOperand(link.operand(), right, rule.right());
      rules.add(rule);
      left = rule.result();
    }
    if (left != Type.ERROR) {
      setting.tables().rules(chain, rules);
    }
    return left;
  }

  private Type operand(Expr expr, BinaryOp op, @Nullable Type wish, @Nullable Type left) {
    return switch (op) {
      case OR, AND -> check(expr, Type.BOOL);
      case ADD, SUB, MUL, DIV, REM -> value(expr, op == BinaryOp.ADD && left instanceof Type.ListOf ? left : number(wish));
      case EQ, NE, LT, LE, GT, GE -> value(expr, left);
      case IN -> value(expr, left == null ? null : container(expr, left));
    };
  }

  /** What is wished for at the right of {@code in}. */
  private static Type container(Expr expr, Type element) {
    Type wish = element == Type.ERROR ? Type.ANY : element;
    return expr instanceof Expr.RangeExpr ? new Type.RangeOf(wish) : new Type.ListOf(wish);
  }

  /** Only the wish for a float, or for a list, goes on to the operands of a sum or a product. */
  private static @Nullable Type number(@Nullable Type wish) {
    return wish == Type.FLOAT || wish instanceof Type.ListOf ? wish : null;
  }

  private static boolean isComparison(BinaryOp op) {
    return switch (op) {
      case EQ, NE, LT, LE, GT, GE, IN -> true;
      case OR, AND, ADD, SUB, MUL, DIV, REM -> false;
    };
  }

  /** Compared with a float, the quotient of two durations is one, too. */
  private Type asExact(Expr expr, Type type, Type other) {
    boolean floats =
        other == Type.FLOAT || other.equals(new Type.RangeOf(Type.FLOAT)) || other.equals(new Type.ListOf(Type.FLOAT));
    boolean mayChange = expr instanceof Expr.Chain || expr instanceof Expr.Unary;
    return floats && type == Type.INT && mayChange ? infer(expr, Type.FLOAT) : type;
  }

  private void fitOperand(Expr expr, Type found, Type wanted) {
    if (Types.fits(found, wanted)) {
      fit(expr, found, wanted);
    }
  }

  private Diagnostic.Builder badOperands(Expr.Chain chain, Expr.Chain.Link link, Type left, Type right) {
    boolean first = chain.links().get(0).equals(link);
    if (link.op() != BinaryOp.MUL && left == Type.DURATION && right == Type.INT) {
      return Problems.missingUnit(link.operand());
    }
    boolean leftNumber = left == Type.INT && first && link.op() != BinaryOp.DIV;
    if (leftNumber && (right == Type.DURATION || right.equals(new Type.RangeOf(Type.DURATION)))) {
      return Problems.missingUnit(chain.first());
    }
    Span leftSpan = first ? chain.first().span() : chain.first().span().to(before(chain, link).span());
    Diagnostic.Builder problem =
        Diagnostic.error(
                Code.BAD_OPERANDS,
                link.opSpan(),
                "`" + link.op().text() + "` does not go with " + Types.withArticle(left) + " and "
                    + Types.withArticle(right))
            .also(leftSpan, left.text())
            .also(link.operand().span(), right.text());
    if (left == Type.DISTRIBUTION || right == Type.DISTRIBUTION) {
      problem.help("take a number of the distribution: `.p99`, `.max`, `.mean`, `.count`");
    } else if (link.op() == BinaryOp.ADD && (left == Type.STRING || right == Type.STRING)) {
      problem.help("write values into a text: `\"… ${x}\"`");
    } else if (link.op() == BinaryOp.MUL && (left == Type.FLOAT || right == Type.FLOAT)) {
      problem.help("scale a duration by whole numbers: `d * 3 / 2`");
    } else if (link.op() == BinaryOp.MUL && left == Type.DURATION) {
      problem.help("multiply a duration by a number: `5ms * 2`");
    } else if (link.op() == BinaryOp.IN) {
      problem.help("right of `in` stands a range or a list of what stands left of it");
    }
    return problem;
  }

  private static Expr before(Expr.Chain chain, Expr.Chain.Link link) {
    Expr previous = chain.first();
    for (Expr.Chain.Link other : chain.links()) {
      if (other.equals(link)) {
        break;
      }
      previous = other.operand();
    }
    return previous;
  }

  @Override
  public Type range(Expr.RangeExpr expr) {
    Type wish = hint instanceof Type.RangeOf range && range.element() == Type.FLOAT ? Type.FLOAT : null;
    Type from = value(expr.from(), wish);
    Type to = value(expr.to(), wish);
    if (from == Type.ERROR || to == Type.ERROR) {
      return Type.ERROR;
    }
    Type both = Types.join(from, to);
    Type joined = wish != null && both == Type.INT ? wish : both;
    if (joined != null && (Operators.isNumber(joined) || joined == Type.DURATION)) {
      fit(expr.from(), from, joined);
      fit(expr.to(), to, joined);
      return new Type.RangeOf(joined);
    }
    if (from == Type.INT && to == Type.DURATION) {
      report(Problems.missingUnit(expr.from()));
    } else if (from == Type.DURATION && to == Type.INT) {
      report(Problems.missingUnit(expr.to()));
    } else {
      report(
          Diagnostic.error(
              Code.BAD_OPERANDS,
              expr.span(),
              "a range is of numbers or durations, not from " + Types.withArticle(from) + " to "
                  + Types.withArticle(to)));
    }
    return Type.ERROR;
  }

  @Override
  public Type member(Expr.Member expr) {
    return members.check(expr);
  }

  @Override
  public Type index(Expr.Index expr) {
    Type target = value(expr.target(), null);
    check(expr.index(), Type.INT);
    if (target instanceof Type.ListOf list) {
      if (expr.target() instanceof Expr.NameExpr) {
        setting.values().add(expr);
      }
      return list.element() == Type.ANY ? Type.ERROR : list.element();
    }
    if (target != Type.ERROR) {
      report(
          Diagnostic.error(
                  Code.BAD_OPERANDS, expr.span(), "`[…]` picks from a list, and this is " + Types.withArticle(target))
              .help(target == Type.TASK ? "declare an array: `task " + Problems.excerpt(expr.target()) + "[3]`" : null));
    }
    return Type.ERROR;
  }

  @Override
  public Type call(Expr.Call expr) {
    return calls.check(expr);
  }

  @Override
  public Type tryCall(Expr.Try expr) {
    return calls.checkTry(expr);
  }

  @Override
  public Type quantifier(Expr.Quantifier expr) {
    if (expr.count() != null) {
      check(expr.count(), Type.INT);
    }
    Type list = value(expr.list(), null);
    Type element = Type.ERROR;
    if (list instanceof Type.ListOf of) {
      element = of.element() == Type.ANY ? Type.ERROR : of.element();
    } else if (list.equals(new Type.RangeOf(Type.INT))) {
      element = Type.INT;
    } else if (list != Type.ERROR) {
      wrong(expr.list(), Problems.mismatch(expr.list(), new Type.ListOf(Type.ANY), list));
    }
    setting.scope().enter();
    LocalVariable variable = setting.scope().declare(expr.variable(), LocalVariable.Kind.ELEMENT, element);
    setting.tables().local(expr, variable);
    check(expr.body(), Type.BOOL);
    setting.scope().leave();
    return Type.BOOL;
  }

  @Override
  public Type event(Expr.EventExpr expr) {
    report(
        Diagnostic.error(Code.TYPE_MISMATCH, expr.span(), "an event stands where a value is needed")
            .help(
                hint == Type.BOOL && setting.place() == Builtin.Place.OBSERVING
                    ? "an event happens, and a state holds; one is `count(" + Problems.excerpt(expr) + ") > 0`"
                    : "count how often it happened: `count(…)`"));
    return Type.ERROR;
  }
}
