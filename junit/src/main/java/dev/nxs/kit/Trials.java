// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.Invariants;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kit.Findings.Finding;
import dev.nxs.kit.Findings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs something that takes part in a machine in several ways that must come to the same: twice; with an object that has
 * served another machine; with two machines that take turns with one object; on another thread; and from states that the
 * machine was put back to, after it had gone on.
 *
 * @param <T> what takes part
 */
final class Trials<T> {
  /** Puts what takes part into a machine; equal seeds give equal machines. */
  interface Maker<T> {
    MachineConfig machine(T part, long seed);
  }

  private static final int TRIALS = 12;
  private static final int STEPS = 600;

  /** Steps between the states that a machine is put back to; no divisor of anything that machines do. */
  private static final int DISTANCE = 37;

  private final Supplier<? extends T> parts;
  private final Maker<T> maker;
  private final List<Finding> found = new ArrayList<>();
  private long seed;

  private Trials(Supplier<? extends T> parts, Maker<T> maker) {
    this.parts = parts;
    this.maker = maker;
  }

  static <T> Findings run(Supplier<? extends T> parts, Maker<T> maker) {
    Trials<T> trials = new Trials<>(parts, maker);
    for (long seed = 1; seed <= TRIALS && trials.found.isEmpty(); seed++) {
      trials.seed = seed;
      trials.guarded();
    }
    return new Findings(trials.found);
  }

  /** One machine, with what it told. */
  private final class Run {
    private final Machine machine;
    private final Recording recording = new Recording();
    private final Invariants invariants;

    Run(T part) {
      machine = Machine.boot(maker.machine(part, seed));
      machine.attach(recording);
      invariants = new Invariants(machine);
    }

    boolean step() {
      boolean goesOn = machine.position().step() < STEPS && machine.step();
      if (goesOn) {
        List<String> broken = invariants.check();
        if (!broken.isEmpty()) {
          throw new IllegalStateException("the machine is broken at " + machine.position().text() + ": " + broken.get(0));
        }
      }
      return goesOn;
    }

    Run whole() {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = step();
      }
      return this;
    }

    /** Goes on for a while and comes back, from place to place. */
    Run withReturns() {
      boolean goesOn = true;
      while (goesOn) {
        Snapshot snapshot = machine.snapshot();
        long step = machine.position().step();
        for (int i = 0; i < DISTANCE && goesOn; i++) {
          goesOn = step();
        }
        machine.restore(snapshot);
        invariants.forget();
        recording.back(step);
        goesOn = true;
        for (int i = 0; i < DISTANCE / 2 && goesOn; i++) {
          goesOn = step();
        }
      }
      return this;
    }
  }

  /** What an implementation throws is a finding, with the trial that leads to it. */
  private void guarded() {
    try {
      trial();
    } catch (RuntimeException | StackOverflowError e) {
      found.add(new Finding(Kind.CONTRACT, "it throws " + e + " in trial " + seed));
    }
  }

  private void trial() {
    T part = parts.get();
    Run first = new Run(part).whole();
    compare(Kind.NOT_DETERMINISTIC, "two equal machines differ", first, new Run(parts.get()).whole());
    if (!found.isEmpty()) {
      // Whatever follows would differ for the same reason.
      return;
    }
    compare(Kind.HIDDEN_STATE, "a machine differs whose part has served another", first, new Run(part).whole());
    T shared = parts.get();
    Run one = new Run(shared);
    Run other = new Run(shared);
    boolean goesOn = true;
    while (goesOn) {
      boolean oneGoesOn = one.step();
      boolean otherGoesOn = other.step();
      goesOn = oneGoesOn || otherGoesOn;
    }
    compare(Kind.HIDDEN_STATE, "two machines that take turns with one part differ", first, one);
    compare(Kind.HIDDEN_STATE, "two machines that take turns with one part differ", first, other);
    compare(Kind.HIDDEN_STATE, "a machine on another thread differs", first, onAnotherThread(part));
    compare(Kind.SNAPSHOT, "a machine that was put back differs", first, new Run(parts.get()).withReturns());
  }

  private Run onAnotherThread(T part) {
    AtomicReference<@Nullable Run> done = new AtomicReference<>();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                done.set(new Run(part).whole());
              } catch (RuntimeException e) {
                failure.set(e);
              }
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    RuntimeException thrown = failure.get();
    Run run = done.get();
    if (thrown != null) {
      throw thrown;
    }
    if (run == null) {
      throw new IllegalStateException("the thread ended without a result");
    }
    return run;
  }

  private void compare(Kind kind, String what, Run first, Run other) {
    String difference = first.recording.difference(other.recording);
    boolean sameState = first.machine.stateHash() == other.machine.stateHash();
    if (difference.isEmpty() && !sameState) {
      difference = "in what its state says at the end";
    }
    boolean known = found.stream().anyMatch(finding -> finding.kind() == kind);
    if (!difference.isEmpty() && !known) {
      found.add(new Finding(kind, what + " in trial " + seed + ", " + difference));
    }
  }
}
