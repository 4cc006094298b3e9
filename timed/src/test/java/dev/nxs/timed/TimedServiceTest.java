// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.timed.ServiceRig.Alarm;
import dev.nxs.timed.ServiceRig.Client;
import dev.nxs.timed.ServiceRig.Reply;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimedServiceTest {
  private static final long MS = 1_000_000;
  private static final Client UI = ServiceRig.client(2, QosClass.INTERACTIVE);
  private static final Client INDEXER = ServiceRig.client(3, QosClass.IDLE);
  private static final Client AUDIO = ServiceRig.client(4, QosClass.PERFBURST);

  private ServiceRig rig = new ServiceRig(TimedConfig.builder(7).build());

  @Test
  void itSaysReadyOnceAndWaitsForever() {
    assertThat(rig.lines).containsExactly("timed: ready");
    assertThat(rig.waitsUntilNs).isEqualTo(Column.NEVER);
    assertThat(rig.user.operands).containsExactly(7, Column.NEVER, -1, 0);
  }

  @Test
  void anAlarmIsDeliveredOnceAtItsBucketAndStopsCounting() {
    Reply reply = rig.register(UI, QosClass.INTERACTIVE, 20 * MS + 1);
    assertThat(reply.coalescedNs()).isEqualTo(21 * MS);
    rig.advanceTo(21 * MS - 1);
    assertThat(rig.alarms).isEmpty();
    rig.advanceTo(100 * MS);
    assertThat(rig.alarms).containsExactly(new Alarm(2, 1, 21 * MS, 21 * MS));
    assertThat(rig.view().liveTimers()).isZero();
    assertThat(rig.view().expirations()).isEqualTo(1);
    assertThat(rig.cancel(UI, 1)).isEqualTo(TimedStatus.NOT_FOUND);
  }

  @Test
  void oneWakeupServesAllThatIsDueWhoeverOwnsIt() {
    rig.sleep(INDEXER, MS);
    rig.register(UI, QosClass.IDLE, 3 * MS);
    rig.sleep(UI, 8 * MS);
    rig.advanceTo(20 * MS);
    assertThat(rig.view().timerWakeups()).isEqualTo(1);
    assertThat(rig.view().expirations()).isEqualTo(3);
    assertThat(rig.user.told)
        .containsExactly(
            new FakeUser.Told(EventKind.EXPIRE, 3, 0, MS, 8 * MS),
            new FakeUser.Told(EventKind.EXPIRE, 2, 1, 3 * MS, 8 * MS),
            new FakeUser.Told(EventKind.EXPIRE, 2, 0, 8 * MS, 8 * MS),
            new FakeUser.Told(EventKind.TIMER_WAKEUP, 1, 3, 0, 0));
  }

  @Test
  void theServiceWaitsUntilTheNextDeadlineAndNotLonger() {
    rig.register(AUDIO, QosClass.PERFBURST, 5 * MS + 3);
    rig.register(AUDIO, QosClass.PERFBURST, 2 * MS + 1);
    assertThat(rig.waitsUntilNs).isEqualTo(2 * MS + 1);
    rig.cancel(AUDIO, 2);
    assertThat(rig.waitsUntilNs).isEqualTo(5 * MS + 3);
  }

  @Test
  void aSleeperGetsTheTimeOfItsWaking() {
    rig.sleep(INDEXER, MS);
    assertThat(rig.replies).isEmpty();
    rig.advanceTo(8 * MS);
    Reply woken = rig.replies.get(0);
    assertThat(woken.pid()).isEqualTo(3);
    assertThat(woken.status()).isEqualTo(TimedStatus.OK);
    assertThat(woken.valueNs()).isEqualTo(8 * MS);
    assertThat(TimedFrames.field(woken.words(), TimedFrames.RESPONSE_NONCE_AT, 4)).isEqualTo(0xabcd);
  }

  @Test
  void sleepersDelayNobody() {
    rig.sleep(INDEXER, 100 * MS);
    rig.sleep(UI, 2 * MS);
    assertThat(rig.register(AUDIO, QosClass.PERFBURST, MS).status()).isEqualTo(TimedStatus.OK);
    rig.advanceTo(2 * MS);
    assertThat(rig.alarms).hasSize(1);
    assertThat(rig.replies).extracting(Reply::pid).containsExactly(4, 2);
  }

  @Test
  void aSleepThatIsOverReturnsAtOnceAndIsNoExpiration() {
    rig.advanceTo(10 * MS);
    Reply reply = rig.call(AUDIO, ServiceRig.timer(TimedOp.SLEEP_UNTIL, 3, 10 * MS));
    assertThat(reply.status()).isEqualTo(TimedStatus.OK);
    assertThat(reply.valueNs()).isEqualTo(10 * MS);
    assertThat(rig.view().expirations()).isZero();
    assertThat(rig.view().timerWakeups()).isZero();
  }

  @Test
  void theLongestSleepIsCountedFromNowToTheBucket() {
    rig.advanceTo(5 * MS);
    long[] before = rig.user.memory.clone();
    Reply tooLong = rig.call(UI, ServiceRig.timer(TimedOp.SLEEP_UNTIL, 2, 2_005 * MS + 1));
    assertThat(tooLong.status()).isEqualTo(TimedStatus.INVALID_ARGS);
    assertThat(tooLong.valueNs()).isEqualTo(5 * MS);
    assertThat(rig.user.memory).isEqualTo(before);
    rig.sleep(UI, 2_005 * MS);
    rig.advanceTo(2_005 * MS);
    assertThat(rig.replies.get(1).status()).isEqualTo(TimedStatus.OK);
  }

  @Test
  void anAlarmInThePastIsAcceptedAndDeliveredRightAfterItsReply() {
    rig.advanceTo(10 * MS);
    Reply reply = rig.register(AUDIO, QosClass.PERFBURST, 0);
    assertThat(reply.status()).isEqualTo(TimedStatus.OK);
    assertThat(rig.alarms).containsExactly(new Alarm(4, 1, 0, 10 * MS));
  }

  @Test
  void anAlarmBeyondTheClockIsKeptAndNeverWaitedFor() {
    Reply reply = rig.register(AUDIO, QosClass.PERFBURST, -1);
    assertThat(reply.coalescedNs()).isEqualTo(-1);
    assertThat(rig.waitsUntilNs).isEqualTo(Column.NEVER);
    assertThat(rig.view().liveTimers(4)).isEqualTo(1);
    assertThat(rig.cancel(AUDIO, reply.id())).isEqualTo(TimedStatus.OK);
  }

  @ParameterizedTest
  @EnumSource(QosClass.class)
  void aTaskMayNameItsOwnClassOrALowerOneAndGetsThatWindow(QosClass own) {
    Client client = ServiceRig.client(9, own);
    for (QosClass named : QosClass.values()) {
      Reply reply = rig.register(client, named, 100 * MS + 1);
      boolean allowed = named.wire() <= own.wire();
      assertThat(reply.status()).isEqualTo(allowed ? TimedStatus.OK : TimedStatus.DENIED);
      assertThat(reply.coalescedNs())
          .isEqualTo(allowed ? Coalescing.bucketNs(100 * MS + 1, rig.config.windowNs(named)) : 0);
    }
  }

  @Test
  void aClassAboveTheCallersIsDeniedAuditedAndChangesNothing() {
    long[] before = rig.user.memory.clone();
    Reply reply = rig.register(INDEXER, QosClass.NORMAL, 20 * MS);
    assertThat(reply.status()).isEqualTo(TimedStatus.DENIED);
    assertThat(reply.id()).isZero();
    assertThat(rig.lines).endsWith("timed: audit register decision=deny reason=class_above_caller");
    assertThat(rig.user.memory).isEqualTo(before);
    Reply sleep = rig.call(INDEXER, ServiceRig.timer(TimedOp.SLEEP_UNTIL, 1, 20 * MS));
    assertThat(sleep.status()).isEqualTo(TimedStatus.DENIED);
    assertThat(rig.user.memory).isEqualTo(before);
  }

  @Test
  void aRefusedRequestIsAFailedCallOfItsSender() {
    rig.register(INDEXER, QosClass.NORMAL, 20 * MS);
    rig.cancel(UI, 5);
    rig.call(AUDIO, wallTime());
    rig.register(UI, QosClass.IDLE, 20 * MS);
    int call = Syscall.CALL.ordinal();
    assertThat(rig.user.told)
        .containsExactly(
            new FakeUser.Told(EventKind.FAILS, 3, Errno.EPERM.number(), call, 0),
            new FakeUser.Told(EventKind.FAILS, 2, Errno.ESRCH.number(), call, 0),
            new FakeUser.Told(EventKind.FAILS, 4, Errno.ENOSYS.number(), call, 0));
  }

  @Test
  void theByteDecidesWhereTheConfigurationSaysSo() {
    rig = new ServiceRig(TimedConfig.builder(0).classFrom(ClassSource.REQUEST).build());
    Reply reply = rig.register(INDEXER, QosClass.PERFBURST, 20 * MS + 1);
    assertThat(reply.status()).isEqualTo(TimedStatus.OK);
    assertThat(reply.coalescedNs()).isEqualTo(20 * MS + 1);
  }

  @Test
  void aByteThatIsNoClassIsInvalidEvenAtTheLimit() {
    for (int i = 0; i < 64; i++) {
      rig.register(INDEXER, QosClass.IDLE, 40 * MS + i);
    }
    long[] before = rig.user.memory.clone();
    assertThat(rig.register(INDEXER, QosClass.IDLE, 50 * MS).status()).isEqualTo(TimedStatus.OVER_LIMIT);
    Reply invalid = rig.call(INDEXER, ServiceRig.timer(TimedOp.REGISTER, 0xff, 50 * MS));
    assertThat(invalid.status()).isEqualTo(TimedStatus.INVALID_ARGS);
    assertThat(invalid.id()).isZero();
    assertThat(invalid.coalescedNs()).isZero();
    assertThat(rig.user.memory).isEqualTo(before);
    assertThat(rig.lines)
        .containsExactly(
            "timed: ready",
            "timed: audit register decision=allow reason=applied",
            "timed: audit register decision=deny reason=over_limit",
            "timed: audit register decision=deny reason=invalid_args");
  }

  @Test
  void aMalformedRegistrationIsAuditedAndAMalformedCancelIsNot() {
    long[] before = rig.user.memory.clone();
    rig.call(UI, new byte[] {0x54, 0x4d, 1, 1});
    rig.call(UI, new byte[] {0x54, 0x4d, 1, 2});
    assertThat(rig.replies).extracting(Reply::status).containsOnly(TimedStatus.MALFORMED);
    assertThat(rig.lines).containsExactly("timed: ready", "timed: audit register decision=deny reason=malformed");
    assertThat(rig.user.memory).isEqualTo(before);
  }

  @Test
  void tasksOfOneServiceIdShareOneLimitAndCanCancelForEachOther() {
    Client first = new Client(5, 0, QosClass.NORMAL);
    Client second = new Client(6, 0, QosClass.NORMAL);
    for (int i = 0; i < 64; i++) {
      rig.register(i % 2 == 0 ? first : second, QosClass.NORMAL, 40 * MS);
    }
    assertThat(rig.register(second, QosClass.NORMAL, 40 * MS).status()).isEqualTo(TimedStatus.OVER_LIMIT);
    assertThat(rig.cancel(second, 1)).isEqualTo(TimedStatus.OK);
    assertThat(rig.cancel(UI, 2)).isEqualTo(TimedStatus.NOT_FOUND);
    assertThat(rig.register(second, QosClass.NORMAL, 40 * MS).id()).isEqualTo(65);
  }

  @Test
  void anOwnerThatIsGoneOrFullLosesItsMessageAndDelaysNobody() {
    Client gone = ServiceRig.client(5, QosClass.PERFBURST);
    Client full = ServiceRig.client(6, QosClass.PERFBURST);
    Client portless = ServiceRig.client(8, QosClass.PERFBURST);
    rig.register(gone, QosClass.PERFBURST, MS);
    rig.register(full, QosClass.PERFBURST, MS);
    rig.register(portless, QosClass.PERFBURST, MS);
    rig.sleep(gone, MS);
    rig.register(AUDIO, QosClass.PERFBURST, MS);
    rig.gone.add(5);
    rig.full.add(6);
    rig.user.missingPort = 8;
    rig.advanceTo(MS);
    assertThat(rig.alarms).extracting(Alarm::pid).containsExactly(4);
    assertThat(rig.view().dropped()).isEqualTo(4);
    assertThat(rig.view().expirations()).isEqualTo(1);
    assertThat(rig.view().timerWakeups()).isEqualTo(1);
    assertThat(rig.view().liveTimers()).isZero();
    assertThat(rig.user.told).extracting(FakeUser.Told::kind).containsExactly(EventKind.EXPIRE, EventKind.TIMER_WAKEUP);
  }

  @Test
  void aWakeupThatReachesNobodyIsNotCounted() {
    rig.register(AUDIO, QosClass.PERFBURST, MS);
    rig.gone.add(4);
    rig.advanceTo(MS);
    assertThat(rig.view().timerWakeups()).isZero();
    assertThat(rig.user.told).isEmpty();
  }

  @Test
  void twoWakeupsAtOneInstantAreOne() {
    rig.register(AUDIO, QosClass.PERFBURST, MS);
    rig.advanceTo(MS);
    rig.register(AUDIO, QosClass.PERFBURST, MS);
    assertThat(rig.alarms).hasSize(2);
    assertThat(rig.view().timerWakeups()).isEqualTo(1);
  }

  @Test
  void aWakeupAtTheFirstInstantCounts() {
    rig.register(AUDIO, QosClass.PERFBURST, 0);
    assertThat(rig.view().timerWakeups()).isEqualTo(1);
  }

  @Test
  void whatComesDueWhileSystemCallsTakeTimeIsANewWakeup() {
    rig.syscallCostNs = 10;
    rig.register(AUDIO, QosClass.PERFBURST, MS);
    rig.register(AUDIO, QosClass.PERFBURST, MS + 5);
    rig.advanceTo(2 * MS);
    assertThat(rig.alarms).extracting(Alarm::atNs).containsExactly(MS, MS + 10);
    assertThat(rig.view().timerWakeups()).isEqualTo(2);
  }

  @Test
  void aRequestAtTheInstantOfADeadlineIsServedAndTheDeadlineIsMetAtThatInstant() {
    rig.register(AUDIO, QosClass.PERFBURST, MS);
    rig.user.nowNs = MS;
    rig.post(UI, ServiceRig.timer(TimedOp.REGISTER, 2, 5 * MS));
    rig.post(UI, ServiceRig.timer(TimedOp.REGISTER, 2, 6 * MS));
    rig.deliverIncoming();
    assertThat(rig.alarms).containsExactly(new Alarm(4, 1, MS, MS));
    assertThat(rig.view().liveTimers(2)).isEqualTo(2);
  }

  @Test
  void aMessageThatExpectsNoAnswerHasNoEffect() {
    long[] before = rig.user.memory.clone();
    rig.notice(2, ServiceRig.timer(TimedOp.REGISTER, 0, MS));
    assertThat(rig.user.memory).isEqualTo(before);
  }

  @Test
  void theKernelsNoticeThatATaskHasEndedTakesItsTimersAlong() {
    for (int i = 0; i < 64; i++) {
      rig.register(UI, QosClass.INTERACTIVE, 5 * MS);
    }
    rig.register(AUDIO, QosClass.PERFBURST, 9 * MS);
    rig.notice(0, new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
    assertThat(rig.view().liveTimers()).isEqualTo(1);
    assertThat(rig.waitsUntilNs).isEqualTo(9 * MS);
    Client successor = new Client(20, UI.service(), QosClass.INTERACTIVE);
    assertThat(rig.register(successor, QosClass.INTERACTIVE, 5 * MS).status()).isEqualTo(TimedStatus.OK);
  }

  @Test
  void itWaitsWithEmptyRegistersWhateverWasSaidBefore() {
    rig.register(UI, QosClass.INTERACTIVE, 20 * MS);
    assertThat(rig.user.sent(32)).containsOnly(0);
    rig.advanceTo(20 * MS);
    assertThat(rig.user.sent(32)).containsOnly(0);
  }

  @Test
  void aLostEndpointEndsTheService() {
    rig.user.errno = Errno.EPIPE.number();
    rig.resume();
    assertThat(rig.user.exitCode).isEqualTo(Errno.EPIPE.number());
  }

  @Test
  void theWallTimeIsUnavailableWithoutAClock() {
    Reply reply = rig.call(UI, wallTime());
    assertThat(reply.status()).isEqualTo(TimedStatus.UNAVAILABLE);
    assertThat(reply.valueNs()).isZero();
  }

  @Test
  void theWallTimeRunsFromItsAnchor() {
    long epochNs = 1_577_836_800_000_000_000L;
    rig = new ServiceRig(TimedConfig.builder(0).wallClock(WallClock.bootedAt(epochNs)).build());
    assertThat(rig.lines).containsExactly("timed: ready", "timed: walltime anchored");
    rig.advanceTo(50 * MS);
    assertThat(rig.call(UI, wallTime()).valueNs()).isEqualTo(epochNs + 50 * MS);
  }

  @Test
  void theViewKnowsTheTimersOfATask() {
    rig.register(UI, QosClass.INTERACTIVE, 20 * MS + 1);
    rig.register(AUDIO, QosClass.PERFBURST, 30 * MS + 1);
    rig.sleep(INDEXER, 5 * MS);
    TimedView view = rig.view();
    assertThat(view.liveTimers()).isEqualTo(2);
    assertThat(view.liveTimers(2)).isEqualTo(1);
    assertThat(view.liveTimers(3)).isZero();
    assertThat(view.sleepers()).isEqualTo(1);
    assertThat(view.deadlineNs(2, 1)).hasValue(21 * MS);
    assertThat(view.deadlineNs(2, 2)).isEmpty();
    assertThat(view.deadlineNs(3, 0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(QosClass.class)
  void eightDeadlinesComeInTheWakeupsThatTheirWindowAllows(QosClass qos) {
    Client client = ServiceRig.client(9, qos);
    long[] deadlinesNs = {10_100_000, 10_900_000, 11_300_000, 12_000_000, 13_500_000, 15_999_999, 16_000_001, 19_000_000};
    for (long deadlineNs : deadlinesNs) {
      rig.register(client, qos, deadlineNs);
    }
    rig.advanceTo(30 * MS);
    long latenessNs = 0;
    for (FakeUser.Told told : rig.user.told) {
      latenessNs += told.kind() == EventKind.EXPIRE ? told.third() - told.second() : 0;
    }
    List<Long> expected =
        switch (qos) {
          case IDLE -> List.of(2L, 35_200_000L);
          case NORMAL -> List.of(3L, 11_200_000L);
          case INTERACTIVE -> List.of(6L, 3_200_000L);
          case PERFBURST -> List.of(8L, 0L);
        };
    assertThat(List.of(rig.view().timerWakeups(), latenessNs)).isEqualTo(expected);
  }

  private static byte[] wallTime() {
    return TimedFrames.unpack(TimedFrames.wallTimeRequest(1), TimedOp.WALL_TIME.requestLength());
  }
}
