// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What runs of many machines come to: of each one number for its events, and one for the state hash and the instant after
 * every step. Equal on every Java, however it runs the code; {@link #main} tells them from a Java of its own.
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

  /**
   * A line for how states are hashed, which is the hash of a machine that has done nothing, and one for each machine:
   * profile, seed, the digest of its events, the digest of its states.
   */
  static List<String> all(Watch watch) {
    List<String> lines = new ArrayList<>();
    lines.add(hex("states", Machine.boot(RandomMachines.rig(Tape.of(0)).config()).stateHash()));
    for (int seed = 0; seed < PLAIN; seed++) {
      MachineConfig config = RandomMachines.rig(Tape.of(seed)).config();
      lines.add(hex(hex("plain " + seed, events(config)), states(config, watch)));
    }
    for (int seed = 0; seed < NEXUS; seed++) {
      MachineConfig config = RandomMachines.nexus(Tape.of(seed)).config();
      lines.add(hex(hex("nexus " + seed, events(config)), states(config, watch)));
    }
    return lines;
  }

  private static String hex(String before, long number) {
    return String.format(Locale.ROOT, "%s %016x", before, number);
  }

  private static long states(MachineConfig config, Watch watch) {
    Machine machine = Machine.boot(config);
    if (watch == Watch.LISTENERS) {
      machine.attach(new Rig.Recorder(new ArrayList<>()));
    }
    long digest = machine.stateHash();
    for (int step = 0; step < STEPS && machine.step(); step++) {
      digest = Long.rotateLeft(digest, 7) ^ machine.stateHash() ^ machine.nowNs();
      if (watch == Watch.RESTORED) {
        machine.restore(machine.snapshot());
      }
    }
    return digest;
  }

  private static long events(MachineConfig config) {
    Machine machine = Machine.boot(config);
    List<Rig.Line> trace = new ArrayList<>();
    machine.attach(new Rig.Recorder(trace));
    for (int step = 0; step < STEPS; step++) {
      if (!machine.step()) {
        break;
      }
    }
    long digest = 0;
    for (Rig.Line line : trace) {
      long event = line.kind().name().hashCode() * 31L + line.hart();
      event = (event * 31 + line.pid()) * 31 + line.first();
      event = (event * 31 + line.second()) * 31 + line.third();
      digest = Long.rotateLeft(digest, 7) ^ (event * 31 + line.text().hashCode()) * 31 + line.timeNs();
    }
    return digest;
  }
}
