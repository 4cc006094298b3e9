// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.EventPattern.Marker.Match;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Builds events, and tells them from states: an event begins with {@code marker} or {@code audit}, or is a call of a
 * name that stands for an event of the machine. All else is a state.
 */
final class EventBuilder {
  private static final Set<String> KINDS =
      Set.of("dispatch", "preempt", "wake", "block", "exit", "migrate", "expire", "steal", "ipi", "syscall", "fails");

  private static final Set<String> WITH_TEXT = Set.of("marker", "audit");

  private final ExprBuilder exprs;
  private final Places places;
  private final Faults faults;

  EventBuilder(ExprBuilder exprs, Places places, Faults faults) {
    this.exprs = exprs;
    this.places = places;
    this.faults = faults;
  }

  Condition condition(NxsParser.ConditionContext context) {
    Expr subject = exprs.expr(context.expr());
    EventPattern.Atom atom = atom(subject);
    if (atom != null) {
      return new Condition.Event(narrow(atom, context.narrowings, places.of(context)));
    }
    if (subject instanceof Expr.NameExpr name && WITH_TEXT.contains(name.name())) {
      faults.add(
          Diagnostic.error(Code.UNEXPECTED_WORD, name.span(), "`" + name.name() + "` names no text")
              .help("write `" + name.name() + " \"…\"`, or a pattern as in `" + name.name() + " r\"…\"`"));
    } else if (!context.narrowings.isEmpty()) {
      NxsParser.NarrowingContext first = context.narrowings.get(0);
      faults.add(
          Diagnostic.error(
                  Code.NOT_AN_EVENT, subject.span(), "`" + first.getStart().getText() + "` narrows an event")
              .label("this is a state")
              .also(places.of(first), "so this cannot follow it"));
    }
    return new Condition.State(subject);
  }

  /** The event that must stand at a place; null, after saying so, where there is none. */
  @Nullable EventPattern event(NxsParser.ConditionContext context) {
    Condition condition = condition(context);
    if (condition instanceof Condition.Event event) {
      return event.event();
    }
    notAnEvent(condition.span());
    return null;
  }

  /** An end of {@code between}. */
  @Nullable EventPattern event(NxsParser.BoundContext context) {
    Expr subject = exprs.operand(context.operand(0));
    EventPattern.Atom atom = atom(subject);
    if (atom == null) {
      notAnEvent(subject.span());
      return null;
    }
    Expr where = null;
    if (context.where != null) {
      where = exprs.operators(context.where.operands, context.where.ops);
    }
    Expr hart = context.hart == null ? null : exprs.operand(context.hart);
    Expr task = context.task == null ? null : exprs.operand(context.task);
    return new EventPattern(atom, hart, task, where, places.of(context));
  }

  private void notAnEvent(Span span) {
    faults.add(
        Diagnostic.error(Code.NOT_AN_EVENT, span, "an event must stand here")
            .note("an event is `marker \"…\"`, `audit r\"…\"`, or one of the machine such as `wake(t)` or `exit(t)`"));
  }

  private EventPattern narrow(EventPattern.Atom atom, List<NxsParser.NarrowingContext> narrowings, Span span) {
    Expr hart = null;
    Expr task = null;
    Expr where = null;
    for (NxsParser.NarrowingContext narrowing : narrowings) {
      boolean twice =
          (narrowing.hart != null && hart != null)
              || (narrowing.task != null && task != null)
              || (narrowing.where != null && where != null);
      if (twice) {
        String word = narrowing.getStart().getText();
        faults.add(
            Diagnostic.error(Code.UNEXPECTED_WORD, places.of(narrowing), "an event has one `" + word + "`")
                .help("where".equals(word) ? "join conditions with `and`" : null));
      } else if (narrowing.hart != null) {
        hart = exprs.operand(narrowing.hart);
      } else if (narrowing.task != null) {
        task = exprs.operand(narrowing.task);
      } else {
        where = exprs.expr(narrowing.where);
      }
    }
    return new EventPattern(atom, hart, task, where, span);
  }

  private static EventPattern.@Nullable Atom atom(Expr expr) {
    if (expr instanceof Expr.EventExpr event) {
      return event.event().atom();
    }
    if (expr instanceof Expr.Call call && call.callee() instanceof Expr.NameExpr name && KINDS.contains(name.name())) {
      return new EventPattern.Kernel(new Name(name.name(), name.span()), call.arguments(), call.span());
    }
    return null;
  }

  /** {@code marker …} and {@code audit …}, not narrowed yet. */
  EventPattern line(NxsParser.EventContext context) {
    Span span = places.of(context);
    Match match = match(context);
    Expr text = text(context);
    if (context.match != null && context.pattern != null) {
      faults.add(
          Diagnostic.error(
              Code.UNEXPECTED_WORD, places.of(context.match), "`" + context.match.getText() + "` takes plain text"));
    }
    EventPattern.Atom atom =
        context.kind.getType() == NxsParser.MARKER
            ? new EventPattern.Marker(match, text, span)
            : new EventPattern.Audit(match, text, span);
    return new EventPattern(atom, null, null, null, span);
  }

  private static Match match(NxsParser.EventContext context) {
    if (context.pattern != null) {
      return context.pattern.getText().charAt(0) == 'p' ? Match.TEMPLATE : Match.REGEX;
    }
    if (context.match == null) {
      return Match.EXACT;
    }
    return context.match.getType() == NxsParser.CONTAINS ? Match.CONTAINS : Match.STARTS;
  }

  private Expr text(NxsParser.EventContext context) {
    if (context.pattern != null) {
      return exprs.pattern(context.pattern);
    }
    Token variable = context.variable;
    return variable != null
        ? new Expr.NameExpr(variable.getText(), places.of(variable))
        : exprs.string(context.string());
  }
}
