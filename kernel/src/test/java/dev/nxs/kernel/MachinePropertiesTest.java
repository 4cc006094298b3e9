// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every machine, shown on machines made from seeds. */
final class MachinePropertiesTest {
  private static final int MACHINES = 40;
  private static final int STEPS = 300;

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, 2_000, 3_000})
  void invariantsHoldAfterEachStep(long first) {
    for (long seed = first; seed < first + 2 * MACHINES; seed++) {
      Rig rig = RandomMachines.rig(seed);
      try {
        rig.steps(STEPS);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + " at " + rig.machine().position().text(), e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void twoMachinesOfOneConfigurationDoTheSame(long first) {
    for (long seed = first; seed < first + MACHINES; seed++) {
      Rig one = RandomMachines.rig(seed);
      Rig other = RandomMachines.rig(seed);
      for (int step = 0; step < STEPS && one.step(); step++) {
        assertThat(other.step()).isTrue();
        assertThat(other.machine().snapshot().words()).as("seed %d step %d", seed, step)
            .isEqualTo(one.machine().snapshot().words());
      }
      assertThat(other.trace).isEqualTo(one.trace);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, 2_000})
  void aMachineGoesOnFromASnapshotAsIfItHadNeverStopped(long first) {
    for (long seed = first; seed < first + MACHINES; seed++) {
      Rig plain = RandomMachines.rig(seed);
      Rig restored = RandomMachines.rig(seed);
      for (int step = 0; step < STEPS && plain.step(); step++) {
        restored.machine().restore(restored.machine().snapshot());
        restored.step();
        assertThat(restored.machine().snapshot().words()).as("seed %d step %d", seed, step)
            .isEqualTo(plain.machine().snapshot().words());
      }
      assertThat(restored.trace).isEqualTo(plain.trace);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void goingBackGivesTheSameFutureAndTheSameHash(long first) {
    SplittableRandom random = new SplittableRandom(first);
    for (long seed = first; seed < first + MACHINES; seed++) {
      Rig rig = RandomMachines.rig(seed);
      rig.steps(random.nextInt(STEPS));
      Machine machine = rig.machine();
      Snapshot place = machine.snapshot();
      long hash = machine.stateHash();
      int from = rig.trace.size();
      List<Long> hashes = hashesOf(rig);
      List<Rig.Line> future = List.copyOf(rig.trace.subList(from, rig.trace.size()));
      rig.putBack(place);
      assertThat(machine.snapshot()).isEqualTo(place);
      assertThat(machine.stateHash()).as("seed %d", seed).isEqualTo(hash);
      int again = rig.trace.size();
      assertThat(hashesOf(rig)).as("seed %d", seed).isEqualTo(hashes);
      assertThat(rig.trace.subList(again, rig.trace.size())).as("seed %d", seed).isEqualTo(future);
    }
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
    for (long seed = first; seed < first + MACHINES; seed++) {
      long untilNs = 4 * Rig.MS + seed % 7 * 100 * Rig.US;
      Rig stepped = RandomMachines.rig(seed).run(untilNs);
      Machine machine = Machine.boot(RandomMachines.rig(seed).config());
      List<Rig.Line> trace = new ArrayList<>();
      machine.attach(new Rig.Recorder(trace));
      RunEnd end = machine.run(untilNs, Long.MAX_VALUE);
      assertThat(end).isIn(RunEnd.HORIZON, RunEnd.QUIESCENT);
      assertThat(trace).as("seed %d", seed).isEqualTo(stepped.trace);
      assertThat(machine.snapshot().words()).as("seed %d", seed).isEqualTo(stepped.machine().snapshot().words());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0})
  void listenersDoNotChangeTheRun(long first) {
    for (long seed = first; seed < first + MACHINES; seed++) {
      Rig watched = RandomMachines.rig(seed).run(4 * Rig.MS);
      Machine alone = Machine.boot(RandomMachines.rig(seed).config());
      assertThat(alone.run(4 * Rig.MS, Long.MAX_VALUE)).isNotEqualTo(RunEnd.STEPS);
      assertThat(alone.snapshot().words()).as("seed %d", seed).isEqualTo(watched.machine().snapshot().words());
    }
  }
}
