// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.ThreadMXBean;
import dev.nxs.compile.Image;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.user.Conventions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs one workload, a {@code .nxs} file, under the conventions of the anchor in C, and prints its line: the same counts,
 * the same sum over all dispatches, and what an event costs. Events are what the anchor takes for one: wakes, ends of
 * computations and slices, interrupts.
 */
public final class AnchorBench {
  private AnchorBench() {}

  /**
   * Runs {@code FILE ROUNDS}: without a listener for the time, of which the last round counts, and then with one to count.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Image image = KernelBench.compile(Path.of(arguments[0]));
    MachineConfig config = image.config(List.of());
    Conventions conventions = AnchorCounts.conventions(config);
    // What happens at the horizon does not happen there.
    long horizonNs = image.run().durationNs().orElseThrow() - 1;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long spentNs = 0;
    long bytes = 0;
    long hash = 0;
    RunEnd end = RunEnd.STOPPED;
    // The counting comes last: a kernel that was compiled with somebody listening is another one.
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      Machine machine = Machine.boot(config, conventions);
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      end = machine.run(horizonNs, Long.MAX_VALUE);
      spentNs = threads.getCurrentThreadCpuTime() - start;
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
      hash = machine.stateHash();
    }
    AnchorCounts counts = new AnchorCounts(config);
    Machine counted = Machine.boot(config, conventions);
    counted.attach(counts);
    RunEnd again = counted.run(horizonNs, Long.MAX_VALUE);
    if (again != end || counted.stateHash() != hash) {
      throw new IllegalStateException("a listener changed what happened: " + image.title());
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %s ns/event=%.1f bytes/event=%.4f steps=%d end=%s%n",
        image.title(),
        counts.line(),
        (double) spentNs / counts.events(),
        (double) bytes / counts.events(),
        counted.position().step(),
        end);
  }
}
