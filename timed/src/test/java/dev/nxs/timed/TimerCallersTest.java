// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What registering, finding, cancelling and expiring cost, in words of memory read and written, whoever calls: with a
 * million timers about what it is with a thousand. And nothing is allocated.
 */
class TimerCallersTest {
  private static final long MS = 1_000_000;
  private static final int OWNERS = 16;

  /** Who asks for which instants. */
  private enum Caller {
    MEANS_WELL,
    ALL_AT_ONE_INSTANT,
    ALL_IN_ONE_FAR_FUTURE,
    ALL_WHERE_TIME_ENDS,
    EACH_BEFORE_ALL_OTHERS,
    CROWDS_IN_TURN,
    ANY_64_BITS;

    long next(Random random, long nowNs, long turn) {
      return switch (this) {
        case MEANS_WELL -> Coalescing.bucketNs(nowNs + 1 + random.nextInt(1 << 30), (turn & 3) * 4 * MS);
        case ALL_AT_ONE_INSTANT -> 7 * MS;
        case ALL_IN_ONE_FAR_FUTURE -> (1L << 62) + random.nextInt(1000);
        case ALL_WHERE_TIME_ENDS -> -1L - random.nextInt(2);
        case EACH_BEFORE_ALL_OTHERS -> Long.MAX_VALUE - 1_003 * turn;
        case CROWDS_IN_TURN -> ((61 - turn / 9 % 61) << 54) + random.nextInt(50);
        case ANY_64_BITS -> random.nextLong();
      };
    }
  }

  private final Random random = new Random(3);
  private TimerTable timers = new TimerTable(TimedConfig.builder(0).build());
  private FakeUser user = new FakeUser(timers.tables());
  private long[] ids = {};
  private long turn;

  private void use(int count) {
    timers = new TimerTable(TimedConfig.builder(0).cap(count).total(count).owners(OWNERS).sleepers(0).build());
    user = new FakeUser(timers.tables());
    ids = new long[count];
    turn = 0;
  }

  private void register(Caller caller, int timer, long nowNs) {
    long atNs = caller.next(random, nowNs, turn++);
    ids[timer] = timers.register(user, timer & (OWNERS - 1), timer, atNs, atNs);
  }

  private void cancel(int timer) {
    timers.remove(user, timers.find(user, timer & (OWNERS - 1), ids[timer]));
  }

  /** Words for registering, for cancelling and for expiring a timer, on average, while so many are live. */
  private double[] words(Caller caller, int count) {
    use(count);
    for (int timer = 0; timer < count; timer++) {
      register(caller, timer, 0);
    }
    int rounds = Math.max(20_000, count);
    long[] spent = new long[3];
    for (int i = 0; i < rounds; i++) {
      long start = user.accesses;
      int row = timers.earliest(user);
      int due = timers.pid(user, row);
      long nowNs = timers.coalescedNs(user, row);
      timers.remove(user, row);
      long expired = user.accesses;
      register(caller, due, nowNs);
      long registered = user.accesses;
      int other = random.nextInt(count);
      cancel(other);
      long cancelled = user.accesses;
      register(caller, other, nowNs);
      spent[0] += user.accesses - cancelled + registered - expired;
      spent[1] += cancelled - registered;
      spent[2] += expired - start;
    }
    return new double[] {spent[0] / (2.0 * rounds), (double) spent[1] / rounds, (double) spent[2] / rounds};
  }

  @Test
  void noneOfTheThreeOperationsGrowsWithTheNumberOfTimers() {
    double[] few = words(Caller.MEANS_WELL, 1_000);
    for (int count : new int[] {10_000, 100_000, 1_000_000}) {
      double[] many = words(Caller.MEANS_WELL, count);
      assertThat(many[0]).as("registering with %d timers", count).isLessThan(1.05 * few[0]);
      assertThat(many[1]).as("cancelling with %d timers", count).isLessThan(1.05 * few[1]);
      // A timer is moved once a level on its way to the front, and 64 times as many timers may want one more.
      assertThat(many[2]).as("expiring with %d timers", count).isLessThan(1.6 * few[2]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noChoiceOfInstantsMakesThemGrow(Caller caller) {
    double[] few = words(caller, 1_000);
    double[] many = words(caller, 50_000);
    assertThat(many[0]).as("registering").isLessThan(1.05 * few[0]);
    assertThat(many[1]).as("cancelling").isLessThan(1.05 * few[1]);
    assertThat(many[2]).as("expiring").isLessThan(1.6 * few[2]);
  }

  @Test
  void whoUsesUpAllNodesPaysForWhatIsSplitAgain() {
    double few = wordsOfSplittingAgain(2_000);
    double many = wordsOfSplittingAgain(256_000);
    assertThat(few).isLessThan(5_000);
    assertThat(many).isLessThan(5_000);
  }

  /**
   * Words for an operation of somebody who has many timers in one late region, and lets that be split and made one list again
   * as often as possible, by crowds before it that want all nodes. There is a node for every 512 timers, so it takes some
   * hundred operations to make the others pay for one step of each timer.
   */
  private double wordsOfSplittingAgain(int count) {
    use(count);
    int crowds = Math.min(60, 3 + count / 512 / 9);
    int timer = 0;
    while (timer < count - 10 * crowds) {
      long atNs = (63L << 57) + random.nextInt(1 << 30);
      ids[timer] = timers.register(user, timer & (OWNERS - 1), timer, atNs, atNs);
      timer++;
    }
    int first = timer;
    long before = user.accesses;
    int operations = 0;
    for (int round = 0; round < 5; round++) {
      for (int crowd = crowds - 1; crowd >= 0; crowd--) {
        for (int i = 0; i < 10; i++) {
          long atNs = ((long) crowd << 57) + random.nextInt(50);
          ids[timer] = timers.register(user, timer & (OWNERS - 1), timer, atNs, atNs);
          timer++;
          operations++;
        }
        timers.remove(user, timers.earliest(user));
        operations++;
      }
      while (timer > first) {
        timer--;
        int row = timers.find(user, timer & (OWNERS - 1), ids[timer]);
        if (row != TimerTable.NONE) {
          timers.remove(user, row);
          operations++;
        }
      }
    }
    return (double) (user.accesses - before) / operations;
  }

  @Test
  void whoIsCancelledWhileItsInstantIsDeliveredIsNotDelivered() {
    use(1_000);
    for (int timer = 0; timer < 1_000; timer++) {
      register(Caller.ALL_AT_ONE_INSTANT, timer, 0);
    }
    List<Integer> delivered = new ArrayList<>();
    for (int row = timers.due(user, 7 * MS); row != TimerTable.NONE; row = timers.due(user, 7 * MS)) {
      int timer = timers.pid(user, row);
      delivered.add(timer);
      timers.remove(user, row);
      assertThat(timers.find(user, timer & (OWNERS - 1), ids[timer])).isEqualTo(TimerTable.NONE);
      // The last one that is left, and the next but one.
      cancel(999 - timer / 3);
      if (timer % 3 == 0) {
        cancel(timer + 2);
      }
      if (delivered.size() == 300) {
        break;
      }
    }
    assertThat(delivered).doesNotHaveDuplicates().isSorted();
    assertThat(delivered.stream().filter(timer -> timer % 3 == 2).toList()).isEmpty();
  }

  @Test
  void aTimerThatIsRegisteredAgainAndAgainStaysInOneRow() {
    use(1_000);
    register(Caller.MEANS_WELL, 0, 0);
    for (int i = 0; i < 100_000; i++) {
      cancel(0);
      register(Caller.MEANS_WELL, 0, i);
    }
    assertThat(user.load(TimedMemory.USED)).isEqualTo(1);
    assertThat(timers.count(user, 0)).isEqualTo(1);
  }

  @Test
  void idsBeginAgainAndTheTimersBeforeThemKeepTheirs() {
    use(100);
    user.store(TimedMemory.LAST_ID, TimerTable.LAST_ID - 2);
    for (int timer = 0; timer < 4; timer++) {
      register(Caller.ALL_AT_ONE_INSTANT, timer, 0);
    }
    assertThat(ids).startsWith(TimerTable.LAST_ID - 1, TimerTable.LAST_ID, 1, 2);
    for (int timer = 0; timer < 4; timer++) {
      int row = timers.earliest(user);
      assertThat(timers.id(user, row)).isEqualTo(ids[timer]);
      assertThat(timers.find(user, timer, ids[timer])).isEqualTo(row);
      timers.remove(user, row);
    }
  }

  @Test
  void alarmsWhoseIdsAreAlikeAreFoundAndCostAWalkOverThoseAlone() {
    use(64);
    int alike = 20;
    for (int i = 0; i < alike; i++) {
      ids[i] = timers.register(user, 1, i, 5, 5);
      user.store(TimedMemory.LAST_ID, ids[i] + 4_095);
    }
    long before = user.accesses;
    for (int i = 0; i < alike; i++) {
      int row = timers.find(user, 1, ids[i]);
      assertThat(timers.pid(user, row)).isEqualTo(i);
    }
    assertThat(user.accesses - before).isLessThan(4L * alike * alike);
  }

  @Test
  void nothingIsAllocatedOnceAllIsWarm() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    use(10_000);
    for (int timer = 0; timer < 10_000; timer++) {
      register(Caller.MEANS_WELL, timer, 0);
    }
    long least = Long.MAX_VALUE;
    long nowNs = 0;
    // The first rounds load classes, and the compiler may come in between in others.
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        int row = timers.earliest(user);
        nowNs = timers.coalescedNs(user, row);
        int due = timers.pid(user, row);
        timers.remove(user, row);
        register(Caller.MEANS_WELL, due, nowNs);
        int other = random.nextInt(10_000);
        cancel(other);
        register(Caller.MEANS_WELL, other, nowNs);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
