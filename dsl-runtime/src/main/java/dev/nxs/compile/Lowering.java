// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.ActSpec;
import dev.nxs.kernel.MachineConfig.BarrierSpec;
import dev.nxs.kernel.MachineConfig.EndpointSpec;
import dev.nxs.kernel.MachineConfig.EventSpec;
import dev.nxs.kernel.MachineConfig.MutexSpec;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an image of a checked scenario. Pids, endpoints and names follow one plan:
 *
 * <ul>
 *   <li>tasks: timed, policyd and execd where the scenario has them, the declared tasks, then one job for each declared
 *       timer, then init and the selftest client where the machine boots as the reference does;
 *   <li>endpoints: the declared ones, those of timed and policyd, then one for each task that takes alarms, then the
 *       selftest client's;
 *   <li>one program for each body, however many tasks run it. Its first locals are the task's arguments: its place in
 *       the array where it has one, then the arguments of the program that it names.
 * </ul>
 */
final class Lowering {
  /** Alarms that wait for a task to look, at most; as many as it may have alive. */
  static final int PORT_DEPTH = 64;

  final CheckedScenario scenario;
  final Sites sites;
  final Words words;

  /** Whether an act injects faults. */
  private boolean faults;

  /** Where programs receive from. */
  private final IdentityHashMap<Program, ObjectSites> receives = new IdentityHashMap<>();
  private final IdentityHashMap<Program, ObjectSites> sends = new IdentityHashMap<>();
  private final IdentityHashMap<Program, ObjectSites> signals = new IdentityHashMap<>();
  private final IdentityHashMap<Program, ObjectSites> arrivals = new IdentityHashMap<>();
  private final IdentityHashMap<Program, ObjectSites> kills = new IdentityHashMap<>();

  /** Programs that take alarms. */
  private final Set<Bytecode> alarmed = Collections.newSetFromMap(new IdentityHashMap<>());

  Lowering(CheckedScenario scenario, Sites sites, ValuePool pool) {
    this.scenario = scenario;
    this.sites = sites;
    this.words = new Words(pool, scenario);
  }

  /** The image of a scenario. */
  static Image lower(CheckedScenario scenario, ValueLimits limits, CodeLimits code) {
    Sites sites = new Sites();
    // Site 0 is where a program stands that has not started.
    sites.of(scenario.titleSpan(), Site.Kind.BODY);
    ValuePool pool = new ValuePool(limits.values());
    return new Image(scenario, new Lowering(scenario, sites, pool).machine(), sites, pool, limits, code);
  }

  /** A program that ends with the value of an expression. */
  Bytecode observing(Expr expr, Typing typing, Body body) {
    ProgramLowering program = new ProgramLowering(this, typing, "condition");
    return program.condition(expr, body);
  }

  /** A program in place of one that could not be made. */
  Bytecode nothing() {
    return new ProgramLowering(this, scenario.typing(), "nothing").nothing();
  }

  /** An act injects faults, so the machine must have room for them. */
  void injects() {
    faults = true;
  }

  /** A program was made, and where it receives, sends and signals is known. */
  void uses(Bytecode program, ProgramLowering made) {
    receives.put(program, made.receives);
    sends.put(program, made.sends);
    signals.put(program, made.signals);
    arrivals.put(program, made.arrivals);
    kills.put(program, made.kills);
  }

  /** A program that was made takes alarms. */
  void alarmed(Bytecode program) {
    alarmed.add(program);
  }

  /** The endpoint of timed, behind the declared ones. */
  int timedEndpoint() {
    return scenario.endpoints().size();
  }

  /** The endpoint of policyd, behind that of timed; −1 where the scenario has none. */
  private int policydEndpoint() {
    return scenario.policyd().isEmpty() ? -1 : timedEndpoint() + (scenario.timed().isPresent() ? 1 : 0);
  }

  /** The names of tasks by pid, as a list of the pool. */
  int taskNames() {
    List<String> names = new ArrayList<>();
    names.add("kernel");
    if (scenario.timed().isPresent()) {
      names.add(TimedTask.NAME);
    }
    if (scenario.policyd().isPresent()) {
      names.add(PolicyTasks.POLICYD);
    }
    if (scenario.execd().isPresent()) {
      names.add(PolicyTasks.EXECD);
    }
    scenario.tasks().forEach(task -> names.add(task.name()));
    scenario.timers().forEach(timer -> names.add(timer.symbol().name()));
    if (scenario.machine().hasNexusBoot()) {
      names.addAll(NexusTasks.NAMES);
    }
    scenario.spawned().forEach(program -> names.addAll(Collections.nCopies(SpawnElement.ROWS, program.name())));
    return words.names(names);
  }

  /** The number of a program that tasks spawn. */
  int spawnNumber(ProgramSymbol program) {
    int number = 0;
    for (SpawnElement each : scenario.spawned()) {
      if (each.body().owner() == program.node()) {
        return number;
      }
      number++;
    }
    throw new IllegalArgumentException("the checker has seen what is spawned: program=" + program.name());
  }

  int endpointNames() {
    return words.names(scenario.endpoints().stream().map(endpoint -> endpoint.symbol().name()).toList());
  }

  int eventNames() {
    return words.names(scenario.events().stream().map(event -> event.symbol().name()).toList());
  }

  int mutexNames() {
    return words.names(scenario.mutexes().stream().map(mutex -> mutex.symbol().name()).toList());
  }

  int barrierNames() {
    return words.names(scenario.barriers().stream().map(barrier -> barrier.symbol().name()).toList());
  }

  private MachineParts machine() {
    List<EndpointSpec> endpoints = new ArrayList<>();
    for (EndpointElement endpoint : scenario.endpoints()) {
      endpoints.add(new EndpointSpec(endpoint.symbol().name(), endpoint.depth()));
    }
    List<TaskSpec> tasks = new ArrayList<>();
    boolean nexus = scenario.machine().hasNexusBoot();
    scenario.timed().ifPresent(timed -> {
      int clients =
          scenario.tasks().size() + scenario.timers().size() + scenario.spawned().size() * SpawnElement.ROWS
              + (nexus ? NexusTasks.NAMES.size() : 0);
      tasks.add(TimedTask.task(timed, timedEndpoint(), clients));
      endpoints.add(TimedTask.endpoint());
    });
    scenario.policyd().ifPresent(policyd -> {
      tasks.add(PolicyTasks.policyd(policyd, policydEndpoint()));
      endpoints.add(PolicyTasks.endpoint());
    });
    scenario.execd().ifPresent(execd -> tasks.add(PolicyTasks.execd(execd, policydEndpoint())));
    IdentityHashMap<Body, Bytecode> programs = new IdentityHashMap<>();
    for (TaskElement task : scenario.tasks()) {
      Bytecode program = programs.computeIfAbsent(task.body(), body -> program(task));
      boolean owner = scenario.timers().stream().anyMatch(timer -> timer.ownerPid() == task.pid());
      tasks.add(declared(task, program, port(task.name(), owner || alarmed.contains(program), endpoints)));
    }
    for (TimerElement timer : scenario.timers()) {
      Bytecode program = new ProgramLowering(this, scenario.typing(), timer.symbol().name()).timer(timer);
      tasks.add(job(timer, program, port(timer.symbol().name(), true, endpoints)));
    }
    if (nexus) {
      NexusTasks.add(tasks, endpoints, scenario.timed().isPresent() ? timedEndpoint() : -1);
    }
    List<List<TaskSpec>> spawned = new ArrayList<>();
    for (SpawnElement element : scenario.spawned()) {
      Bytecode program =
          programs.computeIfAbsent(
              element.body(),
              body -> new ProgramLowering(this, scenario.typing(), element.name()).task(body, false));
      spawned.add(spare(element.name(), program, endpoints));
    }
    List<ActSpec> acts = acts();
    for (int number = 0; number < scenario.endpoints().size(); number++) {
      EndpointSpec spec = endpoints.get(number).receivedBy(users(receives, number, tasks, spawned));
      endpoints.set(number, isSentByActs(number, acts) ? spec : spec.sentBy(users(sends, number, tasks, spawned)));
    }
    // timed learns when a task ends, since the timers of an owner go with it.
    int exitNotices = scenario.timed().isPresent() ? timedEndpoint() : -1;
    Wakers wakers =
        new Wakers(
            known(signals, scenario.events().size(), tasks, spawned, acts),
            known(arrivals, scenario.barriers().size(), tasks, spawned, acts),
            known(sends, scenario.endpoints().size(), tasks, spawned, acts),
            known(receives, scenario.endpoints().size(), tasks, spawned, acts),
            known(kills, 1, tasks, spawned, acts).get(0));
    return new MachineParts(
        scenario.machine(), tasks, spawned, endpoints, events(), mutexes(), barriers(), acts, phaseNs(), exitNotices,
        faults, wakers);
  }

  /** Whether the world may send to an endpoint: nobody can tell when it has done so for the last time. */
  private boolean isSentByActs(int endpoint, List<ActSpec> acts) {
    return isUsedByActs(sends, endpoint, acts);
  }

  private static boolean isUsedByActs(IdentityHashMap<Program, ObjectSites> of, int number, List<ActSpec> acts) {
    return acts.stream().map(act -> of.get(act.program())).anyMatch(sites -> sites != null && sites.mayUse(number));
  }

  /** By number, the tasks that may use an object, where nobody else may. */
  private List<Optional<List<Integer>>> known(
      IdentityHashMap<Program, ObjectSites> of,
      int count,
      List<TaskSpec> tasks,
      List<List<TaskSpec>> spawned,
      List<ActSpec> acts) {
    List<Optional<List<Integer>>> users = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      boolean others = isUsedByActs(of, number, acts) || isUsedBySpawned(of, number, spawned);
      users.add(others ? Optional.empty() : Optional.of(users(of, number, tasks, spawned)));
    }
    return users;
  }

  private static boolean isUsedBySpawned(
      IdentityHashMap<Program, ObjectSites> of, int number, List<List<TaskSpec>> spawned) {
    return spawned.stream()
        .map(rows -> of.get(rows.get(0).program()))
        .anyMatch(sites -> sites != null && sites.mayUse(number));
  }

  /**
   * The tasks that may receive from an endpoint, or send to it; none where tasks that are spawned later may, so that it
   * never closes.
   */
  private List<Integer> users(
      IdentityHashMap<Program, ObjectSites> of, int endpoint, List<TaskSpec> tasks, List<List<TaskSpec>> spawned) {
    if (isUsedBySpawned(of, endpoint, spawned)) {
      return List.of();
    }
    List<Integer> users = new ArrayList<>();
    int firstPid = scenario.tasks().isEmpty() ? 0 : scenario.tasks().get(0).pid();
    for (int pid = 1; pid <= tasks.size(); pid++) {
      boolean declared = pid >= firstPid && pid - firstPid < scenario.tasks().size();
      List<ConstantValue> arguments = declared ? scenario.tasks().get(pid - firstPid).arguments() : List.of();
      ObjectSites sites = of.get(tasks.get(pid - 1).program());
      if (sites != null && sites.mayUse(endpoint, arguments)) {
        users.add(pid);
      }
    }
    return users;
  }

  /** Rows for the tasks that others spawn; what a task has beyond its program comes with the call. */
  private List<TaskSpec> spare(String name, Bytecode program, List<EndpointSpec> endpoints) {
    List<TaskSpec> rows = new ArrayList<>();
    for (int i = 0; i < SpawnElement.ROWS; i++) {
      int port = port(name, alarmed.contains(program), endpoints);
      rows.add(
          new TaskSpec(
              name, program, QosClass.NORMAL, null, 100, Column.NEVER, "", false, 0, 0, port, List.of()));
    }
    return rows;
  }

  private Bytecode program(TaskElement task) {
    boolean ownBlock = task.body().owner() instanceof ScenarioItem.Task;
    String name = ownBlock ? task.symbol().name() : programName(task);
    return new ProgramLowering(this, scenario.typing(), name).task(task.body(), ownBlock && task.element() >= 0);
  }

  private static String programName(TaskElement task) {
    return task.body().owner() instanceof dev.nxs.syntax.ast.TopLevel.Program program
        ? program.name().text()
        : task.name();
  }

  private TaskSpec declared(TaskElement task, Program program, int port) {
    List<Long> arguments = new ArrayList<>();
    if (task.body().owner() instanceof ScenarioItem.Task && task.element() >= 0) {
      arguments.add((long) task.element());
    }
    for (int i = 0; i < task.arguments().size(); i++) {
      arguments.add(words.of(task.arguments().get(i), task.body().parameters().get(i).type()));
    }
    return new TaskSpec(
        task.name(),
        program,
        task.qos(),
        task.affinity(),
        task.shares(),
        task.startNs(),
        task.identity(),
        false,
        task.periodNs(),
        task.deadlineNs(),
        port,
        arguments,
        task.priority());
  }

  /** The job of a timer has the class, harts and identity of its owner. */
  private TaskSpec job(TimerElement timer, Program program, int port) {
    TaskElement owner = scenario.tasks().stream().filter(task -> task.pid() == timer.ownerPid()).findFirst().orElseThrow();
    return new TaskSpec(
        timer.symbol().name(),
        program,
        owner.qos(),
        owner.affinity(),
        owner.shares(),
        owner.startNs(),
        owner.identity(),
        false,
        0,
        0,
        port,
        List.of(),
        owner.priority());
  }

  /** An endpoint for the alarms of a task; −1 for one that takes none. The owner of a timer has one to be seen alive. */
  private static int port(String task, boolean needed, List<EndpointSpec> endpoints) {
    if (!needed) {
      return -1;
    }
    endpoints.add(new EndpointSpec(task + " alarms", PORT_DEPTH));
    return endpoints.size() - 1;
  }

  private List<EventSpec> events() {
    return scenario.events().stream().map(event -> new EventSpec(event.symbol().name(), event.latched())).toList();
  }

  private List<MutexSpec> mutexes() {
    return scenario.mutexes().stream()
        .map(mutex -> new MutexSpec(mutex.symbol().name(), mutex.protocol(), mutex.ceiling()))
        .toList();
  }

  private List<BarrierSpec> barriers() {
    return scenario.barriers().stream()
        .map(barrier -> new BarrierSpec(barrier.symbol().name(), barrier.parties()))
        .toList();
  }

  private List<ActSpec> acts() {
    List<ActSpec> acts = new ArrayList<>();
    for (ActElement act : scenario.acts()) {
      Bytecode program = new ProgramLowering(this, scenario.typing(), "act " + (acts.size() + 1)).act(act.body(), acts.size());
      acts.add(new ActSpec(act.atNs(), act.periodNs(), act.untilNs(), program));
    }
    return acts;
  }

  /**
   * The absolute periods that the future of a machine depends on: the coalescing windows. Where they have no common
   * multiple in 64 bits, every instant is its own phase.
   */
  private long phaseNs() {
    long phaseNs = 1;
    for (long windowNs : scenario.timed().map(TimedSpec::windowsNs).orElse(List.of())) {
      if (windowNs > 1) {
        long factor = windowNs / gcd(phaseNs, windowNs);
        if (Math.multiplyHigh(phaseNs, factor) != 0 || phaseNs * factor < 0) {
          return Column.NEVER;
        }
        phaseNs *= factor;
      }
    }
    return phaseNs;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
