// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.timed.ServiceRig.Alarm;
import dev.nxs.timed.ServiceRig.Client;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoalescingPolicyTest {
  private static final long MS = 1_000_000;
  private static final Client ANYONE = ServiceRig.client(2, QosClass.PERFBURST);

  /** A timer as its owner asked for it; ids count from 1 in the order of registration. */
  private record Asked(QosClass qos, long deadlineNs) {
    long latestNs(TimedConfig config) {
      return deadlineNs + config.windowNs(qos);
    }
  }

  private ServiceRig rig = rig(BuiltInCoalescing.SLACK);

  private static ServiceRig rig(CoalescingPolicy policy) {
    return new ServiceRig(TimedConfig.builder(7).policy(policy).build());
  }

  @Test
  void slackWaitsUntilTheWindowOfTheMostPressingTimerEndsAndTakesTheOthersAlong() {
    assertThat(rig.register(ANYONE, QosClass.IDLE, MS).coalescedNs()).isEqualTo(9 * MS);
    assertThat(rig.waitsUntilNs).isEqualTo(9 * MS);
    assertThat(rig.register(ANYONE, QosClass.INTERACTIVE, 5 * MS).coalescedNs()).isEqualTo(6 * MS);
    assertThat(rig.waitsUntilNs).isEqualTo(6 * MS);
    rig.advanceTo(100 * MS);
    assertThat(rig.alarms).containsExactly(new Alarm(2, 1, 9 * MS, 6 * MS), new Alarm(2, 2, 6 * MS, 6 * MS));
    assertThat(rig.view().timerWakeups()).isEqualTo(1);
  }

  @Test
  void slackLeavesATimerWhoseDeadlineHasNotComeToTheNextWakeup() {
    rig.register(ANYONE, QosClass.INTERACTIVE, 5 * MS);
    rig.register(ANYONE, QosClass.IDLE, 6 * MS + 1);
    rig.advanceTo(6 * MS);
    assertThat(rig.alarms).extracting(Alarm::id).containsExactly(1L);
    rig.advanceTo(100 * MS);
    assertThat(rig.alarms.get(1).atNs()).isEqualTo(14 * MS + 1);
  }

  @Test
  void noneDeliversAtTheDeadline() {
    rig = rig(BuiltInCoalescing.NONE);
    assertThat(rig.register(ANYONE, QosClass.IDLE, MS + 1).coalescedNs()).isEqualTo(MS + 1);
    rig.register(ANYONE, QosClass.IDLE, MS + 2);
    rig.advanceTo(100 * MS);
    assertThat(rig.alarms).extracting(Alarm::atNs).containsExactly(MS + 1, MS + 2);
    assertThat(rig.view().timerWakeups()).isEqualTo(2);
  }

  @Test
  void aTimerWhoseWindowEndsBeyondAllInstantsIsInvalidAndNothingChanges() {
    long[] before = rig.user.memory.clone();
    assertThat(rig.register(ANYONE, QosClass.IDLE, -8 * MS).status()).isEqualTo(TimedStatus.INVALID_ARGS);
    assertThat(rig.view().liveTimers()).isZero();
    assertThat(rig.user.memory[TimedMemory.LAST_ID]).isEqualTo(before[TimedMemory.LAST_ID]);
    assertThat(rig.register(ANYONE, QosClass.IDLE, -8 * MS - 1).status()).isEqualTo(TimedStatus.OK);
  }

  @ParameterizedTest
  @EnumSource(BuiltInCoalescing.class)
  void nothingComesEarlyOrLaterThanItsWindowAndEverythingComesOnce(BuiltInCoalescing policy) {
    for (long seed = 0; seed < 50; seed++) {
      rig = rig(policy);
      Random random = new Random(seed);
      List<Asked> asked = ask(random, 40, 60);
      // Cancels, so that rows and places are freed and used again.
      for (int id = 1; id <= asked.size(); id += 3) {
        assertThat(rig.cancel(ANYONE, id)).isEqualTo(TimedStatus.OK);
      }
      rig.advanceTo(1_000 * MS);
      assertThat(rig.alarms).extracting(Alarm::id).doesNotHaveDuplicates().hasSize(40 - 14);
      for (Alarm alarm : rig.alarms) {
        Asked timer = asked.get((int) alarm.id() - 1);
        assertThat(alarm.atNs()).isBetween(timer.deadlineNs(), timer.latestNs(rig.config));
      }
      assertThat(rig.view().liveTimers()).isZero();
    }
  }

  @Test
  void slackWakesAsSeldomAsAnySetOfInstantsThatServesAllTimers() {
    int fewerThanAligned = 0;
    for (long seed = 0; seed < 300; seed++) {
      rig = rig(BuiltInCoalescing.SLACK);
      List<Asked> asked = ask(new Random(seed), 1 + (int) (seed % 9), 30);
      rig.advanceTo(1_000 * MS);
      assertThat(rig.view().timerWakeups()).as("seed %d: %s", seed, asked).isEqualTo(fewest(asked));
      ServiceRig aligned = rig(BuiltInCoalescing.ALIGNED);
      asked.forEach(timer -> aligned.register(ANYONE, timer.qos(), timer.deadlineNs()));
      aligned.advanceTo(1_000 * MS);
      fewerThanAligned += rig.view().timerWakeups() < aligned.view().timerWakeups() ? 1 : 0;
    }
    assertThat(fewerThanAligned).isPositive();
  }

  @Test
  void slackDeliversByDeadlineWhateverWasRegisteredFirst() {
    rig.register(ANYONE, QosClass.IDLE, 3 * MS);
    rig.register(ANYONE, QosClass.NORMAL, 2 * MS);
    rig.register(ANYONE, QosClass.IDLE, 2 * MS);
    rig.register(ANYONE, QosClass.NORMAL, 2 * MS);
    rig.advanceTo(100 * MS);
    assertThat(rig.alarms).extracting(Alarm::id).containsExactly(2L, 4L, 3L, 1L);
    assertThat(rig.alarms).extracting(Alarm::atNs).containsOnly(6 * MS);
  }

  @Test
  void aSleepWhoseDeadlineHasPassedEndsAtOnceUnderSlack() {
    rig.advanceTo(10 * MS);
    rig.sleep(ServiceRig.client(3, QosClass.IDLE), 10 * MS);
    assertThat(rig.replies).hasSize(1);
    assertThat(rig.replies.get(0).valueNs()).isEqualTo(10 * MS);
  }

  @Test
  void aPolicyOfOnesOwnDecides() {
    rig = rig(new Shifted(MS / 2));
    assertThat(rig.register(ANYONE, QosClass.IDLE, MS).coalescedNs()).isEqualTo(MS + MS / 2);
    rig.advanceTo(100 * MS);
    assertThat(rig.alarms).extracting(Alarm::atNs).containsExactly(MS + MS / 2);
  }

  @Test
  void aPolicyThatBreaksThePromiseGetsNoTimerRegistered() {
    for (long shiftNs : new long[] {-1, 8 * MS + 1}) {
      rig = rig(new Shifted(shiftNs));
      assertThat(rig.register(ANYONE, QosClass.IDLE, 20 * MS).status()).isEqualTo(TimedStatus.INVALID_ARGS);
      assertThat(rig.view().liveTimers()).isZero();
    }
  }

  /** Everything a fixed time late. */
  private record Shifted(long shiftNs) implements CoalescingPolicy {
    @Override
    public String label() {
      return "shifted";
    }

    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      return deadlineNs + shiftNs;
    }

    @Override
    public boolean joinsEarlierWakeups() {
      return false;
    }
  }

  private List<Asked> ask(Random random, int count, int rangeMs) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Asked timer = new Asked(QosClass.values()[random.nextInt(4)], (1 + random.nextInt(rangeMs)) * MS);
      assertThat(rig.register(ANYONE, timer.qos(), timer.deadlineNs()).status()).isEqualTo(TimedStatus.OK);
      asked.add(timer);
    }
    return asked;
  }

  /**
   * The fewest instants such that each timer has one from its deadline to the end of its window, by trying all sets of
   * ends of windows: an instant that is no such end can move to the next one without losing a timer.
   */
  private int fewest(List<Asked> asked) {
    int best = asked.size();
    for (int set = 1; set < 1 << asked.size(); set++) {
      if (Integer.bitCount(set) < best && serves(set, asked)) {
        best = Integer.bitCount(set);
      }
    }
    return best;
  }

  private boolean serves(int set, List<Asked> asked) {
    for (Asked timer : asked) {
      boolean isServed = false;
      for (int i = 0; i < asked.size(); i++) {
        long atNs = asked.get(i).latestNs(rig.config);
        isServed |= (set & (1 << i)) != 0 && atNs >= timer.deadlineNs() && atNs <= timer.latestNs(rig.config);
      }
      if (!isServed) {
        return false;
      }
    }
    return true;
  }
}
