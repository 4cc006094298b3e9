// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Brings the events of a run to the watchers of a plan: to each once, with all of its patterns that the event is. */
public final class Dispatcher implements TraceSink {
  private final Plan plan;
  private final Judge judge;
  private final Watcher[] watchers;

  /** By row, the patterns; and which of them are whole, so that the plan has looked at all that they ask. */
  private final EventMatcher[][] matchers;

  private final boolean[][] whole;
  private final Match match = new Match();

  public Dispatcher(Judge judge) {
    this.plan = judge.plan();
    this.judge = judge;
    watchers = plan.watchers().toArray(Watcher[]::new);
    matchers = new EventMatcher[watchers.length][];
    whole = new boolean[watchers.length][];
    for (int row = 0; row < watchers.length; row++) {
      matchers[row] = watchers[row].events().toArray(EventMatcher[]::new);
      whole[row] = new boolean[matchers[row].length];
      for (int pattern = 0; pattern < matchers[row].length; pattern++) {
        whole[row][pattern] = matchers[row][pattern].isWhole();
      }
    }
  }

  @Override
  public long interest() {
    return plan.interest();
  }

  @Override
  public @Nullable BitSet tasks(EventKind kind) {
    return plan.tasks(kind);
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    int[] patterns = plan.ofTask(kind, pid);
    if (patterns.length == 0) {
      return;
    }
    Occurrence event = at(kind, timeNs, step, hart, pid);
    event.first = first;
    event.second = second;
    event.third = third;
    event.text = null;
    feed(patterns);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    int[] patterns = plan.ofKind(kind);
    int[] texts = kind == EventKind.MARKER ? plan.ofText(text) : Plan.NONE;
    if (patterns.length == 0 && texts.length == 0) {
      return;
    }
    Occurrence event = at(kind, timeNs, step, hart, pid);
    event.first = 0;
    event.second = 0;
    event.third = 0;
    event.text = text;
    if (texts.length == 0) {
      feed(patterns);
    } else {
      feed(patterns, texts);
    }
  }

  private Occurrence at(EventKind kind, long timeNs, long step, int hart, int pid) {
    Occurrence event = match.event;
    event.kind = kind;
    event.timeNs = timeNs;
    event.step = step;
    event.hart = hart;
    event.pid = pid;
    return event;
  }

  /** Gives a watcher all of its patterns at once; they stand side by side. */
  private void feed(int[] pairs) {
    int next = 0;
    while (next < pairs.length) {
      int row = pairs[next];
      Watcher watcher = watchers[row];
      boolean open = judge.seesEvents(watcher);
      match.clear();
      do {
        if (open) {
          attempt(row, pairs[next + 1]);
        }
        next += 2;
      } while (next < pairs.length && pairs[next] == row);
      if (!match.isEmpty()) {
        watcher.occurred(judge, match);
        judge.touch(watcher);
      }
    }
  }

  /** Merges two ascending lists of pairs, so that a watcher gets all of its patterns at once. */
  private void feed(int[] left, int[] right) {
    int l = 0;
    int r = 0;
    while (l < left.length || r < right.length) {
      int row = Math.min(rowAt(left, l), rowAt(right, r));
      Watcher watcher = watchers[row];
      boolean open = judge.seesEvents(watcher);
      match.clear();
      while (rowAt(left, l) == row || rowAt(right, r) == row) {
        boolean fromLeft =
            rowAt(left, l) == row && (rowAt(right, r) != row || left[l + 1] < right[r + 1]);
        int pattern = fromLeft ? left[l + 1] : right[r + 1];
        if (fromLeft) {
          l += 2;
        } else {
          r += 2;
        }
        if (open) {
          attempt(row, pattern);
        }
      }
      if (!match.isEmpty()) {
        watcher.occurred(judge, match);
        judge.touch(watcher);
      }
    }
  }

  private void attempt(int row, int pattern) {
    EventMatcher matcher = matchers[row][pattern];
    // The plan brings the events of its tasks alone.
    if (whole[row][pattern] || matcher.matches(match.event, judge.watched(), match.captures(matcher.captures().size()))) {
      match.add(pattern);
    }
  }

  private static int rowAt(int[] pairs, int index) {
    return index < pairs.length ? pairs[index] : Integer.MAX_VALUE;
  }
}
