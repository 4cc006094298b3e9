// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.ConsoleLine;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.Verdict;
import dev.nxs.compile.Image;
import dev.nxs.compile.Observed;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Fault;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells why the expectations of a finished run came to what they did: the place in the source, when and by whom it was
 * decided, what was seen instead, and the values on both sides.
 */
public final class Explainer {
  /** Values of sub-expressions that are shown. */
  private static final int VALUES = 8;

  private static final int LINES_BEFORE = 6;

  private final Image image;
  private final WatchedMachine run;
  private final Judge judge;
  private final List<ConsoleLine> lines;
  private final Function<Position, String> replay;

  /**
   * Explains a run.
   *
   * @param lines the marker lines that are known, oldest first
   * @param replay the command that goes to a position
   */
  public Explainer(
      Image image, WatchedMachine run, List<ConsoleLine> lines, Function<Position, String> replay) {
    this.image = image;
    this.run = run;
    this.judge = run.judge();
    this.lines = lines;
    this.replay = replay;
  }

  /** The results of all expectations, in file order. */
  public List<ExpectationResult> results() {
    List<ExpectationResult> results = new ArrayList<>();
    for (Expectation item : image.expectations()) {
      Monitor monitor = monitorOf(item);
      results.add(
          monitor == null
              ? new ExpectationResult(title(item), item.span(), Verdict.SKIPPED, "its `if` does not hold", null)
              : result(monitor));
    }
    return results;
  }

  private @Nullable Monitor monitorOf(Expectation item) {
    for (Monitor monitor : judge.plan().monitors()) {
      if (monitor.source().span().equals(item.span())) {
        return monitor;
      }
    }
    return null;
  }

  private static String title(Expectation item) {
    String name = item.name() == null ? null : item.name().constant();
    return name != null ? name : Phrases.oneLine(item.form().span());
  }

  private ExpectationResult result(Monitor monitor) {
    Expectation item = monitor.source();
    Verdict verdict =
        switch (judge.judgement(monitor)) {
          case PASSED -> item.xfail() == null ? Verdict.PASSED : Verdict.FAILED;
          case FAILED -> item.xfail() == null ? Verdict.FAILED : Verdict.EXPECTED_FAILURE;
          case VACUOUS -> Verdict.VACUOUS;
          case UNDECIDED -> Verdict.UNDECIDED;
          case OPEN -> throw new IllegalStateException("an expectation is open after the end");
        };
    String detail = monitor.detail(judge);
    Failure failure =
        switch (verdict) {
          case FAILED -> item.xfail() == null ? failure(monitor, Code.EXPECTATION_FAILED) : unexpected(monitor);
          case EXPECTED_FAILURE -> failure(monitor, Code.EXPECTATION_FAILED);
          case VACUOUS -> failure(monitor, Code.EXPECTATION_VACUOUS);
          case UNDECIDED -> failure(monitor, Code.EXPECTATION_UNDECIDED);
          default -> null;
        };
    return new ExpectationResult(title(item), item.span(), verdict, detail, failure);
  }

  private Failure unexpected(Monitor monitor) {
    Expectation item = monitor.source();
    Span span = item.xfail() == null ? item.span() : item.xfail().span();
    Diagnostic.Builder diagnostic =
        Diagnostic.error(Code.UNEXPECTED_PASS, span, quoted(item) + " was expected to fail and passed")
            .help("remove the `xfail`");
    return finish(monitor, diagnostic);
  }

  private static String quoted(Expectation item) {
    return item.name() == null ? "`" + title(item) + "`" : "\"" + title(item) + "\"";
  }

  private Failure failure(Monitor monitor, Code code) {
    Explanation explanation = monitor.explain(judge);
    String verdict =
        switch (code) {
          case EXPECTATION_VACUOUS -> " is vacuous";
          case EXPECTATION_UNDECIDED -> " is undecided";
          default -> " failed";
        };
    String message = quoted(monitor.source()) + verdict;
    Diagnostic.Builder diagnostic =
        code == Code.EXPECTATION_FAILED
            ? Diagnostic.error(code, explanation.span(), message)
            : Diagnostic.warning(code, explanation.span(), message);
    diagnostic.label(explanation.label());
    decidedBy(monitor, diagnostic);
    explanation.notes().forEach(diagnostic::note);
    if (explanation.values() != null && code != Code.EXPECTATION_UNDECIDED) {
      values(explanation.values(), diagnostic);
    }
    Set<String> near = new LinkedHashSet<>();
    explanation.sought().forEach(event -> near.addAll(Nearest.notes(event, lines)));
    near.forEach(diagnostic::note);
    return finish(monitor, diagnostic);
  }

  /** The line that decided, where one did; when, where and by whom it was written is told with the position. */
  private void decidedBy(Monitor monitor, Diagnostic.Builder diagnostic) {
    long text = judge.word(monitor, Columns.TEXT);
    if (judge.judgement(monitor) == Judgement.FAILED && text > 0) {
      diagnostic.note("the line that decided: \"" + run.pool().text(text - 1) + "\"");
    }
  }

  /** The values of an expression and of its parts, as they are now; the run has stopped where it was decided. */
  private void values(Observed observed, Diagnostic.Builder diagnostic) {
    Watched.Answer whole = run.observe(observed, new long[0]);
    if (whole.fault() != null) {
      diagnostic.note("it has no value: " + words(whole.fault()));
    }
    int shown = 0;
    for (Observed part : observed.parts()) {
      if (shown < VALUES && !isLiteral(part.source())) {
        Watched.Answer answer = run.observe(part, new long[0]);
        diagnostic.note(
            Phrases.quote(part.source())
                + (answer.fault() != null
                    ? " has no value: " + words(answer.fault())
                    : answer.empty()
                        ? " has no samples"
                        : " is " + image.values().show(answer.value(), part.type(), run.pool())));
        shown++;
      }
    }
  }

  private static boolean isLiteral(Expr expr) {
    return expr instanceof Expr.IntLit
        || expr instanceof Expr.DurationLit
        || expr instanceof Expr.FloatLit
        || expr instanceof Expr.BoolLit
        || (expr instanceof Expr.StringLit text && text.constant() != null);
  }

  private Failure finish(Monitor monitor, Diagnostic.Builder diagnostic) {
    Position position = new Position(judge.word(monitor, Columns.AT), judge.word(monitor, Columns.STEP));
    int hart = (int) judge.word(monitor, Columns.HART);
    String task = hart < 0 ? null : task((int) judge.word(monitor, Columns.PID));
    return failure(diagnostic.build(), position, hart, task);
  }

  /** Adds to a diagnostic what every failure has. */
  public Failure failure(Diagnostic diagnostic, Position position, int hart, @Nullable String task) {
    return new Failure(diagnostic, position, hart, task, before(position), replay.apply(position));
  }

  private List<ConsoleLine> before(Position position) {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).step() > position.step()) {
      end--;
    }
    return lines.subList(Math.max(0, end - LINES_BEFORE), end);
  }

  private String task(int pid) {
    return image.taskNames().get(pid);
  }

  /** What a fault is called. */
  public static String words(Fault fault) {
    return switch (fault) {
      case DIVISION_BY_ZERO -> "a division by zero";
      case OVERFLOW -> "an overflow of 64 bits";
      case INDEX_OUT_OF_RANGE -> "an index out of range";
      case UNHANDLED_ERROR -> "a call that failed";
      case CHECK_FAILED -> "a check that did not hold";
      case LIVELOCK -> "too many steps without time passing";
      case LIMIT -> "a value that grew past a limit";
    };
  }
}
