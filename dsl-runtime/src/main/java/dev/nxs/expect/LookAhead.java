// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a machine on after its run was judged, to see whether what came too late comes at all. Nothing is judged any more;
 * what happens here only explains.
 */
final class LookAhead implements TraceSink {
  /** Steps that are worth an explanation. */
  private static final long STEPS = 50_000;

  private final WatchedMachine run;
  private final Map<EventMatcher, String> found = new LinkedHashMap<>();
  private final List<EventMatcher> sought;
  private final Occurrence event = new Occurrence();

  private LookAhead(WatchedMachine run, List<EventMatcher> sought) {
    this.run = run;
    this.sought = sought;
  }

  /**
   * When some events come after now, in words; those that do not come are missing.
   *
   * @param lastNs where the run would have ended
   */
  static Map<EventMatcher, String> of(WatchedMachine run, List<EventMatcher> sought, long lastNs) {
    LookAhead ahead = new LookAhead(run, sought);
    Machine machine = run.machine();
    machine.attach(ahead);
    long steps = STEPS;
    while (steps > 0 && ahead.found.size() < sought.size()) {
      long before = machine.position().step();
      RunEnd end = machine.run(Math.max(lastNs, machine.nowNs()), steps);
      steps -= machine.position().step() - before;
      if (end != RunEnd.STOPPED) {
        break;
      }
    }
    machine.detach(ahead);
    return ahead.found;
  }

  @Override
  public long interest() {
    long kinds = 0;
    for (EventMatcher matcher : sought) {
      kinds |= matcher.kind().bit();
    }
    return kinds;
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    event.first = first;
    event.second = second;
    event.third = third;
    look(kind, timeNs, step, hart, pid, null);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    look(kind, timeNs, step, hart, pid, text);
  }

  private void look(EventKind kind, long timeNs, long step, int hart, int pid, @Nullable String text) {
    event.kind = kind;
    event.timeNs = timeNs;
    event.step = step;
    event.hart = hart;
    event.pid = pid;
    event.text = text;
    for (EventMatcher matcher : sought) {
      boolean open = matcher.kind() == kind && !found.containsKey(matcher);
      if (open && matcher.matches(event, run, new long[matcher.captures().size()])) {
        found.put(matcher, Phrases.time(timeNs) + "#" + step);
        run.requestStop();
      }
    }
  }
}
