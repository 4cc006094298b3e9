// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * {@code no lost wakeup}: when nothing more can happen, no task waits for an event whose last signal found nobody and was
 * not kept. An event that keeps a signal loses none, and a message waits in its endpoint until it is taken.
 */
final class NoLostWakeup extends Monitor {
  /** Places in {@link #events}. */
  private static final int CALLS = 0;

  private static final int BLOCKS = 1;
  private static final int WAKES = 2;

  /** Columns of the row of a task: what it waits for, from 1, and whether a signal of that was lost before. */
  private static final int WAITS_FOR = 0;

  private static final int MISSED = 1;

  private final BitSet latched;
  private final List<String> tasks;
  private final List<String> eventNames;
  private final int timedPid;
  private final int waits;
  private final int lost;

  /**
   * Watches all events.
   *
   * @param callsBlocksWakes patterns that every system call, every wait and every wake is, in this order
   * @param latched the events that keep a signal
   * @param timedPid whose waits are nobody's concern, 0 for none
   * @param waits the table of {@link #waitsSpec}
   * @param lost the table of {@link #lostSpec}
   */
  NoLostWakeup(
      int row,
      Expectation source,
      List<EventMatcher> callsBlocksWakes,
      BitSet latched,
      List<String> tasks,
      List<String> eventNames,
      int timedPid,
      int waits,
      int lost) {
    super(row, source, callsBlocksWakes);
    this.latched = latched;
    this.tasks = tasks;
    this.eventNames = eventNames;
    this.timedPid = timedPid;
    this.waits = waits;
    this.lost = lost;
  }

  static TableSpec waitsSpec(int tasks) {
    return new TableSpec("waits", tasks, List.of(Column.exact("for"), Column.exact("missed")));
  }

  /** Of each event, whether its last signal was lost. */
  static TableSpec lostSpec(int events) {
    return new TableSpec("lost", events, List.of(Column.exact("lost")));
  }

  @Override
  List<EventMatcher> named() {
    return List.of();
  }

  @Override
  void occurred(Judge judge, Match match) {
    Occurrence event = match.event;
    if (match.has(CALLS)) {
      if (isSignal(event.first)) {
        signalled(judge, (int) event.second);
      } else if (isWait(event.first) && event.pid != timedPid) {
        judge.set(this, Columns.PHASE, 1);
      }
    } else if (match.has(BLOCKS) && event.kind == EventKind.BLOCK && event.first == BlockReason.EVENT.ordinal()) {
      judge.setWord(waits, event.pid, WAITS_FOR, event.second + 1);
      judge.setWord(waits, event.pid, MISSED, judge.word(lost, (int) event.second, 0));
    } else if (match.has(WAKES)) {
      judge.setWord(waits, event.pid, WAITS_FOR, 0);
      judge.setWord(waits, event.pid, MISSED, 0);
    }
  }

  private static boolean isSignal(long call) {
    return call == Syscall.EVENT_SIGNAL.ordinal() || call == Syscall.EVENT_BROADCAST.ordinal();
  }

  private static boolean isWait(long call) {
    return call == Syscall.EVENT_WAIT.ordinal() || call == Syscall.RECV.ordinal();
  }

  private void signalled(Judge judge, int event) {
    boolean found = false;
    for (int pid = 0; pid < tasks.size(); pid++) {
      if (judge.word(waits, pid, WAITS_FOR) == event + 1) {
        found = true;
        judge.setWord(waits, pid, MISSED, 0);
      }
    }
    judge.setWord(lost, event, 0, found || latched.get(event) ? 0 : 1);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    if (ending == Ending.QUIESCENT && !missing(judge).isEmpty()) {
      return Judgement.FAILED;
    }
    return judge.word(this, Columns.PHASE) == 0 ? Judgement.VACUOUS : Judgement.PASSED;
  }

  private List<String> missing(Judge judge) {
    List<String> found = new ArrayList<>();
    for (int pid = 0; pid < tasks.size(); pid++) {
      long event = judge.word(waits, pid, WAITS_FOR) - 1;
      if (event >= 0 && judge.word(waits, pid, MISSED) != 0) {
        found.add(
            "`" + tasks.get(pid) + "` waits for `" + eventNames.get((int) event)
                + "`, which was signalled before and not since");
      }
    }
    return found;
  }

  @Override
  Explanation explain(Judge judge) {
    return switch (judge.judgement(this)) {
      case FAILED -> {
        Explanation explanation = new Explanation(source().form().span(), "a signal found nobody");
        missing(judge).forEach(explanation::note);
        yield explanation.note("an event that keeps a signal loses none: `event name(latched: true)`");
      }
      case VACUOUS -> new Explanation(source().form().span(), "no task ever waited for a signal or a message");
      default -> new Explanation(source().form().span(), Phrases.end(judge, this));
    };
  }
}
