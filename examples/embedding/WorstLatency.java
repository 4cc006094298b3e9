// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package embedding;

import dev.nxs.Engine;
import dev.nxs.RunOptions;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kit.ListenerKit;
import dev.nxs.syntax.Source;
import java.util.Map;
import java.util.TreeMap;

/** A listener: the longest time from ready to running, for each task. It is told of dispatches alone, which costs least. */
public final class WorstLatency implements TraceSink {
  private final Map<Integer, Long> worstNs = new TreeMap<>();

  @Override
  public long interest() {
    return EventKind.DISPATCH.bit();
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    worstNs.merge(pid, second, Math::max);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  /** By pid, in nanoseconds. */
  public Map<Integer, Long> worstNs() {
    return worstNs;
  }

  public static void main(String[] arguments) {
    ListenerKit.check(WorstLatency::new, WorstLatency::worstNs).requireNone();
    String text =
        """
        scenario "one waits" {
          machine(harts: 1)
          task first { compute(3ms) }
          task second { compute(1ms) }
        }
        """;
    WorstLatency latency = new WorstLatency();
    Engine.create().compile(Source.of("one.nxs", text)).scenario("one waits").run(RunOptions.defaults().events(latency));
    System.out.println("worst latency: " + latency.worstNs());
  }
}
