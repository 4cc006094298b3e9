// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code no deadlock}: no tasks wait for each other in a circle, and no task waits for a lock when nothing more can happen.
 * A wait that ends by itself is no part of a circle, since a timeout is how it is broken. A circle can only close when a
 * task begins to wait, so the monitor looks then, and once more when the instant is settled.
 */
final class NoDeadlock extends Monitor {
  private final List<String> tasks;
  private final List<String> mutexes;

  /**
   * Watches all tasks.
   *
   * @param blocks the pattern that every wait is
   * @param tasks names by pid
   */
  NoDeadlock(int row, Expectation source, EventMatcher blocks, List<String> tasks, List<String> mutexes) {
    super(row, source, List.of(blocks));
    this.tasks = tasks;
    this.mutexes = mutexes;
  }

  @Override
  List<EventMatcher> named() {
    return List.of();
  }

  @Override
  void occurred(Judge judge, Match match) {
    long reason = match.event.first;
    if (reason == BlockReason.MUTEX.ordinal()
        || reason == BlockReason.REPLY.ordinal()
        || reason == BlockReason.JOIN.ordinal()) {
      // Who waits for whom is known when the event has been dealt with.
      judge.setDeadline(this, judge.nowNs());
    }
  }

  @Override
  void due(Judge judge) {
    if (!circle(judge).isEmpty()) {
      judge.fail(this);
    }
  }

  /** The tasks of a circle, in the order of waiting, from the one with the lowest pid; empty where there is none. */
  private List<Integer> circle(Judge judge) {
    Waits waits = judge.watched().waits();
    int[] seenFrom = new int[tasks.size()];
    for (int start = 1; start < tasks.size(); start++) {
      int at = start;
      while (at != 0 && seenFrom[at] == 0 && !waits.isTimed(at)) {
        seenFrom[at] = start;
        at = waits.waitsFor(at);
      }
      if (at != 0 && seenFrom[at] == start && !waits.isTimed(at)) {
        List<Integer> circle = new ArrayList<>();
        int last = at;
        do {
          circle.add(at);
          at = waits.waitsFor(at);
        } while (at != last);
        return circle;
      }
    }
    return List.of();
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (!circle(judge).isEmpty()) {
      return Judgement.FAILED;
    }
    return switch (ending) {
      case QUIESCENT -> stuck(judge).isEmpty() ? Judgement.PASSED : Judgement.FAILED;
      case HORIZON, PHASE -> Judgement.PASSED;
      case STOPPED -> Judgement.UNDECIDED;
    };
  }

  private List<String> stuck(Judge judge) {
    List<String> found = new ArrayList<>();
    for (int pid = 1; pid < tasks.size(); pid++) {
      if (judge.watched().waits().mutexOf(pid) >= 0) {
        found.add(wait(judge, pid));
      }
    }
    return found;
  }

  private String wait(Judge judge, int pid) {
    Waits waits = judge.watched().waits();
    int mutex = waits.mutexOf(pid);
    int other = waits.waitsFor(pid);
    String what =
        mutex >= 0
            ? " waits for `" + mutexes.get(mutex) + "`, which `" + tasks.get(other) + "` holds"
            : " waits for `" + tasks.get(other) + "`";
    return "`" + tasks.get(pid) + "`" + what;
  }

  @Override
  Explanation explain(Judge judge) {
    if (judge.judgement(this) != Judgement.FAILED) {
      return new Explanation(source().form().span(), Phrases.end(judge, this));
    }
    List<Integer> circle = circle(judge);
    if (circle.isEmpty()) {
      Explanation explanation =
          new Explanation(source().form().span(), "nothing more can happen, and a task waits for a lock");
      stuck(judge).forEach(explanation::note);
      return explanation;
    }
    Explanation explanation =
        new Explanation(
            source().form().span(),
            circle.size() + " tasks wait for each other");
    circle.forEach(pid -> explanation.note(wait(judge, pid)));
    return explanation.note("locks that are taken in the same order everywhere make no circle");
  }
}
