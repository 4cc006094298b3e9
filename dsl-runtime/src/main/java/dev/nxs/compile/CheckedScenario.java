// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a scenario: parameters and swept values applied, every declaration's arguments known and in range.
 * Immutable; what does not depend on the instance (types, bindings) is shared between the instances.
 */
public interface CheckedScenario {
  ScenarioOutline outline();

  /** The title, with the swept values of this instance: {@code title [a=1, b=2]}. */
  String title();

  Source source();

  Span titleSpan();

  List<String> tags();

  /** Why it is not run; null where it is. */
  @Nullable String skip();

  /** Why it is expected to fail; null where it is not. */
  @Nullable String xfail();

  /** When a run is stopped: {@code limit}, or the duration of {@code run for} itself. */
  long limitNs();

  /** How many events a run may take. */
  long eventBudget();

  MachineSpec machine();

  /** The timer service, where the scenario has it. */
  Optional<TimedSpec> timed();

  /**
   * The same scenario with a timer service that delivers each timer at its own deadline, without expectations and without
   * an end of its own; empty where there is no timer service.
   */
  Optional<CheckedScenario> uncoalesced();

  Optional<PolicydSpec> policyd();

  Optional<ExecdSpec> execd();

  /** The pid of timed, always 1; 0 where the scenario has none. */
  int timedPid();

  /** All tasks by pid, without services and the jobs of timers: the first has pid 1, or 2 where there is timed. */
  List<TaskElement> tasks();

  /** The declared timers, in file order; their jobs are the tasks behind all others. */
  List<TimerElement> timers();

  /** By number in the machine's configuration. */
  List<EndpointElement> endpoints();

  /** By number in the machine's configuration. */
  List<EventElement> events();

  /** By number in the machine's configuration. */
  List<MutexElement> mutexes();

  /** By number in the machine's configuration. */
  List<BarrierElement> barriers();

  /** The programs that tasks spawn, by number in the machine's configuration. */
  List<SpawnElement> spawned();

  /** In file order. */
  List<ActElement> acts();

  RunPlan run();

  /** The items of all {@code expect} blocks and used sets, in file order. */
  List<Expectation> expectations();

  Typing typing();

  /** The value of a {@code let}, {@code param} or swept name in this instance. */
  ConstantValue value(ConstantSymbol symbol);

  /**
   * The value of an expression that is known before running; empty, and nothing reported, for others.
   *
   * @param typing the side tables that hold the expression
   */
  Optional<ConstantValue> constant(Expr expr, Typing typing);

  /** The pids of a task (one) or an array (all, by element). */
  int[] pids(ObjectSymbol taskOrArray);

  /** Events that bodies count with {@code count(EVENT)}; scopes append those of expectations. */
  List<EventPattern> counted();

  /** What compilers of expectations ask. */
  ObservingScope observingScope(ObservingCompiler compiler, Diagnostics diagnostics);
}
