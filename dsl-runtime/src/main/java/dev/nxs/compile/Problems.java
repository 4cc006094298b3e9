// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wording of diagnostics that come from more than one place. */
final class Problems {
  /** What declarations make, which is called by name. */
  private static final List<Type> NAMED =
      List.of(Type.TASK, Type.ENDPOINT, Type.MUTEX, Type.EVENT, Type.BARRIER, Type.TIMER);

  private Problems() {}

  /** A value of one type where another is needed. */
  static Diagnostic.Builder mismatch(Expr expr, Type wanted, Type found) {
    if (found == Type.VOID) {
      return noValue(expr);
    }
    if (wanted == Type.DURATION && (found == Type.INT || expr instanceof Expr.FloatLit)) {
      return missingUnit(expr);
    }
    Diagnostic.Builder problem =
        Diagnostic.error(Code.TYPE_MISMATCH, expr.span(), "expected " + wanted.text() + ", found " + found.text());
    if (wanted == Type.STRING && Types.hasText(found)) {
      problem.help("write it into a text: `\"${" + excerpt(expr) + "}\"`");
    } else if (wanted == Type.QOS) {
      boolean quoted = expr instanceof Expr.StringLit text && text.span().text().matches("\"[a-z]+\"");
      problem.help(
          quoted
              ? "a class stands without quotes: `" + excerpt(expr).replace("\"", "") + "`"
              : "the classes are `idle`, `normal`, `interactive` and `perfburst`");
    } else if (wanted == Type.DURATION && found.equals(new Type.RangeOf(Type.INT))) {
      problem.help("give both ends a unit: `1ms..3ms`");
    } else if (wanted == Type.DURATION && expr instanceof Expr.StringLit) {
      problem.help("a duration stands without quotes: `5ms`");
    } else if (expr instanceof Expr.StringLit && NAMED.contains(wanted)) {
      problem.help("a name stands without quotes: `" + excerpt(expr).replace("\"", "") + "`");
    } else if (wanted == Type.BOOL && found == Type.INT) {
      problem.help(
          expr instanceof Expr.IntLit
              ? "the truth values are `true` and `false`"
              : "compare it: `" + excerpt(expr) + " > 0`");
    } else if (found == Type.DISTRIBUTION) {
      problem.help("take a number of it: `.p99`, `.max`, `.mean`, `.count`");
    } else if (wanted == Type.TASK && found.equals(new Type.ListOf(Type.TASK))) {
      problem.help("name one of its tasks: `" + excerpt(expr) + "[0]`");
    } else if (wanted == Type.INT && found == Type.DURATION) {
      problem.help("divide by a duration to get a number: `" + excerpt(expr) + " / 1ms`");
    } else if (wanted instanceof Type.ListOf list && Types.fits(found, list.element())) {
      problem.help("put it into a list: `[" + excerpt(expr) + "]`");
    }
    return problem;
  }

  /** A number without a unit where a duration is needed. */
  static Diagnostic.Builder missingUnit(Expr expr) {
    String number = excerpt(expr);
    boolean literal = expr instanceof Expr.IntLit || expr instanceof Expr.FloatLit;
    return Diagnostic.error(Code.MISSING_UNIT, expr.span(), "`" + number + "` has no unit, and a duration needs one")
        .help(
            literal
                ? "write `" + number + "ms`, `" + number + "us` or `" + number + "ns`"
                : "multiply it by a unit: `" + number + " * 1ms`");
  }

  /** A call that gives nothing where a value is needed. */
  static Diagnostic.Builder noValue(Expr expr) {
    return Diagnostic.error(Code.NO_VALUE, expr.span(), "`" + excerpt(expr) + "` gives no value");
  }

  /** A name that nothing has, with the one that was probably meant. */
  static Diagnostic.Builder unknown(Code code, Span span, String what, String name, Iterable<String> candidates) {
    return Diagnostic.error(code, span, what + " `" + name + "` does not exist").help(didYouMean(name, candidates));
  }

  /** The advice that names the argument which was probably meant, or null. */
  static @Nullable String argumentMeant(String name, List<String> known) {
    String habit = Habits.argument(name, known);
    return habit == null ? didYouMean(name, known) : "did you mean `" + habit + "`?";
  }

  /** The advice that names the closest candidate, or null. */
  static @Nullable String didYouMean(String name, Iterable<String> candidates) {
    String closest = Suggest.closest(name, candidates);
    return closest == null || closest.equals(name) ? null : "did you mean `" + closest + "`?";
  }

  /** A second declaration of a name. */
  static Diagnostic.Builder duplicate(Span span, String what, String name, Span first) {
    return Diagnostic.error(Code.DUPLICATE_NAME, span, what + " `" + name + "` is declared twice")
        .also(first, "first declared here");
  }

  /** What the language has and this version does not run, with what works instead. */
  static Diagnostic.Builder notYet(Span span, String what, @Nullable String instead) {
    return Diagnostic.error(Code.NOT_YET, span, what + " cannot be run by this version").help(instead);
  }

  static Diagnostic.Builder outOfRange(Span span, String message) {
    return Diagnostic.error(Code.OUT_OF_RANGE, span, message);
  }

  /** A hart that the machine does not have. */
  static Diagnostic.Builder noSuchHart(Span span, long number, int harts) {
    String have =
        harts == 1
            ? "the machine has 1 hart, number 0"
            : "the machine has " + harts + " harts, numbered 0 to " + (harts - 1);
    return Diagnostic.error(Code.NO_SUCH_HART, span, "hart " + number + " does not exist").note(have);
  }

  /**
   * What was found, by file and place, with the way to imported files. What has no place comes first, what is imported
   * before what imports it, and what has the same place stays as it was found.
   */
  static List<Diagnostic> inFileOrder(Diagnostics found, ParsedFile file) {
    List<Source> sources = file.all().stream().map(ParsedFile::source).toList();
    List<Diagnostic> sorted = new ArrayList<>(found.list());
    sorted.sort(
        Comparator.comparingInt((Diagnostic d) -> d.primary() == null ? -1 : sources.indexOf(d.primary().span().source()))
            .thenComparingInt(d -> d.primary() == null ? -1 : d.primary().span().start()));
    return sorted.stream().map(file::withWay).toList();
  }

  /** The text of an expression, cut where it is long or goes over several lines. */
  static String excerpt(Expr expr) {
    String text = expr.span().text();
    int end = text.indexOf('\n');
    if (end >= 0 || text.length() > 40) {
      return text.substring(0, Math.min(end < 0 ? 39 : end, 39)).stripTrailing() + "…";
    }
    return text;
  }
}
