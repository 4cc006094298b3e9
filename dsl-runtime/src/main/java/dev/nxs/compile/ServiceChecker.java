// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks those arguments of services that are records of their own shape, as far as names and types go. */
final class ServiceChecker {
  /** What policyd has lists for: who may be perfburst, and who may have more shares than everybody. */
  static final List<String> GATES = List.of("perfburst", "shares");

  /** {@code windows: {idle: 8ms}}. */
  void windows(@Nullable Expr windows, ExprChecker exprs) {
    if (windows == null) {
      return;
    }
    List<String> classes = Arrays.stream(QosClass.values()).map(QosClass::label).toList();
    if (!(windows instanceof Expr.RecordLit record)) {
      notRecord(windows, "`windows` names a duration for each class", "write `windows: {idle: 8ms, normal: 4ms}`", exprs);
      return;
    }
    for (Expr.RecordLit.Field field : record.fields()) {
      exprs.check(field.value(), Type.DURATION);
      known("the class", field, classes, exprs);
    }
  }

  /** {@code allow: {perfburst: ["compositor"]}}. */
  void allow(@Nullable Expr allow, ExprChecker exprs) {
    if (allow == null) {
      return;
    }
    if (!(allow instanceof Expr.RecordLit record)) {
      notRecord(allow, "`allow` lists who may have what", "write `allow: {perfburst: [\"compositor\"]}`", exprs);
      return;
    }
    for (Expr.RecordLit.Field field : record.fields()) {
      exprs.check(field.value(), new Type.ListOf(Type.STRING));
      known("the right", field, GATES, exprs);
    }
  }

  /** {@code recipes: {compositor: {qos: perfburst}}}, or {@code recipes: load("recipes.yaml")}. */
  void recipes(@Nullable Expr recipes, ExprChecker exprs) {
    if (recipes == null || load(recipes) != null) {
      return;
    }
    if (!(recipes instanceof Expr.RecordLit record)) {
      notRecord(
          recipes,
          "`recipes` names how tasks are launched",
          "write `recipes: load(\"recipes.yaml\")` or `recipes: {compositor: {qos: perfburst}}`",
          exprs);
      return;
    }
    for (Expr.RecordLit.Field field : record.fields()) {
      if (field.value() instanceof Expr.RecordLit recipe) {
        recipe.fields().forEach(entry -> recipeEntry(entry, exprs));
      } else {
        notRecord(field.value(), "a recipe says `qos`, `affinity` or `shares`", "write `{qos: interactive}`", exprs);
      }
    }
  }

  private static void recipeEntry(Expr.RecordLit.Field entry, ExprChecker exprs) {
    String key = entry.name().text();
    switch (key) {
      case "qos" -> exprs.check(entry.value(), Type.QOS);
      case "affinity" -> exprs.check(entry.value(), new Type.ListOf(Type.HART));
      case "shares" -> exprs.check(entry.value(), Type.INT);
      default -> {
        exprs.infer(entry.value(), null);
        exprs.report(RecipeReader.unknownKey(entry.name().span(), key));
      }
    }
  }

  /** The call, if an expression is {@code load("…")}; null otherwise. */
  static Expr.@Nullable Call load(Expr expr) {
    return expr instanceof Expr.Call call
            && call.callee() instanceof Expr.NameExpr callee
            && callee.name().equals("load")
            && call.arguments().size() == 1
            && call.arguments().get(0).value() instanceof Expr.StringLit
        ? call
        : null;
  }

  private static void known(String what, Expr.RecordLit.Field field, List<String> names, ExprChecker exprs) {
    Span span = field.name().span();
    if (!names.contains(field.name().text())) {
      exprs.report(Problems.unknown(Code.UNKNOWN_ARGUMENT, span, what, field.name().text(), names));
    }
  }

  private static void notRecord(Expr found, String what, String help, ExprChecker exprs) {
    exprs.infer(found, null);
    exprs.report(Diagnostic.error(Code.TYPE_MISMATCH, found.span(), what).help(help));
  }
}
