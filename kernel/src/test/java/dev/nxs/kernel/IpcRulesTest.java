// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Syscall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Endpoints, calls and events: who gets what, who waits, and how a wait ends. */
final class IpcRulesTest {
  private static Rig rig(int depth) {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", depth));
    rig.builder.endpoint(new MachineConfig.EndpointSpec("other", depth));
    rig.builder.event(new MachineConfig.EventSpec("latched", true));
    rig.builder.event(new MachineConfig.EventSpec("bare", false));
    return rig;
  }

  @Test
  void messagesArriveInTheOrderInWhichTheyWereSent() {
    Rig rig = rig(8);
    rig.task("sender", new Script().send(0, 1, 0).send(0, 2, 0).send(0, 3, 0));
    rig.task("receiver", new Script().receive(0, 0).report("r").receive(0, 0).report("r").receive(0, 0).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("r 0 1", "r 0 2", "r 0 3");
  }

  @Test
  void aReceiveTakesTheOldestMessageThatMatchesAndLeavesTheOthers() {
    Rig rig = rig(8);
    rig.task("sender", new Script().send(0, 1, 0).send(0, 2, 0).send(0, 3, 0));
    rig.task("receiver", new Script().receive(0, 0, 2).report("r").receive(0, 0).report("r").receive(0, 0).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("r 0 2", "r 0 1", "r 0 3");
  }

  @Test
  void aReceiverThatWaitsForOneMessageIsPassedByOthers() {
    Rig rig = rig(8);
    rig.task("choosy", new Script().receive(0, NEVER, 5).report("choosy"));
    rig.task("any", new Script().receive(0, NEVER).report("any"));
    rig.task("sender", new Script().send(0, 4, 0).send(0, 6, 0).compute(MS).send(0, 5, 0));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("any 0 4", "choosy 0 5");
  }

  @Test
  void aFullEndpointRefusesWhoDoesNotWaitAndKeepsWhatItHas() {
    Rig rig = rig(2);
    rig.task("sender", new Script().send(0, 1, 0).send(0, 2, 0).send(0, 3, 0).report("third"));
    rig.task("receiver", new Script().receive(0, 0).report("r").receive(0, 0).report("r").receive(0, 0).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("third 11 0", "r 0 1", "r 0 2", "r 11 0");
    assertThat(rig.events(EventKind.FAILS)).extracting(Rig.Line::first, Rig.Line::second)
        .containsExactly(
            tuple((long) Errno.EAGAIN.number(), (long) Syscall.SEND.ordinal()),
            tuple((long) Errno.EAGAIN.number(), (long) Syscall.RECV.ordinal()));
  }

  @Test
  void aSenderWaitsForRoomAndItsMessageKeepsItsTurn() {
    Rig rig = rig(1);
    rig.task("sender", new Script().send(0, 1, NEVER).send(0, 2, NEVER).report("sent").send(0, 3, NEVER));
    rig.task("receiver", QosClass.IDLE, new Script().compute(MS).receive(0, 0).report("r").compute(MS).receive(0, 0)
        .report("r").compute(MS).receive(0, 0).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("r 0 1", "sent 0 0", "r 0 2", "r 0 3");
    assertThat(rig.view().state(rig.pid(1))).isEqualTo(TaskState.EXITED);
  }

  @Test
  void whatAWaitingSenderSendsGoesToTheReceiverThatWaitsForIt() {
    Rig rig = rig(1);
    rig.task("sender", new Script().send(0, 1, 0).send(0, 5, NEVER).report("sent"));
    rig.task("choosy", new Script().receive(0, NEVER, 5).report("choosy"));
    rig.task("any", new Script().compute(MS).receive(0, NEVER).report("any"));
    rig.runOut();
    assertThat(rig.markers()).containsExactlyInAnyOrder("any 0 1", "sent 0 0", "choosy 0 5");
  }

  @Test
  void aSenderThatHadToWaitCanStillAnswerItsCaller() {
    Rig rig = rig(1);
    rig.task("server", new Script().receive(0, NEVER).send(1, 9, 0).send(1, 8, NEVER).reportSender("from").reply(1));
    rig.task("client", new Script().call(0, 41, NEVER).report("answer"));
    rig.task("reader", new Script().compute(MS).receive(1, NEVER));
    rig.runOut();
    String client = Long.toHexString(ServiceId.of("client").value());
    // The server overwrote the register with its last message, 8.
    assertThat(rig.markers()).containsExactly("from 2 " + client + " 1 8", "answer 0 9");
  }

  @Test
  void aWaitEndsAtItsDeadlineExactly() {
    Rig rig = rig(1);
    rig.task("full", new Script().send(1, 0, 0));
    rig.task("receiver", new Script().receive(0, 3 * MS).report("receive"));
    rig.task("sender", new Script().send(1, 1, 5 * MS).report("send"));
    rig.task("waiter", new Script().waitFor(0, 7 * MS).report("wait"));
    rig.task("caller", new Script().call(1, 1, 9 * MS).report("call"));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(
            tuple("receive 110 0", 3 * MS),
            tuple("send 110 0", 5 * MS),
            tuple("wait 110 0", 7 * MS),
            tuple("call 110 0", 9 * MS));
    assertThat(rig.events(EventKind.FAILS)).extracting(line -> Syscall.values()[(int) line.second()])
        .containsExactly(Syscall.RECV, Syscall.SEND, Syscall.EVENT_WAIT, Syscall.CALL);
  }

  @Test
  void aMessageAtTheDeadlineComesTooLateOnlyIfTheTimerWasFirst() {
    Rig rig = rig(1);
    rig.task("receiver", new Script().receive(0, 3 * MS).report("receive"));
    rig.at(3 * MS, new Script().send(0, 7, 0));
    rig.runOut();
    // Timers come before acts of the scenario at one instant.
    assertThat(rig.markers()).containsExactly("receive 110 0");
    assertThat(rig.view().state(rig.pid(1))).isEqualTo(TaskState.EXITED);
  }

  @Test
  void receiversAreServedByClassAndThenInOrderOfArrival() {
    Rig rig = rig(8);
    rig.task("a", QosClass.NORMAL, new Script().receive(0, NEVER).report("a"));
    rig.task("b", QosClass.IDLE, new Script().receive(0, NEVER).report("b"));
    rig.task("c", QosClass.NORMAL, new Script().receive(0, NEVER).report("c"));
    rig.task("d", QosClass.PERFBURST, new Script().sleep(MS).receive(0, NEVER).report("d"));
    Script send = new Script();
    for (int i = 1; i <= 4; i++) {
      send.send(0, i, 0);
    }
    rig.at(5 * MS, send);
    rig.runOut();
    assertThat(rig.markers()).containsExactly("d 0 1", "a 0 2", "c 0 3", "b 0 4");
  }

  @Test
  void sendersThatWaitAreServedByClassToo() {
    Rig rig = rig(1);
    rig.task("first", QosClass.PERFBURST, new Script().send(0, 0, 0));
    rig.task("idle", QosClass.IDLE, new Script().send(0, 1, NEVER));
    rig.task("normal", QosClass.NORMAL, new Script().sleep(MS).send(0, 2, NEVER));
    rig.task("reader", QosClass.IDLE, new Script().sleep(3 * MS).receive(0, 0).report("r").receive(0, 0).report("r")
        .receive(0, 0).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("r 0 0", "r 0 2", "r 0 1");
  }

  @Test
  void theKernelTellsTheReceiverWhoSent() {
    Rig rig = rig(8);
    rig.task("anybody", QosClass.INTERACTIVE, new Script().send(0, 1, 0));
    rig.task("nobody", new Script().send(0, 2, 0), task -> task.identity(""));
    rig.task("receiver", QosClass.IDLE, new Script().receive(0, 0).reportSender("r").receive(0, 0).reportSender("r"));
    rig.runOut();
    assertThat(rig.markers())
        .containsExactly("r 1 " + Long.toHexString(ServiceId.of("anybody").value()) + " 2 8", "r 2 0 1 8");
  }

  @Test
  void theSendersClassIsThatOfTheMomentOfSending() {
    Rig rig = rig(8);
    rig.task("sender", QosClass.INTERACTIVE, new Script().send(0, 1, 0).setQos(1, 0).send(0, 1, 0));
    rig.task("receiver", QosClass.IDLE, new Script().sleep(MS).receive(0, 0).reportSender("r").receive(0, 0)
        .reportSender("r"));
    rig.runOut();
    String sender = "r 1 " + Long.toHexString(ServiceId.of("sender").value());
    assertThat(rig.markers()).containsExactly(sender + " 2 8", sender + " 0 8");
  }

  @Test
  void aCallWaitsForItsAnswer() {
    Rig rig = rig(1);
    rig.task("client", new Script().call(0, 20, NEVER).report("answer"));
    rig.task("server", new Script().compute(MS).receive(0, NEVER).compute(2 * MS).reply(1));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(tuple("answer 0 21", 3 * MS));
  }

  @Test
  void aLateAnswerFindsNobodyAndChangesNothing() {
    Rig rig = rig(1);
    rig.task("client", new Script().call(0, 1, 2 * MS).report("call").call(0, 2, NEVER).report("again"));
    rig.task("server", new Script().receive(0, NEVER).keepCaller().sleep(3 * MS).replyToCaller(50).report("late")
        .receive(0, NEVER).reply(100));
    rig.runOut();
    // The client waits for another answer when the late one comes.
    assertThat(rig.markers()).containsExactly("call 110 0", "late 3 0", "again 0 102");
  }

  @Test
  void aSecondAnswerFindsNobody() {
    Rig rig = rig(1);
    rig.task("client", new Script().call(0, 1, NEVER).report("call").sleep(5 * MS));
    rig.task("server", new Script().receive(0, NEVER).keepCaller().replyToCaller(1).replyToCaller(2).report("second"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("second 3 0", "call 0 1");
  }

  @Test
  void anEndpointThatDoesNotExistIsEsrch() {
    Rig rig = rig(1);
    rig.task("t", new Script().send(2, 1, 0).report("send").receive(-1, 0).report("receive").call(9, 1, 0)
        .report("call").waitFor(2, 0).report("wait").signal(-1).report("signal").broadcast(7).report("broadcast"));
    rig.runOut();
    assertThat(rig.markers())
        .containsExactly("send 3 0", "receive 3 0", "call 3 0", "wait 3 0", "signal 3 0", "broadcast 3 0");
  }

  @Test
  void aLatchedEventKeepsOneSignalThatNobodyWaitedFor() {
    Rig rig = rig(1);
    rig.task("t", new Script().signal(0).signal(0).waitFor(0, 0).report("w").waitFor(0, 0).report("w"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("w 0 0", "w 110 0");
  }

  @Test
  void aBareEventForgetsASignalThatNobodyWaitedFor() {
    Rig rig = rig(1);
    rig.task("t", new Script().signal(1).waitFor(1, 0).report("w"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("w 110 0");
  }

  @Test
  void aSignalWakesOneWaiterByClassAndThenArrival() {
    Rig rig = rig(1);
    rig.task("a", new Script().waitFor(1, NEVER).report("a"));
    rig.task("b", new Script().waitFor(1, NEVER).report("b"));
    rig.task("c", QosClass.PERFBURST, new Script().sleep(MS).waitFor(1, NEVER).report("c"));
    rig.at(3 * MS, new Script().signal(1));
    rig.at(4 * MS, new Script().signal(1));
    rig.run(5 * MS);
    assertThat(rig.markers()).containsExactly("c 0 0", "a 0 0");
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.BLOCKED);
  }

  @Test
  void aBroadcastWakesThoseWhoArePresentAndIsNotKept() {
    Rig rig = rig(1);
    rig.task("a", new Script().waitFor(0, NEVER).report("a").waitFor(0, MS).report("again"));
    rig.task("b", new Script().waitFor(0, NEVER).report("b"));
    rig.at(3 * MS, new Script().broadcast(0));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("a 0 0", "b 0 0", "again 110 0");
  }

  private static Rig sentBy(MachineConfig.Profile profile, Integer... senders) {
    Rig rig = new Rig(1);
    rig.builder.profile(profile);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("box", 2).sentBy(List.of(senders)));
    return rig;
  }

  @Test
  void whoWaitsLearnsThatTheLastSenderHasEnded() {
    Rig rig = sentBy(MachineConfig.Profile.PLAIN, 1, 2);
    rig.task("first", new Script().sleep(MS));
    rig.task("last", new Script().send(0, 7, 0).sleep(3 * MS));
    rig.task("reader", new Script().receiveOrEnd(0, NEVER).report("r").receiveOrEnd(0, NEVER).report("r"));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(tuple("r 0 7", 0L), tuple("r 32 0", 3 * MS));
    assertThat(rig.events(EventKind.FAILS)).extracting(Rig.Line::first, Rig.Line::second)
        .containsExactly(tuple((long) Errno.EPIPE.number(), (long) Syscall.RECV.ordinal()));
  }

  @Test
  void whatIsQueuedComesBeforeTheEndAndAPassedDeadlineToo() {
    Rig rig = sentBy(MachineConfig.Profile.PLAIN, 1);
    rig.task("sender", new Script().send(0, 7, 0));
    rig.task("reader", new Script().sleep(MS).receiveOrEnd(0, NEVER).report("message").receiveOrEnd(0, 0).report("now")
        .receiveOrEnd(0, MS).report("end").receiveOrEnd(0, NEVER).report("again"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("message 0 7", "now 11 0", "end 32 0", "again 32 0");
  }

  @Test
  void whoDidNotAskForTheEndWaitsOn() {
    Rig rig = sentBy(MachineConfig.Profile.PLAIN, 1);
    rig.task("sender", new Script().sleep(MS));
    rig.task("reader", new Script().receive(0, NEVER));
    rig.task("patient", new Script().receive(0, 5 * MS).report("r"));
    rig.runOut();
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.BLOCKED);
    assertThat(rig.markers()).containsExactly("r 110 0");
  }

  @Test
  void aKilledSenderIsGoneAndAWaitingOneIsNot() {
    Rig rig = sentBy(MachineConfig.Profile.PLAIN, 1, 2);
    int killed = rig.task("killed", new Script().sleep(NEVER));
    rig.task("waits", new Script().waitFor(0, 4 * MS));
    rig.task("reader", new Script().receiveOrEnd(0, NEVER).report("r"));
    rig.builder.event(new MachineConfig.EventSpec("e", true));
    rig.at(MS, new Script().kill(killed));
    rig.run(3 * MS);
    assertThat(rig.markers()).isEmpty();
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(tuple("r 32 0", 4 * MS));
  }

  @Test
  void inTheProfileNexusAnExitTellsNobodyAndALaterCallDoesOnceSomebodyHasSent() {
    Rig rig = sentBy(MachineConfig.Profile.NEXUS, 1);
    rig.task("sender", new Script().send(0, 7, 0).sleep(3 * MS));
    rig.task("reader", new Script().receiveOrEnd(0, NEVER).report("r").receiveOrEnd(0, 10 * MS).report("r")
        .receiveOrEnd(0, NEVER).report("r"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("r 0 7", "r 110 0", "r 32 0");
  }

  @Test
  void inTheProfileNexusAnEndpointToWhichNobodySentHasNoEnd() {
    Rig rig = sentBy(MachineConfig.Profile.NEXUS, 1);
    rig.task("sender", new Script());
    rig.task("reader", new Script().sleep(MS).receiveOrEnd(0, NEVER).report("r"));
    rig.runOut();
    assertThat(rig.markers()).isEmpty();
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.BLOCKED);
  }

  @Test
  void aTaskThatEndsDropsWhatWaitsAtItsPort() {
    Rig rig = rig(1);
    rig.task("owner", new Script().sleep(2 * MS), task -> task.port(0));
    rig.task("first", new Script().send(0, 1, NEVER).report("first"));
    rig.task("second", new Script().send(0, 2, NEVER).report("second"));
    rig.runOut();
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs)
        .containsExactly(tuple("first 0 0", 0L), tuple("second 3 0", 2 * MS));
    assertThat(rig.events(EventKind.FAILS)).extracting(Rig.Line::first, Rig.Line::second)
        .containsExactly(tuple((long) Errno.ESRCH.number(), (long) Syscall.SEND.ordinal()));
  }
}
