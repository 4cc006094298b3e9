// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineBuilder;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kit.Findings.Finding;
import dev.nxs.kit.Findings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks a listener ({@link TraceSink}): that it changes nothing about a run, that equal runs tell it the same, that two
 * of them at two machines do not know of each other, and that it bears a machine that is put back, which tells it again
 * what happens again, with the same position.
 */
public final class ListenerKit {
  private static final int TRIALS = 6;
  private static final int STEPS = 400;

  private final List<Finding> found = new ArrayList<>();

  private ListenerKit() {}

  /**
   * Attaches listeners to small machines.
   *
   * @param listeners gives a new object at each call
   * @param result what a listener made of a run, such as its text; compared by {@code equals}
   */
  public static <L extends TraceSink> Findings check(Supplier<L> listeners, Function<? super L, ?> result) {
    ListenerKit kit = new ListenerKit();
    for (long seed = 1; seed <= TRIALS && kit.found.isEmpty(); seed++) {
      try {
        kit.trial(listeners, result, seed);
      } catch (RuntimeException e) {
        kit.add(Kind.CONTRACT, "it throws " + e + " in trial " + seed);
      }
    }
    return new Findings(kit.found);
  }

  private <L extends TraceSink> void trial(Supplier<L> listeners, Function<? super L, ?> result, long seed) {
    MachineConfig config = config(seed);
    Recording plain = new Recording();
    Machine alone = Machine.boot(config);
    alone.attach(plain);
    run(alone);

    L first = listeners.get();
    long interest = first.interest();
    if (first.interest() != interest) {
      add(Kind.CONTRACT, "it is interested in something else each time it is asked");
      return;
    }
    Recording beside = new Recording();
    Machine heard = Machine.boot(config);
    heard.attach(first);
    heard.attach(beside);
    run(heard);
    if (!plain.difference(beside).isEmpty() || alone.stateHash() != heard.stateHash()) {
      add(Kind.CONTRACT, "it changes the run of trial " + seed);
    }

    L second = listeners.get();
    Machine again = Machine.boot(config);
    again.attach(second);
    run(again);
    Object told = result.apply(first);
    if (!Objects.equals(told, result.apply(second))) {
      add(Kind.NOT_DETERMINISTIC, "two equal runs of trial " + seed + " come to something else");
      return;
    }
    takingTurns(listeners, result, config, told, seed);
    returning(listeners.get(), config, seed);
  }

  private <L extends TraceSink> void takingTurns(
      Supplier<L> listeners, Function<? super L, ?> result, MachineConfig config, Object told, long seed) {
    L one = listeners.get();
    L other = listeners.get();
    Machine left = Machine.boot(config);
    Machine right = Machine.boot(config);
    left.attach(one);
    right.attach(other);
    for (int i = 0; i < STEPS; i++) {
      boolean leftGoesOn = left.step();
      boolean rightGoesOn = right.step();
      if (!leftGoesOn && !rightGoesOn) {
        break;
      }
    }
    if (!Objects.equals(told, result.apply(one)) || !Objects.equals(told, result.apply(other))) {
      add(Kind.HIDDEN_STATE, "two listeners at two machines know of each other in trial " + seed);
    }
  }

  private void returning(TraceSink listener, MachineConfig config, long seed) {
    Machine machine = Machine.boot(config);
    machine.attach(listener);
    Snapshot boot = machine.snapshot();
    run(machine);
    machine.restore(boot);
    try {
      run(machine);
    } catch (RuntimeException e) {
      add(Kind.SNAPSHOT, "it throws " + e + " at a machine that was put back, in trial " + seed);
    }
  }

  private static MachineConfig config(long seed) {
    MachineBuilder builder = Machine.builder();
    Load.fill(builder, seed, -1);
    return builder.config();
  }

  private static void run(Machine machine) {
    boolean goesOn = true;
    for (int i = 0; i < STEPS && goesOn; i++) {
      goesOn = machine.step();
    }
  }

  private void add(Kind kind, String what) {
    found.add(new Finding(kind, what));
  }
}
