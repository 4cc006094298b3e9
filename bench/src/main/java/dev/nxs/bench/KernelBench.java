// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import com.sun.management.ThreadMXBean;
import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.Checker;
import dev.nxs.compile.Image;
import dev.nxs.compile.Overrides;
import dev.nxs.kernel.HartId;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.Snapshot;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Runs one workload, a {@code .nxs} file, on the kernel without listeners and prints what an event costs: one line a
 * round, so that a script can pair rounds with those of another program. The counts come from the machine itself.
 */
public final class KernelBench {
  private KernelBench() {}

  /**
   * Runs {@code FILE ROUNDS}; the first rounds warm up.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Image image = compile(file);
    MachineConfig config = image.config(java.util.List.of());
    long horizonNs = image.run().durationNs().orElseThrow();
    for (int round = 0; round < rounds; round++) {
      run(image.title(), config, horizonNs);
    }
    if (arguments.length > 2) {
      snapshots(config);
    }
  }

  static Image compile(Path file) throws IOException {
    return compile(Source.of(file.toString(), Files.readString(file)));
  }

  static Image compile(Source source) {
    ParseResult parsed = Nxs.parse(source);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    CheckedFile checked = Checker.check(parsed.file(), diagnostics);
    var instances = checked.instances(checked.scenarios(), Overrides.NONE, diagnostics);
    Image image = diagnostics.hasErrors() ? null : Image.of(instances.get(0), diagnostics);
    if (image == null) {
      throw new IllegalArgumentException(source.name() + ": " + diagnostics.list());
    }
    return image;
  }

  private static void run(String title, MachineConfig config, long horizonNs) {
    Machine machine = Machine.boot(config);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    // The processor time of this thread, as the anchor measures itself: others may use the computer meanwhile.
    long start = threads.getCurrentThreadCpuTime();
    RunEnd end = machine.run(horizonNs, Long.MAX_VALUE);
    long spentNs = threads.getCurrentThreadCpuTime() - start;
    long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    MachineView view = machine.view();
    long dispatches = 0;
    long wakeups = 0;
    long preemptions = 0;
    for (int pid = 1; pid <= view.tasks(); pid++) {
      dispatches += view.dispatches(new Pid(pid));
      wakeups += view.wakeups(new Pid(pid));
      preemptions += view.preemptions(new Pid(pid));
    }
    long steals = 0;
    long ipis = 0;
    for (int hart = 0; hart < view.harts(); hart++) {
      steals += view.steals(new HartId(hart));
      ipis += view.ipis(new HartId(hart));
    }
    long steps = machine.position().step();
    System.out.printf(
        Locale.ROOT,
        "%s: end=%s events=%d wakes=%d dispatches=%d preempts=%d steals=%d ipis=%d hash=%016x"
            + " ns/event=%.1f ns/dispatch=%.1f dispatches/s=%.2fM bytes/event=%.4f%n",
        title,
        end,
        steps,
        wakeups,
        dispatches,
        preemptions,
        steals,
        ipis,
        machine.stateHash(),
        (double) spentNs / steps,
        (double) spentNs / dispatches,
        1e3 * dispatches / spentNs,
        (double) bytes / steps);
  }

  /** What copying, restoring and hashing the state costs: the median of many, in nanoseconds. */
  private static void snapshots(MachineConfig config) {
    Machine machine = Machine.boot(config);
    RunEnd end = machine.run(10_000_000, Long.MAX_VALUE);
    int count = 20_000;
    long[] copied = new long[count];
    long[] restored = new long[count];
    long[] hashed = new long[count];
    long sum = end.ordinal();
    for (int i = 0; i < count; i++) {
      long at = System.nanoTime();
      Snapshot snapshot = machine.snapshot();
      copied[i] = System.nanoTime() - at;
      at = System.nanoTime();
      machine.restore(snapshot);
      restored[i] = System.nanoTime() - at;
      at = System.nanoTime();
      sum += machine.stateHash();
      hashed[i] = System.nanoTime() - at;
    }
    System.out.printf(Locale.ROOT, "%d rounds, check %x%n", count, sum);
    Row.atMost("snapshot of the W1 machine", median(copied) / 1e3, " µs", 2, 10);
    Row.atMost("restore", median(restored) / 1e3, " µs", 1, 5);
    Row.atMost("hash", median(hashed) / 1e3, " µs", 3, 15);
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
