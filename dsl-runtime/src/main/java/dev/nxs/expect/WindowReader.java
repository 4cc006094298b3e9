// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.ObservingScope;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TimeClause;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clauses of a form as one window. Clauses narrow each other; two of them must not say the same thing.
 *
 * <p>{@code within D} counts from what {@code after} names, else from the start. {@code before} and {@code until} leave
 * their instant out; all others include theirs.
 */
final class WindowReader implements TimeClause.Visitor<Boolean> {
  private final ObservingScope scope;
  private final EventCompiler compiler;
  private final long longestNs;
  private final boolean inPhase;
  private final List<EventMatcher> events;

  private long fromNs;
  private long lastNs = Column.NEVER;
  private int opens = -1;
  private int closes = -1;
  private long withinNs = Column.NEVER;
  private boolean reopens;
  private @Nullable Span first;
  private @Nullable Span last;
  private @Nullable Span opening;
  private @Nullable Span closing;
  private @Nullable Span length;

  /**
   * Reads clauses.
   *
   * @param longestNs how long the run can be at most
   * @param inPhase whether {@code within} counts from the start of a phase
   * @param events takes the events that open and close the window
   */
  WindowReader(
      ObservingScope scope, EventCompiler compiler, long longestNs, boolean inPhase, List<EventMatcher> events) {
    this.scope = scope;
    this.compiler = compiler;
    this.longestNs = longestNs;
    this.inPhase = inPhase;
    this.events = events;
  }

  /**
   * The window of the clauses, or null after a diagnostic.
   *
   * @param everyOpening whether each opening event counts where the window has an end, not only the first
   */
  @Nullable Window read(List<TimeClause> clauses, boolean everyOpening) {
    for (TimeClause clause : clauses) {
      if (!clause.accept(this)) {
        return null;
      }
    }
    if (length != null && opening == null && first == null && inPhase) {
      if (!once(last, length, "when the window ends")) {
        return null;
      }
    } else if (length != null && opening == null) {
      // Without an event, `within` counts from the start or from the time of `after`.
      long endNs = withinNs > Column.NEVER - fromNs ? Column.NEVER : fromNs + withinNs;
      if (!once(last, length, "when the window ends")) {
        return null;
      }
      lastNs = endNs;
      last = length;
      withinNs = Column.NEVER;
    }
    if (lastNs < fromNs) {
      Span span = last != null ? last : clauses.get(0).span();
      Diagnostic.Builder empty =
          Diagnostic.error(Code.BAD_CLAUSES, span, "no instant lies in this window");
      if (first != null && !first.equals(span)) {
        empty.also(first, "it starts here");
      }
      scope.diagnostics().add(empty);
      return null;
    }
    boolean ends = closes >= 0 || withinNs != Column.NEVER;
    return new Window(fromNs, lastNs, opens, closes, withinNs, opens >= 0 && ends && (reopens || everyOpening));
  }

  @Override
  public Boolean within(TimeClause.Within clause) {
    OptionalLong ns = time(clause.duration());
    if (ns.isEmpty() || !once(length, clause.span(), "how long the window is")) {
      return false;
    }
    length = clause.span();
    withinNs = ns.getAsLong();
    return clause.after() == null || opensAt(clause.after(), clause.span());
  }

  @Override
  public Boolean by(TimeClause.By clause) {
    return lastAt(clause.time(), clause.span(), 0);
  }

  @Override
  public Boolean at(TimeClause.At clause) {
    return firstAt(clause.time(), clause.span()) && lastAt(clause.time(), clause.span(), 0);
  }

  @Override
  public Boolean from(TimeClause.From clause) {
    return firstAt(clause.time(), clause.span());
  }

  @Override
  public Boolean after(TimeClause.After clause) {
    return clause.anchor().event() != null
        ? opensAt(clause.anchor().event(), clause.span())
        : clause.anchor().time() != null && firstAt(clause.anchor().time(), clause.span());
  }

  @Override
  public Boolean before(TimeClause.Before clause) {
    return endsBefore(clause.anchor(), clause.span());
  }

  @Override
  public Boolean until(TimeClause.Until clause) {
    return endsBefore(clause.anchor(), clause.span());
  }

  @Override
  public Boolean between(TimeClause.Between clause) {
    reopens = true;
    return opensAt(clause.start(), clause.span()) && closesAt(clause.end(), clause.span());
  }

  private boolean endsBefore(TimeClause.Anchor anchor, Span span) {
    return anchor.event() != null
        ? closesAt(anchor.event(), span)
        : anchor.time() != null && lastAt(anchor.time(), span, 1);
  }

  private boolean firstAt(Expr time, Span span) {
    OptionalLong ns = time(time);
    if (ns.isEmpty() || !once(first, span, "when the window starts")) {
      return false;
    }
    first = span;
    fromNs = ns.getAsLong();
    return true;
  }

  private boolean lastAt(Expr time, Span span, long lessNs) {
    OptionalLong ns = time(time);
    if (ns.isEmpty() || !once(last, span, "when the window ends")) {
      return false;
    }
    last = span;
    lastNs = ns.getAsLong() - lessNs;
    return true;
  }

  private boolean opensAt(EventPattern event, Span span) {
    if (!once(opening, span, "which event opens the window")) {
      return false;
    }
    opening = span;
    opens = add(event);
    return opens >= 0;
  }

  private boolean closesAt(EventPattern event, Span span) {
    if (!once(closing, span, "which event closes the window")) {
      return false;
    }
    closing = span;
    closes = add(event);
    return closes >= 0;
  }

  private int add(EventPattern event) {
    EventMatcher matcher = compiler.compile(event);
    if (matcher == null) {
      return -1;
    }
    events.add(matcher);
    return events.size() - 1;
  }

  private boolean once(@Nullable Span earlier, Span now, String what) {
    if (earlier == null) {
      return true;
    }
    scope.diagnostics()
        .add(
            Diagnostic.error(Code.BAD_CLAUSES, now, "two clauses say " + what)
                .also(earlier, "this one does, too")
                .help("leave one of them out"));
    return false;
  }

  /** A time that the run can hold. */
  private OptionalLong time(Expr expr) {
    return bounded(scope, expr, longestNs);
  }

  /** A constant duration that is not negative and not longer than the run; empty after a diagnostic. */
  static OptionalLong bounded(ObservingScope scope, Expr expr, long longestNs) {
    OptionalLong ns = scope.durationNs(expr);
    if (ns.isEmpty()) {
      return ns;
    }
    if (ns.getAsLong() < 0) {
      scope.diagnostics()
          .add(Diagnostic.error(Code.OUT_OF_RANGE, expr.span(), "a time is not negative"));
      return OptionalLong.empty();
    }
    if (ns.getAsLong() > longestNs) {
      scope.diagnostics()
          .add(
              Diagnostic.error(
                      Code.WINDOW_TOO_LONG,
                      expr.span(),
                      "the run cannot hold " + Phrases.time(ns.getAsLong()))
                  .label("the run ends at " + Phrases.time(longestNs) + " at the latest")
                  .help("run longer, or shorten this; what lies behind the end could never be judged"));
      return OptionalLong.empty();
    }
    return ns;
  }
}
