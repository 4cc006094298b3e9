// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TimeClause;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Builds the clauses that say where in a run an expectation looks; the grammar lets any form have any clause. */
final class ClauseBuilder {
  private final Places places;
  private final Faults faults;
  private final ExprBuilder exprs;
  private final EventBuilder events;

  ClauseBuilder(Places places, Faults faults, ExprBuilder exprs) {
    this.places = places;
    this.faults = faults;
    this.exprs = exprs;
    this.events = exprs.events();
  }

  /** The clauses of a form that counts nothing and so has no use for {@code every}. */
  List<TimeClause> all(List<NxsParser.ClauseContext> contexts, String form) {
    for (NxsParser.ClauseContext context : contexts) {
      if (context.keyword.getType() == NxsParser.EVERY) {
        misplaced(context, form);
      }
    }
    return times(contexts);
  }

  /** The clauses but for {@code every}. */
  List<TimeClause> times(List<NxsParser.ClauseContext> contexts) {
    List<TimeClause> clauses = new ArrayList<>(contexts.size());
    for (NxsParser.ClauseContext context : contexts) {
      TimeClause clause = clause(context);
      if (clause != null) {
        append(clauses, clause);
      }
    }
    return clauses;
  }

  /** {@code within D after EVENT} is one clause. */
  private static void append(List<TimeClause> clauses, TimeClause clause) {
    int last = clauses.size() - 1;
    boolean joins =
        clause instanceof TimeClause.After after
            && after.anchor().event() != null
            && last >= 0
            && clauses.get(last) instanceof TimeClause.Within within
            && within.after() == null;
    if (!joins) {
      clauses.add(clause);
      return;
    }
    TimeClause.Within within = (TimeClause.Within) clauses.get(last);
    EventPattern event = ((TimeClause.After) clause).anchor().event();
    clauses.set(last, new TimeClause.Within(within.duration(), event, within.span().to(clause.span())));
  }

  /** The length of the windows in which a form counts, null where it counts in the whole run. */
  @Nullable Expr window(List<NxsParser.ClauseContext> contexts) {
    Expr window = null;
    for (NxsParser.ClauseContext context : contexts) {
      if (context.keyword.getType() == NxsParser.EVERY) {
        if (window != null) {
          faults.add(Diagnostic.error(Code.UNEXPECTED_WORD, places.of(context), "a count has one `every`"));
        }
        window = exprs.expr(context.expr());
      }
    }
    return window;
  }

  /** The bound of a form that has no other clause than {@code within}. */
  @Nullable Expr within(List<NxsParser.ClauseContext> contexts, String form) {
    Expr within = null;
    for (NxsParser.ClauseContext context : contexts) {
      if (context.keyword.getType() != NxsParser.WITHIN || within != null) {
        misplaced(context, form);
      } else {
        within = exprs.expr(context.expr());
      }
    }
    return within;
  }

  private void misplaced(NxsParser.ClauseContext context, String form) {
    Token word = context.keyword;
    String subject = form.indexOf(' ') < 0 ? "`" + form + "`" : form;
    Diagnostic.Builder fault =
        Diagnostic.error(Code.UNEXPECTED_WORD, places.of(word), subject + " cannot have `" + word.getText() + "` here");
    if (word.getType() == NxsParser.EVERY) {
      fault.help("`every` belongs to a count: `at most 5 of EVENT every 100ms`");
    } else {
      fault.help("it may have one `within`");
    }
    faults.add(fault);
  }

  private @Nullable TimeClause clause(NxsParser.ClauseContext context) {
    Span span = places.of(context);
    return switch (context.keyword.getType()) {
      case NxsParser.WITHIN -> new TimeClause.Within(exprs.expr(context.expr()), null, span);
      case NxsParser.BY -> new TimeClause.By(exprs.expr(context.expr()), span);
      case NxsParser.AT -> new TimeClause.At(exprs.expr(context.expr()), span);
      case NxsParser.FROM -> new TimeClause.From(exprs.expr(context.expr()), span);
      case NxsParser.AFTER -> new TimeClause.After(anchor(context.condition()), span);
      case NxsParser.BEFORE -> new TimeClause.Before(anchor(context.condition()), span);
      case NxsParser.UNTIL -> new TimeClause.Until(anchor(context.condition()), span);
      case NxsParser.BETWEEN -> between(context, span);
      default -> null; // `every` is no clause of time
    };
  }

  private @Nullable TimeClause between(NxsParser.ClauseContext context, Span span) {
    EventPattern first = events.event(context.first);
    EventPattern second = events.event(context.second);
    return first == null || second == null ? null : new TimeClause.Between(first, second, span);
  }

  private TimeClause.Anchor anchor(NxsParser.ConditionContext context) {
    Condition condition = events.condition(context);
    if (condition instanceof Condition.Event event) {
      return new TimeClause.Anchor(null, event.event(), event.span());
    }
    return new TimeClause.Anchor(((Condition.State) condition).expr(), null, condition.span());
  }
}
