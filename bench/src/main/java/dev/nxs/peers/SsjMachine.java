// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.peers;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * Events of SSJ (Stochastic Simulation in Java, Université de Montréal) on its default event list, a splay tree. Times are
 * doubles there, which hold every nanosecond of the workloads exactly. An event source has one event object for good.
 */
final class SsjMachine extends AnchorMachine {
  private final Simulator simulator = new Simulator();
  private final Event[] events;

  SsjMachine(Workload workload) {
    super(workload);
    simulator.init();
    events = new Event[sources(workload)];
    for (int source = 0; source < events.length; source++) {
      events[source] = new Happening(source);
      // Of one time the lower priority number comes first.
      events[source].setPriority(source);
    }
  }

  private final class Happening extends Event {
    private final int source;

    Happening(int source) {
      super(simulator);
      this.source = source;
    }

    @Override
    public void actions() {
      happens(source, (long) simulator.time());
    }
  }

  @Override
  void plan(int source, long atNs) {
    events[source].schedule(atNs - simulator.time());
  }

  @Override
  void cancel(int source) {
    events[source].cancel();
  }

  void run(long horizonNs) {
    Event end =
        new Event(simulator) {
          @Override
          public void actions() {
            simulator.stop();
          }
        };
    end.setPriority(-1);
    end.schedule((double) horizonNs);
    start();
    simulator.start();
  }
}
