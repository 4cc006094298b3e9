// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table beside a list that is sorted anew for every question, driven by tapes of choices. A tape on which the two differ
 * is shortened as far as they still do, and printed; {@code -Dnxs.tape="…"} tries that one alone.
 */
class TimerTapesTest {
  private static final int CHOICES = 1_500;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void theTableIsWhatAListIsThatIsSorted(int block) {
    String given = System.getProperty("nxs.tape");
    if (given != null) {
      hold(Arrays.stream(given.strip().split("\\s+", -1)).mapToInt(Integer::parseInt).toArray());
      return;
    }
    for (int i = 0; i < 15; i++) {
      hold(new Random(block * 1_000L + i).ints(CHOICES, 0, 1 << 16).toArray());
    }
  }

  @Test
  void aTapeOnWhichTheyDifferIsShortened() {
    int[] tape = new Random(1).ints(400, 0, 100).toArray();
    int[] least = shortened(tape, choices -> Arrays.stream(choices).filter(choice -> choice > 90).count() < 2);
    assertThat(least).hasSize(2);
    assertThat(Arrays.stream(least).allMatch(choice -> choice > 90)).isTrue();
  }

  private static void hold(int[] tape) {
    try {
      new Pair(tape).run();
    } catch (AssertionError | RuntimeException e) {
      int[] least = shortened(tape, TimerTapesTest::holds);
      String text = Arrays.stream(least).mapToObj(String::valueOf).collect(Collectors.joining(" "));
      throw new AssertionError("-Dnxs.tape=\"" + text + "\" fails: " + e.getMessage(), e);
    }
  }

  private static boolean holds(int[] tape) {
    try {
      new Pair(tape).run();
      return true;
    } catch (AssertionError | RuntimeException e) {
      return false;
    }
  }

  private interface Property {
    boolean holds(int[] tape);
  }

  /** Leaves out runs of choices, longer ones first, as long as the property does not hold. */
  private static int[] shortened(int[] tape, Property property) {
    int[] best = tape;
    for (int size = Math.max(1, tape.length / 2); size > 0; size /= 2) {
      for (int from = 0; from < best.length; ) {
        int[] tried = without(best, from, size);
        if (property.holds(tried)) {
          from += size;
        } else {
          best = tried;
        }
      }
    }
    return best;
  }

  private static int[] without(int[] choices, int from, int size) {
    int[] head = Arrays.copyOf(choices, from);
    int[] tail = Arrays.copyOfRange(choices, Math.min(from + size, choices.length), choices.length);
    return IntStream.concat(Arrays.stream(head), Arrays.stream(tail)).toArray();
  }

  /** A table and a list that get the same calls; a choice behind the end of the tape is 0. */
  private static final class Pair {
    private record Entry(long owner, long id, int pid, long token, long requestedNs, long coalescedNs, long lastId) {}

    private final TimerTable timers;
    private final FakeUser user;
    private final int[] tape;
    private final List<Entry> live = new ArrayList<>();
    private int place;
    private long nowNs;

    Pair(int[] tape) {
      this.tape = tape;
      TimedConfig.Builder builder = TimedConfig.builder(0).cap(40).total(120).owners(5).sleepers(6);
      // The heap that a policy needs that joins wakeups is there too, in every other run.
      TimedConfig config = next(2) == 0 ? builder.build() : builder.policy(BuiltInCoalescing.SLACK).build();
      timers = new TimerTable(config);
      user = new FakeUser(timers.tables());
      // Ids begin again soon, in every other run.
      user.store(TimedMemory.LAST_ID, next(2) == 0 ? 0 : TimerTable.LAST_ID - next(200));
    }

    private int next(int bound) {
      return place < tape.length ? tape[place++] % bound : 0;
    }

    void run() {
      while (place < tape.length) {
        switch (next(10)) {
          case 0, 1, 2, 3 -> register();
          case 4 -> cancel();
          case 5 -> registerInThePlaceOfACancelledOne();
          case 6 -> sleep();
          case 7 -> expireOneInstant();
          case 8 -> goBack();
          default -> compareAll();
        }
        compareFirst();
      }
      compareAll();
    }

    private void register() {
      long owner = next(6);
      if (timers.admit(user, owner) != TimerTable.Admission.ADMITTED) {
        return;
      }
      long coalescedNs = instant();
      long requestedNs = coalescedNs - (Long.compareUnsigned(coalescedNs, 8) < 0 ? 0 : next(8));
      int pid = 1 + next(3);
      long last = user.load(TimedMemory.LAST_ID);
      long id = timers.register(user, owner, pid, requestedNs, coalescedNs);
      assertThat(id).isEqualTo(last == TimerTable.LAST_ID ? 1 : last + 1);
      live.add(new Entry(owner, id, pid, owner, requestedNs, coalescedNs, last));
    }

    private void sleep() {
      if (timers.hasRoomForSleeper(user)) {
        long coalescedNs = instant();
        long token = 1L + next(1 << 16);
        long last = user.load(TimedMemory.LAST_ID);
        timers.sleep(user, token, 1, 0, coalescedNs, coalescedNs);
        live.add(new Entry(0, 0, 1, token, coalescedNs, coalescedNs, last));
      }
    }

    private void cancel() {
      if (live.isEmpty()) {
        assertThat(timers.find(user, next(6), 1 + next(200))).isEqualTo(TimerTable.NONE);
        return;
      }
      Entry entry = live.get(next(live.size()));
      if (entry.id != 0) {
        assertThat(timers.find(user, entry.owner + 1, entry.id)).isEqualTo(TimerTable.NONE);
        remove(entry, timers.find(user, entry.owner, entry.id));
        assertThat(timers.find(user, entry.owner, entry.id)).isEqualTo(TimerTable.NONE);
      }
    }

    private void registerInThePlaceOfACancelledOne() {
      cancel();
      register();
    }

    /** Delivers what is due, while some of it is cancelled: each timer has exactly one outcome. */
    private void expireOneInstant() {
      nowNs = live.isEmpty() ? nowNs : first().coalescedNs;
      while (!live.isEmpty() && first().coalescedNs == nowNs) {
        compareFirst();
        remove(first(), timers.earliest(user));
        if (next(4) == 1) {
          cancel();
        }
        if (next(8) == 1) {
          register();
        }
      }
    }

    private void remove(Entry entry, int row) {
      assertThat(row).isNotEqualTo(TimerTable.NONE);
      assertThat(timers.id(user, row)).isEqualTo(entry.id);
      timers.remove(user, row);
      live.remove(entry);
    }

    /** Runs on for a while and is then set back to what it was, as a session does it. */
    private void goBack() {
      long[] before = user.memory.clone();
      List<Entry> liveBefore = new ArrayList<>(live);
      for (int i = next(6); i > 0; i--) {
        register();
        cancel();
      }
      compareFirst();
      System.arraycopy(before, 0, user.memory, 0, before.length);
      live.clear();
      live.addAll(liveBefore);
    }

    /** Instants that collide, are near or far, or lie where 64 bits end. */
    private long instant() {
      return switch (next(8)) {
        case 0 -> nowNs;
        case 1, 2 -> nowNs + next(64);
        case 3 -> nowNs + 8L * next(1 << 16);
        case 4 -> (long) next(16) << 58;
        case 5 -> 1L << next(64);
        case 6 -> -1L - next(3);
        default -> 7;
      };
    }

    private Entry first() {
      return live.stream().min(Comparator.comparing(Entry::coalescedNs, Long::compareUnsigned)).orElseThrow();
    }

    private void compareFirst() {
      int row = timers.earliest(user);
      if (live.isEmpty()) {
        assertThat(row).isEqualTo(TimerTable.NONE);
        return;
      }
      Entry first = first();
      assertThat(timers.id(user, row)).isEqualTo(first.id);
      assertThat(timers.token(user, row)).isEqualTo(first.token);
      assertThat(timers.coalescedNs(user, row)).isEqualTo(first.coalescedNs);
      assertThat(timers.requestedNs(user, row)).isEqualTo(first.requestedNs);
    }

    /** Every timer is found, all come in order, and what is hashed follows from the set of them alone. */
    private void compareAll() {
      for (Entry entry : live) {
        if (entry.id != 0) {
          assertThat(timers.find(user, entry.owner, entry.id)).isNotEqualTo(TimerTable.NONE);
        }
      }
      for (int owner = 0; owner < 6; owner++) {
        long counted = owner;
        assertThat(timers.count(user, owner))
            .isEqualTo((int) live.stream().filter(entry -> entry.id != 0 && entry.owner == counted).count());
      }
      long[] before = user.memory.clone();
      List<String> hashed = hashed(before);
      List<Entry> inOrder = new ArrayList<>(live);
      inOrder.sort(Comparator.comparing(Entry::coalescedNs, Long::compareUnsigned));
      for (Entry entry : inOrder) {
        assertThat(timers.token(user, timers.earliest(user))).isEqualTo(entry.token);
        assertThat(timers.id(user, timers.earliest(user))).isEqualTo(entry.id);
        timers.remove(user, timers.earliest(user));
      }
      assertThat(timers.earliest(user)).isEqualTo(TimerTable.NONE);
      System.arraycopy(before, 0, user.memory, 0, before.length);
      assertThat(hashed(madeAnew().memory)).isEqualTo(hashed);
    }

    /** A table that got the live timers and no others, each when the last id was what it was then. */
    private FakeUser madeAnew() {
      FakeUser other = new FakeUser(timers.tables());
      for (Entry entry : live) {
        other.store(TimedMemory.LAST_ID, entry.lastId);
        if (entry.id != 0) {
          timers.register(other, entry.owner, entry.pid, entry.requestedNs, entry.coalescedNs);
        } else {
          timers.sleep(other, entry.token, entry.pid, 0, entry.requestedNs, entry.coalescedNs);
        }
      }
      other.store(TimedMemory.LAST_ID, user.load(TimedMemory.LAST_ID));
      return other;
    }

    /** The words that are hashed, by table; rows of a table without order are sorted, and a sleeper's place only compares. */
    private List<String> hashed(long[] memory) {
      List<String> all = new ArrayList<>();
      int word = 0;
      for (TableSpec table : timers.tables()) {
        List<String> rows = new ArrayList<>();
        int width = table.columns().size();
        for (int row = 0; row < table.rows(); row++) {
          StringBuilder text = new StringBuilder(table.name());
          for (int i = 0; i < width; i++) {
            Column column = table.columns().get(i);
            if (column.canon() != Canon.SKIP && !column.name().equals("order")) {
              text.append(' ').append(memory[word + row * width + i]);
            }
          }
          rows.add(text.toString());
        }
        if (table.unordered()) {
          rows.sort(null);
        }
        all.addAll(rows);
        word += table.words();
      }
      return all;
    }
  }
}
