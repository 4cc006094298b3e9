// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.Parameter;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.ast.TypeRef;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a file and what stands at its top level. */
final class FileBuilder extends NxsParserBaseVisitor<TopLevel> {
  private final Places places;
  private final Source source;
  private final Faults faults;
  private final ExprBuilder exprs;
  private final StmtBuilder statements;
  private final ExpectationBuilder expectations;
  private final ScenarioBuilder scenarios;

  FileBuilder(Source source, Faults faults) {
    this.source = source;
    this.faults = faults;
    places = new Places(source);
    exprs = new ExprBuilder(places, faults);
    statements = new StmtBuilder(places, faults, exprs);
    expectations = new ExpectationBuilder(places, faults, exprs);
    scenarios = new ScenarioBuilder(places, faults, exprs, statements, expectations);
  }

  SourceFile file(NxsParser.FileContext context) {
    List<TopLevel> items = new ArrayList<>(context.items.size());
    for (NxsParser.TopItemContext item : context.items) {
      if (item.exception == null) {
        items.add(visit(item.topDecl()));
      }
    }
    return new SourceFile(version(context.version()), items, new Span(source, 0, source.text().length()));
  }

  private Expr.@Nullable IntLit version(NxsParser.@Nullable VersionContext context) {
    if (context == null || context.exception != null) {
      return null;
    }
    if (context.number == null) {
      faults.add(
          Diagnostic.error(Code.MISSING_EXPRESSION, places.of(context.NXS().getSymbol()), "`nxs` names no version")
              .help("write `nxs 1`"));
      return null;
    }
    Expr.IntLit version = exprs.version(context.number);
    if (version.value() != 1) {
      faults.add(
          Diagnostic.error(Code.UNKNOWN_VERSION, version.span(), "there is no version " + context.number.getText())
              .note("this nxs reads version 1 of the language"));
    }
    return version;
  }

  @Override
  public TopLevel visitTopLet(NxsParser.TopLetContext context) {
    return statements.let(context.let());
  }

  @Override
  public TopLevel visitTopMachine(NxsParser.TopMachineContext context) {
    return scenarios.machine(context.machine());
  }

  @Override
  public TopLevel visitImportFile(NxsParser.ImportFileContext context) {
    Name alias = context.name() == null ? null : places.name(context.name());
    return new TopLevel.Import(exprs.string(context.string()), alias, places.of(context));
  }

  @Override
  public TopLevel visitFunction(NxsParser.FunctionContext context) {
    Expr expression = exprs.optional(context.expr());
    Block block = expression == null ? statements.requireBlock(context.block(), context, "a function") : null;
    TypeRef result = scenarios.optionalType(context.type());
    return new TopLevel.Function(
        places.name(context.name()), parameters(context.parameters()), result, expression, block, places.of(context));
  }

  @Override
  public TopLevel visitProgram(NxsParser.ProgramContext context) {
    return new TopLevel.Program(
        places.name(context.name()),
        parameters(context.parameters()),
        statements.requireBlock(context.block(), context, "a program"),
        places.of(context));
  }

  private List<Parameter> parameters(NxsParser.ParametersContext context) {
    List<Parameter> parameters = new ArrayList<>(context.items.size());
    for (NxsParser.ParameterContext item : context.items) {
      Name name = places.name(item.name());
      if (item.type() == null) {
        faults.add(
            Diagnostic.error(Code.UNEXPECTED_WORD, name.span(), "parameter `" + name.text() + "` names no type")
                .help("write `" + name.text() + ": int`, or whichever type it has"));
      } else {
        parameters.add(new Parameter(name, scenarios.type(item.type()), places.of(item)));
      }
    }
    return parameters;
  }

  @Override
  public TopLevel visitExpectSet(NxsParser.ExpectSetContext context) {
    List<Expectation> items = List.of();
    if (context.expectBody() == null) {
      statements.reportMissingBlock(context, "a set of expectations");
    } else {
      items = expectations.items(context.expectBody());
    }
    return new TopLevel.ExpectSet(places.name(context.name()), items, places.of(context));
  }

  @Override
  public TopLevel visitLog(NxsParser.LogContext context) {
    List<TopLevel.Log.Rule> rules = new ArrayList<>();
    if (context.logBody() == null) {
      statements.reportMissingBlock(context, "the description of a log");
    } else {
      for (NxsParser.LogRuleContext rule : context.logBody().items) {
        if (rule.exception == null) {
          Expr value = exprs.expr(rule.expr());
          Name keyword = places.name(rule.name());
          rules.add(new TopLevel.Log.Rule(keyword, value, keyword.span().to(value.span())));
        }
      }
    }
    return new TopLevel.Log(places.name(context.name()), rules, places.of(context));
  }

  @Override
  public TopLevel visitScenario(NxsParser.ScenarioContext context) {
    List<ScenarioItem> items = List.of();
    if (context.scenarioBody() == null) {
      statements.reportMissingBlock(context, "a scenario");
    } else {
      items = scenarios.items(context.scenarioBody());
    }
    return new TopLevel.Scenario(
        exprs.string(context.string()), exprs.arguments(context.arguments()), items, places.of(context));
  }
}
