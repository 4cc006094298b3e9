// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.peers;

import java.util.PriorityQueue;

/** Events as objects in the library's priority queue; one that is cancelled stays there and is passed over. */
final class QueueMachine extends AnchorMachine {
  private record Event(long atNs, int source, int version) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = Long.compare(atNs, other.atNs);
      return order != 0 ? order : Integer.compare(source, other.source);
    }
  }

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final int[] versions;

  QueueMachine(Workload workload) {
    super(workload);
    versions = new int[sources(workload)];
  }

  @Override
  void plan(int source, long atNs) {
    queue.add(new Event(atNs, source, versions[source]));
  }

  @Override
  void cancel(int source) {
    versions[source]++;
  }

  void run(long horizonNs) {
    start();
    for (Event event = queue.poll(); event != null && event.atNs < horizonNs; event = queue.poll()) {
      if (event.version == versions[event.source]) {
        happens(event.source, event.atNs);
      }
    }
  }
}
