// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Checks and evaluates the expressions of a scenario's expectations in the names of the scenario. */
final class ExpectationScope implements ObservingScope {
  private final ScenarioInstance scenario;
  private final ObservingCompiler compiler;
  private final Diagnostics diagnostics;
  private final TypingTables tables;
  private final Values values;

  ExpectationScope(ScenarioInstance scenario, ObservingCompiler compiler, Diagnostics diagnostics) {
    this.scenario = scenario;
    this.compiler = compiler;
    this.diagnostics = diagnostics;
    this.tables = new TypingTables(scenario.types().tables());
    this.values = scenario.values().reportingTo(diagnostics);
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  @Override
  public OptionalLong durationNs(Expr expr) {
    return constant(expr, Type.DURATION) instanceof ConstantValue.OfDuration duration
        ? OptionalLong.of(duration.ns())
        : OptionalLong.empty();
  }

  @Override
  public OptionalLong integer(Expr expr) {
    return constant(expr, Type.INT) instanceof ConstantValue.OfInt number
        ? OptionalLong.of(number.value())
        : OptionalLong.empty();
  }

  @Override
  public @Nullable String text(Expr expr) {
    if (expr instanceof Expr.PatternLit pattern) {
      return pattern.text();
    }
    return constant(expr, Type.STRING) instanceof ConstantValue.OfString text ? text.value() : null;
  }

  @Override
  public int[] pids(Expr expr) {
    List<Expr> uses = new ArrayList<>();
    ExprChecker exprs = checker(expr, Builtin.Place.CONSTANT, new BodyScope(), uses);
    int before = diagnostics.errorCount();
    Type type = exprs.value(expr, new Type.ListOf(Type.TASK));
    boolean list = type.equals(new Type.ListOf(Type.TASK));
    if (!list && exprs.fit(expr, type, Type.TASK) == Type.ERROR) {
      return new int[0];
    }
    ConstantValue value = diagnostics.errorCount() == before ? values.evaluate(expr, tables, -1) : null;
    if (value instanceof ConstantValue.OfTask task) {
      return new int[] {task.pid()};
    }
    if (!(value instanceof ConstantValue.OfList tasks)) {
      return new int[0];
    }
    if (tasks.elements().isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.EMPTY_GROUP, expr.span(), "this list names no task")
              .help("name the tasks that are meant"));
    }
    return tasks.elements().stream().mapToInt(task -> ((ConstantValue.OfTask) task).pid()).toArray();
  }

  @Override
  public OptionalInt hart(Expr expr) {
    return constant(expr, Type.HART) instanceof ConstantValue.OfHart hart
        ? OptionalInt.of(hart.value())
        : OptionalInt.empty();
  }

  @Override
  public @Nullable Boolean flag(Expr expr) {
    return constant(expr, Type.BOOL) instanceof ConstantValue.OfBool bool ? bool.value() : null;
  }

  @Override
  public @Nullable Observed observe(Expr expr, Type expected, Map<String, Type> captures) {
    BodyScope scope = new BodyScope();
    List<LocalVariable> parameters = new ArrayList<>();
    captures.forEach(
        (name, type) ->
            parameters.add(scope.declare(new Name(name, expr.span()), LocalVariable.Kind.CAPTURE, type)));
    List<Expr> uses = new ArrayList<>();
    ExprChecker exprs = checker(expr, Builtin.Place.OBSERVING, scope, uses);
    int before = diagnostics.errorCount();
    Type type = expected == Type.ANY ? exprs.value(expr, null) : exprs.check(expr, expected);
    if (diagnostics.errorCount() == before && tables.isSound(expr)) {
      uses.forEach(use -> values.attempt(use, tables));
    }
    if (diagnostics.errorCount() != before || !tables.isSound(expr)) {
      return null;
    }
    Body body = new Body(expr, parameters, scope.variables(), true);
    List<Observed> parts = new ArrayList<>();
    for (Expr part : Parts.of(expr, tables)) {
      if (part != expr) {
        parts.add(
            new Observed(part, tables.typeOf(part), compiler.compile(part, scenario, tables, body), List.of()));
      }
    }
    return new Observed(expr, type, compiler.compile(expr, scenario, tables, body), parts);
  }

  @Override
  public List<EventPattern> counted() {
    return tables.counted();
  }

  private @Nullable ConstantValue constant(Expr expr, Type type) {
    ExprChecker exprs = checker(expr, Builtin.Place.CONSTANT, new BodyScope(), new ArrayList<>());
    exprs.check(expr, type);
    return values.evaluate(expr, tables, -1);
  }

  /** A set of expectations that is imported sees the scenario, and behind it the names of its own file. */
  private ExprChecker checker(Expr expr, Builtin.Place place, BodyScope scope, List<Expr> values) {
    return new ExprChecker(
        new Setting(
            scenario.types().names().in(expr.span().source()),
            tables,
            diagnostics,
            scenario.types().inference(),
            scope,
            place,
            place == Builtin.Place.OBSERVING,
            false,
            false,
            values));
  }
}
