// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TypeRef;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the items of a scenario. */
final class ScenarioBuilder extends NxsParserBaseVisitor<ScenarioItem> {
  private final Places places;
  private final Faults faults;
  private final ExprBuilder exprs;
  private final StmtBuilder statements;
  private final ExpectationBuilder expectations;

  ScenarioBuilder(
      Places places, Faults faults, ExprBuilder exprs, StmtBuilder statements, ExpectationBuilder expectations) {
    this.places = places;
    this.faults = faults;
    this.exprs = exprs;
    this.statements = statements;
    this.expectations = expectations;
  }

  List<ScenarioItem> items(NxsParser.ScenarioBodyContext context) {
    List<ScenarioItem> items = new ArrayList<>(context.items.size());
    for (NxsParser.ScenarioItemContext item : context.items) {
      if (item.exception == null) {
        items.add(visit(item.scenarioDecl()));
      }
    }
    return items;
  }

  MachineDecl machine(NxsParser.MachineContext context) {
    Name name = context.dotted() == null ? null : places.dotted(context.dotted());
    return new MachineDecl(name, exprs.arguments(context.arguments()), places.of(context));
  }

  TypeRef type(NxsParser.TypeContext context) {
    List<TypeRef> arguments = new ArrayList<>(context.args.size());
    if (context.name() == null) {
      List<Name> fields = new ArrayList<>(context.fields.size());
      for (NxsParser.TypedFieldContext field : context.fields) {
        fields.add(places.name(field.word()));
        arguments.add(type(field.type()));
      }
      return new TypeRef("record", arguments, fields, places.of(context));
    }
    for (NxsParser.TypeContext argument : context.args) {
      arguments.add(type(argument));
    }
    return new TypeRef(context.name().getStart().getText(), arguments, List.of(), places.of(context));
  }

  @Nullable TypeRef optionalType(NxsParser.@Nullable TypeContext context) {
    return context == null ? null : type(context);
  }

  @Override
  public ScenarioItem visitScenarioLet(NxsParser.ScenarioLetContext context) {
    return statements.let(context.let());
  }

  @Override
  public ScenarioItem visitScenarioMachine(NxsParser.ScenarioMachineContext context) {
    return machine(context.machine());
  }

  @Override
  public ScenarioItem visitParam(NxsParser.ParamContext context) {
    return new ScenarioItem.Param(
        places.name(context.name()),
        optionalType(context.type()),
        exprs.optional(context.expr()),
        places.of(context));
  }

  @Override
  public ScenarioItem visitSweep(NxsParser.SweepContext context) {
    List<ScenarioItem.Sweep.Axis> axes = new ArrayList<>(context.axes.size());
    for (NxsParser.AxisContext axis : context.axes) {
      axes.add(new ScenarioItem.Sweep.Axis(places.name(axis.name()), exprs.expr(axis.expr()), places.of(axis)));
    }
    return new ScenarioItem.Sweep(axes, places.of(context));
  }

  @Override
  public ScenarioItem visitService(NxsParser.ServiceContext context) {
    return new ScenarioItem.Service(
        places.name(context.name()), exprs.arguments(context.arguments()), places.of(context));
  }

  @Override
  public ScenarioItem visitObject(NxsParser.ObjectContext context) {
    ScenarioItem.ObjectDecl.Kind kind =
        switch (context.kind.getType()) {
          case NxsParser.ENDPOINT -> ScenarioItem.ObjectDecl.Kind.ENDPOINT;
          case NxsParser.MUTEX -> ScenarioItem.ObjectDecl.Kind.MUTEX;
          case NxsParser.EVENT -> ScenarioItem.ObjectDecl.Kind.EVENT;
          default -> ScenarioItem.ObjectDecl.Kind.BARRIER;
        };
    return new ScenarioItem.ObjectDecl(
        kind, places.name(context.name()), exprs.arguments(context.arguments()), places.of(context));
  }

  @Override
  public ScenarioItem visitTask(NxsParser.TaskContext context) {
    Expr.Call program = context.body == null ? null : program(exprs.expr(context.body));
    Block body = program == null ? taskBody(context) : null;
    return new ScenarioItem.Task(
        places.name(context.name()),
        exprs.optional(context.count),
        exprs.arguments(context.arguments()),
        body,
        program,
        places.of(context));
  }

  private Block taskBody(NxsParser.TaskContext context) {
    if (context.body != null) {
      return new Block(List.of(), places.of(context.body)); // what stands there is no program, which has been said
    }
    return statements.requireBlock(context.block(), context, "a task");
  }

  private Expr.@Nullable Call program(Expr expr) {
    if (expr instanceof Expr.Call call) {
      return call;
    }
    Diagnostic.Builder fault =
        Diagnostic.error(Code.UNEXPECTED_WORD, expr.span(), "a task is a block or the call of a program");
    faults.add(expr instanceof Expr.NameExpr name ? fault.help("write `" + name.name() + "()`") : fault);
    return null;
  }

  @Override
  public ScenarioItem visitTimer(NxsParser.TimerContext context) {
    return new ScenarioItem.Timer(
        places.name(context.name()),
        exprs.arguments(context.arguments()),
        statements.requireBlock(context.block(), context, "a timer"),
        places.of(context));
  }

  @Override
  public ScenarioItem visitAt(NxsParser.AtContext context) {
    Block body = statements.requireBlock(context.block(), context, "`at`");
    return new ScenarioItem.At(exprs.expr(context.expr()), body, places.of(context));
  }

  @Override
  public ScenarioItem visitEvery(NxsParser.EveryContext context) {
    return new ScenarioItem.Every(
        exprs.expr(context.period),
        exprs.optional(context.first),
        exprs.optional(context.last),
        statements.requireBlock(context.block(), context, "`every`"),
        places.of(context));
  }

  @Override
  public ScenarioItem visitWhen(NxsParser.WhenContext context) {
    Condition condition = exprs.events().condition(context.condition());
    Block body = statements.requireBlock(context.block(), context, "`when`");
    return new ScenarioItem.When(context.ONCE() != null, condition, body, places.of(context));
  }

  @Override
  public ScenarioItem visitRun(NxsParser.RunContext context) {
    Condition until = context.condition() == null ? null : exprs.events().condition(context.condition());
    return new ScenarioItem.Run(
        exprs.optional(context.duration), until, exprs.optional(context.timeout), places.of(context));
  }

  @Override
  public ScenarioItem visitExplore(NxsParser.ExploreContext context) {
    return new ScenarioItem.Explore(exprs.arguments(context.arguments()), places.of(context));
  }

  @Override
  public ScenarioItem visitExpect(NxsParser.ExpectContext context) {
    if (context.expectBody() == null) {
      return new ScenarioItem.ExpectUse(places.dotted(context.dotted()), places.of(context));
    }
    return new ScenarioItem.ExpectBlock(expectations.items(context.expectBody()), places.of(context));
  }
}
