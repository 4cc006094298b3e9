// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Image;
import dev.nxs.compile.Wakers;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code no deadlock}: no tasks wait for each other in a circle, none waits for what nobody is left to give
 * ({@link Stranded}), and no task waits for a lock when nothing more can happen. A wait that ends by itself is no part of
 * that, since a timeout is how it is broken. It can only come about when a task begins to wait or ends, so the monitor
 * looks then, when the instant is settled.
 */
final class NoDeadlock extends Monitor {
  private final List<String> tasks;
  private final List<String> mutexes;
  private final List<String> barriers;
  private final List<String> events;
  private final Wakers wakers;

  /**
   * Watches all tasks.
   *
   * @param blocksExits patterns that every wait and every end of a task is
   * @param image has the names of what is waited for, and who might end a wait
   */
  NoDeadlock(int row, Expectation source, List<EventMatcher> blocksExits, Image image) {
    super(row, source, blocksExits);
    tasks = image.taskNames();
    mutexes = image.scenario().mutexes().stream().map(mutex -> mutex.symbol().name()).toList();
    barriers = image.scenario().barriers().stream().map(barrier -> barrier.symbol().name()).toList();
    events = image.eventNames();
    wakers = image.wakers();
  }

  @Override
  List<EventMatcher> named() {
    return List.of();
  }

  @Override
  void occurred(Judge judge, Match match) {
    if (match.event.kind == EventKind.EXIT || isWait(match.event.first)) {
      // Who waits for whom is known when the event has been dealt with.
      judge.setDeadline(this, judge.nowNs());
    }
  }

  private static boolean isWait(long reason) {
    return reason == BlockReason.MUTEX.ordinal()
        || reason == BlockReason.REPLY.ordinal()
        || reason == BlockReason.JOIN.ordinal()
        || reason == BlockReason.EVENT.ordinal()
        || reason == BlockReason.BARRIER.ordinal()
        || reason == BlockReason.SEND.ordinal()
        || reason == BlockReason.RECEIVE.ordinal();
  }

  @Override
  void due(Judge judge) {
    if (!circle(judge).isEmpty() || !stranded(judge).isEmpty()) {
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

  private List<Integer> stranded(Judge judge) {
    return Stranded.of(judge.watched().waits(), wakers, tasks.size());
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (!circle(judge).isEmpty() || !stranded(judge).isEmpty()) {
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
    int object = waits.object(pid);
    String what;
    if (mutex >= 0) {
      what = "for `" + mutexes.get(mutex) + "`, which `" + tasks.get(other) + "` holds";
    } else if (waits.reason(pid) == BlockReason.EVENT) {
      what = "for `" + events.get(object) + "`, which nobody left can signal";
    } else if (waits.reason(pid) == BlockReason.BARRIER) {
      what =
          "at `" + barriers.get(object) + "`, where " + waits.arrived(object) + " of " + waits.parties(object)
              + " have arrived and too few can still come";
    } else if (other != 0) {
      what = "for `" + tasks.get(other) + "`";
    } else {
      what = "for somebody to take its message, and nobody left can";
    }
    return "`" + tasks.get(pid) + "` waits " + what;
  }

  @Override
  Explanation explain(Judge judge) {
    if (judge.judgement(this) != Judgement.FAILED) {
      return new Explanation(source().form().span(), Phrases.end(judge, this));
    }
    List<Integer> circle = circle(judge);
    List<Integer> stranded = stranded(judge);
    if (circle.isEmpty() && !stranded.isEmpty()) {
      Explanation explanation =
          new Explanation(
              source().form().span(),
              stranded.size() == 1 ? "a task can never go on" : stranded.size() + " tasks can never go on");
      stranded.forEach(pid -> explanation.note(wait(judge, pid)));
      return explanation;
    }
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
