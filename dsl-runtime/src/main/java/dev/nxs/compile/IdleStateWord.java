// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.IdleState;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import org.jspecify.annotations.Nullable;

/** The state of {@code idle_time(hart(0), "off")}: one of a few words, which stands there as a plain text. */
final class IdleStateWord {
  private IdleStateWord() {}

  static void check(Expr written, ExprChecker exprs) {
    exprs.infer(written, Type.STRING);
    String label = text(written);
    if (label == null) {
      exprs.report(
          Diagnostic.error(Code.NOT_CONSTANT, written.span(), "the idle state is not given as a plain text")
              .help("write one of \"" + String.join("\", \"", IdleState.labels()) + "\""));
    } else if (IdleState.named(label) == null) {
      exprs.report(
          Problems.unknown(Code.UNKNOWN_NAME, written.span(), "the idle state", label, IdleState.labels())
              .note("the idle states are " + String.join(", ", IdleState.labels())));
    }
  }

  /** The word that a query takes for a state that was checked. */
  static long word(Expr written) {
    String label = text(written);
    IdleState state = label == null ? null : IdleState.named(label);
    if (state == null) {
      throw new IllegalArgumentException("the checker refuses this: " + written.span().place());
    }
    return state.ordinal();
  }

  private static @Nullable String text(Expr written) {
    return written instanceof Expr.StringLit literal ? literal.constant() : null;
  }
}
