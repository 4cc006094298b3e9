// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may stand in a scenario. */
public sealed interface ScenarioItem extends Node
    permits LetDecl,
        MachineDecl,
        ScenarioItem.Param,
        ScenarioItem.Sweep,
        ScenarioItem.Service,
        ScenarioItem.ObjectDecl,
        ScenarioItem.Task,
        ScenarioItem.Timer,
        ScenarioItem.At,
        ScenarioItem.Every,
        ScenarioItem.When,
        ScenarioItem.Run,
        ScenarioItem.Explore,
        ScenarioItem.ExpectBlock,
        ScenarioItem.ExpectUse {
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code param harts: int = 2}.
   *
   * @param type null where it follows from the value
   * @param value null where the caller must give one
   */
  record Param(Name name, @Nullable TypeRef type, @Nullable Expr value, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.param(this);
    }
  }

  /** {@code sweep a in [x, y], b in 1..=20}. */
  record Sweep(List<Axis> axes, Span span) implements ScenarioItem {
    /** One swept name with its values. */
    public record Axis(Name name, Expr values, Span span) implements Node {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sweep(this);
    }
  }

  /** {@code service timed(cap: 64)}. */
  record Service(Name name, List<Argument> arguments, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.service(this);
    }
  }

  /** {@code endpoint requests(depth: 8)}, {@code mutex m}, {@code event ready}, {@code barrier gate(parties: 3)}. */
  record ObjectDecl(Kind kind, Name name, List<Argument> arguments, Span span) implements ScenarioItem {
    /** What is declared. */
    public enum Kind {
      ENDPOINT,
      MUTEX,
      EVENT,
      BARRIER
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.object(this);
    }
  }

  /**
   * {@code task ui[3](qos: idle) { … }} or {@code task ui = worker(5ms)}.
   *
   * @param count null for a single task
   * @param body null where a program is named
   * @param program null where there is a body
   */
  record Task(
      Name name,
      @Nullable Expr count,
      List<Argument> arguments,
      @Nullable Block body,
      Expr.@Nullable Call program,
      Span span)
      implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.task(this);
    }
  }

  /** {@code timer beat(every: 5ms, owner: audio) { … }}. */
  record Timer(Name name, List<Argument> arguments, Block body, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.timer(this);
    }
  }

  /** {@code at 5ms { … }}. */
  record At(Expr time, Block body, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.at(this);
    }
  }

  /**
   * {@code every 10ms from 5ms until 95ms { … }}.
   *
   * @param from null: from the first period on
   * @param until null: to the end of the run
   */
  record Every(Expr period, @Nullable Expr from, @Nullable Expr until, Block body, Span span)
      implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.every(this);
    }
  }

  /** {@code when marker "ready" { … }}; {@code when once} acts at the first occurrence alone. */
  record When(boolean once, Condition condition, Block body, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.when(this);
    }
  }

  /**
   * {@code run for 200ms}, {@code run until marker "done" timeout 1s}; exactly one of the first two is given.
   *
   * @param duration how long to run, null where a condition ends the run
   * @param until what ends the run, null where a duration does
   * @param timeout when a condition that did not come has failed, null for none
   */
  record Run(@Nullable Expr duration, @Nullable Condition until, @Nullable Expr timeout, Span span)
      implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.run(this);
    }
  }

  /** {@code explore(order: true)}. */
  record Explore(List<Argument> arguments, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.explore(this);
    }
  }

  /** {@code expect { … }}. */
  record ExpectBlock(List<Expectation> items, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.expectBlock(this);
    }
  }

  /** {@code expect boot}: the named set belongs to this scenario, too. */
  record ExpectUse(Name name, Span span) implements ScenarioItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.expectUse(this);
    }
  }

  /** One method for each kind of item. */
  interface Visitor<R> {
    R let(LetDecl item);

    R machine(MachineDecl item);

    R param(Param item);

    R sweep(Sweep item);

    R service(Service item);

    R object(ObjectDecl item);

    R task(Task item);

    R timer(Timer item);

    R at(At item);

    R every(Every item);

    R when(When item);

    R run(Run item);

    R explore(Explore item);

    R expectBlock(ExpectBlock item);

    R expectUse(ExpectUse item);
  }
}
