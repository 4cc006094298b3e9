// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;

/**
 * Checks the rules of a {@code log}: {@code prefix}, {@code banner} and {@code decode} have a text, {@code hart} a regular expression with
 * a group of that name. A prefix has its fields in braces, {@code "[{level} {time:seconds}] "}.
 */
final class LogRules {
  private static final List<String> RULES = List.of("prefix", "banner", "hart", "decode");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(:[a-z]+)?");

  private LogRules() {}

  static void check(TopLevel.Log log, Diagnostics diagnostics) {
    for (TopLevel.Log.Rule rule : log.rules()) {
      switch (rule.keyword().text()) {
        case "prefix" -> prefix(rule, diagnostics);
        case "banner", "decode" -> text(rule, diagnostics);
        case "hart" -> hart(rule, diagnostics);
        default ->
            diagnostics.add(
                Problems.unknown(
                        Code.UNKNOWN_ARGUMENT, rule.keyword().span(), "the rule", rule.keyword().text(), RULES)
                    .note("the rules of a log are `prefix`, `banner`, `hart` and `decode`"));
      }
    }
  }

  private static void prefix(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    String text = text(rule, diagnostics);
    int open = text.indexOf('{');
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0 || !FIELD.matcher(text.substring(open + 1, close)).matches()) {
        diagnostics.add(
            Diagnostic.error(Code.BAD_PATTERN, rule.value().span(), "a field of a prefix is a name in braces")
                .help("write `{level}`, or `{time:seconds}` with the form of what stands there"));
        return;
      }
      open = text.indexOf('{', close);
    }
  }

  private static String text(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    String text = rule.value() instanceof Expr.StringLit literal ? literal.constant() : null;
    if (text == null) {
      diagnostics.add(
          Diagnostic.error(
              Code.TYPE_MISMATCH, rule.value().span(), "`" + rule.keyword().text() + "` has a plain text"));
      return "";
    }
    return text;
  }

  private static void hart(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    boolean regex =
        rule.value() instanceof Expr.PatternLit literal && literal.kind() == Expr.PatternLit.Kind.REGEX;
    if (!regex) {
      diagnostics.add(
          Diagnostic.error(Code.TYPE_MISMATCH, rule.value().span(), "`hart` has a regular expression")
              .help("write `hart r\"cpu(?<hart>\\d+)\"`"));
      return;
    }
    String text = ((Expr.PatternLit) rule.value()).text();
    try {
      if (!Pattern.compile(text).namedGroups().containsKey("hart")) {
        diagnostics.add(
            Diagnostic.error(Code.UNKNOWN_CAPTURE, rule.value().span(), "nothing in it is called `hart`")
                .help("put `(?<hart>\\d+)` where the number stands"));
      }
    } catch (PatternSyntaxException e) {
      diagnostics.add(
          Diagnostic.error(Code.BAD_PATTERN, rule.value().span(), "this is no regular expression: " + e.getDescription()));
    }
  }
}
