// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.ActElement;
import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Image;
import dev.nxs.compile.ObservingScope;
import dev.nxs.compile.Observed;
import dev.nxs.compile.RunPlan;
import dev.nxs.compile.Type;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles what a scenario expects, and what it waits for, to a plan. */
public final class PlanBuilder {
  private final Image image;
  private final ObservingScope scope;
  private final EventCompiler events;
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<TableSpec> tables = new ArrayList<>();
  private final List<Expectation> dropped = new ArrayList<>();
  private final List<Program> conditions = new ArrayList<>();

  private PlanBuilder(Image image, Diagnostics diagnostics) {
    this.image = image;
    this.scope = image.scope(diagnostics);
    this.events = new EventCompiler(scope, this::condition);
  }

  /**
   * The plan of a scenario; good where the diagnostics have no errors.
   *
   * @param untilMarker a line that ends the run at the caller's wish, null without
   */
  public static Plan build(Image image, @Nullable String untilMarker, Diagnostics diagnostics) {
    return build(image, untilMarker, List.of(), diagnostics);
  }

  /**
   * Like {@link #build(Image, String, Diagnostics)}, for somebody who asks more than the scenario does.
   *
   * @param asked expressions whose figures are to be collected from boot on; {@link Plan#asked} answers in their order
   */
  public static Plan build(
      Image image, @Nullable String untilMarker, List<Expr> asked, Diagnostics diagnostics) {
    return new PlanBuilder(image, diagnostics).build(untilMarker, asked);
  }

  private Plan build(@Nullable String untilMarker, List<Expr> asked) {
    CheckedScenario scenario = image.scenario();
    // The common table comes first; how many rows it has is known last.
    tables.add(new TableSpec("watchers", 0, Columns.SPEC));
    FormCompiler forms = new FormCompiler(this);
    for (Expectation item : scenario.expectations()) {
      if (!(item.form() instanceof Expectation.Complete)) {
        item(forms, item);
      }
    }
    // `complete` asks what the others name.
    for (Expectation item : scenario.expectations()) {
      if (item.form() instanceof Expectation.Complete) {
        item(forms, item);
      }
    }
    until(scenario.run());
    if (untilMarker != null) {
      EventMatcher marker = literal(new TextMatcher.Exact(untilMarker), image.titleSpan());
      watchers.add(new UntilWatcher(nextRow(), List.of(marker), null, true));
    }
    for (int act = 0; act < scenario.acts().size(); act++) {
      when(scenario.acts().get(act), act);
    }
    List<Observed> answers = new ArrayList<>();
    for (Expr expr : asked) {
      Observed observed = scope.observe(expr, Type.ANY, Map.of());
      if (observed != null) {
        answers.add(observed);
        conditions.add(observed.program());
      }
    }
    // Counted events come last, because compiling the expectations found some of them. Where one has an error, it has
    // been reported and the plan is not used.
    List<EventPattern> counted = scope.counted();
    for (EventPattern pattern : counted) {
      EventMatcher event = events.compile(pattern);
      if (event != null) {
        watchers.add(new CountWatcher(nextRow(), event));
      }
    }
    Prefixes.warn(watchers, scope.diagnostics());
    tables.set(Columns.TABLE, new TableSpec("watchers", watchers.size(), Columns.SPEC));
    return new Plan(watchers, tables, dropped, conditions, answers);
  }

  private void item(FormCompiler forms, Expectation item) {
    if (item.condition() != null) {
      Boolean wanted = scope.flag(item.condition());
      if (wanted == null || !wanted) {
        dropped.add(item);
        return;
      }
    }
    forms.compile(item).ifPresent(watchers::add);
  }

  private void until(RunPlan run) {
    Condition condition = run.until();
    if (condition instanceof Condition.Event event) {
      EventMatcher matcher = events.compile(event.event());
      if (matcher != null) {
        watchers.add(new UntilWatcher(nextRow(), List.of(matcher), null, false));
      }
    } else if (condition instanceof Condition.State state) {
      Observed observed = state(state.expr());
      if (observed != null) {
        watchers.add(new UntilWatcher(nextRow(), List.of(), observed, false));
      }
    }
  }

  private void when(ActElement element, int act) {
    if (element.when() instanceof Condition.Event event) {
      EventMatcher matcher = events.compile(event.event());
      if (matcher != null) {
        watchers.add(new WhenWatcher(nextRow(), List.of(matcher), null, act, element.once()));
      }
    } else if (element.when() instanceof Condition.State state) {
      Observed observed = state(state.expr());
      if (observed != null) {
        watchers.add(new WhenWatcher(nextRow(), List.of(), observed, act, element.once()));
      }
    }
  }

  /** A bool expression over the queries, or null after a diagnostic. */
  @Nullable Observed state(Expr expr) {
    return condition(expr, Map.of());
  }

  private @Nullable Observed condition(Expr expr, Map<String, Type> captures) {
    Observed observed = scope.observe(expr, Type.BOOL, captures);
    if (observed != null) {
      conditions.add(observed.program());
    }
    return observed;
  }

  /** A pattern for lines that is no event of the source; the span is what it is shown as. */
  EventMatcher literal(TextMatcher text, Span span) {
    return new EventMatcher(nowhere(span), EventKind.MARKER, text, -1, null, -1, null, false);
  }

  /** A pattern that every event of a kind is. */
  EventMatcher all(EventKind kind, Span span) {
    return new EventMatcher(nowhere(span), kind, null, -1, null, -1, null, false);
  }

  private static EventPattern nowhere(Span span) {
    Expr.StringLit nothing = new Expr.StringLit(List.of(), span);
    EventPattern.Marker marker = new EventPattern.Marker(EventPattern.Marker.Match.EXACT, nothing, span);
    return new EventPattern(marker, null, null, null, span);
  }

  int nextRow() {
    return watchers.size();
  }

  /** Adds a table; its number. */
  int table(TableSpec spec) {
    tables.add(spec);
    return tables.size() - 1;
  }

  Image image() {
    return image;
  }

  ObservingScope scope() {
    return scope;
  }

  EventCompiler events() {
    return events;
  }

  List<Watcher> watchers() {
    return watchers;
  }

  /** How long the run can be at most. */
  long longestNs() {
    RunPlan run = image.run();
    return run.durationNs().orElse(Math.min(image.limitNs(), run.timeoutNs().orElse(image.limitNs())));
  }
}
