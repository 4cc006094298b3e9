// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.InjectedFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What injected faults do, each at the next occasion and once. */
class FaultRulesTest {
  @Test
  void aLostInterruptCountsAsSentAndIsNeverTaken() {
    Rig rig = wakeAcross();
    rig.at(MS, new Script().inject(InjectedFault.DROP_IPI, 1));
    rig.runOut();
    assertThat(rig.markers()).isEmpty();
    assertThat(rig.trace.stream().filter(line -> line.kind() == EventKind.IPI_REQUEST).map(Rig.Line::second))
        .containsExactly(1L);
    assertThat(rig.trace).noneMatch(line -> line.kind() == EventKind.IPI);
  }

  @Test
  void aSpuriousInterruptFindsWhatALostOneLeft() {
    Rig rig = wakeAcross();
    rig.at(MS, new Script().inject(InjectedFault.DROP_IPI, 1));
    rig.at(9 * MS, new Script().inject(InjectedFault.SPURIOUS_IPI, 1));
    rig.runOut();
    assertThat(times(rig)).containsExactly(9 * MS);
  }

  @Test
  void onlyTheNextTimerIsLate() {
    Rig rig = new Rig(1);
    rig.builder.faults(true);
    rig.task("sleeper", new Script().sleepUntil(5 * MS).mark("a").sleepUntil(20 * MS).mark("b"));
    rig.at(MS, new Script().inject(InjectedFault.DELAY_TIMER, 2 * MS));
    rig.runOut();
    assertThat(times(rig)).containsExactly(7 * MS, 20 * MS);
    assertThat(rig.trace.stream().filter(line -> line.kind() == EventKind.EXPIRE).map(Rig.Line::second))
        .as("the deadline stays what it was")
        .containsExactly(5 * MS, 20 * MS);
  }

  @Test
  void aTimerThatIsTakenBackWhileItIsLateLeavesNothing() {
    Rig rig = new Rig(1);
    rig.builder.faults(true);
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    rig.task("waiter", new Script().waitFor(0, 5 * MS).mark("a").sleepUntil(9 * MS).mark("b"));
    rig.at(MS, new Script().inject(InjectedFault.DELAY_TIMER, 3 * MS));
    rig.at(6 * MS, new Script().signal(0));
    rig.runOut();
    assertThat(times(rig)).containsExactly(6 * MS, 9 * MS);
  }

  @Test
  void aTornLineComesInTwoPieces() {
    Rig rig = new Rig(1);
    rig.builder.faults(true);
    rig.task("writer", new Script().sleep(2 * MS).mark("abcde").mark("next"));
    rig.at(MS, new Script().inject(InjectedFault.TORN_UART, 0));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("ab", "cde", "next");
  }

  @Test
  void aTaskCannotInjectAndNothingChanges() {
    Rig rig = new Rig(1);
    rig.builder.faults(true);
    rig.task("writer", new Script().inject(InjectedFault.TORN_UART, 0).mark("abcde"));
    rig.runOut();
    assertThat(errors(rig)).containsExactly((long) Errno.EPERM.number());
    assertThat(rig.markers()).containsExactly("abcde");
  }

  @Test
  void faultsWithoutSenseAreRefused() {
    Rig rig = new Rig(1);
    rig.builder.faults(true);
    rig.at(MS, new Script().inject(InjectedFault.DROP_IPI, 1));
    rig.at(MS, new Script().inject(InjectedFault.SPURIOUS_IPI, -1));
    rig.at(MS, new Script().inject(InjectedFault.DELAY_TIMER, 0));
    rig.runOut();
    long invalid = Errno.EINVAL.number();
    assertThat(errors(rig)).containsExactly(invalid, invalid, invalid);
  }

  private static List<Long> errors(Rig rig) {
    return rig.trace.stream().filter(line -> line.kind() == EventKind.FAILS).map(Rig.Line::first).toList();
  }

  private static List<Long> times(Rig rig) {
    return rig.trace.stream().filter(line -> line.kind() == EventKind.MARKER).map(Rig.Line::timeNs).toList();
  }

  private static Rig wakeAcross() {
    Rig rig = new Rig(2);
    rig.builder.faults(true).steal(0).event(new MachineConfig.EventSpec("go", true));
    rig.task("waker", new Script().compute(5 * MS).signal(0).compute(MS), task -> task.on(0));
    rig.task("waiter", new Script().waitFor(0, NEVER).mark("woken"), task -> task.on(1));
    return rig;
  }
}
