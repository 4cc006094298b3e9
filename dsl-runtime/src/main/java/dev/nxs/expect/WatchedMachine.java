// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Image;
import dev.nxs.compile.Observed;
import dev.nxs.compile.Query;
import dev.nxs.kernel.AttachedTable;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Observation;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.isa.Follower;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.timed.TimedService;
import dev.nxs.timed.TimedView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine with the monitors of a plan at work on it. */
public final class WatchedMachine implements Watched {
  private static final Query[] QUERIES = Query.values();

  private final Machine machine;
  private final List<String> names;
  private final AttachedTable[] tables;
  private final Judge judge;
  private final Queries queries;
  private final Waits waits;
  private final Set<Query> collected;
  private final @Nullable TimedView timed;

  /**
   * Boots a machine and sets the monitors to work.
   *
   * @param config made by {@link #config}
   */
  public WatchedMachine(Image image, Plan plan, MachineConfig config) {
    names = image.taskNames();
    machine = Machine.boot(config);
    waits = new Waits.OfMachine(machine.view(), machine.waits());
    tables = new AttachedTable[config.attachments().size()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = machine.attachment(i);
    }
    judge = new Judge(plan, this);
    Set<Query> queried = asked(plan, config);
    Set<Query> asked = Distributions.among(queried);
    Distributions distributions = null;
    if (!asked.isEmpty()) {
      distributions = new Distributions(this, plan.tables().size(), asked, periods(config), this::isSleeping);
      machine.attach(distributions);
    }
    collected = queried;
    timed = timed(image, config);
    int table = plan.tables().size() + Distributions.tables(asked, image.taskNames().size()).size();
    Gantt gantt = null;
    if (queried.contains(Query.GANTT)) {
      gantt = new Gantt(this, table, config.harts(), image.taskNames());
      machine.attach(gantt);
      table += Gantt.tables(config.harts()).size();
    }
    SavedWakeups saved = null;
    if (queried.contains(Query.WAKEUPS_SAVED)) {
      saved = new SavedWakeups(this, table, pid -> !config.tasks().get(pid - 1).service());
      machine.attach(saved);
    }
    queries = new Queries(machine, timed, judge, handle -> missed(image, handle), distributions, gantt, saved);
    machine.observer(queries);
    Dispatcher dispatcher = new Dispatcher(judge);
    if (dispatcher.interest() != 0) {
      machine.attach(dispatcher);
    }
    if (plan.watchesStates()) {
      StateGuard guard =
          new StateGuard(
              judge, config.tasks().size(), config.harts(), machine.pool(), this::answer, queries::reader, machine.view()::stateNumber,
              pid -> machine.view().waitsForRoom(new Pid(pid)), machine::nowNs);
      if (guard.interest() != 0) {
        machine.attach(guard);
      }
      machine.instants(guard);
      judge.guardedBy(guard);
    }
    judge.start();
  }

  private long answer(int number, long first, long second) {
    return number == Follower.NOW ? machine.nowNs() : queries.query(number, first, second);
  }

  /**
   * The configuration of a machine that is to be watched.
   *
   * @param further tables of the caller, which come behind those of the monitors
   */
  public static MachineConfig config(Image image, Plan plan, List<TableSpec> further) {
    MachineConfig bare = image.config(List.of());
    Set<Query> asked = asked(plan, bare);
    List<TableSpec> all = new ArrayList<>(plan.tables());
    all.addAll(Distributions.tables(Distributions.among(asked), image.taskNames().size()));
    if (asked.contains(Query.GANTT)) {
      all.addAll(Gantt.tables(bare.harts()));
    }
    if (asked.contains(Query.WAKEUPS_SAVED)) {
      all.addAll(SavedWakeups.tables());
    }
    all.addAll(further);
    return image.config(all);
  }

  /** What tasks, acts or expectations ask for. */
  private static Set<Query> asked(Plan plan, MachineConfig config) {
    Set<Query> asked = EnumSet.noneOf(Query.class);
    config.tasks().forEach(task -> addQueries(task.program(), asked));
    config.acts().forEach(act -> addQueries(act.program(), asked));
    plan.conditions().forEach(program -> addQueries(program, asked));
    return asked;
  }

  private static void addQueries(Program program, Set<Query> into) {
    if (program instanceof Bytecode bytecode) {
      bytecode.queries().filter(number -> number != Query.CAPTURED).forEach(number -> into.add(QUERIES[number]));
    }
  }

  private static List<Long> periods(MachineConfig config) {
    List<Long> periods = new ArrayList<>();
    periods.add(0L);
    config.tasks().forEach(task -> periods.add(task.periodNs()));
    return periods;
  }

  /** The periods that a declared timer let pass; 0 for an alarm that a task registered. */
  private long missed(Image image, long handle) {
    int pid = image.jobPid(handle);
    return pid == 0 ? 0 : machine.view().memory(new Pid(pid), image.missedWord(pid));
  }

  private @Nullable TimedView timed(Image image, MachineConfig config) {
    if (image.timedPid() == 0) {
      return null;
    }
    Pid pid = new Pid(image.timedPid());
    TaskSpec task = config.tasks().get(pid.value() - 1);
    return task.program() instanceof TimedService service
        ? service.view(word -> machine.view().memory(pid, word))
        : null;
  }

  /** The name of a task: the one that it was spawned with, or that of its declaration or program. */
  public String nameOf(int pid) {
    String given = machine.view().givenName(pid);
    return given == null ? names.get(pid) : given;
  }

  private boolean isSleeping(int pid) {
    return machine.view().state(new Pid(pid)) == TaskState.SLEEPING;
  }

  public Machine machine() {
    return machine;
  }

  /** The timer service, null where the machine has none. */
  public @Nullable TimedView timed() {
    return timed;
  }

  /** Whether everything that an expression asks for, and that must be collected from boot on, is. */
  public boolean collects(Observed observed) {
    Set<Query> wanted = EnumSet.noneOf(Query.class);
    addQueries(observed.program(), wanted);
    boolean gantt = !wanted.contains(Query.GANTT) || collected.contains(Query.GANTT);
    boolean saved = !wanted.contains(Query.WAKEUPS_SAVED) || collected.contains(Query.WAKEUPS_SAVED);
    return gantt && saved && collected.containsAll(Distributions.among(wanted));
  }

  public Judge judge() {
    return judge;
  }

  /** Instants at which timed delivered something. */
  public long timerWakeups() {
    return queries.query(Query.TIMER_WAKEUPS.ordinal(), 0, 0);
  }

  /** Timers and sleeps that were delivered. */
  public long expirations() {
    return queries.query(Query.EXPIRATIONS.ordinal(), 0, 0);
  }

  @Override
  public long nowNs() {
    return machine.nowNs();
  }

  @Override
  public long step() {
    return machine.steps();
  }

  @Override
  public AttachedTable table(int number) {
    return tables[number];
  }

  @Override
  public Answer observe(Observed observed, long[] captures) {
    queries.takeAskedEmpty();
    Observation found = machine.observe(observed.program(), captures);
    return new Answer(found.value(), found.fault(), found.site(), queries.takeAskedEmpty());
  }

  @Override
  public void requestStop() {
    machine.requestStop();
  }

  @Override
  public ValuePool pool() {
    return machine.pool();
  }

  @Override
  public Waits waits() {
    return waits;
  }

  @Override
  public long readySinceNs(int pid) {
    return pid == 0 ? Column.NEVER : machine.view().readySinceNs(new Pid(pid));
  }
}
