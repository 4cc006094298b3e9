// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code no priority inversion over D}: no task waits for a lock while for longer than D, in one stretch, the less urgent
 * holder is ready and something runs in its place that is less urgent than who waits. A holder that waits for a lock itself
 * stands for the holder of that one. While the holder runs, or something runs that is as urgent as the waiting task, no
 * stretch goes on.
 */
final class NoPriorityInversion extends Monitor {
  /** Column of the row of a task: since when it is kept waiting so. */
  private static final int SINCE = 0;

  private final long overNs;
  private final List<String> tasks;
  private final List<String> mutexes;
  private final int table;

  /**
   * Watches all tasks.
   *
   * @param blocks the pattern that every wait is
   * @param tasks names by pid
   * @param table the table of {@link #spec}
   */
  NoPriorityInversion(
      int row,
      Expectation source,
      EventMatcher blocks,
      long overNs,
      List<String> tasks,
      List<String> mutexes,
      int table) {
    super(row, source, List.of(blocks));
    this.overNs = overNs;
    this.tasks = tasks;
    this.mutexes = mutexes;
    this.table = table;
  }

  static TableSpec spec(int tasks) {
    return new TableSpec("inversions", tasks, List.of(new Column("since", Canon.AGE, Long.MAX_VALUE)));
  }

  @Override
  List<EventMatcher> named() {
    return List.of();
  }

  @Override
  boolean watchesStates() {
    return true;
  }

  @Override
  boolean dozes(Judge judge) {
    return judge.word(this, Columns.PHASE) == 0;
  }

  @Override
  void start(Judge judge) {
    for (int pid = 0; pid < tasks.size(); pid++) {
      judge.setWord(table, pid, SINCE, Column.NEVER);
    }
  }

  @Override
  void occurred(Judge judge, Match match) {
    if (match.event.kind == EventKind.BLOCK && match.event.first == BlockReason.MUTEX.ordinal()) {
      judge.set(this, Columns.PHASE, 1);
    }
  }

  @Override
  void settled(Judge judge) {
    look(judge);
  }

  @Override
  void due(Judge judge) {
    look(judge);
  }

  private void look(Judge judge) {
    if (judge.word(this, Columns.PHASE) == 0) {
      return;
    }
    long nowNs = judge.nowNs();
    long nextNs = Column.NEVER;
    for (int pid = 1; pid < tasks.size(); pid++) {
      long sinceNs = judge.word(table, pid, SINCE);
      if (!isInverted(judge, pid)) {
        judge.setWord(table, pid, SINCE, Column.NEVER);
        continue;
      }
      if (sinceNs == Column.NEVER) {
        sinceNs = nowNs;
        judge.setWord(table, pid, SINCE, nowNs);
      }
      if (nowNs - sinceNs > overNs) {
        judge.fail(this);
        return;
      }
      // The first instant at which it lasts for longer.
      nextNs = Math.min(nextNs, sinceNs > Column.NEVER - overNs - 1 ? Column.NEVER : sinceNs + overNs + 1);
    }
    judge.setDeadline(this, nextNs);
  }

  private boolean isInverted(Judge judge, int pid) {
    Waits waits = judge.watched().waits();
    int holder = lastHolder(judge, pid);
    if (holder == 0 || !waits.isMoreUrgent(pid, holder) || !waits.isReady(holder)) {
      return false;
    }
    int runs = waits.runsInsteadOf(holder);
    return runs != 0 && waits.isMoreUrgent(pid, runs);
  }

  /** The holder at the end of the chain of locks that a task waits for, 0 where there is none or the chain is a circle. */
  private int lastHolder(Judge judge, int pid) {
    Waits waits = judge.watched().waits();
    int at = pid;
    for (int steps = 0; waits.mutexOf(at) >= 0; steps++) {
      if (steps == tasks.size()) {
        return 0;
      }
      at = waits.waitsFor(at);
    }
    return at == pid ? 0 : at;
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    return judge.word(this, Columns.PHASE) == 0 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  @Override
  Explanation explain(Judge judge) {
    return switch (judge.judgement(this)) {
      case FAILED -> {
        Explanation explanation = new Explanation(source().form().span(), "what is less urgent goes first");
        inversions(judge).forEach(explanation::note);
        yield explanation.note("a mutex with `protocol: \"inherit\"` lends its holder the urgency of who waits");
      }
      case VACUOUS -> new Explanation(source().form().span(), "no task ever waited for a lock");
      default -> new Explanation(source().form().span(), Phrases.end(judge, this));
    };
  }

  private List<String> inversions(Judge judge) {
    Waits waits = judge.watched().waits();
    List<String> found = new ArrayList<>();
    for (int pid = 1; pid < tasks.size(); pid++) {
      if (isInverted(judge, pid)) {
        int holder = lastHolder(judge, pid);
        found.add(
            "`" + tasks.get(pid) + "` waits for `" + mutexes.get(waits.mutexOf(pid)) + "`, and since "
                + Phrases.time(judge.word(table, pid, SINCE)) + " `" + tasks.get(waits.runsInsteadOf(holder))
                + "` runs instead of `" + tasks.get(holder) + "`, which must give it back");
      }
    }
    return found;
  }
}
