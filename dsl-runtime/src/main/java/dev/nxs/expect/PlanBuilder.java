// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.ActElement;
import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Image;
import dev.nxs.compile.LocalVariable;
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
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles what a scenario expects, and what it waits for, to a plan. */
public final class PlanBuilder {
  private final Image image;
  private final ObservingScope scope;
  private final EventCompiler events;
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Integer> gates = new ArrayList<>();
  private final List<PhaseDraft> phases = new ArrayList<>();
  private int gate = -1;
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
    List<Expectation> items = scenario.expectations();
    starts(items);
    int phase = 0;
    for (Expectation item : items) {
      if (item.form() instanceof Expectation.Phase form) {
        phase(forms, item, form, phase++);
      } else if (!(item.form() instanceof Expectation.Complete)) {
        item(forms, item);
      }
    }
    // `complete` asks what the others name.
    phase = 0;
    for (Expectation item : items) {
      if (item.form() instanceof Expectation.Phase form) {
        PhaseDraft draft = phases.get(phase++);
        gate = draft.wanted() ? draft.start().row() : -1;
        form.items().stream().filter(i -> draft.wanted() && isComplete(i)).forEach(i -> item(forms, i));
        gate = -1;
      } else if (isComplete(item)) {
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
    while (gates.size() < watchers.size()) {
      gates.add(-1);
    }
    List<Integer> firsts = new ArrayList<>();
    for (PhaseDraft draft : phases) {
      if (draft.startsWithRun()) {
        firsts.add(draft.start().row());
      }
    }
    return new Plan(watchers, gates, firsts, tables, dropped, conditions, answers);
  }

  /**
   * A phase of which the start is compiled: all starts stand before all items.
   *
   * @param wanted false where its {@code if} does not hold
   * @param follows whether it starts where the phase before ends
   */
  private record PhaseDraft(Expectation.Phase form, PhaseStart start, boolean wanted, boolean follows) {
    boolean startsWithRun() {
      return wanted && form.start() == null && !follows;
    }
  }

  private void starts(List<Expectation> items) {
    List<Name> names = new ArrayList<>();
    PhaseDraft before = null;
    for (Expectation item : items) {
      if (!(item.form() instanceof Expectation.Phase form)) {
        continue;
      }
      for (Name name : names) {
        if (name.text().equals(form.name().text())) {
          scope.diagnostics()
              .add(
                  Diagnostic.error(Code.DUPLICATE_NAME, form.name().span(), "two phases are called `" + name.text() + "`")
                      .also(name.span(), "this one is, too"));
        }
      }
      names.add(form.name());
      boolean wanted = wanted(item);
      List<EventMatcher> start = edge(form.start());
      if (form.items().isEmpty() && form.start() == null && form.end() == null) {
        scope.diagnostics()
            .add(
                Diagnostic.error(Code.EMPTY_GROUP, form.span(), "this phase is empty, so it would always hold")
                    .help("say what must happen in it, or remove it"));
      }
      boolean follows = form.start() == null && before != null && before.form().end() != null;
      PhaseDraft draft = new PhaseDraft(form, new PhaseStart(nextRow(), start), wanted, follows);
      watchers.add(draft.start());
      gates.add(-1);
      phases.add(draft);
      before = wanted ? draft : before;
    }
  }

  private List<EventMatcher> edge(@Nullable EventPattern pattern) {
    EventMatcher event = pattern == null ? null : events.compile(pattern);
    return event == null ? List.of() : List.of(event);
  }

  private void phase(FormCompiler forms, Expectation item, Expectation.Phase form, int number) {
    PhaseDraft draft = phases.get(number);
    if (!draft.wanted()) {
      dropped.add(item);
      dropped.addAll(form.items());
      return;
    }
    gate = draft.start().row();
    for (Expectation each : form.items()) {
      if (!isComplete(each)) {
        item(forms, each);
      }
    }
    int next = number + 1;
    while (next < phases.size() && !phases.get(next).wanted()) {
      next++;
    }
    boolean leads = next < phases.size() && phases.get(next).follows();
    int after = leads ? phases.get(next).start().row() : -1;
    add(new Phase(nextRow(), item, form, draft.start(), edge(form.end()), after));
    gate = -1;
  }

  private static boolean isComplete(Expectation item) {
    return item.form() instanceof Expectation.Complete;
  }

  private boolean wanted(Expectation item) {
    Boolean wanted = item.condition() == null ? Boolean.TRUE : scope.flag(item.condition());
    return wanted != null && wanted;
  }

  private void item(FormCompiler forms, Expectation item) {
    if (wanted(item)) {
      Optional<Monitor> monitor = forms.compile(item);
      if (monitor.isEmpty() && !scope.diagnostics().hasErrors()) {
        throw new IllegalStateException("a form that cannot be judged must be said to be one: " + item.form());
      }
      monitor.ifPresent(this::add);
    } else {
      dropped.add(item);
    }
  }

  private void add(Watcher watcher) {
    watchers.add(watcher);
    gates.add(gate);
  }

  /** Whether what is compiled now belongs to a phase. */
  boolean isInPhase() {
    return gate >= 0;
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
      List<LocalVariable> captures = element.body().captures();
      EventMatcher matcher = events.compile(event.event(), !captures.isEmpty());
      if (matcher != null) {
        int[] places = captures.stream().mapToInt(capture -> placeOf(capture, matcher)).toArray();
        int table = captures.isEmpty() ? -1 : table(WhenWatcher.spec(captures));
        watchers.add(WhenWatcher.ofEvent(nextRow(), matcher, element, act, places, table));
      }
    } else if (element.when() instanceof Condition.State state) {
      Observed observed = state(state.expr());
      if (observed != null) {
        watchers.add(WhenWatcher.ofState(nextRow(), observed, element, act));
      }
    }
  }

  /** The place of a capture in a pattern. What looks like one in its text may be quoted, and is none then. */
  private int placeOf(LocalVariable capture, EventMatcher matcher) {
    List<String> names = matcher.captures().stream().map(Capture::name).toList();
    int place = names.indexOf(capture.name());
    if (place < 0) {
      scope.diagnostics()
          .add(
              Diagnostic.error(
                  Code.UNKNOWN_CAPTURE, capture.span(), "the pattern does not capture `" + capture.name() + "`"));
    }
    return place;
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
