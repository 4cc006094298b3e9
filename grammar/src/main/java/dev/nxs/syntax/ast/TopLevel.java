// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may stand at the top level of a file. */
public sealed interface TopLevel extends Node
    permits LetDecl,
        MachineDecl,
        TopLevel.Import,
        TopLevel.Function,
        TopLevel.Program,
        TopLevel.ExpectSet,
        TopLevel.Log,
        TopLevel.Scenario {
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code import "lib/workloads.nxs" as w}.
   *
   * @param alias null where the names become visible as they are
   */
  record Import(Expr.StringLit path, @Nullable Name alias, Span span) implements TopLevel {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.importFile(this);
    }
  }

  /**
   * {@code fn name(a: int): int = expression} or with a block.
   *
   * @param result null where the function gives nothing
   * @param expression the body of the short form, null where there is a block
   * @param block the body of the long form, null where there is an expression
   */
  record Function(
      Name name,
      List<Parameter> parameters,
      @Nullable TypeRef result,
      @Nullable Expr expression,
      @Nullable Block block,
      Span span)
      implements TopLevel {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.function(this);
    }
  }

  /** {@code program name(a: int) { … }}. */
  record Program(Name name, List<Parameter> parameters, Block body, Span span) implements TopLevel {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.program(this);
    }
  }

  /** {@code expect boot { … }}. */
  record ExpectSet(Name name, List<Expectation> items, Span span) implements TopLevel {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.expectSet(this);
    }
  }

  /** {@code log qemu { prefix "…"; hart r"…" }}. */
  record Log(Name name, List<Rule> rules, Span span) implements TopLevel {
    /** One rule: its keyword and what follows it. */
    public record Rule(Name keyword, Expr value, Span span) implements Node {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.log(this);
    }
  }

  /** {@code scenario "title" (tags: [smoke]) { … }}. */
  record Scenario(Expr.StringLit title, List<Argument> arguments, List<ScenarioItem> items, Span span)
      implements TopLevel {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scenario(this);
    }
  }

  /** One method for each kind of item. */
  interface Visitor<R> {
    R let(LetDecl item);

    R machine(MachineDecl item);

    R importFile(Import item);

    R function(Function item);

    R program(Program item);

    R expectSet(ExpectSet item);

    R log(Log item);

    R scenario(Scenario item);
  }
}
