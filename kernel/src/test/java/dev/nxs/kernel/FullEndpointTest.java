// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import org.junit.jupiter.api.Test;

/** What an endpoint without room does to those who do not want to wait for it, and what is written down. */
final class FullEndpointTest {
  private static Rig rig() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("desk", 1).watched());
    rig.builder.endpoint(new MachineConfig.EndpointSpec("plain", 1));
    return rig;
  }

  private static String denied(String name, int pid) {
    return String.format(
        "IPC-AUDIT decision=deny reason=queue_full caller_sid=0x%016x caller_pid=%d endpoint=desk",
        ServiceId.of(name).value(),
        pid);
  }

  @Test
  void whoDoesNotWaitIsRefusedWithALineAndTheQueueKeepsWhatItHas() {
    Rig rig = rig();
    rig.task("first", QosClass.INTERACTIVE, new Script().send(0, 1, 0).report("first"));
    rig.task("sender", new Script().send(0, 2, 0).report("sender"));
    rig.task("caller", new Script().callIfRoom(0, 3, 0).report("caller"));
    rig.task("receiver", QosClass.IDLE, new Script().receive(0, 0).report("r").receive(0, 0).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("first 0 0", "sender 11 0", "caller 11 0", "r 0 1", "r 11 0");
    assertThat(rig.texts(EventKind.AUDIT)).containsExactly(denied("sender", 2), denied("caller", 3));
  }

  @Test
  void whoWaitedInVainLeavesALineToo() {
    Rig rig = rig();
    rig.task("first", new Script().send(0, 1, 0));
    rig.task("sender", new Script().send(0, 2, MS).report("sender"));
    rig.task("caller", new Script().callIfRoom(0, 3, 2 * MS).report("caller"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("sender 110 0", "caller 110 0");
    assertThat(rig.texts(EventKind.AUDIT)).containsExactly(denied("sender", 2), denied("caller", 3));
  }

  @Test
  void anEndpointThatIsNotWatchedWritesNothingDown() {
    Rig rig = rig();
    rig.task("first", new Script().send(1, 1, 0).send(1, 2, 0).report("first").send(1, 2, MS).report("first"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("first 11 0", "first 110 0");
    assertThat(rig.texts(EventKind.AUDIT)).isEmpty();
  }

  @Test
  void theProfileNexusWritesNothingDownAsTheReferenceDoesNot() {
    Rig rig = rig();
    rig.builder.profile(MachineConfig.Profile.NEXUS);
    rig.task("first", new Script().send(0, 1, 0).send(0, 2, 0).report("first"));
    rig.runOut();
    assertThat(rig.markers()).contains("first 11 0");
    assertThat(rig.texts(EventKind.AUDIT)).isEmpty();
  }

  @Test
  void anAnswerIsWaitedForWithoutADeadlineWhereThatIsForRoomAlone() {
    Rig rig = rig();
    rig.task("server", new Script().compute(5 * MS).receive(0, NEVER).reply(1).receive(0, NEVER).reply(1));
    rig.task("caller", new Script().callIfRoom(0, 41, 0).report("caller"));
    rig.task("second", new Script().callIfRoom(0, 51, 6 * MS).compute(4 * MS).report("second"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("caller 0 42", "second 0 52");
    assertThat(rig.texts(EventKind.AUDIT)).isEmpty();
  }

  @Test
  void whoGotRoomInTimeIsNotTimedOutWhileItWaitsForItsAnswer() {
    Rig rig = rig();
    // It makes room at 1 ms, before the deadline at 2 ms, and answers at 6 ms, behind it.
    rig.task("filler", QosClass.PERFBURST, new Script().send(0, 7, 0));
    rig.task("caller", QosClass.INTERACTIVE, new Script().callIfRoom(0, 41, 2 * MS).report("caller"));
    rig.task("server", new Script().compute(MS).receive(0, NEVER).compute(5 * MS).receive(0, NEVER).reply(1));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("caller 0 42");
    assertThat(rig.events(EventKind.FAILS)).isEmpty();
    assertThat(rig.machine().nowNs()).isEqualTo(6 * MS);
  }
}
