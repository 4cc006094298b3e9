// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that a declaration was given, checked as far as types go.
 *
 * @param span of the whole declaration
 */
record Given(Declaration declaration, Map<String, Expr> values, Span span) {

  /** Checks arguments by the table and reports those that are unknown, given twice, or cannot be run. */
  static Given check(Declaration declaration, List<Argument> arguments, Span span, ExprChecker exprs) {
    Map<String, Expr> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      if (argument.name() == null) {
        exprs.report(unnamed(declaration, argument));
        continue;
      }
      String name = argument.name().text();
      ArgumentSpec spec = declaration.argument(name);
      if (spec == null) {
        exprs.report(unknown(declaration, argument.name().span(), name));
      } else if (values.containsKey(name)) {
        exprs.report(
            Diagnostic.error(Code.DUPLICATE_ARGUMENT, argument.span(), "`" + name + "` is given twice")
                .also(values.get(name).span(), "first given here"));
      } else if (!spec.implemented()) {
        exprs.report(
            Problems.notYet(argument.span(), "`" + name + "` of `" + declaration.text() + "`", "leave it out"));
      } else {
        values.put(name, argument.value());
        if (spec.type() != null) {
          exprs.check(argument.value(), spec.type());
        }
      }
    }
    if (declaration == Declaration.MACHINE) {
      MachineArguments.check(values.get("costs"), values.get("clusters"), exprs);
    }
    return new Given(declaration, values, span);
  }

  @Nullable Expr get(String name) {
    return values.get(name);
  }

  private static Diagnostic.Builder unnamed(Declaration declaration, Argument argument) {
    String value = Problems.excerpt(argument.value());
    boolean number = declaration == Declaration.TASK && argument.value() instanceof Expr.IntLit;
    return Diagnostic.error(
            Code.UNKNOWN_ARGUMENT, argument.span(), "the arguments of `" + declaration.text() + "` are given by name")
        .help(
            number
                ? "for " + value + " tasks of one name write `[" + value + "]` behind it"
                : "write `" + declaration.arguments().get(0).name() + ": " + value + "`, or whichever is meant");
  }

  private static Diagnostic.Builder unknown(Declaration declaration, Span span, String name) {
    List<String> names = declaration.arguments().stream().map(ArgumentSpec::name).toList();
    String meant = Problems.argumentMeant(name, names);
    Diagnostic.Builder problem =
        Diagnostic.error(Code.UNKNOWN_ARGUMENT, span, "`" + declaration.text() + "` has no argument `" + name + "`")
            .help(meant);
    return meant == null ? problem.note("it takes `" + String.join("`, `", names) + "`") : problem;
  }
}
