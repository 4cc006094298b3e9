// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tree gives what a sorted map gives, whatever instants it gets, and looks at as few words with many timers as with few. */
class DeadlineTreeTest {
  private static final long MS = 1_000_000;

  /** Instants that somebody asks for who means well, and by somebody who does not. */
  private enum Instants {
    ALL_THE_SAME,
    NEAR_AND_ROUNDED,
    ANY_64_BITS,
    EACH_BEFORE_ALL_OTHERS,
    EACH_BEHIND_ALL_OTHERS,
    POWERS_OF_TWO,
    /** Crowds far from each other, so that each wants nodes of its own. */
    CROWDS_IN_TURN,
    AROUND_THE_SIGN;

    long next(Random random, long nowNs, int turn) {
      return switch (this) {
        case ALL_THE_SAME -> 7 * MS;
        case NEAR_AND_ROUNDED -> nowNs + (1 + random.nextInt(1_000)) * (random.nextBoolean() ? 8 * MS : 1);
        case ANY_64_BITS -> random.nextLong();
        case EACH_BEFORE_ALL_OTHERS -> Long.MAX_VALUE - 1_000_003L * turn;
        case EACH_BEHIND_ALL_OTHERS -> 1_000_003L * turn;
        case POWERS_OF_TWO -> 1L << random.nextInt(Long.SIZE);
        case CROWDS_IN_TURN -> ((long) (turn / 40 % 61) << 54) + random.nextInt(50);
        case AROUND_THE_SIGN -> Long.MIN_VALUE + random.nextInt(400) - 200;
      };
    }
  }

  private final Random random = new Random(11);
  private TimedMemory memory = memory(300);
  private DeadlineTree tree = new DeadlineTree(memory);
  private FakeUser user = new FakeUser(memory.tables());

  /** What must be there: rows by instant, those of one instant in the order of their arrival. */
  private final TreeMap<Long, Deque<Integer>> expected = new TreeMap<>(Long::compareUnsigned);

  private long nowNs;

  private static TimedMemory memory(int alarms) {
    return new TimedMemory(TimedConfig.builder(0).cap(alarms).total(alarms).owners(1).sleepers(0).build());
  }

  private void add(int row, long atNs) {
    user.store(memory.place(row), 0);
    tree.add(user, row, atNs);
    expected.computeIfAbsent(atNs, instant -> new ArrayDeque<>()).add(row);
  }

  private long remove(int row) {
    long atNs = user.load(memory.place(row) + TimedMemory.AT);
    tree.remove(user, row);
    Deque<Integer> rows = expected.getOrDefault(atNs, new ArrayDeque<>());
    assertThat(rows.remove(row)).isTrue();
    if (rows.isEmpty()) {
      expected.remove(atNs);
    }
    return atNs;
  }

  private void check() {
    assertThat(tree.first(user)).isEqualTo(expected.isEmpty() ? 0 : expected.firstEntry().getValue().getFirst());
    assertThat(tree.firstNs(user)).isEqualTo(expected.isEmpty() ? 0 : expected.firstKey());
  }

  @ParameterizedTest
  @EnumSource
  void givesTheFirstOfAllWhateverIsAddedAndRemoved(Instants instants) {
    Deque<Integer> free = new ArrayDeque<>();
    for (int row = 1; row <= 300; row++) {
      free.add(row);
    }
    for (int turn = 0; turn < 20_000; turn++) {
      boolean full = free.isEmpty() || (turn / 2_000 % 2 == 1 && random.nextInt(3) > 0);
      if (full && !expected.isEmpty()) {
        int row = tree.first(user);
        if (random.nextInt(3) == 0) {
          row = expected.lastEntry().getValue().getLast();
        }
        nowNs = remove(row);
        free.addLast(row);
      } else if (!free.isEmpty()) {
        add(free.removeFirst(), instants.next(random, nowNs, turn));
      }
      check();
    }
    while (!expected.isEmpty()) {
      remove(tree.first(user));
      check();
    }
  }

  @Test
  void crowdsThatWantMoreNodesThanThereAreAreKeptInOrderAllTheSame() {
    int row = 0;
    for (long region = 14; region >= 0; region--) {
      for (int i = 0; i < 20; i++) {
        add(++row, (region << 58) + random.nextInt(50));
      }
      // Which splits the crowd of this region down to its last bits, ten nodes deep; 22 are there.
      remove(tree.first(user));
      check();
    }
    while (!expected.isEmpty()) {
      remove(tree.first(user));
      check();
    }
  }

  @Test
  void aHundredTimesTheTimersTakeNoMoreWordsForAnOperation() {
    double few = wordsOfAnOperation(1_000);
    double many = wordsOfAnOperation(100_000);
    assertThat(many).isLessThan(1.5 * few);
  }

  /** Words read and written for arming or removing a timer, on average, while a number of them is live. */
  private double wordsOfAnOperation(int count) {
    memory = memory(count);
    tree = new DeadlineTree(memory);
    user = new FakeUser(memory.tables());
    nowNs = 0;
    for (int row = 1; row <= count; row++) {
      arm(row);
    }
    long before = user.accesses;
    int operations = 0;
    for (int i = 0; i < 100_000; i++) {
      int due = tree.first(user);
      nowNs = tree.firstNs(user);
      tree.remove(user, due);
      arm(due);
      int other = 1 + random.nextInt(count);
      tree.remove(user, other);
      arm(other);
      operations += 4;
    }
    return (double) (user.accesses - before) / operations;
  }

  private void arm(int row) {
    user.store(memory.place(row), 0);
    tree.add(user, row, nowNs + 1 + random.nextInt(1 << 30));
  }
}
