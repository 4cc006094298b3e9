// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Checker;
import dev.nxs.compile.Image;
import dev.nxs.compile.Observed;
import dev.nxs.compile.Overrides;
import dev.nxs.kernel.AttachedTable;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Renderer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run played by hand: events and states at instants, told to the monitors of some expectations the way a machine would
 * tell them. The scenario has two harts, the tasks {@code a} and {@code b[2]}, and runs for 100ms.
 */
final class Played implements Watched {
  private static final long MS = 1_000_000;
  private static final String SCENARIO =
      """
      scenario "played" {
        machine(harts: 2)
        task a { sleep(1ms) }
        task b[2] { sleep(1ms) }
        run for 100ms
        expect {
      %s
        }
      }
      """;

  private final Plan plan;
  private final Judge judge;
  private final Dispatcher dispatcher;
  private final Machine words;
  private final ValuePool pool = new ValuePool(1000);
  private final Map<String, Boolean> states = new HashMap<>();
  private final Map<Integer, Long> ready = new HashMap<>();
  private long nowNs;
  private long step;
  private boolean stopped;

  private Played(Plan plan) {
    this.plan = plan;
    // It never runs: it keeps the words of the monitors.
    MachineConfig.Builder keeper = MachineConfig.builder();
    plan.tables().forEach(keeper::attachment);
    words = Machine.boot(keeper.build());
    judge = new Judge(plan, this);
    dispatcher = new Dispatcher(judge);
    judge.start();
  }

  /** Starts a run under some expectations. */
  static Played of(String expectations) {
    Diagnostics diagnostics = new Diagnostics();
    Plan plan = plan(expectations, diagnostics);
    if (diagnostics.hasErrors() || plan == null) {
      throw new AssertionError(Renderer.plain().render(diagnostics.list()));
    }
    return new Played(plan);
  }

  /** What is said about some expectations before running. */
  static Diagnostics diagnostics(String expectations) {
    Diagnostics diagnostics = new Diagnostics();
    plan(expectations, diagnostics);
    return diagnostics;
  }

  private static @Nullable Plan plan(String expectations, Diagnostics diagnostics) {
    ParseResult parsed = Nxs.parse(Source.of("played.nxs", SCENARIO.formatted(expectations)));
    diagnostics.addAll(parsed.diagnostics());
    if (parsed.hasErrors()) {
      return null;
    }
    CheckedFile file = Checker.check(parsed.file(), diagnostics);
    List<CheckedScenario> instances = file.instances(file.scenarios(), Overrides.NONE, diagnostics);
    Image image = instances.isEmpty() ? null : Image.of(instances.get(0), diagnostics);
    return image == null ? null : PlanBuilder.build(image, null, diagnostics);
  }

  /** A line by task a on hart 0. */
  Played mark(double ms, String text) {
    return mark(ms, text, 0, 1);
  }

  Played mark(double ms, String text, int hart, int pid) {
    advance(ms);
    if (!stopped) {
      dispatcher.line(EventKind.MARKER, nowNs, ++step, hart, pid, text);
      stopped = judge.failed();
    }
    return this;
  }

  Played event(double ms, EventKind kind, int hart, int pid, long first, long second) {
    advance(ms);
    if (!stopped) {
      dispatcher.event(kind, nowNs, ++step, hart, pid, first, second, 0);
      stopped = judge.failed();
    }
    return this;
  }

  /** The value of a state, by its source text, from an instant on. */
  Played state(double ms, String text, boolean value) {
    advance(ms);
    states.put(text, value);
    step++;
    return this;
  }

  /** A task becomes ready, or runs where the flag is false. */
  Played ready(double ms, int pid, boolean value) {
    advance(ms);
    ready.put(pid, value ? nowNs : Column.NEVER);
    return this;
  }

  /** Lets time pass without anything happening in between. */
  Played until(double ms) {
    advance(ms);
    return this;
  }

  private void advance(double ms) {
    long toNs = Math.round(ms * MS);
    while (!stopped && nowNs < toNs) {
      finishInstant();
      long nextNs = Math.min(toNs, judge.nextDeadlineNs());
      if (!stopped) {
        nowNs = Math.max(nextNs, nowNs);
      }
    }
  }

  private void finishInstant() {
    judge.settled();
    stopped = judge.failed();
    if (!stopped) {
      judge.due();
      stopped = judge.failed();
    }
  }

  /** Ends the run at this instant, or as stopped where an expectation has failed, and gives the verdicts. */
  List<Judgement> end(Ending ending) {
    if (!stopped && ending != Ending.STOPPED) {
      finishInstant();
    }
    judge.end(stopped ? Ending.STOPPED : ending);
    return plan.monitors().stream().map(judge::judgement).toList();
  }

  /** When the run was stopped by a failure, in nanoseconds; -1 where it was not. */
  long failedAtNs() {
    return stopped ? nowNs : -1;
  }

  /** Details of the expectations, after the end. */
  List<String> details() {
    return plan.monitors().stream().map(monitor -> monitor.detail(judge)).toList();
  }

  /** Explanations, after the end: what stands under the marks, and the notes. */
  String explanation(int index) {
    Explanation explanation = plan.monitors().get(index).explain(judge);
    return String.join("\n", explanation.label(), String.join("\n", explanation.notes())).strip();
  }

  /** A copy of all words, to go back to. */
  Snapshot snapshot() {
    return words.snapshot();
  }

  /** Goes back, as a machine would with its monitors. */
  void restore(Snapshot snapshot, double ms) {
    words.restore(snapshot);
    nowNs = Math.round(ms * MS);
    judge.restored();
    stopped = judge.failed();
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public AttachedTable table(int number) {
    return words.attachment(number);
  }

  @Override
  public Answer observe(Observed observed, long[] captures) {
    String text = observed.source().span().text();
    Boolean known = states.get(text);
    if (known != null) {
      return new Answer(known ? 1 : 0, null, 0, false);
    }
    // A comparison of a capture with a number of milliseconds: `late <= 4ms`.
    if (text.matches("\\w+ <= \\d+ms")) {
      return new Answer(captures[0] <= MS * Long.parseLong(text.replaceAll("\\w+ <= (\\d+)ms", "$1")) ? 1 : 0, null, 0, false);
    }
    return new Answer(0, null, 0, false);
  }

  @Override
  public void requestStop() {}

  @Override
  public ValuePool pool() {
    return pool;
  }

  @Override
  public Waits waits() {
    return Waits.NONE;
  }

  @Override
  public long readySinceNs(int pid) {
    return ready.getOrDefault(pid, Column.NEVER);
  }
}
