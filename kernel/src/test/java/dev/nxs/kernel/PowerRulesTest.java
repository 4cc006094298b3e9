// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.IdleState;
import dev.nxs.kernel.user.PowerModel;
import dev.nxs.kernel.user.Speed;
import dev.nxs.kernel.user.Syscall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What harts draw: at work, asleep in each of three depths, and for being woken. The figures are worked out by hand. */
final class PowerRulesTest {
  private static final HartId BOOT = new HartId(0);

  /** A milliwatt for a microsecond is a nanojoule. */
  private static final long NANOJOULE = 1_000;

  private static long microjoules(Rig rig, int hart) {
    long picojoules = rig.view().picojoules(new HartId(hart));
    assertThat(picojoules % 1_000_000).isZero();
    return picojoules / 1_000_000;
  }

  @Test
  void aHartAtWorkDraws300Milliwatts() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(2 * MS));
    rig.runOut();
    assertThat(microjoules(rig, 0)).isEqualTo(600);
  }

  @Test
  void powerGoesWithTheSquareOfSpeed() {
    assertThat(PowerModel.activeMicrowatts(Speed.FULL)).isEqualTo(300_000);
    assertThat(PowerModel.activeMicrowatts(new Speed(1, 2))).isEqualTo(75_000);
    assertThat(PowerModel.activeMicrowatts(new Speed(2, 1))).isEqualTo(1_200_000);
    assertThat(PowerModel.activeMicrowatts(new Speed(1, 3))).isEqualTo(33_334);
    Rig rig = new Rig(2);
    rig.builder.speeds(List.of(Speed.FULL, new Speed(1, 2)));
    rig.task("fast", new Script().compute(MS), task -> task.on(0));
    rig.task("slow", new Script().compute(MS), task -> task.on(1));
    rig.runOut();
    // The slow one takes 2 ms at 75 mW; the fast one 1 ms at 300 mW, and sleeps 1 ms in retention: 9 uJ and 10 mW.
    assertThat(microjoules(rig, 1)).isEqualTo(150);
    assertThat(microjoules(rig, 0)).isEqualTo(300 + 9 + 10);
  }

  @Test
  void aStretchIsSpentInTheStateThatCostsLeastForItsLength() {
    assertThat(IdleState.cheapest(1)).isEqualTo(IdleState.WFI);
    assertThat(IdleState.cheapest(450 * US)).isEqualTo(IdleState.WFI);
    assertThat(IdleState.cheapest(450 * US + 1)).isEqualTo(IdleState.RETENTION);
    assertThat(IdleState.cheapest(5 * MS)).isEqualTo(IdleState.RETENTION);
    assertThat(IdleState.cheapest(5 * MS + 1)).isEqualTo(IdleState.OFF);
    assertThat(IdleState.WFI.picojoules(450 * US, 1)).isEqualTo(IdleState.RETENTION.picojoules(450 * US, 1));
    assertThat(IdleState.RETENTION.picojoules(5 * MS, 1)).isEqualTo(IdleState.OFF.picojoules(5 * MS, 1));
  }

  @Test
  void eachStateBooksItsStretchesAndEachWakeupCosts() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().sleep(100 * US).sleep(MS).sleep(10 * MS).compute(US));
    rig.runOut();
    assertThat(rig.view().idleNs(BOOT, IdleState.WFI)).isEqualTo(100 * US);
    assertThat(rig.view().idleNs(BOOT, IdleState.RETENTION)).isEqualTo(MS);
    assertThat(rig.view().idleNs(BOOT, IdleState.OFF)).isEqualTo(10 * MS);
    assertThat(rig.view().idleNs(BOOT)).isEqualTo(11 * MS + 100 * US);
    assertThat(rig.view().idleWakeups(BOOT)).isEqualTo(3);
    // 30 mW x 100 us, 10 mW x 1 ms and 9 uJ, 1 mW x 10 ms and 54 uJ, three wakeups of 5 uJ, 300 mW x 1 us.
    long nanojoules = 3_000 + 10_000 + 9_000 + 10_000 + 54_000 + 15_000 + 300;
    assertThat(rig.view().picojoules(BOOT)).isEqualTo(nanojoules * NANOJOULE);
  }

  @Test
  void anIdleHartThatLooksInVainStaysIdle() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(3 * MS), task -> task.on(0));
    rig.task("b", new Script().compute(3 * MS), task -> task.on(0).start(2 * MS));
    rig.task("c", new Script().compute(MS), task -> task.on(1).start(10 * MS));
    rig.runOut();
    assertThat(rig.view().idleNs(new HartId(1), IdleState.OFF)).isEqualTo(10 * MS);
    assertThat(rig.view().idleWakeups(new HartId(1))).isEqualTo(1);
  }

  @Test
  void aStretchThatIsNotOverIsWhereItWouldBeIfItEndedNow() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().sleep(20 * MS));
    rig.run(MS);
    rig.machine().idleUntil(2 * MS);
    assertThat(rig.view().idleNs(BOOT, IdleState.RETENTION)).isEqualTo(2 * MS);
    assertThat(microjoules(rig, 0)).isEqualTo(9 + 20);
    rig.machine().idleUntil(19 * MS);
    assertThat(rig.view().idleNs(BOOT, IdleState.RETENTION)).isZero();
    assertThat(rig.view().idleNs(BOOT, IdleState.OFF)).isEqualTo(19 * MS);
    assertThat(microjoules(rig, 0)).isEqualTo(54 + 19);
    assertThat(rig.view().idleWakeups(BOOT)).isZero();
  }

  @Test
  void energyNeverGrowsLess() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().sleep(30 * MS));
    rig.run(0);
    long before = rig.view().picojoules(BOOT);
    for (long us = 10; us < 30_000; us += 10) {
      rig.machine().idleUntil(us * US);
      assertThat(rig.view().picojoules(BOOT)).isGreaterThan(before);
      before = rig.view().picojoules(BOOT);
    }
  }

  @Test
  void aHartThatIsOfflineDrawsNothing() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(20 * MS));
    rig.at(2 * MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.at(12 * MS, new Script().call(Syscall.HART_ONLINE, 1, 0));
    rig.runOut();
    // 2 ms and 8 ms idle: retention, then off.
    assertThat(rig.view().idleNs(new HartId(1))).isEqualTo(10 * MS);
    assertThat(microjoules(rig, 1)).isEqualTo(9 + 20 + 54 + 8);
    assertThat(rig.view().idleWakeups(new HartId(1))).isZero();
  }

  @Test
  void workAndIdlenessFillTheTimeOfAHart() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(3 * MS).sleep(MS).compute(MS), task -> task.on(0));
    rig.task("b", new Script().sleep(2 * MS).compute(2 * MS), task -> task.on(1));
    rig.runOut();
    for (int hart = 0; hart < 2; hart++) {
      HartId each = new HartId(hart);
      assertThat(rig.view().busyNs(each) + rig.view().idleNs(each)).isEqualTo(rig.machine().nowNs());
    }
  }

  @Test
  void energyIsOfTheStateAndGoesBackWithIt() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().sleep(100 * US).sleep(MS).compute(MS));
    rig.run(500 * US);
    Snapshot snapshot = rig.machine().snapshot();
    assertThat(rig.machine().run(10 * MS, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
    long after = rig.view().picojoules(BOOT);
    rig.machine().restore(snapshot);
    assertThat(rig.view().picojoules(BOOT)).isLessThan(after);
    assertThat(rig.machine().run(10 * MS, Long.MAX_VALUE)).isEqualTo(RunEnd.QUIESCENT);
    assertThat(rig.view().picojoules(BOOT)).isEqualTo(after);
  }

  @Test
  void whatExceedsTheNumbersStaysAtTheGreatest() {
    assertThat(PowerModel.activePicojoules(Long.MAX_VALUE, new Speed(1_000_000, 1))).isEqualTo(Long.MAX_VALUE);
    assertThat(IdleState.OFF.picojoules(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(PowerModel.sum(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(PowerModel.activePicojoules(999, new Speed(1, 10))).isEqualTo(2_997);
  }
}
