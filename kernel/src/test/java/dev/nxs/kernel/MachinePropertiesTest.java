// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every machine, shown on machines made from tapes of choices. */
final class MachinePropertiesTest {
  private static final int MACHINES = 40;
  private static final int STEPS = 300;

  /** The documented order, or now and then whatever the tape says. */
  private static Rig rig(Tape tape) {
    Rig rig = RandomMachines.rig(tape);
    RandomMachines.disturb(rig, tape);
    if (tape.nextInt(3) == 2) {
      rig.machine().chooser(tape.chooser());
    }
    return rig;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10_000, 20_000, 30_000})
  void invariantsHoldAfterEachStep(long first) {
    Tapes.check(first, 400, tape -> rig(tape).steps(STEPS / 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void invariantsHoldAfterEachStepOfTheProfileNexus(long first) {
    Tapes.check(first, 150, tape -> {
      Rig rig = RandomMachines.nexus(tape);
      if (tape.nextInt(3) == 2) {
        rig.machine().chooser(tape.chooser());
      }
      rig.steps(STEPS / 2);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void twoMachinesOfOneConfigurationDoTheSame(long first) {
    Tapes.check(first, MACHINES, tape -> {
      Rig one = rig(tape);
      one.steps(STEPS);
      Rig other = rig(tape.again());
      other.steps(STEPS);
      assertThat(other.machine().snapshot().words()).isEqualTo(one.machine().snapshot().words());
      assertThat(other.trace).isEqualTo(one.trace);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, 2_000})
  void aMachineGoesOnFromASnapshotAsIfItHadNeverStopped(long first) {
    Tapes.check(first, MACHINES, tape -> {
      Rig plain = rig(tape);
      List<Long> hashes = new ArrayList<>();
      for (int step = 0; step < STEPS && plain.step(); step++) {
        hashes.add(plain.machine().stateHash());
      }
      Rig restored = rig(tape.again());
      List<Long> again = new ArrayList<>();
      for (int step = 0; step < STEPS && restored.step(); step++) {
        again.add(restored.machine().stateHash());
        restored.machine().restore(restored.machine().snapshot());
      }
      assertThat(again).isEqualTo(hashes);
      assertThat(restored.machine().snapshot().words()).isEqualTo(plain.machine().snapshot().words());
      assertThat(restored.trace).isEqualTo(plain.trace);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void goingBackGivesTheSameFutureAndTheSameHash(long first) {
    Tapes.check(first, MACHINES, tape -> {
      Rig rig = RandomMachines.rig(tape);
      rig.steps(tape.nextInt(STEPS));
      Machine machine = rig.machine();
      Snapshot place = machine.snapshot();
      long hash = machine.stateHash();
      int from = rig.trace.size();
      List<Long> hashes = hashesOf(rig);
      List<Rig.Line> future = List.copyOf(rig.trace.subList(from, rig.trace.size()));
      rig.putBack(place);
      assertThat(machine.snapshot()).isEqualTo(place);
      assertThat(machine.stateHash()).isEqualTo(hash);
      int again = rig.trace.size();
      assertThat(hashesOf(rig)).isEqualTo(hashes);
      assertThat(rig.trace.subList(again, rig.trace.size())).isEqualTo(future);
    });
  }

  private static List<Long> hashesOf(Rig rig) {
    List<Long> hashes = new ArrayList<>();
    for (int step = 0; step < 100 && rig.step(); step++) {
      hashes.add(rig.machine().stateHash());
    }
    return hashes;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void runningToAHorizonInOneGoEqualsStepping(long first) {
    Tapes.check(first, MACHINES, tape -> {
      Rig stepped = RandomMachines.rig(tape);
      long untilNs = 4 * Rig.MS + tape.nextInt(7) * 100L * Rig.US;
      stepped.run(untilNs);
      Machine machine = Machine.boot(RandomMachines.rig(tape.again()).config());
      List<Rig.Line> trace = new ArrayList<>();
      machine.attach(new Rig.Recorder(trace));
      RunEnd end = machine.run(untilNs, Long.MAX_VALUE);
      assertThat(end).isIn(RunEnd.HORIZON, RunEnd.QUIESCENT);
      assertThat(trace).isEqualTo(stepped.trace);
      assertThat(machine.snapshot().words()).isEqualTo(stepped.machine().snapshot().words());
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {0})
  void listenersDoNotChangeTheRun(long first) {
    Tapes.check(first, MACHINES, tape -> {
      Rig watched = RandomMachines.rig(tape).run(4 * Rig.MS);
      Machine alone = Machine.boot(RandomMachines.rig(tape.again()).config());
      assertThat(alone.run(4 * Rig.MS, Long.MAX_VALUE)).isNotEqualTo(RunEnd.STEPS);
      assertThat(alone.snapshot().words()).isEqualTo(watched.machine().snapshot().words());
    });
  }
}
