// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.Rig.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Costs.Cost;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Speed;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What things take: costs of the machine's own work, harts of different speeds, and waiting that makes urgent. */
final class WorkRulesTest {
  private static final Cost FREE = Cost.NONE;

  private static Cost us(long least, long most) {
    return new Cost(least * US, most * US);
  }

  private static Rig rig(int harts, Cost syscall, Cost swap, Cost ipi, Cost interrupt, Cost migrate) {
    Rig rig = new Rig(harts);
    rig.builder.costs(new Costs(syscall, swap, ipi, interrupt, migrate));
    return rig;
  }

  private static Rig ranged() {
    Rig rig = rig(1, us(10, 30), FREE, FREE, FREE, FREE);
    rig.task("a", new Script().getQos(1).getQos(1).getQos(1).computeUpTo(MS));
    return rig;
  }

  private static long cpuOfA(Chooser chooser) {
    Rig rig = ranged();
    rig.machine().chooser(chooser);
    rig.runOut();
    return rig.view().cpuTimeNs(rig.pid(1));
  }

  /** A chooser that draws costs and leaves the rest to the seed. */
  private static Chooser costs(LongUnaryOperator draw) {
    return new Chooser() {
      @Override
      public int choose(Choice what, int count) {
        return 0;
      }

      @Override
      public long draw(Choice what, long count, long seeded) {
        return what == Choice.COST ? draw.applyAsLong(count) : seeded;
      }
    };
  }

  @Test
  void aChooserDrawsTheCostsAndLeavesTheSeedWhereItWas() {
    long seeded = cpuOfA(Chooser.FIRST);
    long least = cpuOfA(costs(count -> 0));
    assertThat(cpuOfA(costs(count -> count - 1)) - least).isEqualTo(3 * 20 * US);
    assertThat(seeded - least).isBetween(1L, 3 * 20 * US);
    assertThat(cpuOfA((what, count) -> 0)).isEqualTo(seeded);
  }

  @Test
  void rejectsADrawOutsideTheRange() {
    assertThatThrownBy(() -> cpuOfA(costs(count -> count))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a chooser must draw from 0 to 20000: drawn=20001");
    assertThatThrownBy(() -> cpuOfA(costs(count -> -1))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSystemCallTakesTimeOfItsCallerBeforeItGoesOn() {
    Rig rig = rig(1, us(5, 5), FREE, FREE, FREE, FREE);
    rig.task("a", new Script().compute(MS).getQos(1).getQos(1).mark("x").compute(MS));
    rig.runOut();
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(2 * MS + 15 * US);
    assertThat(rig.events(EventKind.MARKER).get(0).timeNs()).isEqualTo(MS + 10 * US);
  }

  @Test
  void aCallThatWaitsIsPaidForWhenTheTaskRunsAgain() {
    Rig rig = rig(1, us(5, 5), FREE, FREE, FREE, FREE);
    rig.task("a", new Script().sleep(MS).compute(MS));
    rig.runOut();
    assertThat(rig.machine().nowNs()).isEqualTo(2 * MS + 5 * US);
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(MS + 5 * US);
  }

  @Test
  void aSwitchTakesTimeOfTheTaskThatComes() {
    Rig rig = rig(1, FREE, us(3, 3), FREE, FREE, FREE);
    rig.task("a", new Script().compute(15 * MS));
    rig.task("b", new Script().compute(5 * MS));
    rig.runOut();
    assertThat(rig.view().switches(new HartId(0))).isEqualTo(3);
    assertThat(rig.machine().nowNs()).isEqualTo(20 * MS + 3 * 3 * US);
    assertThat(rig.view().busyNs(new HartId(0))).isEqualTo(20 * MS + 9 * US);
  }

  @Test
  void anInterruptBetweenHartsArrivesLater() {
    Rig rig = rig(2, FREE, FREE, us(7, 7), FREE, FREE);
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    rig.task("a", new Script().compute(MS).signal(0), task -> task.on(0));
    rig.task("b", new Script().waitFor(0, NEVER).compute(MS), task -> task.on(1));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 b/1@0 b/1@1007");
    assertThat(rig.view().waitTimeNs(rig.pid(2))).isEqualTo(7 * US);
  }

  @Test
  void interruptsTakeTimeOfWhatRunsOrOfWhatRunsNext() {
    Rig rig = rig(1, FREE, FREE, FREE, us(4, 4), FREE);
    rig.task("a", new Script().compute(3 * MS), task -> task.qos(QosClass.INTERACTIVE).start(MS));
    rig.task("b", new Script().compute(MS), task -> task.start(2 * MS));
    rig.runOut();
    // The timer that starts a finds the hart idle, so a pays; the one that starts b finds a, which pays again.
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(3 * MS + 8 * US);
    assertThat(rig.view().cpuTimeNs(rig.pid(2))).isEqualTo(MS);
    assertThat(rig.machine().nowNs()).isEqualTo(5 * MS + 8 * US);
  }

  @Test
  void aMigrationTakesTimeOfTheTaskThatMoves() {
    Rig rig = rig(2, FREE, FREE, FREE, FREE, us(10, 10));
    rig.task("a", new Script().compute(2 * MS).setAffinity(0, 1).compute(MS));
    rig.runOut();
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(3 * MS + 10 * US);
  }

  @Test
  void aRangeOfCostsIsDecidedByTheSeed() {
    long[] ends = new long[3];
    for (int run = 0; run < 3; run++) {
      Rig rig = rig(1, us(1, 9), FREE, FREE, FREE, FREE);
      rig.builder.seed(run == 2 ? 77 : 5);
      rig.task("a", new Script().getQos(1).getQos(1).getQos(1).getQos(1));
      rig.runOut();
      ends[run] = rig.machine().nowNs();
      assertThat(ends[run]).isBetween(4 * US, 36 * US);
    }
    assertThat(ends[1]).isEqualTo(ends[0]);
    assertThat(ends[2]).isNotEqualTo(ends[0]);
  }

  @Test
  void computationsTakeLongerOnSlowerHartsExactly() {
    Rig rig = new Rig(3);
    rig.builder.speeds(List.of(new Speed(1, 2), new Speed(1, 3), new Speed(2, 1)));
    rig.task("half", new Script().compute(MS), task -> task.on(0));
    rig.task("third", new Script().compute(MS), task -> task.on(1));
    rig.task("double", new Script().compute(5), task -> task.on(2));
    rig.runOut();
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(2 * MS);
    assertThat(rig.view().cpuTimeNs(rig.pid(2))).isEqualTo(3 * MS);
    // 2.5 ns, and it ends at the first nanosecond at which it is done.
    assertThat(rig.view().cpuTimeNs(rig.pid(3))).isEqualTo(3);
  }

  @Test
  void workThatIsDoneInPiecesOnHartsOfDifferentSpeedsAddsUp() {
    Rig rig = new Rig(2);
    rig.builder.speeds(List.of(new Speed(1, 3), new Speed(1, 2)));
    rig.task("a", new Script().compute(6 * MS), task -> task.on(0));
    rig.at(7_000_001, new Script().setAffinity(1, 1));
    rig.runOut();
    // 7,000,001 / 3 are done; what is left takes twice as long: 12,000,000 - 2 × 7,000,001 / 3, rounded up.
    long restNs = (12 * MS * 3 - 2 * 7_000_001L + 2) / 3;
    assertThat(rig.machine().nowNs()).isEqualTo(7_000_001 + restNs);
  }

  @Test
  void theWidestRangeOfCostsNeverTakesTimeBack() {
    Rig rig = new Rig(1);
    Costs.Cost any = new Costs.Cost(0, Rig.NEVER);
    rig.builder.costs(new Costs(any, Costs.Cost.NONE, Costs.Cost.NONE, Costs.Cost.NONE, Costs.Cost.NONE)).timesliceNs(Rig.NEVER);
    for (int i = 0; i < 8; i++) {
      rig.task("t" + i, new Script().yieldHart().mark("soon"));
    }
    rig.run(Rig.MS);
    assertThat(rig.markers()).isEmpty();
  }

  @Test
  void refusesSpeedsForAnotherNumberOfHarts() {
    Rig rig = new Rig(2);
    rig.builder.speeds(List.of(Speed.FULL));
    assertThatThrownBy(rig::config).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("speeds=1");
  }

  @Test
  void aTaskThatWaitsLongGoesUpUntilItRuns() {
    Rig rig = new Rig(1);
    rig.builder.agingNs(25 * MS);
    rig.task("n", QosClass.NORMAL, new Script().compute(10 * MS).loop());
    rig.task("i", QosClass.IDLE, new Script().compute(30 * MS));
    rig.run(100 * MS);
    // Up at 25 it comes behind n, gets one slice at 30 as if it were normal, and waits again.
    assertThat(rig.gantt(0, 5 * MS, 100 * MS)).isEqualTo("nnnnnniinnnnnniinnnn");
  }

  @Test
  void withoutAgingNothingGoesUp() {
    Rig rig = new Rig(1);
    rig.task("n", QosClass.NORMAL, new Script().compute(10 * MS).loop());
    int idle = rig.task("i", QosClass.IDLE, new Script().compute(30 * MS));
    rig.run(1000 * MS);
    assertThat(rig.view().dispatches(rig.pid(idle))).isZero();
  }

  @Test
  void aTaskGoesUpOneClassAfterTheOther() {
    Rig rig = new Rig(1);
    rig.builder.agingNs(10 * MS);
    rig.task("p", QosClass.PERFBURST, new Script().compute(5 * MS).loop());
    rig.task("i", QosClass.IDLE, new Script().compute(MS).loop());
    rig.run(80 * MS);
    // At 30 it is perfburst, too, and comes at the end of the slice.
    long firstNs = rig.events(EventKind.DISPATCH).stream().filter(line -> line.pid() == 2).findFirst().orElseThrow().timeNs();
    assertThat(firstNs).isEqualTo(30 * MS);
  }
}
