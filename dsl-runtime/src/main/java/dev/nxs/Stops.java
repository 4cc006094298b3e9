// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.expect.Probe;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a motion of a session looks for: breakpoints, watches, the condition it runs to. Events are seen as they happen;
 * states and values where the machine is settled. It can pause the run at the first hit, or note all of them.
 */
final class Stops implements TraceSink, Drive.Pause {
  /** Picks events without a pattern. */
  interface Filter {
    boolean takes(EventKind kind, int hart, int pid, long first, long second);
  }

  /**
   * Something that is looked for.
   *
   * @param id the breakpoint's number, 0 for what this motion alone looks for
   * @param probe null where the filter picks events
   * @param filter null where there is a probe
   * @param kinds bits of the kinds that the filter wants
   * @param anyChange whether every change of the value is a hit, not only a condition that becomes true
   */
  record Sought(int id, @Nullable Probe probe, @Nullable Filter filter, long kinds, boolean anyChange) {
    static Sought probe(int id, Probe probe) {
      return new Sought(id, probe, null, probe.interest(), false);
    }

    static Sought change(int id, Probe probe) {
      return new Sought(id, probe, null, 0, true);
    }

    static Sought filter(long kinds, Filter filter) {
      return new Sought(0, null, filter, kinds, false);
    }

    private boolean isState() {
      return probe != null && probe.state() != null;
    }
  }

  /**
   * Something that was found.
   *
   * @param hart where it happened, −1 for a state
   * @param pid who did it, 0 for a state
   * @param text of the line, null for everything else
   * @param before of a watch: the value that it had
   * @param after of a watch: the value that it has
   */
  record Hit(
      int id, long timeNs, long step, int hart, int pid, @Nullable String text, long before, long after) {}

  private final WatchedMachine run;
  private final List<Sought> sought;
  private final boolean pausing;
  private final long interest;
  private final boolean states;
  private final long[] values;
  private final List<Hit> hits = new ArrayList<>();

  /**
   * Looks at the machine as it is now, so that only what comes from now on is found.
   *
   * @param pausing whether the run is to pause at the first hit
   */
  Stops(WatchedMachine run, List<Sought> sought, boolean pausing) {
    this.run = run;
    this.sought = List.copyOf(sought);
    this.pausing = pausing;
    long kinds = 0;
    boolean anyState = false;
    for (Sought each : sought) {
      kinds |= each.kinds();
      anyState |= each.isState();
    }
    interest = kinds;
    states = anyState;
    values = new long[sought.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(this.sought.get(i));
    }
  }

  /** What was found so far, oldest first. */
  List<Hit> hits() {
    return hits;
  }

  boolean isEmpty() {
    return sought.isEmpty();
  }

  @Override
  public long interest() {
    return interest;
  }

  @Override
  public boolean looksAtStates() {
    return states;
  }

  @Override
  public boolean isDue() {
    Machine machine = run.machine();
    if (states && machine.nextEventNs() > machine.nowNs()) {
      lookAtStates(machine);
    }
    return pausing && !hits.isEmpty();
  }

  private void lookAtStates(Machine machine) {
    for (int i = 0; i < values.length; i++) {
      Sought each = sought.get(i);
      if (each.isState()) {
        long before = values[i];
        values[i] = value(each);
        boolean hit = each.anyChange() ? values[i] != before : before == 0 && values[i] != 0;
        if (hit) {
          hits.add(
              new Hit(each.id(), machine.nowNs(), machine.position().step(), -1, 0, null, before, values[i]));
        }
      }
    }
  }

  /** The value of a state; one that cannot be evaluated counts as false. */
  private long value(Sought each) {
    return each.probe() == null || each.probe().state() == null
        ? 0
        : run.observe(each.probe().state(), new long[0]).value();
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    for (Sought each : sought) {
      boolean hit =
          each.filter() != null
              ? (each.kinds() & kind.bit()) != 0 && each.filter().takes(kind, hart, pid, first, second)
              : each.probe() != null
                  && each.probe().occurs(run, kind, timeNs, step, hart, pid, first, second, third, null);
      if (hit) {
        found(new Hit(each.id(), timeNs, step, hart, pid, null, 0, 0));
      }
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    for (Sought each : sought) {
      boolean hit =
          each.filter() != null
              ? (each.kinds() & kind.bit()) != 0 && each.filter().takes(kind, hart, pid, 0, 0)
              : each.probe() != null && each.probe().occurs(run, kind, timeNs, step, hart, pid, 0, 0, 0, text);
      if (hit) {
        found(new Hit(each.id(), timeNs, step, hart, pid, text, 0, 0));
      }
    }
  }

  private void found(Hit hit) {
    hits.add(hit);
    if (pausing) {
      run.machine().requestStop();
    }
  }
}
