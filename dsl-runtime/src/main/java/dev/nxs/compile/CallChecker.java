// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what a call calls, whether it may stand where it does, and what it gives. */
final class CallChecker {
  private final Setting setting;
  private final ExprChecker exprs;
  private final MemberChecker members;
  private final NameChecker names;

  CallChecker(Setting setting, ExprChecker exprs, MemberChecker members, NameChecker names) {
    this.setting = setting;
    this.exprs = exprs;
    this.members = members;
    this.names = names;
  }

  Type check(Expr.Call call) {
    if (call.callee() instanceof Expr.Member member) {
      String imported = names.imported(member);
      return imported == null ? method(call, member) : imported(call, imported);
    }
    if (!(call.callee() instanceof Expr.NameExpr callee)) {
      exprs.infer(call.callee(), null);
      exprs.report(Diagnostic.error(Code.NOT_CALLABLE, call.callee().span(), "only a name can be called"));
      return Type.ERROR;
    }
    FunctionSymbol function = setting.names().function(callee.name());
    if (function != null) {
      return function(call, function);
    }
    Query query = Query.named(callee.name());
    Builtin builtin = Builtin.named(callee.name());
    boolean acts = exprs.isAct(call) && builtin != null && builtin.allowedIn(setting.place());
    boolean allowed = builtin != null && isAllowed(builtin);
    boolean own = acts || (allowed && setting.inTask() && call.arguments().isEmpty());
    if (query != null && setting.asking() && !own) {
      return query(call, query);
    }
    if (builtin != null && allowed) {
      return builtin(call, builtin);
    }
    if (query != null || builtin != null) {
      exprs.report(notHere(callee, query != null));
      return resultOf(query, builtin);
    }
    exprs.report(unknown(callee.span(), callee.name()));
    return Type.ERROR;
  }

  /** Whether a call may stand here; a task that waits for a condition by spinning is itself there, too. */
  private boolean isAllowed(Builtin builtin) {
    return builtin.allowedIn(setting.place()) || (builtin == Builtin.SELF && setting.inTask());
  }

  /** A function of an imported file. */
  private Type imported(Expr.Call call, String name) {
    FunctionSymbol function = setting.names().function(name);
    if (function != null) {
      return function(call, function);
    }
    call.arguments().forEach(argument -> exprs.infer(argument.value(), null));
    exprs.report(unknown(call.callee().span(), name));
    return Type.ERROR;
  }

  /** A call that may fail, and whose failure is looked at: {@code try call}. */
  Type checkTry(Expr.Try expr) {
    Type type = exprs.infer(expr.call(), null);
    if (!isKernelCall(expr.call(), "try")) {
      return Type.ERROR;
    }
    Map<String, Type> fields = new LinkedHashMap<>();
    fields.put("ok", Type.BOOL);
    fields.put("error", Type.ERRNO);
    if (type != Type.VOID) {
      fields.put("value", type);
    }
    return new Type.RecordOf(fields);
  }

  /** Whether an expression is a call that can fail; reports it if it is something else. */
  boolean isKernelCall(Expr expr, String word) {
    if (!setting.tables().isSound(expr)) {
      return false;
    }
    boolean kernel =
        expr instanceof Expr.Call call && setting.tables().call(call).target() instanceof Builtin target
            && target != Builtin.HART && target != Builtin.TASKS;
    if (!kernel) {
      exprs.report(
          Diagnostic.error(
              Code.BAD_OPERANDS, expr.span(), "`" + word + "` goes with a call of the kernel, which can fail"));
    }
    return kernel;
  }

  /** Whether the language has a call of that name. */
  static boolean isBuiltin(String name) {
    return Builtin.named(name) != null || Query.named(name) != null;
  }

  private static Type resultOf(@Nullable Query query, @Nullable Builtin builtin) {
    Type type = query != null ? query.result() : builtin != null ? builtin.result() : Type.ERROR;
    return type == Type.ANY || type == Type.VOID ? Type.ERROR : type;
  }

  private Type function(Expr.Call call, FunctionSymbol function) {
    List<Arguments.Slot> slots = new ArrayList<>();
    function.node().parameters().forEach(p -> slots.add(new Arguments.Slot(p.name().text(), false, false)));
    Arguments arguments = bind(call, function.name(), slots);
    for (int i = 0; i < slots.size(); i++) {
      Expr value = arguments.bound().get(i);
      if (value != null) {
        exprs.check(value, function.parameterTypes().get(i));
      }
    }
    setting.tables().call(call, new BoundCall(function, arguments.bound()));
    return function.result();
  }

  private Type query(Expr.Call call, Query query) {
    // The call of that name, which stands in bodies, has another word for the same thing.
    boolean ofTask = query == Query.QOS && call.arguments().stream().anyMatch(CallChecker::isOf);
    Arguments arguments =
        bind(
            call,
            query.text(),
            ofTask ? List.of(new Arguments.Slot("of", false, false)) : slots(query.parameters()));
    for (int i = 0; i < query.parameters().size(); i++) {
      Expr value = arguments.bound().get(i);
      if (value != null && query == Query.IDLE_TIME && i == 1) {
        IdleStateWord.check(value, exprs);
      } else if (value != null && query != Query.COUNT) {
        exprs.check(value, query.parameters().get(i).type());
      } else if (value != null) {
        countedEvent(value);
      }
    }
    setting.tables().call(call, new BoundCall(query, arguments.bound()));
    return query.result();
  }

  /** What is injected is written like a call, and is none. */
  private void fault(Expr expr) {
    FaultCall fault =
        expr instanceof Expr.Call call && call.callee() instanceof Expr.NameExpr name
            ? FaultCall.named(name.name())
            : null;
    if (expr instanceof Expr.NameExpr bare && FaultCall.named(bare.name()) != null) {
      exprs.wrong(
          expr,
          Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "the fault `" + bare.name() + "` is written like a call")
              .help("write `" + bare.name() + "(…)`"));
      return;
    }
    if (!(expr instanceof Expr.Call call) || fault == null) {
      Expr named = expr instanceof Expr.Call other ? other.callee() : expr;
      exprs.wrong(
          expr,
          Problems.unknown(Code.UNKNOWN_NAME, named.span(), "the fault", Problems.excerpt(named), FaultCall.names())
              .note("the faults are " + String.join(", ", FaultCall.names())));
      return;
    }
    Arguments arguments = bind(call, fault.text(), slots(fault.parameters()));
    for (int i = 0; i < fault.parameters().size(); i++) {
      Expr value = arguments.bound().get(i);
      if (value != null) {
        exprs.check(value, fault.parameters().get(i).type());
      }
    }
    setting.tables().call(call, new BoundCall(fault, arguments.bound()));
    setting.tables().type(call, Type.VOID);
  }

  private static boolean isOf(Argument argument) {
    return argument.name() != null && argument.name().text().equals("of");
  }

  private void countedEvent(Expr value) {
    if (value instanceof Expr.EventExpr event) {
      setting.tables().type(value, Type.ANY);
      setting.tables().count(event.event());
      return;
    }
    exprs.infer(value, null);
    exprs.report(
        Diagnostic.error(Code.NOT_AN_EVENT, value.span(), "`count` counts an event, and this is none")
            .help("an event is `marker \"…\"`, `dispatch(t)`, `wake(t)`, …"));
  }

  private Type builtin(Expr.Call call, Builtin builtin) {
    if (!builtin.implemented()) {
      exprs.report(Problems.notYet(call.span(), "the call `" + builtin.text() + "`", null));
      return resultOf(null, builtin);
    }
    Arguments arguments = bind(call, builtin.text(), slots(builtin.parameters()));
    List<@Nullable Expr> bound = arguments.bound();
    setting.tables().call(call, new BoundCall(builtin, bound));
    needSelf(call, builtin, bound);
    needService(call, builtin);
    Type special = special(call, builtin, bound);
    if (special != null) {
      return special;
    }
    for (int i = 0; i < builtin.parameters().size(); i++) {
      Expr value = bound.get(i);
      if (value != null) {
        exprs.check(value, builtin.parameters().get(i).type());
      }
    }
    return builtin.result();
  }

  /** The type of a call whose parameters depend on each other; null for the others. */
  private @Nullable Type special(Expr.Call call, Builtin builtin, List<@Nullable Expr> bound) {
    Expr first = bound.isEmpty() ? null : bound.get(0);
    switch (builtin) {
      case SET_AFFINITY -> {
        // Numbers stay numbers: that a hart does not exist is the answer of the call.
        Type harts = new Type.ListOf(Type.HART);
        boolean isEmpty = first instanceof Expr.ListLit list && list.elements().isEmpty();
        Type type = first == null ? Type.ERROR : exprs.value(first, isEmpty ? harts : null);
        if (first != null && !Types.fits(type, harts)) {
          exprs.wrong(first, Problems.mismatch(first, harts, type));
        }
        if (bound.get(1) != null) {
          exprs.check(bound.get(1), Type.TASK);
        }
        return Type.VOID;
      }
      case SEND -> {
        send(first, bound.get(1));
        timeout(bound.get(2));
        return Type.VOID;
      }
      case RECV -> {
        timeout(bound.get(1));
        Object endpoint = endpoint(first);
        setting.scope().receivesFrom(endpoint);
        return first == null ? Type.ERROR : setting.inference().message(endpoint);
      }
      case CALL -> {
        Object endpoint = send(first, bound.get(1));
        timeout(bound.get(2));
        return first == null ? Type.ERROR : setting.inference().reply(endpoint);
      }
      case REPLY -> {
        if (first != null && exprs.value(first, null) != Type.ERROR) {
          setting.scope().replies(first);
        }
        return Type.VOID;
      }
      case COMPUTE -> {
        if (first != null) {
          Type type = exprs.value(first, Type.DURATION);
          if (!type.equals(new Type.RangeOf(Type.DURATION))) {
            exprs.fit(first, type, Type.DURATION);
          }
        }
        return Type.VOID;
      }
      case START -> {
        if (first != null) {
          exprs.check(first, Type.TASK);
        }
        return Type.VOID;
      }
      case SPAWN -> {
        spawn(first, bound.get(1), bound.get(2));
        return Type.TASK;
      }
      case RANDOM -> {
        return first == null ? Type.ERROR : random(first);
      }
      case INJECT -> {
        if (first != null) {
          fault(first);
        }
        return Type.VOID;
      }
      case CHOOSE -> {
        return exprs.joined(bound.stream().filter(Objects::nonNull).toList(), "a choice is between values of one type");
      }
      case BUSY_UNTIL -> {
        if (first != null) {
          new ExprChecker(setting.at(Builtin.Place.OBSERVING)).check(first, Type.BOOL);
        }
        return Type.VOID;
      }
      case HART -> {
        if (first != null) {
          exprs.check(first, Type.INT);
          setting.values().add(call);
        } else if (!setting.inTask()) {
          exprs.report(Arguments.missing("hart", call.span(), "number", slots(builtin.parameters())));
        }
        return Type.HART;
      }
      case TASKS -> {
        if (first != null) {
          exprs.check(first, Type.STRING);
        }
        if (first != null && setting.place() != Builtin.Place.CONSTANT && !(first instanceof Expr.StringLit)) {
          exprs.report(
              Diagnostic.error(Code.NOT_CONSTANT, first.span(), "the text of `tasks` must be known before running"));
        }
        setting.values().add(call);
        return builtin.result();
      }
      default -> {
        return null;
      }
    }
  }

  /** The program that is spawned, with its arguments: it looks like a call of it. */
  private void spawn(@Nullable Expr started, @Nullable Expr qos, @Nullable Expr given) {
    if (started != null) {
      spawned(started);
    }
    if (qos != null) {
      exprs.check(qos, Type.QOS);
    }
    if (given != null) {
      exprs.check(given, Type.STRING);
    }
  }

  private void spawned(Expr expr) {
    String name = expr instanceof Expr.Call call ? programName(call) : null;
    ProgramSymbol program = name == null ? null : setting.names().program(name);
    if (!(expr instanceof Expr.Call call) || program == null) {
      if (expr instanceof Expr.Call other) {
        other.arguments().forEach(argument -> exprs.infer(argument.value(), null));
      }
      exprs.wrong(
          expr,
          Diagnostic.error(Code.NOT_CALLABLE, expr.span(), "`spawn` starts a program")
              .help("name one that the file declares, with its arguments: `spawn(worker(5ms))`"));
      return;
    }
    List<Arguments.Slot> slots = new ArrayList<>();
    program.node().parameters().forEach(p -> slots.add(new Arguments.Slot(p.name().text(), false, false)));
    Arguments arguments = bind(call, program.name(), slots);
    for (int i = 0; i < slots.size(); i++) {
      Expr value = arguments.bound().get(i);
      Type type = value == null ? Type.ERROR : exprs.check(value, program.parameterTypes().get(i));
      if (value != null
          && type == Type.ENDPOINT
          && !setting.inference().flows(endpointOf(value), program.node().parameters().get(i))) {
        exprs.wrong(
            value,
            Diagnostic.error(
                    Code.TYPE_MISMATCH,
                    value.span(),
                    "`" + program.name() + "` is given endpoints that carry different types")
                .help("write a program for each"));
      }
    }
    setting.tables().type(call, Type.TASK);
    setting.tables().call(call, new BoundCall(program, arguments.bound()));
    ScenarioObjects scenario = setting.names().scenario();
    if (scenario != null) {
      scenario.spawns(program);
    }
  }

  /** The name that a call of a program gives, with that of the file it comes from; null for anything else. */
  static @Nullable String programName(Expr.Call call) {
    if (call.callee() instanceof Expr.Member member && member.target() instanceof Expr.NameExpr file) {
      return file.name() + "." + member.member().text();
    }
    return call.callee() instanceof Expr.NameExpr name ? name.name() : null;
  }

  private Type random(Expr range) {
    Type type = exprs.value(range, null);
    if (type instanceof Type.RangeOf of && of.element() != Type.FLOAT) {
      return of.element();
    }
    if (type != Type.ERROR) {
      exprs.wrong(
          range,
          Diagnostic.error(
                  Code.TYPE_MISMATCH, range.span(), "expected a range of int or duration, found " + type.text())
              .help("write a range: `random(1..=6)`"));
    }
    return Type.ERROR;
  }

  private Object send(@Nullable Expr endpointExpr, @Nullable Expr value) {
    Object endpoint = endpoint(endpointExpr);
    if (value == null) {
      return endpoint;
    }
    Type type = exprs.value(value, null);
    if (Types.hasError(type)) {
      return endpoint;
    }
    if (!Types.hasText(type)) {
      exprs.wrong(value, Diagnostic.error(Code.TYPE_MISMATCH, value.span(), Types.withArticle(type) + " cannot be sent"));
      return endpoint;
    }
    Type carried = setting.inference().send(endpoint, type, value.span());
    if (carried == null) {
      exprs.wrong(value, otherMessage(value, type, endpoint));
    } else {
      exprs.fit(value, type, carried);
    }
    return endpoint;
  }

  private Diagnostic.Builder otherMessage(Expr value, Type type, Object endpoint) {
    Diagnostic.Builder problem =
        Diagnostic.error(
                Code.TYPE_MISMATCH, value.span(), "an endpoint carries one type, and this is " + Types.withArticle(type))
            .help("declare another endpoint for it");
    Span first = setting.inference().messageSpan(endpoint);
    return first == null
        ? problem
        : problem.also(first, "here it is " + Types.withArticle(setting.inference().message(endpoint)));
  }

  /** The declaration that decides what an endpoint carries. */
  private Object endpoint(@Nullable Expr expr) {
    if (expr == null || exprs.check(expr, Type.ENDPOINT) == Type.ERROR) {
      return new Object();
    }
    return endpointOf(expr);
  }

  /** The declaration behind an expression that is an endpoint. */
  Object endpointOf(Expr expr) {
    if (expr instanceof Expr.NameExpr name) {
      Binding binding = setting.tables().binding(name);
      if (binding instanceof Binding.Declared declared) {
        return declared.object();
      }
      if (binding instanceof Binding.Local local) {
        return anyIfUnnamed(setting.scope().endpoint(local.variable()));
      }
    }
    return anyIfUnnamed(Inference.ANY_ENDPOINT);
  }

  /** An endpoint without a name may be each of the scenario's, so all of them carry one type. */
  private Object anyIfUnnamed(Object endpoint) {
    ScenarioObjects scenario = setting.names().scenario();
    if (endpoint == Inference.ANY_ENDPOINT && scenario != null) {
      scenario.endpoints().forEach(each -> setting.inference().flows(endpoint, each));
    }
    return endpoint;
  }

  private void timeout(@Nullable Expr expr) {
    if (expr != null) {
      exprs.check(expr, Type.DURATION);
    }
  }

  private void needSelf(Expr.Call call, Builtin builtin, List<@Nullable Expr> bound) {
    for (int i = 0; i < builtin.parameters().size(); i++) {
      CallParameter parameter = builtin.parameters().get(i);
      if (bound.get(i) == null && "self".equals(parameter.fallback()) && !setting.inTask()) {
        exprs.report(
            Diagnostic.error(
                    Code.MISSING_ARGUMENT, call.span(), "`" + builtin.text() + "` needs `" + parameter.name() + "` here")
                .note("an act of the world is no task, so there is no `self`")
                .help("name the task: `" + parameter.name() + ": t`"));
      }
    }
  }

  private void needService(Expr.Call call, Builtin builtin) {
    boolean timed =
        switch (builtin) {
          case ALARM, TIMER_REGISTER, TIMER_REGISTER_RAW, TIMER_CANCEL, TIMER_WAIT, TIMER_DEADLINE -> true;
          default -> false;
        };
    ScenarioObjects scenario = setting.names().scenario();
    if (timed && scenario != null && !scenario.hasTimed()) {
      exprs.report(
          Diagnostic.error(
                  Code.MISSING_SERVICE, call.span(), "`" + builtin.text() + "` needs the service `timed`")
              .also(scenario.titleSpan(), "this scenario does not have it")
              .help("add `service timed` to the scenario"));
    }
  }

  private Type method(Expr.Call call, Expr.Member member) {
    Type target = exprs.value(member.target(), null);
    String name = member.member().text();
    Method method = null;
    if (target == Type.STRING && name.equals("contains")) {
      method = Method.CONTAINS;
    } else if (target == Type.STRING && name.equals("starts_with")) {
      method = Method.STARTS_WITH;
    } else if (target == Type.DISTRIBUTION && name.equals("percentile")) {
      method = Method.PERCENTILE;
    }
    if (method == null) {
      call.arguments().forEach(argument -> exprs.infer(argument.value(), null));
      if (target != Type.ERROR) {
        exprs.report(noMethod(member, target));
      }
      return Type.ERROR;
    }
    String parameter = method == Method.PERCENTILE ? "percent" : "text";
    Arguments arguments = bind(call, name, List.of(new Arguments.Slot(parameter, false, false)));
    setting.tables().call(call, new BoundCall(method, arguments.bound()));
    Expr value = arguments.bound().get(0);
    if (method == Method.PERCENTILE) {
      if (value != null) {
        percentile(call, value);
      }
      return Type.DURATION;
    }
    if (value != null) {
      exprs.check(value, Type.STRING);
    }
    return Type.BOOL;
  }

  private Diagnostic.Builder noMethod(Expr.Member member, Type target) {
    boolean data =
        member.member().text().equals("length") && (target == Type.STRING || target instanceof Type.ListOf);
    if (data || target instanceof Type.RecordOf) {
      return Diagnostic.error(
          Code.NOT_CALLABLE, member.member().span(), "`." + member.member().text() + "` cannot be called");
    }
    Diagnostic.Builder problem = members.unknown(member, target);
    return target instanceof Type.ListOf && member.member().text().equals("contains")
        ? problem.help("write `x in " + Problems.excerpt(member.target()) + "`")
        : problem;
  }

  /** A percentile that is known before running is looked at there. */
  private void percentile(Expr.Call call, Expr value) {
    if (exprs.check(value, Type.FLOAT) != Type.ERROR) {
      setting.values().add(call);
    }
  }

  private Arguments bind(Expr.Call call, String what, List<Arguments.Slot> slots) {
    Arguments arguments = Arguments.bind(what, call.span(), call.arguments(), slots, exprs::report);
    for (Argument argument : call.arguments()) {
      if (arguments.bound().stream().noneMatch(bound -> bound == argument.value())) {
        exprs.infer(argument.value(), null);
      }
    }
    return arguments;
  }

  private static List<Arguments.Slot> slots(List<CallParameter> parameters) {
    return parameters.stream().map(Arguments.Slot::of).toList();
  }

  private Diagnostic.Builder notHere(Expr.NameExpr callee, boolean query) {
    String name = callee.name();
    return switch (setting.place()) {
      case CONSTANT ->
          Diagnostic.error(Code.NOT_CONSTANT, callee.span(), "`" + name + "` is not known before running");
      case FUNCTION ->
          Diagnostic.error(Code.CALL_NOT_HERE, callee.span(), "a function cannot call `" + name + "`")
              .note("functions compute with their arguments and do nothing else")
              .help("what a task does stands in a `task` or a `program`");
      case OBSERVING ->
          Diagnostic.error(Code.CALL_NOT_HERE, callee.span(), "`" + name + "` cannot be called in a condition")
              .note("conditions observe the machine and do not change it");
      case ACT ->
          Diagnostic.error(Code.CALL_NOT_HERE, callee.span(), "`" + name + "` cannot be called from outside of a task")
              .note("acts of the world take no time and belong to no task")
              .help("call it in a `task`, or let the world act later: `at 6ms { … }`");
      case TASK ->
          query
              ? Diagnostic.error(Code.CALL_NOT_HERE, callee.span(), "a task cannot ask for `" + name + "`")
                  .note("queries observe the machine from outside")
                  .help("ask in an expectation, or check it at this moment: `expect " + name + "(…) …`")
              : Diagnostic.error(Code.CALL_NOT_HERE, callee.span(), "a task cannot call `" + name + "`")
                  .help("let the world do it: `at 5ms { " + name + "(…) }`");
    };
  }

  private Diagnostic.Builder unknown(Span callee, String name) {
    if (setting.names().program(name) != null) {
      return Diagnostic.error(Code.NOT_CALLABLE, callee, "a program is run by a task, not called")
          .help("declare a task that runs it: `task t = " + name + "(…)`");
    }
    LocalVariable local = setting.scope().lookup(name);
    if (local != null || setting.names().lookup(name) != null) {
      return Diagnostic.error(Code.NOT_CALLABLE, callee, "`" + name + "` is a value and cannot be called");
    }
    List<String> candidates = new ArrayList<>();
    setting.names().addFunctions(candidates);
    for (Builtin builtin : Builtin.values()) {
      if (builtin.allowedIn(setting.place())) {
        candidates.add(builtin.text());
      }
    }
    if (setting.asking()) {
      for (Query query : Query.values()) {
        candidates.add(query.text());
      }
    }
    String habit = Habits.call(name);
    Diagnostic.Builder problem = Problems.unknown(Code.UNKNOWN_NAME, callee, "the call", name, candidates);
    return habit == null ? problem : problem.help(habit);
  }
}
