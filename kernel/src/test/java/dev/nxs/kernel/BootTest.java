// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nxs.kernel.trace.EventKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How harts come up, and what they say about it. */
final class BootTest {
  private static Rig smp(int harts, Integer... lost) {
    Rig rig = new Rig(harts);
    rig.builder.boot(MachineConfig.Boot.SMP).lostHarts(Set.of(lost));
    for (int hart = 0; hart < harts; hart++) {
      rig.task("t" + hart, new Script().compute(MS));
    }
    return rig;
  }

  @Test
  void anInstantBootSaysNothingAndAllHartsAreThere() {
    Rig rig = new Rig(4);
    rig.runOut();
    assertThat(rig.markers()).isEmpty();
    for (int hart = 0; hart < 4; hart++) {
      assertThat(rig.view().online(new HartId(hart))).isTrue();
    }
    assertThat(rig.machine().nowNs()).isZero();
  }

  @Test
  void oneHartComesUpAlone() {
    assertThat(smp(1).runOut().markers()).containsExactly("KINIT: cpu0 online", "KINIT: cpu0 sched loop");
  }

  @Test
  void twoHartsComeUpOneAfterTheOther() {
    Rig rig = smp(2).runOut();
    assertThat(rig.markers())
        .containsExactly(
            "KINIT: cpu0 online",
            "KINIT: cpu1 online",
            "KGATE: smp hart1 online=true asm=1 stage=4 hsm=0",
            "KGATE: smp bringup ok mask=0x3",
            "KINIT: cpu0 sched loop",
            "KINIT: cpu1 sched loop");
    assertThat(rig.dispatched()).isEqualTo("t0/0@0 t1/1@0");
  }

  @Test
  void whoIsKilledWhileHartsComeUpDoesNotStart() {
    Rig rig = smp(2, 1);
    rig.at(MS, new Script().kill(1));
    rig.runOut();
    assertThat(rig.view().state(rig.pid(1))).isEqualTo(TaskState.EXITED);
    assertThat(rig.events(EventKind.DISPATCH)).extracting(Rig.Line::pid).containsOnly(2);
  }

  @Test
  void fourHartsComeUpOneAfterTheOther() {
    Rig rig = smp(4).runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::hart)
        .containsExactly(
            tuple("KINIT: cpu0 online", 0),
            tuple("KINIT: cpu1 online", 1),
            tuple("KINIT: cpu2 online", 2),
            tuple("KINIT: cpu3 online", 3),
            tuple("KGATE: smp hart1 online=true asm=1 stage=4 hsm=0", 0),
            tuple("KGATE: smp hart2 online=true asm=1 stage=4 hsm=0", 0),
            tuple("KGATE: smp hart3 online=true asm=1 stage=4 hsm=0", 0),
            tuple("KGATE: smp bringup ok mask=0xf", 0),
            tuple("KINIT: cpu0 sched loop", 0),
            tuple("KINIT: cpu1 sched loop", 1),
            tuple("KINIT: cpu2 sched loop", 2),
            tuple("KINIT: cpu3 sched loop", 3));
  }

  @Test
  void aHartThatStaysAwayIsReportedAndTheMachineGoesOnWithoutIt() {
    Rig rig = smp(2, 1).runOut();
    String retry = "KINIT: hart1 missing (asm=0 stage=0 hsm_err=0x0 hsm_state=2) — retrying start";
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(
            tuple("KINIT: cpu0 online", 0L),
            tuple("KINIT: hart1 did not come online (sequential bring-up)", 500 * MS),
            tuple(retry, 500 * MS),
            tuple(retry, 1000 * MS),
            tuple(retry, 1500 * MS),
            tuple("KGATE: smp hart1 online=false asm=0 stage=0 hsm=2", 2000 * MS),
            tuple("KGATE: smp bringup DEGRADED expected=0x3 got=0x1", 2000 * MS),
            tuple("KINIT: cpu0 sched loop", 2000 * MS));
    // Both tasks run on the hart that is there, once boot is over.
    assertThat(rig.dispatched()).isEqualTo("t0/0@2000000 t1/0@2001000");
  }

  @Test
  void theHartsBehindALostOneComeUp() {
    Rig rig = smp(4, 1, 2).runOut();
    assertThat(rig.markers())
        .contains("KINIT: cpu3 online", "KGATE: smp bringup DEGRADED expected=0xf got=0x9", "KINIT: cpu3 sched loop")
        .doesNotContain("KINIT: cpu1 online", "KINIT: cpu2 sched loop");
    assertThat(rig.view().online(new HartId(3))).isTrue();
    assertThat(rig.view().online(new HartId(1))).isFalse();
  }

  @Test
  void aTaskWhoseHartsNeverCameRunsOnTheFirst() {
    Rig rig = smp(2, 1);
    int bound = rig.task("bound", new Script().compute(MS), task -> task.on(1));
    rig.runOut();
    assertThat(rig.view().hartOf(rig.pid(bound))).isZero();
    assertThat(rig.view().state(rig.pid(bound))).isEqualTo(TaskState.EXITED);
  }

  @Test
  void aBootCanBeStoppedAndGoneOnWithAnywhere() {
    Rig rig = smp(4, 2);
    List<String> whole = smp(4, 2).runOut().markers();
    while (rig.step()) {
      rig.machine().restore(rig.machine().snapshot());
    }
    assertThat(rig.markers()).isEqualTo(whole);
  }
}
