// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.check;

import dev.nxs.kernel.user.Column;
import dev.nxs.timed.CoalescingPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A test kit for coalescing policies: finds what makes a {@link CoalescingPolicy} break the promises of the service, or the
 * determinism of runs. It asks the policy for many deadlines in several orders, and lets it decide on a machine that is put
 * back to snapshots. A test of one's own policy is
 *
 * <pre>{@code
 * assertThat(CoalescingCheck.problems(MyPolicy::new)).isEmpty();
 * }</pre>
 *
 * <p>What it asks is the same each time. It can show that a policy is broken, and not that one is not.
 */
public final class CoalescingCheck {
  /** What can be wrong with a policy. */
  public enum Kind {
    /** It throws an exception. */
    THROWS,
    /** Its label is no name, so no scenario could choose it. */
    LABEL,
    /** Two that were made alike and asked alike answer differently: a clock, chance, or something shared by all of them. */
    NOT_DETERMINISTIC,
    /** What it answers depends on what it was asked before. */
    HIDDEN_STATE,
    /** A timer would come before its deadline. */
    EARLY,
    /** A timer would come later than its window allows. */
    LATE,
    /** Deadlines that lie alike in their windows are treated differently, so states that look alike are not. */
    NOT_PERIODIC,
    /** A machine that is put back to a snapshot, or booted again, goes on differently. */
    SNAPSHOT
  }

  /**
   * Something that is wrong.
   *
   * @param text an example, with its numbers
   */
  public record Problem(Kind kind, String text) {}

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final long[] WINDOWS_NS = {0, 1, 3, 1_000, 1_000_000, 4_000_000, 7_777_777, 8_000_000, 1L << 40};
  private static final long[] MULTIPLES = {0, 1, 2, 17, 1_000};
  private static final long[] SHIFTS = {1, 5, 1_000};
  private static final int RANDOM_QUESTIONS = 200;
  private static final long RANDOM_RANGE_NS = 2_000_000_000;

  private record Question(long deadlineNs, long windowNs) {
    @Override
    public String toString() {
      return "deadline " + Long.toUnsignedString(deadlineNs) + " ns, window " + windowNs + " ns";
    }
  }

  private final Supplier<? extends CoalescingPolicy> maker;
  private final List<Question> questions = questions();
  private final Map<Kind, Problem> found = new EnumMap<>(Kind.class);

  private CoalescingCheck(Supplier<? extends CoalescingPolicy> maker) {
    this.maker = maker;
  }

  /**
   * What is wrong with a policy, one example of each kind; empty where nothing was found.
   *
   * @param policy makes a policy anew each time, as a program would that embeds nxs
   */
  public static List<Problem> problems(Supplier<? extends CoalescingPolicy> policy) {
    CoalescingCheck check = new CoalescingCheck(policy);
    try {
      check.label();
      check.promises(check.answers());
      check.machines();
    } catch (RuntimeException e) {
      check.report(Kind.THROWS, String.valueOf(e));
    }
    return List.copyOf(check.found.values());
  }

  private void label() {
    String label = maker.get().label();
    if (!label.matches(NAME)) {
      report(Kind.LABEL, "label \"" + label + "\"");
    }
    if (!label.equals(maker.get().label())) {
      report(Kind.NOT_DETERMINISTIC, "label \"" + label + "\", then \"" + maker.get().label() + "\"");
    }
  }

  /** The answers of a policy that has just been made, which all others must agree with. */
  private long[] answers() {
    CoalescingPolicy policy = maker.get();
    boolean joins = policy.joinsEarlierWakeups();
    long[] first = ask(policy);
    if (differs(Kind.NOT_DETERMINISTIC, first, ask(maker.get()), "another one")
        || joins != maker.get().joinsEarlierWakeups()) {
      report(Kind.NOT_DETERMINISTIC, "joinsEarlierWakeups is " + joins + ", and of another one it is not");
      return first;
    }
    boolean remembers = differs(Kind.HIDDEN_STATE, first, ask(policy), "when asked again");
    if (!remembers) {
      differs(Kind.HIDDEN_STATE, first, askBackwards(policy), "when asked in another order");
    }
    if (joins != policy.joinsEarlierWakeups()) {
      report(Kind.HIDDEN_STATE, "joinsEarlierWakeups was " + joins + ", and after some questions it is not");
    }
    return first;
  }

  private long[] ask(CoalescingPolicy policy) {
    return questions.stream().mapToLong(each -> policy.latestNs(each.deadlineNs, each.windowNs)).toArray();
  }

  private long[] askBackwards(CoalescingPolicy policy) {
    long[] answers = new long[questions.size()];
    for (int i = answers.length - 1; i >= 0; i--) {
      answers[i] = policy.latestNs(questions.get(i).deadlineNs, questions.get(i).windowNs);
    }
    return answers;
  }

  private boolean differs(Kind kind, long[] expected, long[] answers, String when) {
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != answers[i]) {
        report(kind, questions.get(i) + ": " + instant(expected[i]) + ", and " + when + " " + instant(answers[i]));
        return true;
      }
    }
    return false;
  }

  private void promises(long[] answers) {
    CoalescingPolicy policy = maker.get();
    for (int i = 0; i < answers.length; i++) {
      Question question = questions.get(i);
      long deadlineNs = question.deadlineNs;
      long lateNs = answers[i] - deadlineNs;
      boolean isEarly = Long.compareUnsigned(answers[i], deadlineNs) < 0;
      // Where the window ends beyond all instants, an instant before the deadline says that there is none.
      boolean hasEnd = Long.compareUnsigned(deadlineNs + question.windowNs, deadlineNs) >= 0;
      if (isEarly && hasEnd) {
        report(Kind.EARLY, question + ": " + instant(answers[i]));
      } else if (!isEarly && Long.compareUnsigned(lateNs, question.windowNs) > 0) {
        report(Kind.LATE, question + ": " + instant(answers[i]));
      }
      for (long shift : SHIFTS) {
        long movedNs = deadlineNs + shift * question.windowNs;
        if (deadlineNs >= 0 && movedNs >= 0 && policy.latestNs(movedNs, question.windowNs) - movedNs != lateNs) {
          report(
              Kind.NOT_PERIODIC,
              question + ": late by " + lateNs + " ns, and " + shift + " windows later by "
                  + (policy.latestNs(movedNs, question.windowNs) - movedNs) + " ns");
        }
      }
    }
  }

  private void machines() {
    List<String> straight = CheckMachine.boot(maker.get()).run();
    if (!straight.equals(CheckMachine.boot(maker.get()).run())) {
      report(Kind.NOT_DETERMINISTIC, "two machines that are the same deliver timers differently");
      return;
    }
    CheckMachine machine = CheckMachine.boot(maker.get());
    for (long atNs : CheckMachine.PAUSES_NS) {
      compare(straight, machine.runWithASnapshotAt(atNs), "after a pause at " + atNs + " ns");
      compare(straight, machine.runFromThatSnapshot(), "put back to " + atNs + " ns");
      machine = machine.again();
    }
    compare(straight, machine.run(), "booted again");
  }

  private void compare(List<String> expected, List<String> deliveries, String when) {
    if (expected.equals(deliveries)) {
      return;
    }
    int first = 0;
    while (first < Math.min(expected.size(), deliveries.size())
        && expected.get(first).equals(deliveries.get(first))) {
      first++;
    }
    report(Kind.SNAPSHOT, delivery(expected, first) + "; " + when + " " + delivery(deliveries, first));
  }

  private static String delivery(List<String> deliveries, int index) {
    return index < deliveries.size() ? deliveries.get(index) : "no delivery";
  }

  /** The first example of a kind is kept. */
  private void report(Kind kind, String text) {
    found.putIfAbsent(kind, new Problem(kind, text));
  }

  private static String instant(long ns) {
    return Long.toUnsignedString(ns) + " ns";
  }

  private static List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (long windowNs : WINDOWS_NS) {
      for (long multiple : MULTIPLES) {
        for (long pastNs : new long[] {0, 1, windowNs / 2, Math.max(0, windowNs - 1)}) {
          questions.add(new Question(multiple * windowNs + pastNs, windowNs));
        }
      }
      questions.add(new Question(Column.NEVER - windowNs, windowNs));
      questions.add(new Question(Column.NEVER, windowNs));
      questions.add(new Question(-1 - windowNs, windowNs));
      questions.add(new Question(-1, windowNs));
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RANDOM_QUESTIONS; i++) {
      long windowNs = WINDOWS_NS[random.nextInt(WINDOWS_NS.length)];
      questions.add(new Question(random.nextLong(RANDOM_RANGE_NS), windowNs));
    }
    return questions;
  }
}
