// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a dispatch costs on event lists of others: {@code WORKLOAD ROUNDS} runs each of them in turn, after a round to warm
 * up, and prints the median with the counts.
 */
public final class PeersBench {
  private PeersBench() {}

  /** One run of one peer. */
  private record Result(String counts, double nsPerEvent, double nsPerDispatch) {}

  private enum Peer {
    PRIORITY_QUEUE("PriorityQueue of event objects"),
    SSJ("SSJ, splay tree");

    private final String text;

    Peer(String text) {
      this.text = text;
    }

    AnchorMachine run(Workload workload) {
      if (this == SSJ) {
        SsjMachine machine = new SsjMachine(workload);
        machine.run(workload.horizonNs());
        return machine;
      }
      QueueMachine machine = new QueueMachine(workload);
      machine.run(workload.horizonNs());
      return machine;
    }
  }

  public static void main(String[] arguments) {
    Workload workload = Workload.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int rounds = Integer.parseInt(arguments[1]);
    Result[][] results = new Result[Peer.values().length][rounds];
    for (int round = -1; round < rounds; round++) {
      for (Peer peer : Peer.values()) {
        Result result = measure(peer, workload);
        if (round >= 0) {
          results[peer.ordinal()][round] = result;
        }
      }
    }
    for (Peer peer : Peer.values()) {
      Result[] all = results[peer.ordinal()];
      System.out.printf(
          Locale.ROOT,
          "%s %s: %s ns/event=%.1f ns/dispatch=%.1f%n",
          workload,
          peer.text,
          all[0].counts(),
          median(Arrays.stream(all).mapToDouble(Result::nsPerEvent).toArray()),
          median(Arrays.stream(all).mapToDouble(Result::nsPerDispatch).toArray()));
    }
  }

  private static Result measure(Peer peer, Workload workload) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    AnchorMachine machine = peer.run(workload);
    double spentNs = threads.getCurrentThreadCpuTime() - start;
    return new Result(machine.counts(), spentNs / machine.events(), spentNs / machine.dispatches());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
