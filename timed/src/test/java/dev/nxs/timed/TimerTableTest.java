// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerTableTest {
  private static final int PID = 9;
  private static final Set<String> FREE_LISTS = Set.of("free", "used", "sleeper_free", "sleepers_used", "links", "above");

  private TimedConfig config = TimedConfig.builder(0).owners(1024).build();
  private TimerTable timers = new TimerTable(config);
  private FakeUser user = new FakeUser(timers.tables());

  private void use(TimedConfig other) {
    config = other;
    timers = new TimerTable(config);
    user = new FakeUser(timers.tables());
  }

  @Test
  void theSixtyFifthAlarmOfAnOwnerIsRefusedAndNothingChanges() {
    for (int i = 0; i < 64; i++) {
      assertThat(register(1, i)).isEqualTo(i + 1);
    }
    long[] before = user.memory.clone();
    assertThat(timers.admit(user, 1)).isEqualTo(TimerTable.Admission.OVER_LIMIT);
    assertThat(user.memory).isEqualTo(before);
    assertThat(timers.admit(user, 2)).isEqualTo(TimerTable.Admission.ADMITTED);
  }

  @Test
  void theAlarmBeyondTheTotalIsRefusedAndTheOwnersOwnLimitIsNamedFirst() {
    for (int i = 0; i < 1024; i++) {
      register(i / 64, i);
    }
    long[] before = user.memory.clone();
    assertThat(timers.admit(user, 3)).isEqualTo(TimerTable.Admission.OVER_LIMIT);
    assertThat(timers.admit(user, 99)).isEqualTo(TimerTable.Admission.NO_SPACE);
    assertThat(user.memory).isEqualTo(before);
  }

  @Test
  void aCancelledAlarmStopsCountingAtOnce() {
    for (int i = 0; i < 64; i++) {
      register(1, i);
    }
    timers.remove(user, timers.find(user, 1, 17));
    assertThat(timers.count(user, 1)).isEqualTo(63);
    assertThat(timers.admit(user, 1)).isEqualTo(TimerTable.Admission.ADMITTED);
    assertThat(timers.find(user, 1, 17)).isEqualTo(TimerTable.NONE);
  }

  @Test
  void anAlarmOfAnotherOwnerIsNotFound() {
    long id = register(1, 5);
    assertThat(timers.find(user, 2, id)).isEqualTo(TimerTable.NONE);
    assertThat(timers.find(user, 1, id)).isNotEqualTo(TimerTable.NONE);
  }

  @Test
  void sleepersCountAgainstNoLimitOfAlarms() {
    for (int pid = 1; pid <= 64; pid++) {
      timers.sleep(user, pid, pid, 0, 5, 5);
    }
    assertThat(timers.hasRoomForSleeper(user)).isFalse();
    assertThat(timers.count(user, 1)).isZero();
    assertThat(timers.admit(user, 1)).isEqualTo(TimerTable.Admission.ADMITTED);
  }

  @Test
  void oneOwnerMoreThanThereIsRoomForIsRefusedUntilAnotherHasNoAlarms() {
    use(TimedConfig.builder(0).owners(2).build());
    register(7, 1);
    long id = register(8, 1);
    assertThat(timers.admit(user, 9)).isEqualTo(TimerTable.Admission.NO_SPACE);
    timers.remove(user, timers.find(user, 8, id));
    assertThat(timers.admit(user, 9)).isEqualTo(TimerTable.Admission.ADMITTED);
  }

  @Test
  void thousandsOfOneInstantComeInTheOrderOfTheirIds() {
    use(TimedConfig.builder(0).cap(10_000).total(10_000).owners(4).build());
    for (int i = 0; i < 5_000; i++) {
      register(1, 1_000 + i);
    }
    List<Long> ids = new ArrayList<>();
    while (timers.earliest(user) != TimerTable.NONE) {
      ids.add(timers.id(user, timers.earliest(user)));
      timers.remove(user, timers.earliest(user));
    }
    assertThat(ids).hasSize(5_000).isSorted();
  }

  @Test
  void instantsBeyondTheSignedRangeComeLast() {
    long never = registerExactly(1, -1);
    long late = registerExactly(1, Long.MIN_VALUE);
    long clocksEnd = registerExactly(1, Long.MAX_VALUE);
    long atBoot = registerExactly(1, 0);
    assertThat(drain()).containsExactly(atBoot, clocksEnd, late, never);
  }

  @Test
  void aSleeperRemembersWhoWaitsForWhatAnswer() {
    timers.sleep(user, 0x1_0000_0005L, 5, 0xdead_beef, 30, 40);
    int row = timers.earliest(user);
    assertThat(timers.isSleeper(user, row)).isTrue();
    assertThat(timers.token(user, row)).isEqualTo(0x1_0000_0005L);
    assertThat(timers.pid(user, row)).isEqualTo(5);
    assertThat(timers.nonce(user, row)).isEqualTo(0xdead_beef);
    assertThat(timers.requestedNs(user, row)).isEqualTo(30);
    assertThat(timers.coalescedNs(user, row)).isEqualTo(40);
  }

  @Test
  void purgingATaskTakesItsAlarmsAndItsSleepAndLeavesTheOthers() {
    timers.register(user, 1, 5, 10, 10);
    long other = timers.register(user, 1, 6, 10, 10);
    timers.register(user, 1, 5, 20, 20);
    timers.sleep(user, 77, 5, 0, 10, 10);
    timers.purge(user, 5);
    assertThat(timers.count(user, 1)).isEqualTo(1);
    assertThat(user.load(TimedMemory.SLEEPERS)).isZero();
    assertThat(drain()).containsExactly(other);
  }

  @Test
  void aTableThatIsEmptyAgainKeepsNothingButTheLastIdAndTheWayItsRowsWereFreed() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      if (timers.admit(user, i % 5) == TimerTable.Admission.ADMITTED) {
        register(i % 5, random.nextInt(40));
      }
    }
    timers.sleep(user, 1, 1, 1, 1, 1);
    drain();
    assertThat(canonicalRemains()).containsExactly("timed.last_id");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aRandomWalkNeverDiffersFromAListThatIsSearched(long seed) {
    use(TimedConfig.builder(0).cap(12).total(60).owners(9).sleepers(5).build());
    new Walk(seed).run(20_000);
  }

  @Test
  void aMillionTimersFitInto56BytesEach() {
    int count = 1_000_000;
    use(TimedConfig.builder(0).cap(count).total(count).owners(16).sleepers(0).build());
    assertThat(user.memory.length * 8L).isLessThanOrEqualTo(56L * count);
    Random random = new Random(5);
    for (int i = 0; i < count; i++) {
      long deadlineNs = 1L + random.nextInt(1 << 30);
      timers.register(user, i & 15, PID, deadlineNs, Coalescing.bucketNs(deadlineNs, (i & 1) * 1_000_000L));
    }
    for (int id = 1; id <= count; id += 2) {
      timers.remove(user, timers.find(user, (id - 1) & 15, id));
    }
    long lastNs = 0;
    int expired = 0;
    for (int row = timers.earliest(user); row != TimerTable.NONE; row = timers.earliest(user)) {
      assertThat(timers.coalescedNs(user, row) >= lastNs).isTrue();
      lastNs = timers.coalescedNs(user, row);
      timers.remove(user, row);
      expired++;
    }
    assertThat(expired).isEqualTo(count / 2);
  }

  private long register(long owner, long deadlineNs) {
    return timers.register(user, owner, PID, deadlineNs, Coalescing.bucketNs(deadlineNs, 8_000_000));
  }

  private long registerExactly(long owner, long deadlineNs) {
    return timers.register(user, owner, PID, deadlineNs, deadlineNs);
  }

  private List<Long> drain() {
    List<Long> ids = new ArrayList<>();
    for (int row = timers.earliest(user); row != TimerTable.NONE; row = timers.earliest(user)) {
      ids.add(timers.id(user, row));
      timers.remove(user, row);
    }
    return ids;
  }

  /** Names the hashed words that are not zero, and any derived word outside the free rows. */
  private List<String> canonicalRemains() {
    List<String> remains = new ArrayList<>();
    int word = 0;
    for (TableSpec table : timers.tables()) {
      for (int i = 0; i < table.words(); i++) {
        Column column = table.columns().get(i % table.columns().size());
        boolean freeList = FREE_LISTS.contains(column.name()) && column.canon() == Canon.SKIP;
        if (user.memory[word + i] != 0 && !freeList) {
          remains.add(table.name() + "." + column.name());
        }
      }
      word += table.words();
    }
    return remains;
  }

  /** The naive model beside the table: a list in the order of arrival. */
  private final class Walk {
    private record Entry(long owner, long id, int pid, long token, long requestedNs, long coalescedNs) {}

    private final Random random;
    private final List<Entry> live = new ArrayList<>();
    private long lastId;

    Walk(long seed) {
      random = new Random(seed);
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> register();
          case 2 -> cancel();
          case 3 -> sleep();
          case 4 -> expire();
          default -> {
            if (random.nextInt(50) == 0) {
              purge();
            }
          }
        }
        check();
      }
    }

    private void register() {
      long owner = random.nextInt(11) - 1L;
      long coalescedNs = instant();
      TimerTable.Admission admission = timers.admit(user, owner);
      assertThat(admission).isEqualTo(admission(owner));
      if (admission == TimerTable.Admission.ADMITTED) {
        long requestedNs = coalescedNs - random.nextInt(4);
        int pid = random.nextInt(4);
        lastId++;
        assertThat(timers.register(user, owner, pid, requestedNs, coalescedNs)).isEqualTo(lastId);
        live.add(new Entry(owner, lastId, pid, owner, requestedNs, coalescedNs));
      }
    }

    private TimerTable.Admission admission(long owner) {
      if (count(owner) >= config.cap()) {
        return TimerTable.Admission.OVER_LIMIT;
      }
      boolean newOwner = count(owner) == 0;
      long owners = live.stream().filter(entry -> entry.id != 0).map(Entry::owner).distinct().count();
      long alarms = live.stream().filter(entry -> entry.id != 0).count();
      return alarms >= config.total() || (newOwner && owners >= config.owners())
          ? TimerTable.Admission.NO_SPACE
          : TimerTable.Admission.ADMITTED;
    }

    private long count(long owner) {
      return live.stream().filter(entry -> entry.id != 0 && entry.owner == owner).count();
    }

    private void sleep() {
      long sleepers = live.stream().filter(entry -> entry.id == 0).count();
      assertThat(timers.hasRoomForSleeper(user)).isEqualTo(sleepers < config.sleepers());
      if (timers.hasRoomForSleeper(user)) {
        long token = random.nextLong();
        long coalescedNs = instant();
        timers.sleep(user, token, 3, random.nextInt(), coalescedNs, coalescedNs);
        live.add(new Entry(0, 0, 3, token, coalescedNs, coalescedNs));
      }
    }

    private void cancel() {
      long owner = random.nextInt(11) - 1L;
      long id = Math.max(1, lastId - random.nextInt(40));
      int row = timers.find(user, owner, id);
      boolean known = live.removeIf(entry -> entry.id == id && entry.owner == owner);
      assertThat(row != TimerTable.NONE).isEqualTo(known);
      if (known) {
        timers.remove(user, row);
      }
    }

    private void expire() {
      if (!live.isEmpty()) {
        live.remove(earliest());
        timers.remove(user, timers.earliest(user));
      }
    }

    private void purge() {
      int pid = random.nextInt(4);
      live.removeIf(entry -> entry.pid == pid);
      timers.purge(user, pid);
    }

    private void check() {
      int row = timers.earliest(user);
      assertThat(row == TimerTable.NONE).isEqualTo(live.isEmpty());
      if (row != TimerTable.NONE) {
        Entry first = earliest();
        assertThat(timers.id(user, row)).isEqualTo(first.id);
        assertThat(timers.token(user, row)).isEqualTo(first.token);
        assertThat(timers.pid(user, row)).isEqualTo(first.pid);
        assertThat(timers.requestedNs(user, row)).isEqualTo(first.requestedNs);
        assertThat(timers.coalescedNs(user, row)).isEqualTo(first.coalescedNs);
      }
    }

    private Entry earliest() {
      return live.stream()
          .min(Comparator.comparing(Entry::coalescedNs, Long::compareUnsigned))
          .orElseThrow();
    }

    /** Few different ones, so that many timers share theirs; some beyond the signed range. */
    private long instant() {
      long instantNs = random.nextInt(25);
      return random.nextInt(20) == 0 ? -1 - instantNs : instantNs * 1_000_000;
    }
  }
}
