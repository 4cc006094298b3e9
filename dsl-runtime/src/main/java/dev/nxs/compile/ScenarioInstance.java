// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.timed.BuiltInCoalescing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a scenario, as its builder read it.
 *
 * @param values evaluated to the last, so that nothing changes any more
 */
record ScenarioInstance(
    ScenarioOutline outline,
    String title,
    long limitNs,
    long eventBudget,
    MachineSpec machine,
    Optional<TimedSpec> timed,
    Optional<PolicydSpec> policyd,
    Optional<ExecdSpec> execd,
    List<TaskElement> tasks,
    List<TimerElement> timers,
    List<EndpointElement> endpoints,
    List<EventElement> events,
    List<MutexElement> mutexes,
    List<BarrierElement> barriers,
    List<ActElement> acts,
    RunPlan run,
    List<Expectation> expectations,
    ScenarioTypes types,
    Values values)
    implements CheckedScenario {

  ScenarioInstance {
    tasks = List.copyOf(tasks);
    timers = List.copyOf(timers);
    endpoints = List.copyOf(endpoints);
    events = List.copyOf(events);
    mutexes = List.copyOf(mutexes);
    barriers = List.copyOf(barriers);
    acts = List.copyOf(acts);
    expectations = List.copyOf(expectations);
  }

  @Override
  public Source source() {
    return titleSpan().source();
  }

  @Override
  public Span titleSpan() {
    return outline.titleSpan();
  }

  @Override
  public List<String> tags() {
    return outline.tags();
  }

  @Override
  public @Nullable String skip() {
    return outline.skip();
  }

  @Override
  public @Nullable String xfail() {
    return outline.xfail();
  }

  @Override
  public int timedPid() {
    return timed.isPresent() ? 1 : 0;
  }

  @Override
  public Optional<CheckedScenario> uncoalesced() {
    return timed.map(
        spec ->
            new ScenarioInstance(
                outline, title, Column.NEVER, eventBudget, machine, Optional.of(spec.under(BuiltInCoalescing.NONE)), policyd,
                execd, tasks, timers, endpoints, events, mutexes, barriers, acts,
                RunPlan.open(run.span()), List.of(), types, values));
  }

  @Override
  public Typing typing() {
    return types.tables();
  }

  @Override
  public List<SpawnElement> spawned() {
    return types.objects().spawned().stream()
        .map(program -> new SpawnElement(program.name(), types.tables().body(program.node())))
        .toList();
  }

  @Override
  public ConstantValue value(ConstantSymbol symbol) {
    return values.constant(symbol);
  }

  @Override
  public Optional<ConstantValue> constant(Expr expr, Typing typing) {
    return values.quietly(expr, (TypingTables) typing);
  }

  @Override
  public int[] pids(ObjectSymbol taskOrArray) {
    return tasks.stream().filter(task -> task.symbol() == taskOrArray).mapToInt(TaskElement::pid).toArray();
  }

  @Override
  public List<EventPattern> counted() {
    return types.tables().counted();
  }

  @Override
  public ObservingScope observingScope(ObservingCompiler compiler, Diagnostics diagnostics) {
    return new ExpectationScope(this, compiler, diagnostics);
  }
}
