// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one instance of a scenario, or of a file alone: each constant is evaluated once, and one that fails is
 * reported once. After {@link #evaluateAll} nothing changes any more.
 */
final class Values implements Evaluator.Outside {
  private final TypingTables tables;
  private final List<Constants> files;
  private final @Nullable Constants scenario;
  private final Diagnostics diagnostics;
  private final Map<String, ConstantValue> settings = new LinkedHashMap<>();
  private final IdentityHashMap<ConstantSymbol, ConstantValue> known = new IdentityHashMap<>();
  private final IdentityHashMap<ConstantSymbol, Boolean> failed = new IdentityHashMap<>();
  private final IdentityHashMap<ObjectSymbol, ConstantValue> tasks = new IdentityHashMap<>();
  private final Map<String, ConstantValue> tasksByName = new LinkedHashMap<>();
  private int harts;

  /**
   * Values of a scenario.
   *
   * @param files the constants of the files that are compiled together
   * @param scenario null for those of files alone
   */
  Values(TypingTables tables, Collection<Constants> files, @Nullable Constants scenario, Diagnostics diagnostics) {
    this.tables = tables;
    this.files = List.copyOf(files);
    this.scenario = scenario;
    this.diagnostics = diagnostics;
  }

  private Values(Values other, Diagnostics diagnostics) {
    this(other.tables, other.files, other.scenario, diagnostics);
    settings.putAll(other.settings);
    known.putAll(other.known);
    failed.putAll(other.failed);
    tasks.putAll(other.tasks);
    tasksByName.putAll(other.tasksByName);
    harts = other.harts;
  }

  /** The same values; what is wrong from now on is reported elsewhere. */
  Values reportingTo(Diagnostics other) {
    return new Values(this, other);
  }

  /** Gives a parameter or a swept name its value. */
  void set(String name, ConstantValue value) {
    settings.put(name, value);
  }

  /** Says how many harts there are; until then none is checked. */
  void harts(int count) {
    harts = count;
  }

  int harts() {
    return harts;
  }

  /** Adds the tasks of a declaration; an array is a list of them. */
  void addTask(ObjectSymbol symbol, ConstantValue taskOrList, List<ConstantValue.OfTask> all) {
    tasks.put(symbol, taskOrList);
    all.forEach(task -> tasksByName.put(task.name(), task));
  }

  /** Evaluates all constants, so that whatever is wrong with them is reported. */
  void evaluateAll() {
    List<Constants> all = new ArrayList<>(files);
    if (scenario != null) {
      all.add(scenario);
    }
    for (Constants constants : all) {
      for (String name : List.copyOf(constants.names())) {
        ConstantSymbol symbol = constants.lookup(name);
        if (symbol != null) {
          tryConstant(symbol);
        }
      }
    }
  }

  private void tryConstant(ConstantSymbol symbol) {
    try {
      constant(symbol);
    } catch (NotKnown e) {
      // It has been reported, and whoever needs it gets nothing.
      return;
    }
  }

  /** The value of an expression; null after a diagnostic. */
  @Nullable ConstantValue evaluate(Expr expr) {
    return evaluate(expr, -1);
  }

  /** The value of an expression in the element of an array; null after a diagnostic. */
  @Nullable ConstantValue evaluate(Expr expr, int index) {
    return evaluate(expr, tables, index);
  }

  @Nullable ConstantValue evaluate(Expr expr, TypingTables typing, int index) {
    try {
      return new Evaluator(typing, this, index).value(expr);
    } catch (NotKnown e) {
      if (e.problem() != null) {
        diagnostics.add(e.problem());
      } else if (e.isAtRunTime()) {
        diagnostics.add(
            Diagnostic.error(
                Code.NOT_CONSTANT, expr.span(), "`" + Problems.excerpt(expr) + "` is not known before running"));
      }
      return null;
    }
  }

  /** The value of an expression if it is known; what can be known and is wrong is reported. */
  Optional<ConstantValue> attempt(Expr expr, TypingTables typing) {
    try {
      return Optional.of(new Evaluator(typing, this, -1).value(expr));
    } catch (NotKnown e) {
      if (e.problem() != null) {
        diagnostics.add(e.problem());
      }
      return Optional.empty();
    }
  }

  /** The value of an expression if it is known; nothing is reported. */
  Optional<ConstantValue> quietly(Expr expr, TypingTables typing) {
    try {
      return Optional.of(new Evaluator(typing, this, -1).value(expr));
    } catch (NotKnown e) {
      return Optional.empty();
    }
  }

  @Override
  public ConstantValue constant(ConstantSymbol symbol) {
    ConstantValue value = known.get(symbol);
    if (value != null) {
      return value;
    }
    if (failed.containsKey(symbol)) {
      throw NotKnown.reported();
    }
    // Until it is known it counts as failed, so that nothing can go round in a circle.
    failed.put(symbol, true);
    value = compute(symbol);
    failed.remove(symbol);
    known.put(symbol, value);
    return value;
  }

  private ConstantValue compute(ConstantSymbol symbol) {
    ConstantValue set = symbol.kind() == ConstantSymbol.Kind.FILE_LET ? null : settings.get(symbol.name());
    if (set != null) {
      return set;
    }
    Expr expr = owner(symbol).definition(symbol).value();
    if (expr == null) {
      throw NotKnown.reported();
    }
    if (symbol.kind() == ConstantSymbol.Kind.SWEPT) {
      throw NotKnown.atRunTime();
    }
    ConstantValue value = evaluate(expr);
    if (value == null) {
      throw NotKnown.reported();
    }
    return value;
  }

  private Constants owner(ConstantSymbol symbol) {
    if (scenario != null && scenario.owns(symbol)) {
      return scenario;
    }
    for (Constants file : files) {
      if (file.owns(symbol)) {
        return file;
      }
    }
    throw new IllegalStateException("this constant belongs elsewhere: " + symbol.name());
  }

  @Override
  public ConstantValue object(ObjectSymbol object) {
    ConstantValue task = tasks.get(object);
    if (task != null) {
      return task;
    }
    if (object.type() == Type.TASK || object.type() instanceof Type.ListOf) {
      throw NotKnown.reported();
    }
    return new ConstantValue.OfObject(object);
  }

  @Override
  public ConstantValue hart(long number, Span span) {
    if (number < 0 || (harts > 0 && number >= harts)) {
      throw NotKnown.because(Problems.noSuchHart(span, number, Math.max(1, harts)));
    }
    return new ConstantValue.OfHart((int) number);
  }

  @Override
  public ConstantValue tasks(@Nullable String pattern, Span span) {
    List<ConstantValue> found = new ArrayList<>();
    for (Map.Entry<String, ConstantValue> task : tasksByName.entrySet()) {
      if (pattern == null || fits(task.getKey(), pattern)) {
        found.add(task.getValue());
      }
    }
    if (found.isEmpty() && pattern != null) {
      throw NotKnown.because(
          Diagnostic.error(Code.UNKNOWN_NAME, span, "no task is called \"" + pattern + "\"")
              .help(Problems.didYouMean(pattern, tasksByName.keySet())));
    }
    return new ConstantValue.OfList(found);
  }

  /** Whether a name fits a pattern in which {@code *} stands for anything; the pieces between are found from the left. */
  static boolean fits(String name, String pattern) {
    String[] pieces = pattern.split("\\*", -1);
    if (pieces.length == 1) {
      return name.equals(pattern);
    }
    String last = pieces[pieces.length - 1];
    if (!name.startsWith(pieces[0]) || name.length() < pieces[0].length() + last.length() || !name.endsWith(last)) {
      return false;
    }
    int at = pieces[0].length();
    int end = name.length() - last.length();
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = name.indexOf(pieces[i], at);
      if (found < 0 || found + pieces[i].length() > end) {
        return false;
      }
      at = found + pieces[i].length();
    }
    return true;
  }
}
