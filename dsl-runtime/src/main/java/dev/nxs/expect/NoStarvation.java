// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code no starvation over D of LIST}: no task is ready for longer than D without running. The machine knows since when
 * a task is ready, so the monitor looks only when one could have waited that long: a task that becomes ready after a look
 * cannot be due before a whole D has passed.
 */
final class NoStarvation extends Monitor {
  /** Tasks that an explanation names. */
  private static final int NAMED = 20;

  private final long overNs;
  private final int[] pids;
  private final List<String> names;

  /**
   * Watches tasks.
   *
   * @param names of all tasks, by pid
   */
  NoStarvation(int row, Expectation source, long overNs, int[] pids, List<String> names) {
    super(row, source, List.of());
    this.overNs = overNs;
    this.pids = pids;
    this.names = names;
  }

  @Override
  void start(Judge judge) {
    judge.setDeadline(this, overNs);
  }

  @Override
  void due(Judge judge) {
    long nowNs = judge.nowNs();
    long nextNs = Column.NEVER - overNs < nowNs ? Column.NEVER : nowNs + overNs;
    for (int pid : pids) {
      long sinceNs = judge.watched().readySinceNs(pid);
      if (sinceNs == Column.NEVER) {
        continue;
      }
      if (nowNs - sinceNs >= overNs) {
        judge.fail(this);
        return;
      }
      nextNs = Math.min(nextNs, sinceNs + overNs);
    }
    judge.setDeadline(this, nextNs);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    return switch (ending) {
      // A task that is ready now stays so for ever, on a hart that is not there.
      case QUIESCENT -> waiting(judge, 0, Column.NEVER).isEmpty() ? Judgement.PASSED : Judgement.FAILED;
      case HORIZON, PHASE -> Judgement.PASSED;
      case STOPPED -> Judgement.UNDECIDED;
    };
  }

  /** The tasks that have been ready for at least so long and less than so long. */
  private List<String> waiting(Judge judge, long leastNs, long lessNs) {
    List<String> found = new ArrayList<>();
    for (int pid : pids) {
      long sinceNs = judge.watched().readySinceNs(pid);
      long forNs = judge.nowNs() - sinceNs;
      if (sinceNs != Column.NEVER && forNs >= leastNs && forNs < lessNs) {
        found.add("`" + names.get(pid) + "`, ready since " + Phrases.time(sinceNs));
      }
    }
    return found;
  }

  @Override
  Explanation explain(Judge judge) {
    if (judge.judgement(this) != Judgement.FAILED) {
      return new Explanation(source().form().span(), Phrases.end(judge, this));
    }
    List<String> starving = waiting(judge, overNs, Column.NEVER);
    List<String> others = waiting(judge, 0, overNs);
    Explanation explanation =
        new Explanation(
            source().form().span(),
            starving.size() == 1 ? "a task starves" : Math.max(starving.size(), others.size()) + " tasks starve");
    starving.stream().limit(NAMED).forEach(explanation::note);
    others.stream().limit(NAMED - Math.min(NAMED, starving.size())).forEach(
        other -> explanation.note("waiting as well: " + other));
    return explanation;
  }
}
