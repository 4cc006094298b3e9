// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Errno;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.Node;
import dev.nxs.syntax.ast.Parameter;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the statements of a body: of a task, a program, a function, an act or a timer. Each visit answers whether what
 * follows the statement can be reached.
 */
final class BodyChecker implements Stmt.Visitor<Boolean> {
  private static final class Loop {
    private boolean left;
  }

  private final Setting setting;
  private final ExprChecker exprs;
  private final CallChecker calls;
  private final Type result;
  private final int errorsBefore;
  private final Deque<Loop> loops = new ArrayDeque<>();
  private final IdentityHashMap<LocalVariable, Node> open = new IdentityHashMap<>();

  /**
   * A checker of one body.
   *
   * @param result what a function must return; {@link Type#VOID} in all other bodies
   */
  BodyChecker(Setting setting, Type result) {
    this.setting = setting;
    this.exprs = new ExprChecker(setting);
    this.calls = exprs.calls();
    this.result = result;
    this.errorsBefore = setting.diagnostics().errorCount();
  }

  /** Declares the parameters of a function or program, which come before all other variables. */
  void parameters(List<Parameter> parameters, List<Type> types) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (isFree(parameter.name(), "the parameter")) {
        LocalVariable variable =
            setting.scope().declare(parameter.name(), LocalVariable.Kind.PARAMETER, types.get(i));
        setting.scope().alias(variable, parameter);
      }
    }
  }

  /** Declares what a pattern captures; names of the block may hide it. */
  void captures(Span pattern, Map<String, Type> captures) {
    captures.forEach(
        (name, type) -> setting.scope().declare(new Name(name, pattern), LocalVariable.Kind.CAPTURE, type));
    setting.scope().enter();
  }

  /** Checks the short form of a function. */
  void expression(Expr expr) {
    exprs.check(expr, result);
  }

  /** Checks a whole body; whether its end can be reached. */
  boolean body(Block block) {
    return statements(block);
  }

  /** Ends the body, and writes down its variables. */
  void finish(Node owner) {
    List<LocalVariable> all = setting.scope().variables();
    answers();
    boolean sound = setting.diagnostics().errorCount() == errorsBefore;
    setting.tables().body(
        owner,
        new Body(owner, all.stream().filter(v -> v.kind() == LocalVariable.Kind.PARAMETER).toList(), all, sound));
    if (sound) {
      unused(all);
    }
  }

  /** Where something is wrong, what seems unused may be what was meant there. */
  private void unused(List<LocalVariable> all) {
    for (LocalVariable variable : all) {
      boolean own = variable.kind() == LocalVariable.Kind.LET || variable.kind() == LocalVariable.Kind.VAR;
      if (own && !setting.scope().isRead(variable) && !variable.name().startsWith("_")) {
        setting.diagnostics().add(
            Diagnostic.warning(Code.UNUSED_NAME, variable.span(), "nothing uses `" + variable.name() + "`")
                .help("leave it out, or call it `_" + variable.name() + "` to keep it"));
      }
    }
  }

  /** An answer goes to whatever endpoint the call came from, so it must fit each that the body receives from. */
  private void answers() {
    for (Expr value : setting.scope().replies()) {
      for (Object endpoint : setting.scope().received()) {
        Type type = setting.tables().typeOf(value);
        Type joined = setting.inference().answer(endpoint, type, value.span());
        if (joined != null) {
          exprs.fit(value, type, joined);
          continue;
        }
        Diagnostic.Builder problem =
            Diagnostic.error(
                Code.TYPE_MISMATCH,
                value.span(),
                "the answers of an endpoint have one type, and this is " + Types.withArticle(type));
        Span first = setting.inference().replySpan(endpoint);
        exprs.wrong(
            value,
            first == null
                ? problem
                : problem.also(first, "here it is " + Types.withArticle(setting.inference().reply(endpoint))));
      }
    }
  }

  private boolean block(Block block) {
    setting.scope().enter();
    boolean reachable = statements(block);
    setting.scope().leave();
    return reachable;
  }

  private static List<Name> declared(Block block) {
    List<Name> names = new ArrayList<>();
    for (Stmt statement : block.statements()) {
      if (statement instanceof LetDecl let) {
        names.add(let.name());
      } else if (statement instanceof Stmt.Var variable) {
        names.add(variable.name());
      }
    }
    return names;
  }

  private boolean statements(Block block) {
    boolean reachable = true;
    boolean said = false;
    setting.scope().expects(declared(block));
    for (Stmt statement : block.statements()) {
      if (!reachable && !said) {
        said = true;
        setting.diagnostics().add(
            Diagnostic.warning(Code.UNREACHABLE, statement.span(), "this statement is never reached"));
      }
      reachable &= statement.accept(this);
    }
    return reachable;
  }

  @Override
  public Boolean let(LetDecl stmt) {
    Type type = exprs.value(stmt.value(), null);
    if (isFree(stmt.name(), "the name")) {
      LocalVariable variable = setting.scope().declare(stmt.name(), LocalVariable.Kind.LET, type);
      setting.tables().local(stmt, variable);
      aliasEndpoint(variable, stmt.value());
    }
    return true;
  }

  @Override
  public Boolean varDecl(Stmt.Var stmt) {
    Type type = setting.inference().variable(stmt, exprs.value(stmt.value(), null));
    if (isFree(stmt.name(), "the name")) {
      LocalVariable variable = setting.scope().declare(stmt.name(), LocalVariable.Kind.VAR, type);
      setting.tables().local(stmt, variable);
      aliasEndpoint(variable, stmt.value());
      if (Types.isOpen(type)) {
        open.put(variable, stmt);
      }
    }
    return true;
  }

  private void aliasEndpoint(LocalVariable variable, Expr value) {
    if (variable.type() == Type.ENDPOINT) {
      setting.scope().alias(variable, calls.endpointOf(value));
    }
  }

  private boolean isFree(Name name, String what) {
    LocalVariable first = setting.scope().declaredHere(name.text());
    if (first != null) {
      exprs.report(
          Problems.duplicate(name.span(), what, name.text(), first.span())
              .help(first.kind() == LocalVariable.Kind.VAR ? "to change it, leave out `let` or `var`" : null));
    }
    return first == null;
  }

  @Override
  public Boolean assign(Stmt.Assign stmt) {
    String name = stmt.name().text();
    LocalVariable variable = setting.scope().lookup(name);
    if (variable == null || variable.kind() != LocalVariable.Kind.VAR) {
      Diagnostic.Builder problem = notAssignable(stmt.name(), variable);
      if (problem != null) {
        exprs.report(problem);
      }
      exprs.value(stmt.value(), null);
      return true;
    }
    setting.tables().local(stmt, variable);
    Node declaration = open.get(variable);
    if (declaration == null) {
      exprs.check(stmt.value(), variable.type());
      flowsInto(variable, stmt.value());
      return true;
    }
    Type type = exprs.value(stmt.value(), null);
    Type joined = Types.join(type, variable.type());
    if (joined == null) {
      exprs.wrong(stmt.value(), Problems.mismatch(stmt.value(), variable.type(), type));
    } else if (!Types.hasError(joined)) {
      setting.inference().refine(declaration, joined);
    }
    return true;
  }

  private void flowsInto(LocalVariable variable, Expr value) {
    if (variable.type() == Type.ENDPOINT && setting.tables().isSound(value)) {
      setting.inference().flows(setting.scope().endpoint(variable), calls.endpointOf(value));
    }
  }

  /** Why a name cannot be assigned; null where the body has been told that nothing declares it. */
  private Diagnostic.@Nullable Builder notAssignable(Name name, @Nullable LocalVariable variable) {
    if (variable == null && setting.names().lookup(name.text()) == null) {
      List<String> candidates = new ArrayList<>();
      setting.scope().addNames(candidates);
      if (!setting.scope().misses(name.text()) && Problems.didYouMean(name.text(), candidates) == null) {
        return null;
      }
      Diagnostic.Builder problem =
          Problems.unknown(Code.UNKNOWN_NAME, name.span(), "the variable", name.text(), candidates);
      return Problems.didYouMean(name.text(), candidates) == null
          ? problem.help("declare it: `var " + name.text() + " = …`")
          : problem;
    }
    Diagnostic.Builder problem =
        Diagnostic.error(Code.NOT_ASSIGNABLE, name.span(), "`" + name.text() + "` cannot be assigned");
    if (variable == null) {
      return problem.note("only a variable of the same body that was declared with `var` can");
    }
    problem.also(variable.span(), "declared here");
    return switch (variable.kind()) {
      case LET -> problem.help("declare it with `var` instead of `let`");
      case PARAMETER -> problem.help("copy it: `var copy = " + name.text() + "`");
      case LOOP, ELEMENT, CAPTURE, VAR -> problem;
    };
  }

  @Override
  public Boolean ifElse(Stmt.If stmt) {
    boolean reachable = stmt.otherwise() == null;
    for (Stmt.If.Branch branch : stmt.branches()) {
      exprs.check(branch.condition(), Type.BOOL);
      reachable |= block(branch.block());
    }
    if (stmt.otherwise() != null) {
      reachable |= block(stmt.otherwise());
    }
    return reachable;
  }

  @Override
  public Boolean whileLoop(Stmt.While stmt) {
    exprs.check(stmt.condition(), Type.BOOL);
    boolean forEver = stmt.condition() instanceof Expr.BoolLit literal && literal.value();
    return loop(stmt.body()) || !forEver;
  }

  @Override
  public Boolean loop(Stmt.Loop stmt) {
    return loop(stmt.body());
  }

  /** Checks the body of a loop; whether something in it leaves the loop. */
  private boolean loop(Block body) {
    Loop loop = new Loop();
    loops.push(loop);
    block(body);
    loops.pop();
    return loop.left;
  }

  @Override
  public Boolean forLoop(Stmt.For stmt) {
    Type values = exprs.value(stmt.values(), null);
    Type element = Type.ERROR;
    if (values instanceof Type.ListOf list) {
      element = list.element() == Type.ANY ? Type.ERROR : list.element();
    } else if (values.equals(new Type.RangeOf(Type.INT))) {
      element = Type.INT;
    } else if (values != Type.ERROR) {
      exprs.wrong(
          stmt.values(),
          Diagnostic.error(
                  Code.TYPE_MISMATCH,
                  stmt.values().span(),
                  "`for` goes over a list or a range of int, not " + Types.withArticle(values))
              .help(values == Type.INT ? "write a range: `0.." + Problems.excerpt(stmt.values()) + "`" : null));
    }
    setting.scope().enter();
    setting.tables().local(stmt, setting.scope().declare(stmt.variable(), LocalVariable.Kind.LOOP, element));
    loop(stmt.body());
    setting.scope().leave();
    return true;
  }

  @Override
  public Boolean breakLoop(Stmt.Break stmt) {
    if (loops.isEmpty()) {
      misplaced(stmt, "`break` stands in no loop", null);
      return true;
    }
    loops.getFirst().left = true;
    return false;
  }

  @Override
  public Boolean continueLoop(Stmt.Continue stmt) {
    if (loops.isEmpty()) {
      misplaced(stmt, "`continue` stands in no loop", null);
      return true;
    }
    return false;
  }

  /** What somebody may have meant who wrote a value as a statement, or null. */
  private static @Nullable String meantByValue(Expr expr) {
    if (expr instanceof Expr.StringLit) {
      return "to write a marker line: `mark(" + Problems.excerpt(expr) + ")`";
    }
    boolean compares =
        expr instanceof Expr.Chain chain && chain.first() instanceof Expr.NameExpr && chain.links().get(0).op() == Expr.BinaryOp.EQ;
    return compares ? "`=` assigns, and `expect` checks a condition" : null;
  }

  private void misplaced(Stmt stmt, String message, @Nullable String help) {
    exprs.report(Diagnostic.error(Code.MISPLACED_STATEMENT, stmt.span(), message).help(help));
  }

  @Override
  public Boolean returnValue(Stmt.Return stmt) {
    boolean function = setting.place() == Builtin.Place.FUNCTION;
    Expr value = stmt.value();
    if (value == null) {
      if (result != Type.VOID) {
        misplaced(stmt, "the function returns " + Types.withArticle(result) + ", and this `return` gives none", null);
      }
    } else if (result != Type.VOID) {
      exprs.check(value, result);
    } else {
      exprs.value(value, null);
      misplaced(
          stmt,
          function ? "the function declares no result" : "only a function can return a value",
          function
              ? "write the type of the result behind the parameters: `fn f(…): int { … }`"
              : setting.inTask() ? "end the task with an exit code: `exit(1)`" : null);
    }
    return false;
  }

  @Override
  public Boolean expect(Stmt.Expect stmt) {
    ExprChecker asking = new ExprChecker(setting.askingQueries());
    asking.check(stmt.condition(), Type.BOOL);
    if (stmt.message() != null) {
      asking.check(stmt.message(), Type.STRING);
    }
    if (setting.place() == Builtin.Place.FUNCTION) {
      misplaced(stmt, "a function cannot `expect`", "check it where the function is called");
    }
    return true;
  }

  @Override
  public Boolean expectFails(Stmt.ExpectFails stmt) {
    exprs.act(stmt.call());
    calls.isKernelCall(stmt.call(), "fails");
    String name = stmt.errno().text();
    List<String> known = Arrays.stream(Errno.values()).map(Enum::name).toList();
    if (!known.contains(name)) {
      Diagnostic.Builder problem = Problems.unknown(Code.UNKNOWN_NAME, stmt.errno().span(), "the error", name, known);
      exprs.report(Problems.didYouMean(name, known) == null ? problem.help(Habits.errors()) : problem);
    } else if (name.equals(Errno.OK.name())) {
      exprs.report(
          Problems.outOfRange(stmt.errno().span(), "`OK` is no error")
              .help("a call that is not expected to fail needs no `expect`"));
    }
    return true;
  }

  @Override
  public Boolean ignore(Stmt.Ignore stmt) {
    exprs.act(stmt.call());
    calls.isKernelCall(stmt.call(), "ignore");
    return true;
  }

  @Override
  public Boolean expression(Stmt.ExprStmt stmt) {
    exprs.act(stmt.expr());
    if (stmt.expr() instanceof Expr.Try attempt) {
      misplaced(
          stmt,
          "nothing looks at what came of this `try`",
          "say so: `ignore " + Problems.excerpt(attempt.call()) + "`");
    } else if (!(stmt.expr() instanceof Expr.Call call)) {
      if (setting.tables().isSound(stmt.expr())) {
        misplaced(stmt, "a value by itself does nothing", meantByValue(stmt.expr()));
      }
    } else if (setting.tables().isSound(call)) {
      return setting.tables().call(call).target() != Builtin.EXIT;
    }
    return true;
  }
}
