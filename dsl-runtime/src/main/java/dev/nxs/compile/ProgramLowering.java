// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Node;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one program: a body, and behind it the functions that the body calls, each once. What the parts of a program
 * share is here.
 */
final class ProgramLowering {
  final Lowering lowering;
  final CheckedScenario scenario;
  final Typing typing;
  final Words words;
  final Sites sites;
  final Assembler assembler;
  final TrapFinder traps;
  final TimedStubs timed;

  /** Whether the program is an act of the world, which can't wait. */
  private boolean act;

  /** Where the token of the call received last is kept, −1 while nobody replies or receives. */
  private int replyToken = -1;

  /** Where the program receives from. */
  final ObjectSites receives = new ObjectSites();

  /** Where the program sends to. */
  final ObjectSites sends = new ObjectSites();

  /** Which events it signals. */
  final ObjectSites signals = new ObjectSites();

  /** Which barriers it arrives at. */
  final ObjectSites arrivals = new ObjectSites();

  /** Whether it kills others; whom, its text does not tell. */
  final ObjectSites kills = new ObjectSites();

  private final Map<FunctionSymbol, Assembler.FunctionRef> functions = new LinkedHashMap<>();
  private final Deque<FunctionSymbol> unwritten = new ArrayDeque<>();

  ProgramLowering(Lowering lowering, Typing typing, String name) {
    this.lowering = lowering;
    this.scenario = lowering.scenario;
    this.typing = typing;
    this.words = lowering.words;
    this.sites = lowering.sites;
    this.assembler = new Assembler(name);
    this.traps = new TrapFinder(typing);
    this.timed = new TimedStubs(this);
  }

  /** The value of an expression of this program, where it is known before running. */
  Optional<ConstantValue> constant(Expr expr) {
    // Variables are by far the most names in a body, and evaluating one fails the slow way.
    boolean variable =
        expr instanceof Expr.NameExpr name && typing.binding(name) instanceof Binding.Local;
    return variable ? Optional.empty() : scenario.constant(expr, typing);
  }

  /** The program of a task's block, or of a program that tasks name. */
  Bytecode task(Body body, boolean array) {
    int index = array ? assembler.local("index", Canon.EXACT) : -1;
    BodyLowering lower = new BodyLowering(this, Storage.memory(assembler), body, index, null);
    lower.parameters();
    return block(lower);
  }

  private Bytecode block(BodyLowering lower) {
    site(lower.body().owner().span(), Site.Kind.BODY);
    if (lower.statements.block(block(lower.body().owner()))) {
      end();
    }
    return finish();
  }

  /**
   * The program of an act of the world. It takes what its event captured first.
   *
   * @param number its place among the acts
   */
  Bytecode act(Body body, int number) {
    act = true;
    List<LocalVariable> captures = body.captures();
    if (captures.stream().anyMatch(capture -> capture.type() == Type.ERROR)) {
      end(); // never run: its pattern is malformed, which is told when the pattern is compiled
      return finish();
    }
    BodyLowering lower = new BodyLowering(this, Storage.memory(assembler), body, -1, null);
    for (int i = 0; i < captures.size(); i++) {
      captured(number, i);
      lower.storage.store(lower.place(captures.get(i))[0]);
    }
    if (!captures.isEmpty()) {
      captured(number, Query.NO_MORE);
      assembler.emit(Op.POP);
    }
    return block(lower);
  }

  private void captured(int act, int index) {
    assembler.observing();
    assembler.push(act);
    assembler.push(index);
    assembler.emit(Op.QUERY, Query.CAPTURED);
  }

  /** The program of the job of a timer: registered, waited for and run again, for ever or once. */
  Bytecode timer(TimerElement timer) {
    BodyLowering lower = new BodyLowering(this, Storage.memory(assembler), timer.body(), -1, null);
    site(timer.declaration().span(), Site.Kind.CALL);
    timed.job(timer, lower);
    return finish();
  }

  /** A program that ends with the value of a condition. */
  Bytecode condition(Expr expr, Body body) {
    assembler.observing();
    BodyLowering lower = new BodyLowering(this, Storage.memory(assembler), body, -1, null);
    lower.parameters();
    site(expr.span(), Site.Kind.EXPRESSION);
    lower.expressions.push(expr);
    assembler.emit(Op.EXIT);
    return finish();
  }

  /** A program that ends at once. */
  Bytecode nothing() {
    end();
    return finish();
  }

  /** Ends the task without an error. */
  void end() {
    assembler.push(0);
    assembler.emit(Op.EXIT);
  }

  private Bytecode finish() {
    while (!unwritten.isEmpty()) {
      write(unwritten.remove());
    }
    timed.write();
    Bytecode made = assembler.build();
    lowering.uses(made, this);
    if (timed.takesAlarms()) {
      lowering.alarmed(made);
    }
    return made;
  }

  private void write(FunctionSymbol function) {
    Assembler.FunctionRef ref = reference(function);
    assembler.begin(ref);
    TopLevel.Function node = function.node();
    BodyLowering lower =
        new BodyLowering(this, Storage.frame(assembler, ref), typing.body(node), -1, function.result());
    lower.parameters();
    Expr expression = node.expression();
    if (expression != null) {
      lower.expressions.pushAs(expression, function.result());
      assembler.emit(Op.RETURN);
    } else if (lower.statements.block(block(node))) {
      assembler.push(words.fallback(function.result()));
      assembler.emit(Op.RETURN);
    }
  }

  /** A function, which is written behind the body. */
  Assembler.FunctionRef reference(FunctionSymbol function) {
    return functions.computeIfAbsent(function, symbol -> {
      unwritten.add(symbol);
      return assembler.function(symbol.name(), symbol.parameterTypes().size());
    });
  }

  boolean isAct() {
    return act;
  }

  /** The word that keeps the token of the call received last. */
  int replyToken() {
    if (replyToken < 0) {
      replyToken = assembler.local("caller", Canon.EXACT);
    }
    return replyToken;
  }

  /** Everything from here on belongs to that place. */
  void site(Span span, Site.Kind kind) {
    assembler.site(sites.of(span, kind));
  }

  private static Block block(Node owner) {
    if (owner instanceof ScenarioItem.Task task && task.body() != null) {
      return task.body();
    } else if (owner instanceof ScenarioItem.At at) {
      return at.body();
    } else if (owner instanceof ScenarioItem.Every every) {
      return every.body();
    } else if (owner instanceof ScenarioItem.When when) {
      return when.body();
    } else if (owner instanceof ScenarioItem.Timer timer) {
      return timer.body();
    } else if (owner instanceof TopLevel.Program program) {
      return program.body();
    } else if (owner instanceof TopLevel.Function function && function.block() != null) {
      return function.block();
    }
    throw new IllegalArgumentException("a body has a block: owner=" + owner.getClass().getSimpleName());
  }
}
