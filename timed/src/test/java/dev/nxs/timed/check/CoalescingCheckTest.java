// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.timed.BuiltInCoalescing;
import dev.nxs.timed.CoalescingPolicy;
import dev.nxs.timed.check.CoalescingCheck.Kind;
import dev.nxs.timed.check.CoalescingCheck.Problem;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit finds each way to break a policy, and nothing wrong with those that are right. */
class CoalescingCheckTest {
  /** A policy whose rounding alone is of interest. */
  private interface Rule extends CoalescingPolicy {
    @Override
    default String label() {
      return "mine";
    }

    @Override
    default boolean joinsEarlierWakeups() {
      return false;
    }
  }

  private static List<Kind> kinds(Supplier<? extends CoalescingPolicy> policy) {
    return CoalescingCheck.problems(policy).stream().map(Problem::kind).toList();
  }

  @ParameterizedTest
  @EnumSource(BuiltInCoalescing.class)
  void findsNothingWrongWithTheBuiltInPolicies(BuiltInCoalescing policy) {
    assertThat(CoalescingCheck.problems(() -> policy)).isEmpty();
  }

  @Test
  void findsNothingWrongWithAPolicyOfOnesOwn() {
    assertThat(CoalescingCheck.problems(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs + windowNs / 2)).isEmpty();
  }

  /** Answers a little later each time. */
  private static final class Counting implements Rule {
    private long calls;

    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      return windowNs < 1_000 ? deadlineNs : deadlineNs + calls++ % 1_000;
    }
  }

  @Test
  void findsWhatRemembersHowOftenItWasAsked() {
    assertThat(kinds(Counting::new)).contains(Kind.HIDDEN_STATE, Kind.SNAPSHOT).doesNotContain(Kind.EARLY, Kind.LATE);
  }

  /** Joins the wakeup that it named last, if that is in the window. */
  private static final class Joining implements Rule {
    private long lastNs;

    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      boolean fits = lastNs >= deadlineNs && lastNs - deadlineNs <= windowNs;
      if (!fits) {
        lastNs = deadlineNs + windowNs;
      }
      return lastNs;
    }
  }

  @Test
  void findsWhatRemembersAWakeupThatASnapshotDoesNotKnow() {
    assertThat(kinds(Joining::new)).contains(Kind.HIDDEN_STATE, Kind.SNAPSHOT);
  }

  private static final AtomicLong SHARED = new AtomicLong();

  @Test
  void findsChanceAClockAndWhatAllShare() {
    assertThat(kinds(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs + (windowNs == 0 ? 0 : SHARED.incrementAndGet() % windowNs)))
        .contains(Kind.NOT_DETERMINISTIC)
        .doesNotContain(Kind.HIDDEN_STATE);
    assertThat(
            kinds(
                () -> {
                  long own = SHARED.incrementAndGet();
                  return (Rule) (deadlineNs, windowNs) -> deadlineNs + (windowNs == 0 ? 0 : own % windowNs);
                }))
        .contains(Kind.NOT_DETERMINISTIC);
  }

  @Test
  void findsWhatComesEarly() {
    assertThat(kinds(() -> (Rule) (deadlineNs, windowNs) -> windowNs == 0 ? deadlineNs : deadlineNs - deadlineNs % windowNs))
        .contains(Kind.EARLY);
    assertThat(kinds(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs - (deadlineNs == 1_000_001 ? 1 : 0)))
        .contains(Kind.EARLY);
  }

  @Test
  void findsWhatComesLaterThanItsWindowAllows() {
    assertThat(kinds(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs + windowNs + 1)).contains(Kind.LATE);
    assertThat(kinds(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs + Math.max(windowNs, 1))).contains(Kind.LATE);
  }

  @Test
  void findsWhatGoesByMoreThanThePlaceInTheWindow() {
    assertThat(
            kinds(
                () ->
                    (Rule) (deadlineNs, windowNs) -> deadlineNs > 20_000_000 ? deadlineNs + windowNs : deadlineNs))
        .containsExactly(Kind.NOT_PERIODIC);
  }

  @Test
  void findsLabelsAndExceptions() {
    Supplier<CoalescingPolicy> nameless =
        () ->
            new Rule() {
              @Override
              public String label() {
                return "not a name";
              }

              @Override
              public long latestNs(long deadlineNs, long windowNs) {
                return deadlineNs;
              }
            };
    assertThat(kinds(nameless)).containsExactly(Kind.LABEL);
    assertThat(kinds(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs % windowNs)).containsExactly(Kind.THROWS);
  }

  /** Says one thing first and another later. */
  private static final class Wavering implements CoalescingPolicy {
    private boolean asked;

    @Override
    public String label() {
      return "wavering";
    }

    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      asked = true;
      return deadlineNs;
    }

    @Override
    public boolean joinsEarlierWakeups() {
      return asked;
    }
  }

  @Test
  void findsWhatChangesWhetherItJoins() {
    assertThat(kinds(Wavering::new)).contains(Kind.HIDDEN_STATE);
  }

  @Test
  void theExamplesNameTheNumbers() {
    List<Problem> problems = CoalescingCheck.problems(() -> (Rule) (deadlineNs, windowNs) -> deadlineNs + windowNs + 1);
    assertThat(problems).extracting(Problem::text).contains("deadline 0 ns, window 0 ns: 1 ns");
  }
}
