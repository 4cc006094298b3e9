// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a name stands for: a variable of the body, what the scenario declares, a constant of the file, a word of the
 * language. Where a class or an error is wanted, its word wins over something else of the same name.
 */
final class NameChecker {
  private final Setting setting;
  private final ExprChecker exprs;

  NameChecker(Setting setting, ExprChecker exprs) {
    this.setting = setting;
    this.exprs = exprs;
  }

  Type check(Expr.NameExpr expr, @Nullable Type wish) {
    LocalVariable local = setting.scope().lookup(expr.name());
    if (local != null) {
      setting.scope().markRead(local);
      setting.tables().bind(expr, new Binding.Local(local));
      return local.type();
    }
    Binding binding = expr.name().equals("index") && setting.arrayElement() ? new Binding.ArrayIndex() : null;
    if (binding == null) {
      binding = setting.names().lookup(expr.name());
    }
    Type type = binding == null ? Type.ERROR : typeOf(binding);
    ConstantValue word = word(expr.name());
    if (word != null && (binding == null || (wish == wordType(word) && type != wish))) {
      binding = new Binding.Literal(word);
      type = wordType(word);
    }
    if (binding == null && expr.name().equals("self") && setting.inTask()) {
      binding = new Binding.Self();
      type = Type.TASK;
    }
    if (binding == null) {
      Diagnostic.Builder problem = unknown(expr, wish);
      if (problem != null) {
        exprs.report(problem);
      }
      return Type.ERROR;
    }
    setting.tables().bind(expr, binding);
    return type;
  }

  /** The whole name of something that an import brings, {@code lib.period}; null for a member of a value. */
  @Nullable String imported(Expr.Member member) {
    if (!(member.target() instanceof Expr.NameExpr target)) {
      return null;
    }
    boolean value = setting.scope().lookup(target.name()) != null || setting.names().lookup(target.name()) != null;
    return !value && setting.names().isNamespace(target.name())
        ? target.name() + "." + member.member().text()
        : null;
  }

  private static @Nullable ConstantValue word(String name) {
    for (QosClass qos : QosClass.values()) {
      if (qos.label().equals(name)) {
        return new ConstantValue.OfQos(qos);
      }
    }
    for (Errno errno : Errno.values()) {
      if (errno.name().equals(name)) {
        return new ConstantValue.OfErrno(errno);
      }
    }
    return null;
  }

  private static Type wordType(ConstantValue word) {
    return word instanceof ConstantValue.OfQos ? Type.QOS : Type.ERRNO;
  }

  private static Type typeOf(Binding binding) {
    if (binding instanceof Binding.Constant constant) {
      return constant.symbol().type();
    }
    if (binding instanceof Binding.Declared declared) {
      return declared.object().type();
    }
    return Type.INT;
  }

  /** What is wrong with a name; null where the body has been told that nothing declares it. */
  private Diagnostic.@Nullable Builder unknown(Expr.NameExpr expr, @Nullable Type wish) {
    String name = expr.name();
    if (name.equals("index")) {
      return Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`index` is known only in an array of tasks")
          .help("declare an array: `task worker[3] { … }`");
    }
    if (name.equals("self")) {
      return Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`self` is known only in a task");
    }
    if (setting.names().program(name) != null) {
      return Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`" + name + "` is a program, not a value")
          .help("name the task that runs it, or declare one: `task t = " + name + "(…)`");
    }
    if (setting.names().isNamespace(name)) {
      return Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`" + name + "` is an import, not a value")
          .help("name what it brings: `" + name + ".…`");
    }
    boolean call = setting.names().function(name) != null || CallChecker.isBuiltin(name);
    if (call && wish == Type.STRING) {
      return Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "the name `" + name + "` does not exist")
          .help("a text stands in quotes: `\"" + name + "\"`");
    }
    if (call) {
      return Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`" + name + "` is a call, not a value")
          .help("call it: `" + name + "(…)`");
    }
    List<String> candidates = new ArrayList<>();
    setting.scope().addNames(candidates);
    setting.names().addNames(candidates);
    if (wish == null || wish == Type.QOS || wish == Type.ERRNO || wish == Type.ANY) {
      for (QosClass qos : QosClass.values()) {
        candidates.add(qos.label());
      }
      for (Errno errno : Errno.values()) {
        candidates.add(errno.name());
      }
    }
    if (!setting.scope().misses(name) && Problems.didYouMean(name, candidates) == null) {
      return null;
    }
    Diagnostic.Builder problem = Problems.unknown(Code.UNKNOWN_NAME, expr.span(), "the name", name, candidates);
    Name elsewhere = setting.scope().declaredElsewhere(name);
    String habit = Habits.value(name);
    if (elsewhere != null) {
      boolean below = elsewhere.span().start() > expr.span().start();
      problem
          .also(elsewhere.span(), below ? "it is declared only here" : "it is known only in the block of this one")
          .help("declare it before it is used, in the block around all its uses");
    } else if (habit != null) {
      problem.help(habit);
    } else if (wish == Type.STRING && Problems.didYouMean(name, candidates) == null) {
      problem.help("a text stands in quotes: `\"" + name + "\"`");
    } else if (wish == Type.QOS && Problems.didYouMean(name, candidates) == null) {
      problem.help("the classes are `idle`, `normal`, `interactive` and `perfburst`");
    }
    return problem;
  }
}
