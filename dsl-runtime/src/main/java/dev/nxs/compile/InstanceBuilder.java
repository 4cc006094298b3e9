// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kernel.user.Speed;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Node;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.timed.policy.Launch;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the declarations of one instance of a scenario: every argument evaluated and in its range. */
final class InstanceBuilder {
  /** The most tasks of a scenario. */
  static final int MAX_TASKS = 131_072;

  private static final long DEFAULT_TIMESLICE_NS = 10_000_000;
  private static final long LEAST_TIMESLICE_NS = 1_000;

  private final FileTypes file;
  private final ScenarioTypes types;
  private final ScenarioHead head;
  private final Overrides overrides;
  private final Diagnostics diagnostics;
  private final Values values;
  private final List<TaskElement> tasks = new ArrayList<>();
  private final Map<Integer, Launch> launches = new LinkedHashMap<>();
  private Map<String, Recipe> recipes = Map.of();
  private final IdentityHashMap<ScenarioItem.Task, Integer> counts = new IdentityHashMap<>();

  /**
   * A builder of one instance.
   *
   * @param settings values of parameters and swept names
   */
  InstanceBuilder(
      FileTypes file,
      ScenarioTypes types,
      ScenarioHead head,
      Overrides overrides,
      Map<String, ConstantValue> settings,
      Diagnostics diagnostics) {
    this.file = file;
    this.types = types;
    this.head = head;
    this.overrides = overrides;
    this.diagnostics = diagnostics;
    this.values = new Values(types.tables(), file.constants().values(), types.names().constants(), diagnostics);
    settings.forEach(values::set);
  }

  /** The instance; what is wrong has been reported, and then it must not be used. */
  ScenarioInstance build(String title) {
    MachineSpec machine = machine();
    values.harts(machine.harts());
    int firstTimer = numberTasks(1 + types.objects().serviceCount());
    values.evaluateAll();
    ServiceReader services =
        new ServiceReader(file, types, values, machine, overrides.coalescing(), diagnostics);
    recipes = services.recipes();
    for (ScenarioItem.Task task : items(ScenarioItem.Task.class)) {
      readTask(task);
    }
    RunPlan run = run();
    // Before execd is told what to launch, since the jobs of timers are launched with their owners.
    List<TimerElement> timers = timers(firstTimer);
    ScenarioInstance instance =
        new ScenarioInstance(
            head.outline(),
            title,
            limitNs(run),
            head.events(),
            machine,
            services.timed(),
            services.policyd(),
            types.objects().hasExecd() ? Optional.of(new ExecdSpec(List.copyOf(launches.values()))) : Optional.empty(),
            startedByActs(),
            timers,
            endpoints(),
            events(),
            mutexes(machine.scheduler()),
            barriers(),
            acts(),
            run,
            expectations(),
            types,
            values);
    for (Expr expr : types.values()) {
      values.attempt(expr, types.tables());
    }
    return instance;
  }

  private MachineSpec machine() {
    List<MachineDecl> machines = items(MachineDecl.class);
    MachineDecl own = machines.isEmpty() ? null : machines.get(0);
    MachineDecl named = own == null || own.name() == null ? null : file.symbols().machines().get(own.name().text());
    Given base = named == null ? null : file.machines().get(named);
    Map<String, Expr> merged = new LinkedHashMap<>(base == null ? Map.of() : base.values());
    if (own != null) {
      merged.putAll(types.given(own, Declaration.MACHINE).values());
    }
    Span span = own == null ? types.objects().titleSpan() : own.span();
    Reader reader = new Reader(values, diagnostics, new Given(Declaration.MACHINE, merged, span), -1);
    MachineArguments records = new MachineArguments(values, diagnostics);
    Expr clusters = reader.expr("clusters");
    List<Speed> speeds = records.speeds(clusters);
    int harts = (int) reader.integer("harts", Math.max(speeds.size(), 1), 1, MachineConfig.MAX_HARTS);
    if (overrides.harts().isPresent()) {
      harts = overrides.harts().getAsInt();
      if (harts < 1 || harts > MachineConfig.MAX_HARTS) {
        diagnostics.add(
            Diagnostic.error(
                Code.OUT_OF_RANGE,
                "the number of harts must be 1 to " + MachineConfig.MAX_HARTS + ", not " + harts));
        harts = 1;
      }
    }
    String queues = reader.word("queues", List.of("per_hart", "global"), List.of());
    if (clusters != null && !speeds.isEmpty() && speeds.size() != harts) {
      diagnostics.add(
          Problems.outOfRange(
              clusters.span(), "the clusters have " + speeds.size() + " harts, and the machine has " + harts));
    }
    String trapRuntime = reader.word("trap_runtime", List.of("per_hart", "boot_hart"), List.of());
    boolean nexus = reader.word("profile", List.of("plain", "nexus"), List.of()).equals("nexus");
    String boot = reader.word("boot", nexus ? List.of("smp", "instant") : List.of("instant", "smp"), List.of());
    Set<Integer> lost = reader.numbers("lost", 1, harts - 1);
    if (!lost.isEmpty() && !boot.equals("smp")) {
      diagnostics.add(
          Problems.outOfRange(span, "`lost` harts need `boot: \"smp\"`: with an instant boot none has to come up"));
    }
    SchedulingPolicy scheduler = scheduler(reader);
    int steal = (int) reader.integer("steal", 1, 0, MAX_TASKS);
    if (nexus) {
      checkNexus(span, harts, steal, scheduler == BuiltInPolicy.QOS && queues.equals("per_hart"));
      harts = Math.min(harts, MachineConfig.MAX_NEXUS_HARTS);
      scheduler = BuiltInPolicy.QOS;
      queues = "per_hart";
    }
    return new MachineSpec(
        harts,
        reader.durationNs("timeslice", DEFAULT_TIMESLICE_NS, LEAST_TIMESLICE_NS),
        (int) reader.integer("queue_capacity", 64, 1, MAX_TASKS),
        steal,
        scheduler,
        queues.equals("global") ? MachineConfig.Queues.GLOBAL : MachineConfig.Queues.PER_HART,
        records.agingNs(reader, scheduler.label()),
        records.costs(reader.expr("costs")),
        speeds,
        trapRuntime.equals("boot_hart"),
        boot.equals("smp") ? MachineConfig.Boot.SMP : MachineConfig.Boot.INSTANT,
        lost,
        nexus ? MachineConfig.Profile.NEXUS : MachineConfig.Profile.PLAIN,
        overrides.seed().orElse(reader.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE)));
  }

  /** The reference has its own scheduler and its own bounds; a machine of its profile cannot have others. */
  private void checkNexus(Span span, int harts, int steal, boolean ownScheduler) {
    String why = "";
    if (harts > MachineConfig.MAX_NEXUS_HARTS) {
      why = "has at most " + MachineConfig.MAX_NEXUS_HARTS + " harts, not " + harts;
    } else if (steal != 1) {
      why = "steals 1 task at a time, not " + steal;
    } else if (!ownScheduler) {
      why = "has a scheduler of its own, with classes and a queue per hart";
    }
    if (!why.isEmpty()) {
      diagnostics.add(Problems.outOfRange(span, "a machine with `profile: \"nexus\"` " + why));
    }
  }

  private SchedulingPolicy scheduler(Reader reader) {
    List<SchedulingPolicy> all = new ArrayList<>(List.of(BuiltInPolicy.values()));
    all.addAll(overrides.policies());
    String label = reader.word("scheduler", all.stream().map(SchedulingPolicy::label).toList(), List.of());
    return all.stream().filter(policy -> policy.label().equals(label)).findFirst().orElse(BuiltInPolicy.QOS);
  }

  /** Gives all tasks their pids, from {@code first} on; the answer is the first pid behind them. */
  private int numberTasks(int first) {
    int pid = first;
    for (ScenarioItem.Task item : items(ScenarioItem.Task.class)) {
      ObjectSymbol symbol = types.objects().symbol(item);
      int count = count(item, MAX_TASKS - pid);
      counts.put(item, count);
      List<ConstantValue.OfTask> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(new ConstantValue.OfTask(pid++, name(item, i)));
      }
      if (symbol != null) {
        values.addTask(symbol, item.count() == null ? all.get(0) : new ConstantValue.OfList(List.copyOf(all)), all);
      }
    }
    return pid;
  }

  private int count(ScenarioItem.Task item, int room) {
    Expr expr = item.count();
    if (expr == null) {
      return 1;
    }
    if (!(values.evaluate(expr) instanceof ConstantValue.OfInt count)) {
      return 0;
    }
    if (count.value() < 1) {
      diagnostics.add(Problems.outOfRange(expr.span(), "an array has at least 1 task, not " + count.value()));
      return 0;
    }
    if (count.value() > room) {
      diagnostics.add(
          Diagnostic.error(Code.TOO_MANY, expr.span(), "a scenario has at most " + MAX_TASKS + " tasks"));
      return 0;
    }
    return (int) count.value();
  }

  private static String name(ScenarioItem.Task item, int element) {
    return item.count() == null ? item.name().text() : item.name().text() + "[" + element + "]";
  }

  private void readTask(ScenarioItem.Task item) {
    ObjectSymbol symbol = types.objects().symbol(item);
    ScenarioTypes.ProgramUse use = types.program(item);
    Node owner = item.program() != null && use != null ? use.program().node() : item;
    boolean hasBody = item.body() != null || use != null;
    if (symbol == null) {
      return;
    }
    for (int i = 0; i < counts.getOrDefault(item, 0); i++) {
      int element = item.count() == null ? -1 : i;
      int errorsBefore = diagnostics.errorCount();
      TaskElement task = element(item, symbol, element, hasBody ? types.tables().body(owner) : null, use);
      if (task != null) {
        tasks.add(task);
      }
      if (diagnostics.errorCount() != errorsBefore) {
        return;
      }
    }
  }

  private @Nullable TaskElement element(
      ScenarioItem.Task item,
      ObjectSymbol symbol,
      int element,
      @Nullable Body body,
      ScenarioTypes.@Nullable ProgramUse use) {
    Given given = types.given(item, Declaration.TASK);
    Reader reader = new Reader(values, diagnostics, given, element);
    String name = name(item, element);
    long periodNs = reader.durationNs("period", 0, 1);
    Expr deadline = given.get("deadline");
    if (deadline != null && given.get("period") == null) {
      diagnostics.add(
          Diagnostic.error(Code.MISSING_ARGUMENT, deadline.span(), "`deadline` needs `period`")
              .note("a deadline counts from each release of a periodic task"));
    }
    List<ConstantValue> arguments = new ArrayList<>();
    for (Expr argument : use == null ? List.<@Nullable Expr>of() : use.arguments()) {
      ConstantValue value = argument == null ? null : values.evaluate(argument, element);
      if (value != null) {
        arguments.add(value);
      }
    }
    QosClass qos = reader.qos("qos", QosClass.NORMAL);
    List<Integer> affinity = reader.harts("affinity");
    int shares = (int) reader.integer("shares", 100, 1, 1000);
    long priority = reader.integer("priority", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    long startNs = reader.durationNs("start", 0, 0);
    String identity = reader.text("identity", name);
    long deadlineNs = reader.durationNs("deadline", periodNs, 1);
    int pid = pid(symbol, element);
    Recipe recipe = recipe(item, given, reader);
    if (recipe != null) {
      List<Integer> harts = recipe.harts() == null ? List.of() : recipe.harts();
      launches.put(pid, new Launch(pid, name, identity, startNs, recipe.qos(), recipe.shares(), harts, List.of()));
      startNs = Column.NEVER;
    }
    return body == null
        ? null
        : new TaskElement(
            item, symbol, element, name, pid, body, arguments, qos, affinity, shares, priority, startNs, identity,
            periodNs, deadlineNs);
  }

  /** How a task is launched; null for one that needs nobody for it. */
  private @Nullable Recipe recipe(ScenarioItem.Task item, Given given, Reader reader) {
    Expr name = given.get("recipe");
    if (name == null) {
      return null;
    }
    if (!types.objects().hasExecd()) {
      diagnostics.add(
          Diagnostic.error(Code.MISSING_SERVICE, name.span(), "a recipe needs the service `execd`, which launches tasks")
              .help("add `service execd(recipes: …)` to the scenario"));
      return null;
    }
    for (String key : Recipe.KEYS) {
      Expr own = given.get(key);
      if (own != null) {
        diagnostics.add(
            Diagnostic.error(
                    Code.DUPLICATE_ARGUMENT, own.span(), "`" + key + "` is what the recipe says, or leaves to its default")
                .also(name.span(), "this is the recipe")
                .help("leave it out, or add it to the recipe"));
      }
    }
    String wanted = reader.text("recipe", "");
    Recipe recipe = recipes.get(wanted);
    if (recipe == null) {
      diagnostics.add(
          Problems.unknown(Code.UNKNOWN_NAME, name.span(), "the recipe", wanted, recipes.keySet())
              .also(item.name().span(), "of this task"));
    }
    return recipe;
  }

  private int pid(ObjectSymbol symbol, int element) {
    ConstantValue value = values.object(symbol);
    ConstantValue task = value instanceof ConstantValue.OfList list ? list.elements().get(element) : value;
    return ((ConstantValue.OfTask) task).pid();
  }

  /** The tasks, of which those that an act starts do not start by themselves unless they say when. */
  private List<TaskElement> startedByActs() {
    StartFinder finder = new StartFinder(types.tables(), values);
    for (ScenarioItem item : types.objects().node().items()) {
      if (item instanceof ScenarioItem.At at) {
        finder.act(at.body());
      } else if (item instanceof ScenarioItem.Every every) {
        finder.act(every.body());
      } else if (item instanceof ScenarioItem.When when) {
        finder.act(when.body());
      }
    }
    Set<Integer> started = finder.pids();
    return tasks.stream()
        .map(
            task ->
                started.contains(task.pid()) && types.given(task.declaration(), Declaration.TASK).get("start") == null
                    ? task.startingAt(Column.NEVER)
                    : task)
        .toList();
  }

  private List<TimerElement> timers(int firstPid) {
    List<TimerElement> timers = new ArrayList<>();
    for (ScenarioItem.Timer item : items(ScenarioItem.Timer.class)) {
      ObjectSymbol symbol = types.objects().symbol(item);
      Given given = types.given(item, Declaration.TIMER);
      Reader reader = new Reader(values, diagnostics, given, -1);
      Expr every = given.get("every");
      Expr after = given.get("after");
      if (every == null && after == null) {
        diagnostics.add(
            Diagnostic.error(Code.MISSING_ARGUMENT, item.name().span(), "`timer` needs `every` or `after`"));
      } else if (every != null && after != null) {
        diagnostics.add(
            Diagnostic.error(Code.TOO_MANY_ARGUMENTS, after.span(), "a timer has `every` or `after`, not both")
                .also(every.span(), "this repeats it"));
      }
      if (given.get("owner") == null) {
        diagnostics.add(
            Diagnostic.error(Code.MISSING_ARGUMENT, item.name().span(), "`timer` needs `owner`")
                .note("its block runs as a job of the owner's class"));
      }
      long periodNs = reader.durationNs("every", 0, 1);
      long dueNs = every != null ? periodNs : reader.durationNs("after", 0, 0);
      if (reader.value("owner") instanceof ConstantValue.OfTask owner && symbol != null) {
        int pid = firstPid + timers.size();
        // What belongs to a task is launched with it.
        launches.computeIfPresent(owner.pid(), (key, launch) -> launch.with(pid));
        timers.add(
            new TimerElement(
                item, symbol, pid, types.tables().body(item), dueNs, periodNs, owner.pid()));
      }
    }
    return timers;
  }

  private List<EndpointElement> endpoints() {
    List<EndpointElement> endpoints = new ArrayList<>();
    for (ScenarioItem.ObjectDecl item : items(ScenarioItem.ObjectDecl.class)) {
      ObjectSymbol symbol = types.objects().symbol(item);
      if (item.kind() == ScenarioItem.ObjectDecl.Kind.ENDPOINT && symbol != null) {
        Reader reader = new Reader(values, diagnostics, types.given(item, Declaration.ENDPOINT), -1);
        int depth = (int) reader.integer("depth", 8, 1, 256);
        Type message = types.inference().message(symbol);
        Type reply = types.inference().reply(symbol);
        endpoints.add(
            new EndpointElement(
                symbol, depth, message == Type.ERROR ? Type.INT : message, reply == Type.ERROR ? Type.INT : reply));
      }
    }
    return endpoints;
  }

  private List<EventElement> events() {
    List<EventElement> events = new ArrayList<>();
    for (ScenarioItem.ObjectDecl item : items(ScenarioItem.ObjectDecl.class)) {
      ObjectSymbol symbol = types.objects().symbol(item);
      if (item.kind() == ScenarioItem.ObjectDecl.Kind.EVENT && symbol != null) {
        Reader reader = new Reader(values, diagnostics, types.given(item, Declaration.EVENT), -1);
        events.add(new EventElement(symbol, reader.flag("latched", true)));
      }
    }
    return events;
  }

  private List<MutexElement> mutexes(SchedulingPolicy scheduler) {
    List<MutexElement> mutexes = new ArrayList<>();
    for (ScenarioItem.ObjectDecl item : items(ScenarioItem.ObjectDecl.class)) {
      ObjectSymbol symbol = types.objects().symbol(item);
      if (item.kind() == ScenarioItem.ObjectDecl.Kind.MUTEX && symbol != null) {
        Reader reader = new Reader(values, diagnostics, types.given(item, Declaration.MUTEX), -1);
        MachineConfig.Protocol protocol =
            switch (reader.word("protocol", List.of("none", "inherit", "ceiling"), List.of())) {
              case "inherit" -> MachineConfig.Protocol.INHERIT;
              case "ceiling" -> MachineConfig.Protocol.CEILING;
              default -> MachineConfig.Protocol.NONE;
            };
        mutexes.add(new MutexElement(symbol, protocol, ceiling(item, protocol, scheduler == BuiltInPolicy.QOS, reader)));
      }
    }
    return mutexes;
  }

  /** A ceiling: a class where classes decide, a priority elsewhere. */
  private long ceiling(
      ScenarioItem.ObjectDecl item, MachineConfig.Protocol protocol, boolean byClass, Reader reader) {
    Expr expr = reader.expr("ceiling");
    if (protocol == MachineConfig.Protocol.CEILING) {
      if (expr == null) {
        diagnostics.add(
            Diagnostic.error(
                    Code.MISSING_ARGUMENT, item.name().span(), "`mutex` with `protocol: \"ceiling\"` needs `ceiling`")
                .help("give the highest " + (byClass ? "class" : "priority") + " that uses it"));
      } else if (reader.value("ceiling") instanceof ConstantValue.OfQos qos && byClass) {
        return qos.value().wire();
      } else if (reader.value("ceiling") instanceof ConstantValue.OfInt priority && !byClass) {
        return priority.value();
      } else {
        diagnostics.add(
            Diagnostic.error(
                    Code.TYPE_MISMATCH,
                    expr.span(),
                    byClass ? "where classes decide, a ceiling is a class" : "under this scheduler a ceiling is a priority")
                .help("give the highest that uses the mutex: `ceiling: " + (byClass ? "interactive`" : "4`")));
      }
    } else if (expr != null) {
      diagnostics.add(
          Diagnostic.error(Code.UNKNOWN_ARGUMENT, expr.span(), "`ceiling` needs `protocol: \"ceiling\"`")
              .note("the other protocols have no ceiling"));
    }
    return 0;
  }

  private List<BarrierElement> barriers() {
    List<BarrierElement> barriers = new ArrayList<>();
    for (ScenarioItem.ObjectDecl item : items(ScenarioItem.ObjectDecl.class)) {
      ObjectSymbol symbol = types.objects().symbol(item);
      if (item.kind() == ScenarioItem.ObjectDecl.Kind.BARRIER && symbol != null) {
        Given given = types.given(item, Declaration.BARRIER);
        if (given.get("parties") == null) {
          diagnostics.add(
              Diagnostic.error(Code.MISSING_ARGUMENT, item.name().span(), "`barrier` needs `parties`")
                  .help("say how many tasks wait for each other: `barrier " + symbol.name() + "(parties: 3)`"));
        }
        Reader reader = new Reader(values, diagnostics, given, -1);
        barriers.add(new BarrierElement(symbol, (int) reader.integer("parties", 1, 1, MAX_TASKS)));
      }
    }
    return barriers;
  }

  private List<ActElement> acts() {
    List<ActElement> acts = new ArrayList<>();
    for (ScenarioItem item : types.objects().node().items()) {
      if (item instanceof ScenarioItem.At at) {
        long atNs = instantNs(at.time(), "an act happens at 0ns or later", 0);
        acts.add(new ActElement(body(at, at.body()), atNs, 0, Column.NEVER, null, false));
      } else if (item instanceof ScenarioItem.Every every) {
        acts.add(every(every));
      } else if (item instanceof ScenarioItem.When when) {
        acts.add(
            new ActElement(
                body(when, when.body()), Column.NEVER, 0, Column.NEVER, when.condition(), when.once()));
      }
    }
    return acts;
  }

  private ActElement every(ScenarioItem.Every every) {
    long periodNs = instantNs(every.period(), "a period is 1ns or longer", 1);
    long fromNs = every.from() == null ? periodNs : instantNs(every.from(), "an act happens at 0ns or later", 0);
    long untilNs =
        every.until() == null ? Column.NEVER : instantNs(every.until(), "an act happens at 0ns or later", 0);
    if (every.until() != null && untilNs < fromNs) {
      diagnostics.add(
          Problems.outOfRange(
              every.until().span(),
              "this ends at " + Durations.text(untilNs) + " and starts at " + Durations.text(fromNs)));
    }
    return new ActElement(body(every, every.body()), fromNs, periodNs, untilNs, null, false);
  }

  private Body body(Node owner, Block block) {
    return block.statements().isEmpty() ? new Body(owner, List.of(), List.of(), true) : types.tables().body(owner);
  }

  private long instantNs(Expr expr, String rule, long leastNs) {
    if (!(values.evaluate(expr) instanceof ConstantValue.OfDuration duration)) {
      return leastNs;
    }
    if (duration.ns() < leastNs) {
      diagnostics.add(Problems.outOfRange(expr.span(), rule + ", not " + Durations.text(duration.ns())));
      return leastNs;
    }
    return duration.ns();
  }

  private RunPlan run() {
    List<ScenarioItem.Run> runs = items(ScenarioItem.Run.class);
    if (runs.isEmpty()) {
      return RunPlan.open(types.objects().titleSpan());
    }
    ScenarioItem.Run run = runs.get(0);
    OptionalLong durationNs =
        run.duration() == null
            ? OptionalLong.empty()
            : OptionalLong.of(instantNs(run.duration(), "a run takes 1ns or longer", 1));
    OptionalLong timeoutNs =
        run.timeout() == null
            ? OptionalLong.empty()
            : OptionalLong.of(instantNs(run.timeout(), "a run takes 1ns or longer", 1));
    return new RunPlan(durationNs, run.until(), timeoutNs, run.span());
  }

  /** The run says how long it takes at most; a limit that cuts it short would make it fail for nothing. */
  private long limitNs(RunPlan run) {
    OptionalLong longest = run.durationNs().isPresent() ? run.durationNs() : run.timeoutNs();
    if (longest.isEmpty()) {
      return head.limitNs();
    }
    Expr limit = head.limit();
    if (limit != null && head.limitNs() < longest.getAsLong()) {
      diagnostics.add(
          Problems.outOfRange(
                  limit.span(), "the limit of " + Durations.text(head.limitNs()) + " is shorter than the run")
              .also(run.span(), "this takes " + Durations.text(longest.getAsLong()))
              .help("leave the limit out: `run for` is its own"));
    }
    return run.durationNs().isPresent() ? longest.getAsLong() : Math.max(head.limitNs(), longest.getAsLong());
  }

  private List<Expectation> expectations() {
    List<Expectation> all = new ArrayList<>();
    for (ScenarioItem item : types.objects().node().items()) {
      if (item instanceof ScenarioItem.ExpectBlock block) {
        all.addAll(block.items());
      } else if (item instanceof ScenarioItem.ExpectUse use) {
        TopLevel.ExpectSet set = file.symbols().sets().get(use.name().text());
        all.addAll(set == null ? List.of() : set.items());
      }
    }
    return all;
  }

  private <T extends ScenarioItem> List<T> items(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (ScenarioItem item : types.objects().node().items()) {
      if (kind.isInstance(item)) {
        found.add(kind.cast(item));
      }
    }
    return found;
  }
}
