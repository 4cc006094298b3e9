// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.EventElement;
import dev.nxs.compile.ObservingScope;
import dev.nxs.compile.Observed;
import dev.nxs.compile.Type;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expectation.WheneverThen.Join;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TimeClause;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes the monitor of an expectation, form by form; empty after a diagnostic. */
final class FormCompiler implements Expectation.Visitor<Optional<Monitor>> {
  /** Items of a group, and occurrences that a sliding window remembers. */
  private static final int ITEM_LIMIT = 1000;

  private final PlanBuilder plan;
  private final ObservingScope scope;
  private final EventCompiler events;
  private Expectation source;

  @SuppressWarnings("NullAway.Init")
  FormCompiler(PlanBuilder plan) {
    this.plan = plan;
    this.scope = plan.scope();
    this.events = plan.events();
  }

  Optional<Monitor> compile(Expectation item) {
    source = item;
    return item.form().accept(this);
  }

  @Override
  public Optional<Monitor> occurs(Expectation.Occurs form) {
    List<EventMatcher> matchers = new ArrayList<>();
    if (form.subject() instanceof Condition.State state) {
      Observed observed = plan.state(state.expr());
      Window window = window(form.clauses(), matchers, false);
      return observed == null || window == null
        ? Optional.empty()
        : Optional.of(new StateInWindow(plan.nextRow(), source, observed, matchers, window));
    }
    if (!add(((Condition.Event) form.subject()).event(), matchers)) {
      return Optional.empty();
    }
    Window window = window(form.clauses(), matchers, false);
    return window == null
        ? Optional.empty()
        : Optional.of(new FirstOccurrence(plan.nextRow(), source, matchers, window));
  }

  @Override
  public Optional<Monitor> never(Expectation.Never form) {
    List<EventMatcher> matchers = new ArrayList<>();
    if (form.subject() instanceof Condition.State state) {
      Observed observed = plan.state(state.expr());
      Window window = window(form.clauses(), matchers, true);
      return observed == null || window == null
        ? Optional.empty()
        : Optional.of(new StateThroughout(plan.nextRow(), source, observed, false, matchers, window));
    }
    if (!add(((Condition.Event) form.subject()).event(), matchers)) {
      return Optional.empty();
    }
    Window window = window(form.clauses(), matchers, true);
    return window == null
        ? Optional.empty()
        : Optional.of(new Never(plan.nextRow(), source, matchers, window));
  }

  @Override
  public Optional<Monitor> count(Expectation.Count form) {
    List<EventMatcher> matchers = new ArrayList<>();
    OptionalLong number = form.count() == null ? OptionalLong.of(1) : scope.integer(form.count());
    boolean known = add(form.event(), matchers);
    if (!known || number.isEmpty()) {
      return Optional.empty();
    }
    long n = number.getAsLong();
    if (n < 0) {
      Span span = form.count() == null ? form.span() : form.count().span();
      scope.diagnostics().add(Diagnostic.error(Code.OUT_OF_RANGE, span, "a count is 0 or more"));
      return Optional.empty();
    }
    long least = form.kind() == Expectation.Count.Kind.AT_MOST ? 0 : n;
    long most = form.kind() == Expectation.Count.Kind.AT_LEAST ? Long.MAX_VALUE : n;
    if (form.window() != null) {
      return everyWindow(form, form.window(), matchers.get(0), least, most);
    }
    Window window = window(form.clauses(), matchers, true);
    return window == null
        ? Optional.empty()
        : Optional.of(new CountInWindow(plan.nextRow(), source, matchers, least, most, window));
  }

  private Optional<Monitor> everyWindow(
      Expectation.Count form, Expr every, EventMatcher event, long least, long most) {
    if (!form.clauses().isEmpty()) {
      scope.diagnostics()
          .add(
              Diagnostic.error(
                      Code.BAD_CLAUSES, form.clauses().get(0).span(), "`every` speaks of the whole run")
                  .help("leave this clause out"));
      return Optional.empty();
    }
    OptionalLong length = positive(every);
    if (length.isEmpty()) {
      return Optional.empty();
    }
    if (Math.max(least, most == Long.MAX_VALUE ? 0 : most) > ITEM_LIMIT) {
      tooMany(form.count() == null ? form.span() : form.count().span(), "occurrences in a sliding window");
      return Optional.empty();
    }
    int ring = plan.table(CountInEveryWindow.spec(least, most, length.getAsLong()));
    return Optional.of(new CountInEveryWindow(plan.nextRow(), source, event, least, most, length.getAsLong(), ring));
  }

  @Override
  public Optional<Monitor> order(Expectation.Order form) {
    List<EventMatcher> matchers = group(form.events(), form.span());
    OptionalLong within = form.within() == null ? OptionalLong.of(Column.NEVER) : bounded(form.within());
    if (matchers == null || within.isEmpty()) {
      return Optional.empty();
    }
    int last = 0;
    if (form.strict()) {
      matchers.add(plan.literal(new TextMatcher.Starts(""), form.span()));
      last = plan.table(Ordered.spec());
    }
    return Optional.of(new Ordered(plan.nextRow(), source, matchers, form.strict(), within.getAsLong(), last));
  }

  @Override
  public Optional<Monitor> group(Expectation.Group form) {
    List<EventMatcher> matchers = group(form.events(), form.span());
    if (matchers == null) {
      return Optional.empty();
    }
    return Optional.of(switch (form.kind()) {
      case ALL -> new AllOf(
          plan.nextRow(), source, matchers, plan.table(AllOf.spec(matchers.size())));
      case ANY -> new AnyOf(plan.nextRow(), source, matchers);
      case EXCLUSIVE -> new Exclusive(plan.nextRow(), source, matchers);
    });
  }

  private @Nullable List<EventMatcher> group(List<EventPattern> patterns, Span span) {
    if (patterns.isEmpty()) {
      scope.diagnostics()
          .add(
              Diagnostic.error(Code.EMPTY_GROUP, span, "this group is empty, so it would always hold")
                  .help("name the events that must happen, or remove it"));
      return null;
    }
    if (patterns.size() > ITEM_LIMIT) {
      tooMany(span, "items in a group");
      return null;
    }
    List<EventMatcher> matchers = new ArrayList<>();
    boolean good = true;
    for (EventPattern pattern : patterns) {
      good &= add(pattern, matchers);
    }
    return good ? matchers : null;
  }

  @Override
  public Optional<Monitor> wheneverThen(Expectation.WheneverThen form) {
    boolean capturing = form.join() != null && form.join().kind() == Join.Kind.CAPTURE;
    List<EventMatcher> matchers = new ArrayList<>();
    Observed trigger = null;
    Observed response = null;
    boolean good = true;
    if (form.trigger() instanceof Condition.Event event) {
      good = add(event.event(), matchers, capturing);
    } else {
      trigger = plan.state(((Condition.State) form.trigger()).expr());
      good = trigger != null;
    }
    if (form.response() instanceof Condition.Event event) {
      good &= add(event.event(), matchers, capturing);
    } else {
      response = plan.state(((Condition.State) form.response()).expr());
      good &= response != null;
    }
    OptionalLong within = form.within() == null ? OptionalLong.of(Column.NEVER) : bounded(form.within());
    if (!good || within.isEmpty()) {
      return Optional.empty();
    }
    Join join = form.join();
    if (join != null && matchers.size() < 2) {
      scope.diagnostics()
          .add(
              Diagnostic.error(Code.BAD_CLAUSES, join.span(), "a state has no hart, task or captures of its own")
                  .help("join two events, or name the hart or task in the state"));
      return Optional.empty();
    }
    int left = join == null ? 0 : captureOf(matchers.get(0), join);
    int right = join == null ? 0 : captureOf(matchers.get(1), join);
    if (left < 0 || right < 0) {
      return Optional.empty();
    }
    return joined(matchers, trigger, response, within.getAsLong(), join, left, right);
  }

  private Optional<Monitor> joined(
      List<EventMatcher> matchers,
      @Nullable Observed trigger,
      @Nullable Observed response,
      long withinNs,
      @Nullable Join join,
      int left,
      int right) {
    Join.Kind kind = join == null ? null : join.kind();
    Canon key = Canon.EXACT;
    int rows = 1;
    if (kind != null) {
      rows =
          switch (kind) {
            case HART -> plan.image().scenario().machine().harts() + 1;
            case TASK -> plan.image().taskNames().size();
            case CAPTURE -> FollowedBy.OPEN_KEYS;
          };
    }
    if (join != null && kind == Join.Kind.CAPTURE) {
      Type of = matchers.get(0).captures().get(left).type();
      Type other = matchers.get(1).captures().get(right).type();
      if (!of.equals(other)) {
        scope.diagnostics()
            .add(
                Diagnostic.error(
                        Code.TYPE_MISMATCH,
                        join.span(),
                        "this capture is " + of.text() + " on the left and " + other.text() + " on the right")
                    .help("give both captures one type"));
        return Optional.empty();
      }
      key = of == Type.STRING ? Canon.VALUE : Canon.EXACT;
    }
    int table = plan.table(FollowedBy.spec(rows, key));
    FollowedBy.Parts parts =
        new FollowedBy.Parts(trigger, response, withinNs, kind, left, right, rows, table);
    return Optional.of(new FollowedBy(plan.nextRow(), source, matchers, parts));
  }

  /** The place of the joined capture in a pattern, 0 where something else is joined; -1 after a diagnostic. */
  private int captureOf(EventMatcher matcher, Join join) {
    if (join.capture() == null) {
      return 0;
    }
    String name = join.capture().text();
    List<String> names = matcher.captures().stream().map(Capture::name).toList();
    if (!names.contains(name)) {
      scope.diagnostics()
          .add(
              Diagnostic.error(
                      Code.UNKNOWN_CAPTURE, join.capture().span(), "a pattern here captures no `" + name + "`")
                  .also(
                      matcher.source().span(),
                      names.isEmpty() ? "captures nothing" : "captures " + String.join(", ", names))
                  .help("name the capture in both patterns, as in `p\"arm id={" + name + ":int}\"`"));
    }
    return names.indexOf(name);
  }

  @Override
  public Optional<Monitor> wheneverRequire(Expectation.WheneverRequire form) {
    EventMatcher trigger = events.compile(form.trigger());
    EventMatcher required = events.compile(form.required());
    return trigger == null || required == null
        ? Optional.empty()
        : Optional.of(new PrecededBy(plan.nextRow(), source, trigger, required));
  }

  @Override
  public Optional<Monitor> iff(Expectation.Iff form) {
    EventMatcher left = events.compile(form.left());
    EventMatcher right = events.compile(form.right());
    return left == null || right == null
        ? Optional.empty()
        : Optional.of(new BothOrNeither(plan.nextRow(), source, left, right));
  }

  @Override
  public Optional<Monitor> always(Expectation.Always form) {
    for (TimeClause clause : form.clauses()) {
      boolean bound =
          clause instanceof TimeClause.Within || clause instanceof TimeClause.By || clause instanceof TimeClause.At;
      if (bound) {
        scope.diagnostics()
            .add(
                Diagnostic.error(Code.BAD_CLAUSES, clause.span(), "`always` has no bound of this kind")
                    .help("say where it must hold with `from`, `after` and `until`, or use `eventually … within`"));
        return Optional.empty();
      }
    }
    List<EventMatcher> matchers = new ArrayList<>();
    Observed state = plan.state(form.state());
    Window window = window(form.clauses(), matchers, false);
    return state == null || window == null
        ? Optional.empty()
        : Optional.of(new StateThroughout(plan.nextRow(), source, state, true, matchers, window));
  }

  @Override
  public Optional<Monitor> eventually(Expectation.Eventually form) {
    Observed state = plan.state(form.state());
    OptionalLong within = form.within() == null ? OptionalLong.of(Column.NEVER) : bounded(form.within());
    if (state == null || within.isEmpty()) {
      return Optional.empty();
    }
    long ns = within.getAsLong();
    Window window = new Window(0, plan.isInPhase() ? Column.NEVER : ns, -1, -1, plan.isInPhase() ? ns : Column.NEVER, false);
    return Optional.of(new StateInWindow(plan.nextRow(), source, state, List.of(), window));
  }

  @Override
  public Optional<Monitor> finallyHolds(Expectation.Finally form) {
    Observed state = plan.state(form.state());
    return state == null
        ? Optional.empty()
        : Optional.of(new AtTheEnd(plan.nextRow(), source, state));
  }

  @Override
  public Optional<Monitor> stable(Expectation.Stable form) {
    Observed state = plan.state(form.state());
    OptionalLong length = bounded(form.duration());
    return state == null || length.isEmpty()
        ? Optional.empty()
        : Optional.of(new StableFor(plan.nextRow(), source, state, length.getAsLong()));
  }

  @Override
  public Optional<Monitor> absence(Expectation.Absence form) {
    if (form.kind() == Expectation.Absence.Kind.LOST_WAKEUP) {
      return Optional.of(noLostWakeup(form));
    }
    List<String> tasks = plan.image().taskNames();
    List<String> mutexes = new ArrayList<>();
    plan.image().scenario().mutexes().forEach(mutex -> mutexes.add(mutex.symbol().name()));
    if (form.kind() == Expectation.Absence.Kind.DEADLOCK || form.over() == null) {
      List<EventMatcher> blocksExits =
          List.of(plan.all(EventKind.BLOCK, form.span()), plan.all(EventKind.EXIT, form.span()));
      return Optional.of(new NoDeadlock(plan.nextRow(), source, blocksExits, plan.image()));
    }
    if (form.kind() == Expectation.Absence.Kind.PRIORITY_INVERSION) {
      OptionalLong over = bounded(form.over());
      if (over.isEmpty()) {
        return Optional.empty();
      }
      EventMatcher blocks = plan.all(EventKind.BLOCK, form.span());
      int table = plan.table(NoPriorityInversion.spec(tasks.size()));
      return Optional.of(
          new NoPriorityInversion(plan.nextRow(), source, blocks, over.getAsLong(), tasks, mutexes, table));
    }
    OptionalLong over = positive(form.over());
    int[] pids = form.of() == null ? everyone() : scope.pids(form.of());
    return over.isEmpty() || pids.length == 0
        ? Optional.empty()
        : Optional.of(new NoStarvation(plan.nextRow(), source, over.getAsLong(), pids, tasks));
  }

  private Monitor noLostWakeup(Expectation.Absence form) {
    List<EventMatcher> matchers = new ArrayList<>();
    for (EventKind kind : List.of(EventKind.SYSCALL, EventKind.BLOCK, EventKind.WAKE)) {
      matchers.add(plan.all(kind, form.span()));
    }
    BitSet latched = new BitSet();
    List<String> names = new ArrayList<>();
    for (EventElement event : plan.image().scenario().events()) {
      latched.set(names.size(), event.latched());
      names.add(event.symbol().name());
    }
    List<String> tasks = plan.image().taskNames();
    int waits = plan.table(NoLostWakeup.waitsSpec(tasks.size()));
    int lost = plan.table(NoLostWakeup.lostSpec(names.size()));
    int timedPid = plan.image().timedPid();
    return new NoLostWakeup(plan.nextRow(), source, matchers, latched, tasks, names, timedPid, waits, lost);
  }

  private int[] everyone() {
    int[] pids = new int[plan.image().taskNames().size() - 1];
    for (int i = 0; i < pids.length; i++) {
      pids[i] = i + 1;
    }
    return pids;
  }

  @Override
  public Optional<Monitor> complete(Expectation.Complete form) {
    TextMatcher family = events.text(EventPattern.Marker.Match.REGEX, form.family());
    List<TextMatcher> named = new ArrayList<>();
    for (Expr allowed : form.allowed()) {
      TextMatcher text = events.text(EventPattern.Marker.Match.EXACT, allowed);
      if (text == null) {
        return Optional.empty();
      }
      named.add(text);
    }
    for (Watcher watcher : plan.watchers()) {
      if (watcher instanceof Monitor monitor && !(monitor instanceof Complete)) {
        for (EventMatcher event : monitor.named()) {
          if (event.kind() == EventKind.MARKER && event.text() != null) {
            named.add(event.text());
          }
        }
      }
    }
    return family == null
        ? Optional.empty()
        : Optional.of(new Complete(plan.nextRow(), source, plan.literal(family, form.family().span()), named));
  }

  @Override
  public Optional<Monitor> holds(Expectation.Holds form) {
    Observed state = plan.state(form.expr());
    return state == null
        ? Optional.empty()
        : Optional.of(new AtTheEnd(plan.nextRow(), source, state));
  }

  @Override
  public Optional<Monitor> phase(Expectation.Phase form) {
    scope.diagnostics()
        .add(
            Diagnostic.error(Code.BAD_CLAUSES, form.name().span(), "a phase stands in no other phase")
                .help("end the outer one first"));
    return Optional.empty();
  }

  private void tooMany(Span span, String what) {
    scope.diagnostics()
        .add(Diagnostic.error(Code.TOO_MANY, span, "there are more than " + ITEM_LIMIT + " " + what));
  }

  private boolean add(EventPattern pattern, List<EventMatcher> into) {
    return add(pattern, into, false);
  }

  private boolean add(EventPattern pattern, List<EventMatcher> into, boolean capturing) {
    EventMatcher matcher = events.compile(pattern, capturing);
    if (matcher != null) {
      into.add(matcher);
    }
    return matcher != null;
  }

  private @Nullable Window window(List<TimeClause> clauses, List<EventMatcher> into, boolean everyOpening) {
    return new WindowReader(scope, events, plan.longestNs(), plan.isInPhase(), into).read(clauses, everyOpening);
  }

  private OptionalLong bounded(Expr expr) {
    return WindowReader.bounded(scope, expr, plan.longestNs());
  }

  private OptionalLong positive(Expr expr) {
    OptionalLong ns = bounded(expr);
    if (ns.isPresent() && ns.getAsLong() == 0) {
      scope.diagnostics().add(Diagnostic.error(Code.OUT_OF_RANGE, expr.span(), "a window is longer than nothing"));
      return OptionalLong.empty();
    }
    return ns;
  }
}
