// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the language by itself, as it is typed at a prompt. It is read inside a frame that makes a file of it;
 * diagnostics about it are moved back to the text as it was typed.
 */
final class Fragment {
  /** The name of typed text in messages. */
  static final String NAME = "input";

  private static final String LET = "let value = ";
  private static final String UNTIL = "scenario \"\" { run until ";

  private final Source typed;
  private final int offset;

  private Fragment(Source typed, int offset) {
    this.typed = typed;
    this.offset = offset;
  }

  /**
   * Reads an expression.
   *
   * @throws NxsException if it is none
   */
  static Expr expression(String text) {
    Fragment fragment = new Fragment(Source.of(NAME, text), LET.length());
    ParseResult parsed = fragment.parse(LET + text);
    List<TopLevel> items = parsed.file().items();
    if (items.size() == 1 && items.get(0) instanceof LetDecl let && !parsed.hasErrors()) {
      return let.value();
    }
    throw fragment.refused(parsed, "this is no expression");
  }

  /**
   * Reads a condition, and the {@code timeout} behind it where there is one.
   *
   * @throws NxsException if it is none
   */
  static ScenarioItem.Run until(String text) {
    Fragment fragment = new Fragment(Source.of(NAME, text), UNTIL.length());
    ParseResult parsed = fragment.parse(UNTIL + text + "\n}");
    List<TopLevel> items = parsed.file().items();
    if (!parsed.hasErrors()
        && items.size() == 1
        && items.get(0) instanceof TopLevel.Scenario scenario
        && scenario.items().size() == 1
        && scenario.items().get(0) instanceof ScenarioItem.Run run
        && run.until() != null) {
      return run;
    }
    throw fragment.refused(parsed, "this is no condition");
  }

  /** The condition of a text. */
  static Condition condition(String text) {
    ScenarioItem.Run run = until(text);
    Condition condition = run.until();
    if (condition == null || run.timeout() != null) {
      Source typed = Source.of(NAME, text);
      throw new NxsException(
          List.of(
              Diagnostic.error(Code.UNEXPECTED_WORD, new Span(typed, 0, text.length()), "no `timeout` makes sense here")
                  .build()));
    }
    return condition;
  }

  /** Throws what is wrong, moved back to the text as it was typed. */
  static void check(Diagnostics found, String text, boolean expression) {
    if (found.hasErrors()) {
      int offset = expression ? LET.length() : UNTIL.length();
      throw new NxsException(new Fragment(Source.of(NAME, text), offset).moved(found.list()));
    }
  }

  /**
   * Diagnostics about a text that another was put into, moved to the other where they are about it.
   *
   * @param at where the other stands in it
   */
  static List<Diagnostic> moved(List<Diagnostic> diagnostics, Source whole, int at, String text) {
    Fragment fragment = new Fragment(Source.of(NAME, text), at);
    List<Diagnostic> moved = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      moved.add(fragment.moved(diagnostic, whole));
    }
    return moved;
  }

  private ParseResult parse(String framed) {
    return Nxs.parse(Source.of(NAME, framed));
  }

  private NxsException refused(ParseResult parsed, String what) {
    List<Diagnostic> errors = moved(parsed.diagnostics());
    if (errors.isEmpty()) {
      errors.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, new Span(typed, 0, typed.text().length()), what).build());
    }
    return new NxsException(errors);
  }

  private List<Diagnostic> moved(List<Diagnostic> diagnostics) {
    List<Diagnostic> moved = new ArrayList<>();
    diagnostics.forEach(diagnostic -> moved.add(moved(diagnostic, null)));
    return moved;
  }

  /**
   * One diagnostic with its places moved.
   *
   * @param whole only places of this source are moved, and only those within the typed text; null: all are
   */
  private Diagnostic moved(Diagnostic diagnostic, @Nullable Source whole) {
    Label primary = diagnostic.primary();
    return new Diagnostic(
        diagnostic.code(),
        diagnostic.severity(),
        diagnostic.message(),
        primary == null ? null : moved(primary, whole),
        diagnostic.secondary().stream().map(label -> moved(label, whole)).toList(),
        diagnostic.notes(),
        diagnostic.help());
  }

  private Label moved(Label label, @Nullable Source whole) {
    Span span = label.span();
    int start = span.start() - offset;
    int length = typed.text().length();
    if (whole != null && (span.source() != whole || start < 0 || start > length)) {
      return label;
    }
    int from = Math.max(0, Math.min(length, start));
    int to = Math.max(from, Math.min(length, span.end() - offset));
    return new Label(new Span(typed, from, to), label.text());
  }
}
