// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What runs of many machines come to: of each one number, made of the state hash and the instant after every step. Equal
 * on every Java, however it runs the code; {@link #main} tells it from a Java of its own.
 */
final class Hashes {
  private static final int PLAIN = 60;
  private static final int NEXUS = 20;
  private static final int STEPS = 200;

  /** How a run is watched, which must not matter. */
  enum Watch {
    NOTHING,
    LISTENERS,
    /** Put back to where it is after every step. */
    RESTORED
  }

  private Hashes() {}

  /** Prints a line for each machine. */
  public static void main(String[] arguments) {
    all(Watch.NOTHING).forEach(System.out::println);
  }

  /** A line for each machine: profile, seed, and the hash of all its steps. */
  static List<String> all(Watch watch) {
    List<String> lines = new ArrayList<>();
    for (int seed = 0; seed < PLAIN; seed++) {
      lines.add(line("plain", seed, RandomMachines.rig(Tape.of(seed)), watch));
    }
    for (int seed = 0; seed < NEXUS; seed++) {
      lines.add(line("nexus", seed, RandomMachines.nexus(Tape.of(seed)), watch));
    }
    return lines;
  }

  private static String line(String profile, int seed, Rig rig, Watch watch) {
    Machine machine = Machine.boot(rig.config());
    List<Rig.Line> trace = new ArrayList<>();
    if (watch == Watch.LISTENERS) {
      machine.attach(new Rig.Recorder(trace));
    }
    long hash = machine.stateHash();
    for (int step = 0; step < STEPS && machine.step(); step++) {
      hash = Long.rotateLeft(hash, 7) ^ machine.stateHash() ^ machine.nowNs();
      if (watch == Watch.RESTORED) {
        machine.restore(machine.snapshot());
      }
    }
    return String.format(Locale.ROOT, "%s %d %016x", profile, seed, hash);
  }
}
