// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Column;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes and goes, the first of all is found: ends before interrupts, by hart. */
class HartClockTest {
  private static final int STEPS = 4000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 63, 64, 65, 100})
  void theFirstOfAllIsFound(int harts) {
    Random random = new Random(harts);
    HartClock clock = new HartClock(harts);
    long[] times = new long[2 * harts];
    Arrays.fill(times, Column.NEVER);
    long now = 0;
    for (int step = 0; step < STEPS; step++) {
      int hart = random.nextInt(harts);
      long ahead = now + 1 + random.nextInt(5);
      switch (random.nextInt(8)) {
        case 0 -> {
          clock.endNow(hart, now);
          times[hart] = now;
        }
        case 1, 2 -> {
          long atNs = random.nextInt(4) == 0 ? now : ahead;
          clock.setEnd(hart, atNs);
          times[hart] = atNs;
        }
        case 3 -> {
          clock.setEnd(hart, Column.NEVER);
          times[hart] = Column.NEVER;
        }
        case 4, 5 -> {
          long atNs = random.nextInt(4) == 0 ? now : ahead;
          clock.setIpi(hart, atNs);
          times[harts + hart] = atNs;
        }
        case 6 -> {
          clock.setIpi(hart, Column.NEVER);
          times[harts + hart] = Column.NEVER;
        }
        default -> {
          // What comes first happens, as in a run, where time does not go on before all of an instant has happened.
          long least = Arrays.stream(times).min().getAsLong();
          if (least != Column.NEVER) {
            now = least;
            int first = clock.first();
            times[first] = Column.NEVER;
            if (first < harts) {
              clock.setEnd(first, Column.NEVER);
            } else {
              clock.setIpi(first - harts, Column.NEVER);
            }
          }
        }
      }
      if (random.nextInt(500) == 0) {
        clock.clear();
        Arrays.fill(times, Column.NEVER);
      }
      long least = Arrays.stream(times).min().getAsLong();
      assertThat(clock.nextNs()).as("step %d", step).isEqualTo(least);
      if (least != Column.NEVER) {
        assertThat(clock.first()).as("step %d", step).isEqualTo(placeOf(least, times));
      }
    }
  }

  private static int placeOf(long value, long[] values) {
    int place = 0;
    while (values[place] != value) {
      place++;
    }
    return place;
  }
}
