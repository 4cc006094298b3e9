// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Conventions;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs. It has no thread, no clock and no random source of its own: the same configuration gives the same
 * events, on every computer. All that changes is in one vector, so a machine can be copied, compared and put back at any
 * step.
 *
 * <p>A machine belongs to one thread at a time: a call from another while a run is under way fails and changes nothing.
 */
public final class Machine {
  private final Kernel kernel;
  private final MachineView view;
  private final WaitView waits;

  /** The thread that runs the machine at this moment, null for none. */
  private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

  private boolean stopRequested;

  /** Looks at the ends of instants, null for nobody. */
  private @Nullable InstantListener instants;

  /** A machine around an engine that nothing has happened in. */
  Machine(Kernel kernel) {
    this.kernel = kernel;
    view = new MachineView(kernel);
    waits = new WaitView(kernel);
  }

  /** Describes a machine in Java, without any text. */
  public static MachineBuilder builder() {
    return new MachineBuilder();
  }

  /** Boots a machine: the harts that are to be online are, and nothing has happened yet. */
  @CheckReturnValue
  public static Machine boot(MachineConfig config) {
    return boot(config, Conventions.OURS);
  }

  /**
   * Boots a machine under other conventions than those of scenarios.
   *
   * @throws IllegalArgumentException if the conventions name a hart that it does not have, or ranks for other tasks
   */
  @CheckReturnValue
  public static Machine boot(MachineConfig config, Conventions conventions) {
    return new Machine(new Kernel(config, conventions));
  }

  /** Adds a listener. Its interest is asked once. */
  public void attach(TraceSink sink) {
    checkUser();
    kernel.tracer.attach(sink);
  }

  /** Takes a listener off again, between two runs; one that is not there is none. */
  public void detach(TraceSink sink) {
    checkUser();
    kernel.tracer.detach(sink);
  }

  /** Says who looks at the machine at the end of each instant of a {@link #run}, null for nobody. */
  public void instants(@Nullable InstantListener listener) {
    checkUser();
    instants = listener;
  }

  /** Says who answers the queries of observing programs. */
  public void observer(Observer observer) {
    checkUser();
    kernel.context.observer(observer);
    kernel.observing.observer(observer);
  }

  /**
   * Says who decides what the model leaves open: which of the things that are due at one instant comes first, which hart
   * decides first, and what is drawn at random. {@link Chooser#FIRST} for the documented order and the seed, as it is if
   * nobody says anything. A chooser is no part of the machine's state.
   */
  public void chooser(Chooser chooser) {
    checkUser();
    kernel.instant.chooser(chooser);
    kernel.context.chooser(chooser);
    kernel.scheduler.chooser(
        chooser == Chooser.FIRST ? null : count -> InstantOrder.chosen(chooser, Choice.DECISION, count));
  }

  /**
   * Takes one step: one event, and what follows from it at its instant.
   *
   * @return false if nothing can ever happen again
   * @throws IllegalStateException if another thread is running the machine
   */
  public boolean step() {
    enter();
    try {
      long next = kernel.nextEventNs();
      if (next == Column.NEVER) {
        return false;
      }
      kernel.step(next);
      return true;
    } finally {
      exit();
    }
  }

  /**
   * Runs until all that happens up to an instant, it included, has happened, or somebody makes it come back before.
   *
   * @param untilNs the last instant, not negative
   * @param maxSteps how many steps to take at most
   * @throws IllegalStateException if another thread is running the machine
   */
  @CheckReturnValue
  public RunEnd run(long untilNs, long maxSteps) {
    enter();
    try {
      stopRequested = false;
      for (long steps = 0; ; steps++) {
        long next = kernel.nextEventNs();
        if (instants != null && steps > 0 && next > kernel.now() && instants.settled()) {
          return RunEnd.STOPPED;
        }
        if (next == Column.NEVER) {
          return RunEnd.QUIESCENT;
        }
        if (next > untilNs) {
          kernel.tables.machine.set(0, MachineColumns.NOW, Math.max(untilNs, nowNs()));
          return RunEnd.HORIZON;
        }
        if (steps == maxSteps) {
          return RunEnd.STEPS;
        }
        kernel.step(next);
        if (stopRequested) {
          return RunEnd.STOPPED;
        }
      }
    } finally {
      exit();
    }
  }

  /**
   * Lets time pass in which nothing happens.
   *
   * @param untilNs the instant that it is afterwards, unless it is later already
   * @throws IllegalStateException if something happens until then, or another thread is running the machine
   */
  public void idleUntil(long untilNs) {
    enter();
    try {
      if (kernel.nextEventNs() <= untilNs) {
        throw new IllegalStateException("something happens at " + kernel.nextEventNs() + ": untilNs=" + untilNs);
      }
      kernel.tables.machine.set(0, MachineColumns.NOW, Math.max(untilNs, nowNs()));
    } finally {
      exit();
    }
  }

  /** Makes the run under way come back after the step at hand; for listeners. */
  public void requestStop() {
    stopRequested = true;
  }

  /** Nanoseconds since boot. */
  public long nowNs() {
    return kernel.now();
  }

  public Position position() {
    checkUser();
    return new Position(kernel.now(), kernel.tables.machine.get(0, MachineColumns.STEP));
  }

  /** Steps since boot, as in {@link #position}; for listeners, who are told on the thread that runs the machine. */
  public long steps() {
    return kernel.tables.machine.get(0, MachineColumns.STEP);
  }

  /** When something happens next; {@link Column#NEVER} if nothing ever will. */
  public long nextEventNs() {
    return kernel.nextEventNs();
  }

  /** A copy of the whole state. */
  @CheckReturnValue
  public Snapshot snapshot() {
    checkUser();
    return new Snapshot(kernel.config, kernel.tables.words.clone(), kernel.pool);
  }

  /**
   * Puts the state back to a snapshot of this machine.
   *
   * @throws IllegalArgumentException if the snapshot is of another configuration, or refers to values that another
   *     machine made
   */
  public void restore(Snapshot snapshot) {
    if (snapshot.config() != kernel.config) {
      throw new IllegalArgumentException("the snapshot is of a machine with another configuration");
    }
    if (!snapshot.fits(kernel.pool)) {
      throw new IllegalArgumentException("the snapshot refers to values that another machine made");
    }
    enter();
    try {
      System.arraycopy(snapshot.words(), 0, kernel.tables.words, 0, kernel.tables.words.length);
      kernel.rebuild();
    } finally {
      exit();
    }
  }

  /** A 64-bit hash of what the machine will do: equal for states that differ only in what nobody can tell apart. */
  public long stateHash() {
    checkUser();
    return kernel.stateHash();
  }

  /**
   * The task of a name, as it was declared.
   *
   * @throws IllegalArgumentException if no task is called that
   */
  public Pid pid(String task) {
    List<String> names = new ArrayList<>();
    for (MachineConfig.TaskSpec declared : kernel.config.tasks()) {
      names.add(declared.name());
    }
    int index = names.indexOf(task);
    if (index < 0) {
      throw new IllegalArgumentException("no task is called `" + task + "`; there are " + names);
    }
    return new Pid(index + 1);
  }

  /** What the machine tells about itself; always of the present state. */
  public MachineView view() {
    checkUser();
    return view;
  }

  /** The values that words of the state refer to. */
  public ValuePool pool() {
    return kernel.pool;
  }

  /** A table that the configuration attached, by its number from 0. */
  public AttachedTable attachment(int number) {
    return kernel.tables.attached.get(number);
  }

  /**
   * Makes an act of the configuration happen at this instant, whatever it was planned for.
   *
   * @param act its number in the order of declaration, from 0
   * @throws IndexOutOfBoundsException if the configuration has no such act; nothing has changed
   */
  public void fire(int act) {
    checkUser();
    Objects.checkIndex(act, kernel.config.acts().size());
    kernel.acts.fire(act);
  }

  /**
   * Runs a program that only observes, on memory of its own whose first words are the arguments. Listeners may ask at any
   * time; other observations must not be under way.
   *
   * @throws IllegalArgumentException if the program does anything but exit or fault
   */
  @CheckReturnValue
  public Observation observe(Program program, long... arguments) {
    checkUser();
    long[] memory = new long[Tables.memoryOf(program)];
    System.arraycopy(arguments, 0, memory, 0, arguments.length);
    kernel.observing.observe(memory);
    Trap trap = program.resume(kernel.observing);
    return switch (trap) {
      case EXIT -> new Observation(kernel.observing.exitCode, null, 0);
      case FAULT -> new Observation(0, kernel.observing.fault, kernel.observing.site);
      case SYSCALL, COMPUTE, SPIN ->
          throw new IllegalArgumentException("an observing program must not act: trap=" + trap);
    };
  }

  /** What tasks and harts wait for; always of the present state. */
  public WaitView waits() {
    checkUser();
    return waits;
  }

  /**
   * Where two snapshots of this machine differ, in the order of the words.
   *
   * @param most how many differences are told at most, 1 or more
   */
  public List<Difference> differences(Snapshot from, Snapshot to, int most) {
    List<Difference> found = new ArrayList<>();
    for (int word = 0; word < kernel.tables.words.length && found.size() < most; word++) {
      if (from.words()[word] != to.words()[word]) {
        found.add(new Difference(describe(word), from.words()[word], to.words()[word]));
      }
    }
    return found;
  }

  /**
   * A word that differs between two states.
   *
   * @param name table, row and column
   */
  public record Difference(String name, long before, long after) {}

  /** Names the word of the state vector at an index, for dumps and differences. */
  public String describe(int word) {
    return kernel.tables.layout.describe(word);
  }

  /** The engine; for what looks at its words. */
  Kernel kernel() {
    return kernel;
  }

  private void enter() {
    if (!user.compareAndSet(null, Thread.currentThread())) {
      throw inUse();
    }
  }

  private void exit() {
    user.set(null);
  }

  /** Lets listeners of a run look, and nobody else while it is under way. */
  private void checkUser() {
    Thread running = user.get();
    if (running != null && running != Thread.currentThread()) {
      throw inUse();
    }
  }

  private IllegalStateException inUse() {
    return new IllegalStateException("the machine is in use by thread " + user.get());
  }
}
