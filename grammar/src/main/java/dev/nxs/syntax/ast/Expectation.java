// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of an {@code expect} block: a form with its optional name, condition and expected failure.
 *
 * @param name null where the item has none: {@code "audio is never late": …}
 * @param condition null where the item always counts: {@code … if harts >= 2}
 * @param xfail null where the item is expected to pass: {@code … xfail "why"}
 */
public record Expectation(
    Expr.@Nullable StringLit name,
    Form form,
    @Nullable Expr condition,
    Expr.@Nullable StringLit xfail,
    Span span)
    implements Node {

  /** What must hold. */
  public sealed interface Form extends Node {
    <R> R accept(Visitor<R> visitor);
  }

  /** {@code EVENT clauses}, or {@code STATE clauses} with at least one clause: its first occurrence lies there. */
  public record Occurs(Condition subject, List<TimeClause> clauses, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.occurs(this);
    }
  }

  /** {@code never EVENT clauses}. */
  public record Never(Condition subject, List<TimeClause> clauses, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.never(this);
    }
  }

  /**
   * {@code exactly 3 of EVENT}, {@code at least 2 of}, {@code at most 5 of … every 100ms}, {@code once EVENT}.
   *
   * @param count null for {@code once}
   * @param window the length of the windows of {@code every}, null: the whole run
   */
  public record Count(
      Count.Kind kind,
      @Nullable Expr count,
      EventPattern event,
      List<TimeClause> clauses,
      @Nullable Expr window,
      Span span)
      implements Form {
    /** How the number of occurrences is compared. */
    public enum Kind {
      EXACTLY,
      AT_LEAST,
      AT_MOST,
      ONCE
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.count(this);
    }
  }

  /**
   * {@code order { EVENT; EVENT } within 50ms}, {@code order strict { … }}.
   *
   * @param within null: without a bound
   */
  public record Order(boolean strict, List<EventPattern> events, @Nullable Expr within, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.order(this);
    }
  }

  /** {@code all { … }}, {@code any { … }}, {@code exclusive { … }}. */
  public record Group(Group.Kind kind, List<EventPattern> events, Span span) implements Form {
    /** How the events of a group are joined. */
    public enum Kind {
      ALL,
      ANY,
      EXCLUSIVE
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.group(this);
    }
  }

  /**
   * {@code whenever A then B within 10ms on the same hart}.
   *
   * @param within null: without a bound
   * @param join null: any B answers any A
   */
  public record WheneverThen(
      Condition trigger, Condition response, @Nullable Expr within, @Nullable Join join, Span span) implements Form {
    /** What trigger and response share; {@code capture} is the captured name of {@code with the same NAME}. */
    public record Join(Join.Kind kind, @Nullable Name capture, Span span) implements Node {
      /** What is compared. */
      public enum Kind {
        HART,
        TASK,
        CAPTURE
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.wheneverThen(this);
    }
  }

  /** {@code whenever A require B before}. */
  public record WheneverRequire(EventPattern trigger, EventPattern required, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.wheneverRequire(this);
    }
  }

  /** {@code A iff B}. */
  public record Iff(EventPattern left, EventPattern right, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.iff(this);
    }
  }

  /** {@code always STATE clauses}. */
  public record Always(Expr state, List<TimeClause> clauses, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.always(this);
    }
  }

  /**
   * {@code eventually STATE within 5ms}.
   *
   * @param within null: by the end of the run
   */
  public record Eventually(Expr state, @Nullable Expr within, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.eventually(this);
    }
  }

  /** {@code finally STATE}. */
  public record Finally(Expr state, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.finallyHolds(this);
    }
  }

  /** {@code stable STATE for 5ms}. */
  public record Stable(Expr state, Expr duration, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stable(this);
    }
  }

  /**
   * {@code no starvation over 50ms of LIST}, {@code no deadlock}, {@code no priority inversion over 1ms},
   * {@code no lost wakeup}.
   *
   * @param over the bound, null for the two that have none
   * @param of the tasks, null: all
   */
  public record Absence(Absence.Kind kind, @Nullable Expr over, @Nullable Expr of, Span span) implements Form {
    /** What must not be. */
    public enum Kind {
      STARVATION,
      DEADLOCK,
      PRIORITY_INVERSION,
      LOST_WAKEUP
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.absence(this);
    }
  }

  /** {@code complete r"^SELFTEST:" allow …}: every line of the family is named by some expectation. */
  public record Complete(Expr.PatternLit family, List<Expr> allowed, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.complete(this);
    }
  }

  /** {@code EXPRESSION}: true at the end. */
  public record Holds(Expr expr, Span span) implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.holds(this);
    }
  }

  /**
   * {@code phase bringup { start EVENT; end EVENT; … }}.
   *
   * @param start null: from the start of the run, or the end of the phase before
   * @param end null: to the end of the run
   */
  public record Phase(
      Name name, @Nullable EventPattern start, @Nullable EventPattern end, List<Expectation> items, Span span)
      implements Form {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.phase(this);
    }
  }

  /** One method for each form. */
  public interface Visitor<R> {
    R occurs(Occurs form);

    R never(Never form);

    R count(Count form);

    R order(Order form);

    R group(Group form);

    R wheneverThen(WheneverThen form);

    R wheneverRequire(WheneverRequire form);

    R iff(Iff form);

    R always(Always form);

    R eventually(Eventually form);

    R finallyHolds(Finally form);

    R stable(Stable form);

    R absence(Absence form);

    R complete(Complete form);

    R holds(Holds form);

    R phase(Phase form);
  }
}
