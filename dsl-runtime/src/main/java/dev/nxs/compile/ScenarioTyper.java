// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the items of a scenario as far as names and types go. What depends on values is left to each instance. Passes
 * are repeated until nothing more is learned about what endpoints carry; only the last one reports.
 */
final class ScenarioTyper implements ScenarioItem.Visitor<Nothing> {
  /** More passes than any sensible scenario needs; a bound, since each is as long as the scenario. */
  private static final int MAX_PASSES = 64;

  private final FileTypes file;
  private final ScenarioObjects objects;
  private final Diagnostics diagnostics;
  private final ScenarioTypes types;
  private final ProgramChecker bodies;
  private final Constants constants;
  private final Inference inference;
  private final Set<ProgramSymbol> used = new LinkedHashSet<>();
  private final ServiceChecker services = new ServiceChecker();
  private final Map<String, Span> once = new LinkedHashMap<>();

  private ScenarioTyper(FileTypes file, ScenarioObjects objects, Inference inference, Diagnostics diagnostics) {
    this.file = file;
    this.objects = objects;
    this.inference = inference;
    this.diagnostics = diagnostics;
    this.constants = new Constants(objects.definitions(), diagnostics, this::typeOf);
    FileNames fileNames = new FileNames(file.symbols(), file.constants(), objects);
    ScenarioNames names = new ScenarioNames(fileNames, objects, constants);
    TypingTables tables = new TypingTables(file.tables());
    this.types = new ScenarioTypes(objects, names, tables, inference);
    this.bodies = new ProgramChecker(names, tables, diagnostics, inference, types.values());
  }

  /** Checks a scenario. */
  static ScenarioTypes check(FileTypes file, TopLevel.Scenario node, Diagnostics diagnostics) {
    ScenarioObjects objects = ScenarioObjects.collect(node, diagnostics);
    Inference inference = new Inference();
    for (int pass = 1; ; pass++) {
      Diagnostics found = new Diagnostics();
      inference.begin();
      ScenarioTyper typer = new ScenarioTyper(file, objects, inference, found);
      typer.run();
      if (inference.end() || pass == MAX_PASSES) {
        diagnostics.addAll(found.list());
        return typer.types;
      }
    }
  }

  private void run() {
    constants.checkAll();
    for (ScenarioItem item : objects.node().items()) {
      item.accept(this);
    }
    // What is spawned may spawn further programs.
    Set<ProgramSymbol> done = new LinkedHashSet<>();
    while (done.size() < all().size()) {
      for (ProgramSymbol program : all()) {
        if (done.add(program)) {
          FileNames names = new FileNames(program.file(), file.constants(), objects);
          new ProgramChecker(names, types.tables(), diagnostics, inference, types.values()).program(program);
        }
      }
    }
  }

  /** The programs that the scenario runs, as far as that is known. */
  private Set<ProgramSymbol> all() {
    Set<ProgramSymbol> all = new LinkedHashSet<>(used);
    all.addAll(objects.spawned());
    return all;
  }

  private Type typeOf(Definition definition) {
    ExprChecker exprs = bodies.constants(false);
    Expr value = definition.value();
    if (definition.type() != null) {
      Type type = TypeNames.resolve(definition.type(), diagnostics);
      if (value != null) {
        exprs.check(value, type);
      }
      return type;
    }
    if (value == null) {
      diagnostics.add(
          Diagnostic.error(
                  Code.UNKNOWN_TYPE,
                  definition.name().span(),
                  "the parameter `" + definition.name().text() + "` has neither a type nor a value")
              .help("write `param " + definition.name().text() + ": int`"));
      return Type.ERROR;
    }
    Type type = exprs.value(value, null);
    return definition.kind() == ConstantSymbol.Kind.SWEPT ? swept(value, type, exprs) : type;
  }

  private Type swept(Expr values, Type type, ExprChecker exprs) {
    if (type instanceof Type.ListOf list) {
      return list.element() == Type.ANY ? Type.ERROR : list.element();
    }
    if (type.equals(new Type.RangeOf(Type.INT))) {
      return Type.INT;
    }
    if (type != Type.ERROR) {
      exprs.wrong(
          values,
          Diagnostic.error(
                  Code.TYPE_MISMATCH,
                  values.span(),
                  "`sweep` goes over a list or a range of int, not " + Types.withArticle(type))
              .help("write `[a, b]` or `1..=20`"));
    }
    return Type.ERROR;
  }

  /** Reports the second of what may stand once; whether this is the first. */
  private boolean isFirst(String what, Span span) {
    Span first = once.putIfAbsent(what, span);
    if (first != null) {
      diagnostics.add(
          Diagnostic.error(Code.DUPLICATE_DECLARATION, span, "a scenario has one `" + what + "`")
              .also(first, "this is it"));
    }
    return first == null;
  }

  @Override
  public Nothing let(LetDecl item) {
    return Nothing.NOTHING;
  }

  @Override
  public Nothing machine(MachineDecl item) {
    isFirst("machine", item.span());
    types.given(item, Given.check(Declaration.MACHINE, item.arguments(), item.span(), bodies.constants(false)));
    Name name = item.name();
    if (name != null && !file.symbols().machines().containsKey(name.text())) {
      Set<String> declared = file.symbols().machines().keySet();
      Diagnostic.Builder problem =
          Problems.unknown(Code.UNKNOWN_NAME, name.span(), "the machine", name.text(), declared);
      if (declared.isEmpty()) {
        problem.help(
            "the machine of a scenario needs no name: write `machine(harts: 4)`; a name takes a machine that stands at the "
                + "top of the file");
      }
      diagnostics.add(problem.build());
    }
    return Nothing.NOTHING;
  }

  @Override
  public Nothing param(ScenarioItem.Param item) {
    return Nothing.NOTHING;
  }

  @Override
  public Nothing sweep(ScenarioItem.Sweep item) {
    for (ScenarioItem.Sweep.Axis axis : item.axes()) {
      isFirst("sweep " + axis.name().text(), axis.span());
      ConstantSymbol symbol = constants.lookup(axis.name().text());
      if (symbol != null && symbol.kind() == ConstantSymbol.Kind.PARAM) {
        ExprChecker exprs = bodies.constants(false);
        Type element = swept(axis.values(), exprs.value(axis.values(), new Type.ListOf(symbol.type())), exprs);
        if (element != Type.ERROR && !element.equals(symbol.type()) && symbol.type() != Type.ERROR) {
          exprs.wrong(axis.values(), Problems.mismatch(axis.values(), new Type.ListOf(symbol.type()), element));
        }
      }
    }
    return Nothing.NOTHING;
  }

  @Override
  public Nothing service(ScenarioItem.Service item) {
    String name = item.name().text();
    isFirst("service " + name, item.span());
    ExprChecker exprs = bodies.constants(false);
    switch (name) {
      case "timed" -> {
        Given given = Given.check(Declaration.TIMED, item.arguments(), item.span(), exprs);
        types.given(item, given);
        services.windows(given.get("windows"), exprs);
      }
      case "policyd" -> {
        Given given = Given.check(Declaration.POLICYD, item.arguments(), item.span(), exprs);
        types.given(item, given);
        services.allow(given.get("allow"), exprs);
      }
      case "execd" -> {
        Given given = Given.check(Declaration.EXECD, item.arguments(), item.span(), exprs);
        types.given(item, given);
        services.recipes(given.get("recipes"), exprs);
      }
      default ->
          diagnostics.add(
              Problems.unknown(
                      Code.UNKNOWN_SERVICE, item.name().span(), "the service", name, List.of("timed", "policyd", "execd"))
                  .note("the services are `timed`, `policyd` and `execd`"));
    }
    return Nothing.NOTHING;
  }

  @Override
  public Nothing object(ScenarioItem.ObjectDecl item) {
    ExprChecker exprs = bodies.constants(false);
    switch (item.kind()) {
      case ENDPOINT ->
          types.given(item, Given.check(Declaration.ENDPOINT, item.arguments(), item.span(), exprs));
      case EVENT -> types.given(item, Given.check(Declaration.EVENT, item.arguments(), item.span(), exprs));
      case MUTEX -> {
        Given given = Given.check(Declaration.MUTEX, item.arguments(), item.span(), exprs);
        types.given(item, given);
        ceiling(given.get("ceiling"), exprs);
      }
      case BARRIER -> types.given(item, Given.check(Declaration.BARRIER, item.arguments(), item.span(), exprs));
    }
    return Nothing.NOTHING;
  }

  /** A ceiling is a class or a priority; which of them depends on the scheduler of the instance. */
  private static void ceiling(@Nullable Expr ceiling, ExprChecker exprs) {
    if (ceiling != null) {
      Type type = exprs.value(ceiling, Type.QOS);
      if (type != Type.QOS && type != Type.INT && type != Type.ERROR) {
        exprs.wrong(ceiling, Problems.mismatch(ceiling, Type.QOS, type));
      }
    }
  }

  @Override
  public Nothing task(ScenarioItem.Task item) {
    boolean array = item.count() != null;
    if (item.count() != null) {
      bodies.constants(false).check(item.count(), Type.INT);
    }
    types.given(item, Given.check(Declaration.TASK, item.arguments(), item.span(), bodies.constants(array)));
    if (item.body() != null) {
      bodies.task(item, item.body(), array);
    }
    if (item.program() != null) {
      program(item, item.program(), bodies.constants(array));
    }
    return Nothing.NOTHING;
  }

  private void program(ScenarioItem.Task task, Expr.Call call, ExprChecker exprs) {
    String callee = CallChecker.programName(call);
    ProgramSymbol program = callee == null ? null : file.symbols().programs().get(callee);
    if (program == null) {
      diagnostics.add(noProgram(call));
      for (Argument argument : call.arguments()) {
        exprs.infer(argument.value(), null);
      }
      return;
    }
    used.add(program);
    List<Arguments.Slot> slots = new ArrayList<>();
    program.node().parameters().forEach(p -> slots.add(new Arguments.Slot(p.name().text(), false, false)));
    Arguments arguments = Arguments.bind(program.name(), call.span(), call.arguments(), slots, exprs::report);
    for (int i = 0; i < slots.size(); i++) {
      Expr value = arguments.bound().get(i);
      if (value != null) {
        Type type = exprs.check(value, program.parameterTypes().get(i));
        if (type == Type.ENDPOINT) {
          passes(value, program, i, exprs);
        }
      }
    }
    if (arguments.complete()) {
      types.program(task, new ScenarioTypes.ProgramUse(program, arguments.bound()));
    }
  }

  /** An endpoint that is passed to a program carries what the program sends and receives. */
  private void passes(Expr value, ProgramSymbol program, int parameter, ExprChecker exprs) {
    Object endpoint = exprs.calls().endpointOf(value);
    if (!types.inference().flows(endpoint, program.node().parameters().get(parameter))) {
      exprs.wrong(
          value,
          Diagnostic.error(
                  Code.TYPE_MISMATCH,
                  value.span(),
                  "`" + program.name() + "` is given endpoints that carry different types")
              .help("write a program for each"));
    }
  }

  private Diagnostic.Builder noProgram(Expr.Call call) {
    String name = CallChecker.programName(call);
    if (name == null) {
      return Diagnostic.error(Code.NOT_CALLABLE, call.callee().span(), "a task runs a program by its name");
    }
    if (file.symbols().functions().containsKey(name)) {
      return Diagnostic.error(
              Code.NOT_CALLABLE, call.callee().span(), "`" + name + "` is a function, and a task runs a program")
          .help("declare it with `program` instead of `fn`");
    }
    return Problems.unknown(
        Code.UNKNOWN_NAME, call.callee().span(), "the program", name, file.symbols().programs().keySet());
  }

  @Override
  public Nothing timer(ScenarioItem.Timer item) {
    types.given(item, Given.check(Declaration.TIMER, item.arguments(), item.span(), bodies.constants(false)));
    if (!objects.hasTimed()) {
      diagnostics.add(
          Diagnostic.error(Code.MISSING_SERVICE, item.name().span(), "a timer needs the service `timed`")
              .also(objects.titleSpan(), "this scenario does not have it")
              .help("add `service timed` to the scenario"));
    }
    bodies.task(item, item.body(), false);
    return Nothing.NOTHING;
  }

  @Override
  public Nothing at(ScenarioItem.At item) {
    bodies.constants(false).check(item.time(), Type.DURATION);
    bodies.act(item, item.body());
    return Nothing.NOTHING;
  }

  @Override
  public Nothing every(ScenarioItem.Every item) {
    ExprChecker exprs = bodies.constants(false);
    exprs.check(item.period(), Type.DURATION);
    if (item.from() != null) {
      exprs.check(item.from(), Type.DURATION);
    }
    if (item.until() != null) {
      exprs.check(item.until(), Type.DURATION);
    }
    bodies.act(item, item.body());
    return Nothing.NOTHING;
  }

  @Override
  public Nothing when(ScenarioItem.When item) {
    bodies.when(item);
    return Nothing.NOTHING;
  }

  @Override
  public Nothing run(ScenarioItem.Run item) {
    isFirst("run", item.span());
    ExprChecker exprs = bodies.constants(false);
    if (item.duration() != null) {
      exprs.check(item.duration(), Type.DURATION);
    }
    if (item.timeout() != null) {
      exprs.check(item.timeout(), Type.DURATION);
    }
    return Nothing.NOTHING;
  }

  @Override
  public Nothing explore(ScenarioItem.Explore item) {
    diagnostics.add(
        Problems.notYet(item.span(), "`explore`", "run it with several seeds: `sweep seed in 1..=20`"));
    return Nothing.NOTHING;
  }

  @Override
  public Nothing expectBlock(ScenarioItem.ExpectBlock item) {
    return Nothing.NOTHING;
  }

  @Override
  public Nothing expectUse(ScenarioItem.ExpectUse item) {
    if (!file.symbols().sets().containsKey(item.name().text())) {
      diagnostics.add(
          Problems.unknown(
              Code.UNKNOWN_NAME,
              item.name().span(),
              "the set of expectations",
              item.name().text(),
              file.symbols().sets().keySet()));
    }
    return Nothing.NOTHING;
  }
}
