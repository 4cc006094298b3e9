// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.TimeClause;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds expectations. A form is empty where it is beyond use, which has then been said. */
final class ExpectationBuilder extends NxsParserBaseVisitor<Optional<Expectation.Form>> {
  private final Places places;
  private final Faults faults;
  private final ExprBuilder exprs;
  private final EventBuilder events;
  private final ClauseBuilder clauses;

  ExpectationBuilder(Places places, Faults faults, ExprBuilder exprs) {
    this.places = places;
    this.faults = faults;
    this.exprs = exprs;
    this.events = exprs.events();
    this.clauses = new ClauseBuilder(places, faults, exprs);
  }

  List<Expectation> items(NxsParser.ExpectBodyContext context) {
    List<Expectation> items = new ArrayList<>(context.items.size());
    for (NxsParser.ExpectationContext item : context.items) {
      if (item.exception == null) {
        if (isPhaseEdge(item.form())) {
          misplacedEdge(item.form());
        } else {
          add(item, items);
        }
      }
    }
    return items;
  }

  private void add(NxsParser.ExpectationContext context, List<Expectation> items) {
    Expr.StringLit title = context.title == null ? null : exprs.string(context.title);
    Expectation.Form form = visit(context.form()).orElse(null);
    Expr condition = null;
    Expr.StringLit xfail = null;
    for (NxsParser.ExtraContext extra : context.extra()) {
      boolean conditional = extra.expr() != null;
      if (conditional ? condition != null : xfail != null) {
        faults.add(
            Diagnostic.error(
                Code.UNEXPECTED_WORD,
                places.of(extra),
                "an expectation has one `" + extra.getStart().getText() + "`"));
      } else if (conditional) {
        condition = exprs.expr(extra.expr());
      } else {
        xfail = exprs.string(extra.string());
      }
    }
    if (form != null) {
      Span last = context.extra().isEmpty() ? form.span() : places.of(context.extra(context.extra().size() - 1));
      items.add(new Expectation(title, form, condition, xfail, places.between(context.getStart(), last)));
    }
  }

  private static boolean isPhaseEdge(NxsParser.FormContext form) {
    return form instanceof NxsParser.PhaseStartContext || form instanceof NxsParser.PhaseEndContext;
  }

  private void misplacedEdge(NxsParser.FormContext form) {
    String word = form.getStart().getText();
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_WORD, places.of(form.getStart()), "`" + word + "` stands in a phase alone")
            .help("write `phase name { start EVENT; end EVENT; … }`"));
  }

  @Override
  public Optional<Expectation.Form> visitNever(NxsParser.NeverContext context) {
    Condition subject = events.condition(context.condition());
    return Optional.of(new Expectation.Never(subject, clauses.all(context.clause(), "never"), places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitExactly(NxsParser.ExactlyContext context) {
    return count(
        Expectation.Count.Kind.EXACTLY,
        exprs.expr(context.count),
        context.condition(),
        context.clause(),
        places.of(context));
  }

  @Override
  public Optional<Expectation.Form> visitBounded(NxsParser.BoundedContext context) {
    boolean least = context.kind.getType() == NxsParser.LEAST;
    return count(
        least ? Expectation.Count.Kind.AT_LEAST : Expectation.Count.Kind.AT_MOST,
        exprs.expr(context.count),
        context.condition(),
        context.clause(),
        places.of(context));
  }

  @Override
  public Optional<Expectation.Form> visitOnce(NxsParser.OnceContext context) {
    return count(Expectation.Count.Kind.ONCE, null, context.condition(), context.clause(), places.of(context));
  }

  private Optional<Expectation.Form> count(
      Expectation.Count.Kind kind,
      @Nullable Expr number,
      NxsParser.ConditionContext subject,
      List<NxsParser.ClauseContext> parts,
      Span span) {
    EventPattern event = events.event(subject);
    Expr window = clauses.window(parts);
    List<TimeClause> times = clauses.times(parts);
    return event == null
        ? Optional.empty()
        : Optional.of(new Expectation.Count(kind, number, event, times, window, span));
  }

  @Override
  public Optional<Expectation.Form> visitOrder(NxsParser.OrderContext context) {
    Expr within = clauses.within(context.clause(), "order");
    boolean strict = context.STRICT() != null;
    return Optional.of(new Expectation.Order(strict, group(context.group()), within, places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitAnyGroup(NxsParser.AnyGroupContext context) {
    Expectation.Group.Kind kind =
        switch (context.kind.getType()) {
          case NxsParser.ALL -> Expectation.Group.Kind.ALL;
          case NxsParser.ANY -> Expectation.Group.Kind.ANY;
          default -> Expectation.Group.Kind.EXCLUSIVE;
        };
    return Optional.of(new Expectation.Group(kind, group(context.group()), places.of(context)));
  }

  private List<EventPattern> group(NxsParser.GroupContext context) {
    List<EventPattern> group = new ArrayList<>(context.items.size());
    for (NxsParser.GroupItemContext item : context.items) {
      EventPattern event = item.exception == null ? events.event(item.condition()) : null;
      if (event != null) {
        group.add(event);
      }
    }
    return group;
  }

  @Override
  public Optional<Expectation.Form> visitWhenever(NxsParser.WheneverContext context) {
    return context.required == null ? wheneverThen(context) : wheneverRequire(context);
  }

  private Optional<Expectation.Form> wheneverThen(NxsParser.WheneverContext context) {
    Condition trigger = events.condition(context.trigger);
    Condition response = events.condition(context.response);
    Expr within = null;
    Expectation.WheneverThen.Join join = null;
    for (NxsParser.AnswerContext answer : context.answer()) {
      boolean time = answer.expr() != null;
      if (time ? within != null : join != null) {
        faults.add(
            Diagnostic.error(
                Code.UNEXPECTED_WORD,
                places.of(answer),
                time ? "`then` has one `within`" : "`then` has one `… the same …`"));
      } else if (time) {
        within = exprs.expr(answer.expr());
      } else {
        join = join(answer);
      }
    }
    return Optional.of(new Expectation.WheneverThen(trigger, response, within, join, places.of(context)));
  }

  private Expectation.WheneverThen.Join join(NxsParser.AnswerContext context) {
    Expectation.WheneverThen.Join.Kind kind =
        context.hart != null
            ? Expectation.WheneverThen.Join.Kind.HART
            : context.task != null
                ? Expectation.WheneverThen.Join.Kind.TASK
                : Expectation.WheneverThen.Join.Kind.CAPTURE;
    Name capture = context.name() == null ? null : places.name(context.name());
    return new Expectation.WheneverThen.Join(kind, capture, places.of(context));
  }

  private Optional<Expectation.Form> wheneverRequire(NxsParser.WheneverContext context) {
    EventPattern trigger = events.event(context.trigger);
    EventPattern required = events.event(context.required);
    return trigger == null || required == null
        ? Optional.empty()
        : Optional.of(new Expectation.WheneverRequire(trigger, required, places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitAlways(NxsParser.AlwaysContext context) {
    Expr state = exprs.expr(context.expr());
    return Optional.of(new Expectation.Always(state, clauses.all(context.clause(), "always"), places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitEventually(NxsParser.EventuallyContext context) {
    Expr state = exprs.expr(context.expr());
    Expr within = clauses.within(context.clause(), "eventually");
    return Optional.of(new Expectation.Eventually(state, within, places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitFinallyHolds(NxsParser.FinallyHoldsContext context) {
    return Optional.of(new Expectation.Finally(exprs.expr(context.expr()), places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitStable(NxsParser.StableContext context) {
    Expr duration = exprs.expr(context.duration);
    return Optional.of(new Expectation.Stable(exprs.expr(context.state), duration, places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitAbsence(NxsParser.AbsenceContext context) {
    NxsParser.FaultContext fault = context.fault();
    Expectation.Absence.Kind kind =
        switch (fault.getStart().getType()) {
          case NxsParser.STARVATION -> Expectation.Absence.Kind.STARVATION;
          case NxsParser.DEADLOCK -> Expectation.Absence.Kind.DEADLOCK;
          case NxsParser.PRIORITY -> Expectation.Absence.Kind.PRIORITY_INVERSION;
          default -> Expectation.Absence.Kind.LOST_WAKEUP;
        };
    boolean bounded =
        kind == Expectation.Absence.Kind.STARVATION || kind == Expectation.Absence.Kind.PRIORITY_INVERSION;
    String what = places.of(fault).text();
    if (bounded && context.over == null) {
      faults.add(
          Diagnostic.error(Code.MISSING_EXPRESSION, places.of(fault), "`no " + what + "` needs a bound")
              .help("write `no " + what + " over 50ms`"));
    } else if (!bounded && context.over != null) {
      faults.add(Diagnostic.error(Code.UNEXPECTED_WORD, places.of(context.over), "`no " + what + "` has no bound"));
    }
    if (kind != Expectation.Absence.Kind.STARVATION && context.of != null) {
      faults.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, places.of(context.of), "`no " + what + "` speaks of all tasks"));
    }
    return Optional.of(new Expectation.Absence(
        kind, exprs.optional(context.over), exprs.optional(context.of), places.of(context)));
  }

  @Override
  public Optional<Expectation.Form> visitComplete(NxsParser.CompleteContext context) {
    Expr family = exprs.operand(context.family);
    List<Expr> allowed = exprs.exprs(context.allowed);
    if (family instanceof Expr.PatternLit pattern && pattern.kind() == Expr.PatternLit.Kind.REGEX) {
      return Optional.of(new Expectation.Complete(pattern, allowed, places.of(context)));
    }
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_WORD, family.span(), "`complete` names a family of lines by a pattern")
            .help("write `complete r\"^NAME:\"`"));
    return Optional.empty();
  }

  @Override
  public Optional<Expectation.Form> visitPhase(NxsParser.PhaseContext context) {
    EventPattern start = null;
    EventPattern end = null;
    List<Expectation> items = new ArrayList<>();
    for (NxsParser.ExpectationContext item : context.expectBody().items) {
      if (item.exception != null) {
        continue;
      }
      if (item.form() instanceof NxsParser.PhaseStartContext edge) {
        start = edge(edge.START().getSymbol(), edge.condition(), start);
      } else if (item.form() instanceof NxsParser.PhaseEndContext edge) {
        end = edge(edge.END().getSymbol(), edge.condition(), end);
      } else {
        add(item, items);
      }
    }
    return Optional.of(new Expectation.Phase(places.name(context.name()), start, end, items, places.of(context)));
  }

  private @Nullable EventPattern edge(
      Token word, NxsParser.ConditionContext context, @Nullable EventPattern earlier) {
    if (earlier != null) {
      faults.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, places.of(word), "a phase has one `" + word.getText() + "`")
              .also(earlier.span(), "this one"));
      return earlier;
    }
    return events.event(context);
  }

  @Override
  public Optional<Expectation.Form> visitOccurs(NxsParser.OccursContext context) {
    if (context.other != null) {
      return iff(context);
    }
    Condition subject = events.condition(context.subject);
    List<NxsParser.ClauseContext> parts = context.clause();
    if (parts.isEmpty() && subject instanceof Condition.State state) {
      return Optional.of(new Expectation.Holds(state.expr(), places.of(context)));
    }
    return Optional.of(new Expectation.Occurs(subject, clauses.all(parts, "an event"), places.of(context)));
  }

  private Optional<Expectation.Form> iff(NxsParser.OccursContext context) {
    EventPattern left = events.event(context.subject);
    EventPattern right = events.event(context.other);
    return left == null || right == null
        ? Optional.empty()
        : Optional.of(new Expectation.Iff(left, right, places.of(context)));
  }
}
