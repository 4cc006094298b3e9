// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import com.sun.management.ThreadMXBean;
import dev.nxs.bench.Row;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Workload W3, timers: N timers are live at all times; each that expires is armed again, and for each another one is
 * cancelled and armed again. All structures get the same instants and must print the same counts and sum, which depend on
 * nothing but the workload; Agrona's wheel, which goes by ticks, comes near.
 */
public final class TimersBench {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long[] WINDOWS_NS = {8_000_000, 4_000_000, 1_000_000, 0};

  private final Timers timers;
  private final int count;
  private final int[] generations;
  private final int[] batch;
  private long nowNs;
  private long batches;
  private long expired;
  private long cancelled;
  private long registered;
  private long sum;

  private TimersBench(Timers timers, int count) {
    this.timers = timers;
    this.count = count;
    generations = new int[count];
    batch = new int[count];
  }

  /**
   * Runs {@code ROUNDS EXPIRATIONS NAME[,NAME...] N...}: these structures in turn. Prints the median of each one's rounds, and
   * the median of how many times as long as the first one it took in the same round.
   */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    long expirations = Long.parseLong(arguments[1]);
    List<String> names = Arrays.asList(arguments[2].split(",", -1));
    for (int i = 3; i < arguments.length; i++) {
      int count = Integer.parseInt(arguments[i]);
      double[][] spent = new double[names.size()][rounds];
      for (int round = 0; round < rounds; round++) {
        for (int which = 0; which < names.size(); which++) {
          spent[which][round] = measure(names.get(which), structure(names.get(which)), count, expirations);
        }
      }
      for (int which = 0; which < names.size(); which++) {
        double[] ratios = spent[which].clone();
        Arrays.setAll(ratios, round -> ratios[round] / spent[0][round]);
        System.out.printf(
            Locale.ROOT,
            "median %s N=%d ns/op=%.1f ratio=%.2f%n",
            names.get(which),
            count,
            median(spent[which]),
            median(ratios));
        if (which > 0) {
          Row.atLeast("timers: " + names.get(which) + " over " + names.get(0) + " at " + count, median(ratios), "×", 1, 1);
        } else if (names.get(0).equals("table")) {
          Row.point("timers", count, median(spent[0]));
          Row.atMost("memory of a timer among " + count, new TableTimers(count).bytesPerTimer(), " bytes", 48, 96);
        }
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static IntFunction<Timers> structure(String name) {
    return switch (name) {
      case "table" -> TableTimers::new;
      case "tree" -> TreeTimers::new;
      case "heap4" -> size -> new HeapTimers(size, 4);
      case "heap2" -> size -> new HeapTimers(size, 2);
      case "heap4ids" -> ServedTimers::new;
      case "agrona" -> AgronaTimers::new;
      default -> throw new IllegalArgumentException("a structure is table, tree, heap4, heap2, heap4ids or agrona: " + name);
    };
  }

  private static double measure(String name, IntFunction<Timers> structure, int count, long expirations) {
    Timers timers = structure.apply(count);
    TimersBench run = new TimersBench(timers, count);
    for (int timer = 0; timer < count; timer++) {
      run.arm(timer);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytesBefore = threads.getCurrentThreadAllocatedBytes();
    // The processor time of this thread: others may use the computer meanwhile.
    long start = threads.getCurrentThreadCpuTime();
    run.mix(expirations);
    long spentNs = threads.getCurrentThreadCpuTime() - start;
    long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    long operations = run.expired + run.cancelled + run.registered - count;
    double each = (double) spentNs / operations;
    System.out.printf(
        Locale.ROOT,
        "%s N=%d batches=%d expired=%d cancelled=%d registered=%d now=%d sum=%016x ns/op=%.1f bytes/timer=%.1f allocated=%d%n",
        name,
        count,
        run.batches,
        run.expired,
        run.cancelled,
        run.registered,
        run.nowNs,
        run.sum,
        each,
        timers.bytesPerTimer(),
        bytes);
    return each;
  }

  private void mix(long expirations) {
    while (expired < expirations) {
      nowNs = timers.earliestNs();
      int due = timers.expire(batch);
      batches++;
      for (int i = 0; i < due; i++) {
        sum += mix64(nowNs ^ ((long) batch[i] << 40));
        expired++;
        arm(batch[i]);
      }
      for (int i = 0; i < due; i++) {
        int timer = victim(cancelled, count);
        timers.cancel(timer);
        cancelled++;
        arm(timer);
      }
    }
  }

  private void arm(int timer) {
    long random = random(timer, generations[timer]++);
    registered++;
    timers.arm(timer, Coalescing.bucketNs(nowNs + 1 + (random >>> 34), WINDOWS_NS[(int) random & 3]));
  }

  /** What decides when a timer is due that is armed for the nth time, counted from 0. */
  static long random(int timer, int generation) {
    return mix64((((long) timer << 32) | generation) + GOLDEN);
  }

  /** The timer that is cancelled as the nth, counted from 0. */
  static int victim(long cancelled, int count) {
    return (int) (((mix64(cancelled + 2 * GOLDEN) >>> 32) * count) >>> 32);
  }

  /** A permutation of 64 bits in which each bit of the input changes half of those of the output. */
  private static long mix64(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
