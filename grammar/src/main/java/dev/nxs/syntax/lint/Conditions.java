// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions and expectations whose outcome is known before anything runs. */
final class Conditions {
  private final List<Finding> findings = new ArrayList<>();

  private Conditions() {}

  static List<Finding> find(SourceFile file) {
    Conditions conditions = new Conditions();
    Nodes.walk(file, conditions::visit);
    return conditions.findings;
  }

  private void visit(Object node) {
    if (node instanceof Stmt.If choice) {
      choice.branches().forEach(branch -> condition(branch.condition(), null));
    } else if (node instanceof Stmt.While loop) {
      boolean forEver = loop.condition() instanceof Expr.BoolLit literal && literal.value();
      Span head = new Span(loop.span().source(), loop.span().start(), loop.condition().span().end());
      condition(loop.condition(), forEver ? new Finding.Edit(head, "loop") : null);
    } else if (node instanceof Stmt.Expect check) {
      condition(check.condition(), null);
    } else if (node instanceof Expectation.Holds holds) {
      condition(holds.expr(), null);
    } else if (node instanceof Expectation.Finally last) {
      condition(last.state(), null);
    } else if (node instanceof Expectation.Always always) {
      condition(always.state(), null);
    } else if (node instanceof Expectation.Count count) {
      count(count);
    }
  }

  private void condition(Expr condition, Finding.@Nullable Edit fix) {
    String why = known(condition);
    if (why != null) {
      findings.add(
          new Finding(
              Diagnostic.warning(Code.CONSTANT_CONDITION, condition.span(), why)
                  .help(fix == null ? null : "write `" + fix.text() + "`")
                  .build(),
              fix));
    }
  }

  private static @Nullable String known(Expr expr) {
    if (expr instanceof Expr.BoolLit literal) {
      return "this condition is always " + literal.value();
    }
    boolean comparison =
        expr instanceof Expr.Chain chain && chain.links().size() == 1 && isComparison(chain.links().get(0).op());
    if (!comparison || !Nodes.all(expr, Expr.Call.class).isEmpty()) {
      return null; // two calls need not give the same
    }
    Expr.Chain chain = (Expr.Chain) expr;
    String left = chain.first().span().text();
    String right = chain.links().get(0).operand().span().text();
    return left.equals(right) ? "both sides of this comparison are the same" : null;
  }

  private static boolean isComparison(Expr.BinaryOp op) {
    return switch (op) {
      case EQ, NE, LT, LE, GT, GE -> true;
      default -> false;
    };
  }

  private void count(Expectation.Count form) {
    boolean zero = form.count() instanceof Expr.IntLit literal && literal.value() == 0;
    if (!zero || form.kind() == Expectation.Count.Kind.ONCE) {
      return;
    }
    Diagnostic.Builder problem =
        form.kind() == Expectation.Count.Kind.AT_LEAST
            ? Diagnostic.warning(Code.CONSTANT_CONDITION, form.span(), "at least 0 is any number")
            : Diagnostic.warning(Code.CONSTANT_CONDITION, form.span(), "this counts what must not happen")
                .help("write `never " + form.event().span().text() + "`, which stops the run where it happens");
    findings.add(new Finding(problem.build(), null));
  }
}
