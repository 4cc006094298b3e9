// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.isa.Disassembler;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario ready to boot: programs, machine, expectations, and the way from instructions back to the source. It can be
 * booted any number of times, on any thread.
 *
 * <p>What it hands out never changes. Inside, the pool of values and the table of sites grow while expectations are
 * compiled against it; both keep what they have under its number, so a configuration is good for all that was compiled
 * before it was asked for.
 */
public final class Image {
  private final CheckedScenario scenario;
  private final MachineParts machine;
  private final Sites sites;
  private final ValuePool pool;
  private final ValueText values;
  private final ValueLimits limits;
  private final CodeLimits code;

  Image(
      CheckedScenario scenario, MachineParts machine, Sites sites, ValuePool pool, ValueLimits limits, CodeLimits code) {
    this.scenario = scenario;
    this.machine = machine;
    this.sites = sites;
    this.pool = pool;
    this.limits = limits;
    this.code = code;
    this.values = new ValueText(machine);
  }

  /**
   * The image of a scenario.
   *
   * @param diagnostics takes what is too large; then there is no image
   */
  public static @Nullable Image of(CheckedScenario scenario, Diagnostics diagnostics) {
    return of(scenario, ValueLimits.DEFAULT, CodeLimits.DEFAULT, diagnostics);
  }

  /**
   * The image of a scenario whose values and code are bounded.
   *
   * @param diagnostics takes what is too large; then there is no image
   */
  public static @Nullable Image of(
      CheckedScenario scenario, ValueLimits limits, CodeLimits code, Diagnostics diagnostics) {
    try {
      return Lowering.lower(scenario, limits, code);
    } catch (Words.PoolFull e) {
      diagnostics.add(tooLarge(scenario.titleSpan(), limits));
      return null;
    }
  }

  private static Diagnostic.Builder tooLarge(Span span, ValueLimits limits) {
    return Diagnostic.error(Code.TOO_MANY, span, "the values known before running take too much room")
        .note("there is room for " + limits.values() + " values of 16 characters or elements on average")
        .help("make long texts and lists shorter, or use the same one in more places");
  }

  /** How much the code of a task may do at once. */
  public CodeLimits code() {
    return code;
  }

  public String title() {
    return scenario.title();
  }

  public Source source() {
    return scenario.source();
  }

  public Span titleSpan() {
    return scenario.titleSpan();
  }

  public List<String> tags() {
    return scenario.tags();
  }

  /** Why it is not run; null where it is. */
  public @Nullable String skip() {
    return scenario.skip();
  }

  /** Why it is expected to fail; null where it is not. */
  public @Nullable String xfail() {
    return scenario.xfail();
  }

  /** When a run is stopped. */
  public long limitNs() {
    return scenario.limitNs();
  }

  /** How many events a run may take. */
  public long eventBudget() {
    return scenario.eventBudget();
  }

  public RunPlan run() {
    return scenario.run();
  }

  /** The items of all {@code expect} blocks and used sets, in file order. */
  public List<Expectation> expectations() {
    return scenario.expectations();
  }

  /** The value that a parameter or a swept name has here, as text. */
  public String text(ConstantSymbol symbol) {
    return Arithmetic.text(scenario.value(symbol));
  }

  /** What the image was made of. */
  public CheckedScenario scenario() {
    return scenario;
  }

  /**
   * The machine.
   *
   * @param attachments tables that ride in its state, such as those of monitors
   */
  public MachineConfig config(List<TableSpec> attachments) {
    synchronized (pool) {
      return machine.config(attachments, pool.bounded(limits.listElements(), limits.textChars()), code);
    }
  }

  /** What compilers of expectations ask; what they compile is good for configurations that are asked for later. */
  public ObservingScope scope(Diagnostics diagnostics) {
    return scope(diagnostics, pool);
  }

  /**
   * Like {@link #scope(Diagnostics)}, for a machine that runs already.
   *
   * @param values the pool of that machine
   */
  public ObservingScope scope(Diagnostics diagnostics, ValuePool values) {
    return scenario.observingScope(
        (expr, checked, typing, body) -> {
          synchronized (values) {
            Lowering lowering = new Lowering(checked, sites, values);
            try {
              return lowering.observing(expr, typing, body);
            } catch (Words.PoolFull e) {
              diagnostics.add(tooLarge(expr.span(), limits));
              return lowering.nothing();
            }
          }
        },
        diagnostics);
  }

  /** Names by pid; 0 is the kernel. */
  public List<String> taskNames() {
    return machine.taskNames();
  }

  /** Endpoints by number, those of services and of tasks for their alarms included. */
  public List<String> endpointNames() {
    return machine.endpointNames();
  }

  /** Events that tasks wait for, by number. */
  public List<String> eventNames() {
    return machine.eventNames();
  }

  /** Who might end the waits of tasks. */
  public Wakers wakers() {
    return machine.wakers();
  }

  /** How values are written. */
  public ValueText values() {
    return values;
  }

  /** A place of the source by the number that faults carry. */
  public Site site(int number) {
    return sites.get(number);
  }

  /** What a task runs, by pid from 1. */
  public Program program(int pid) {
    return machine.tasks().get(pid - 1).program();
  }

  /**
   * Where a task stands: the place of the call that it made last; null for a task that is no body of the file.
   *
   * @param pc the word of its memory that {@link #pcWord} names
   */
  public @Nullable Site standing(int pid, long pc) {
    return program(pid) instanceof Bytecode bytecode ? sites.get(bytecode.siteAt(pc)) : null;
  }

  /** The word of a task's memory that says where it stands, −1 for a task that is no body of the file. */
  public int pcWord(int pid) {
    return program(pid) instanceof Bytecode bytecode ? bytecode.pcWord() : -1;
  }

  /** The task that runs the block of a declared timer, by the timer's handle; 0 for the handle of an alarm. */
  public int jobPid(long handle) {
    for (TimerElement timer : scenario.timers()) {
      if (Words.handle(timer.symbol()) == handle) {
        return timer.pid();
      }
    }
    return 0;
  }

  /** The word of such a task's memory that counts the periods it let pass. */
  public int missedWord(int pid) {
    int word = 0;
    for (TableSpec table : program(pid).memory()) {
      for (Column column : table.columns()) {
        if (column.name().equals(TimedStubs.MISSED)) {
          return word;
        }
        word++;
      }
    }
    throw new IllegalArgumentException("the task runs no timer: pid=" + pid);
  }

  /** The programs of tasks and acts as text for people, each once. */
  public String listing() {
    Set<Program> programs = Collections.newSetFromMap(new IdentityHashMap<>());
    StringBuilder out = new StringBuilder();
    ValuePool names = pool();
    machine.tasks().forEach(task -> list(task.program(), programs, names, out));
    machine.acts().forEach(act -> list(act.program(), programs, names, out));
    return out.toString();
  }

  private static void list(Program program, Set<Program> seen, ValuePool names, StringBuilder out) {
    if (program instanceof Bytecode bytecode && seen.add(program)) {
      out.append(Disassembler.listing(bytecode, names)).append('\n');
    }
  }

  /** A copy of the values that programs refer to. */
  ValuePool pool() {
    synchronized (pool) {
      return pool.copy();
    }
  }

  /** The pid of timed, 0 where the scenario has none. */
  public int timedPid() {
    return scenario.timedPid();
  }
}
