// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import com.sun.management.ThreadMXBean;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Workload W3 on Netty's wheel, which takes its time from the system's clock and expires timers on a thread of its own: so it
 * runs in real time, for a while, and what counts is the processor time of that thread. Each timer that expires is armed
 * again, and for each another one is cancelled and armed again, as in {@link TimersBench}; ticks take a millisecond.
 */
public final class NettyBench {
  private static final int TICKS = 2048;

  private final int count;
  private final Timeout[] timeouts;
  private final int[] generations;
  private final HashedWheelTimer wheel;
  private final AtomicLong worker = new AtomicLong();
  private volatile boolean stopped;
  private long operations;
  private long cancelled;

  private NettyBench(int count) {
    this.count = count;
    timeouts = new Timeout[count];
    generations = new int[count];
    wheel =
        new HashedWheelTimer(
            work -> {
              Thread thread = new Thread(work, "wheel");
              thread.setDaemon(true);
              worker.set(thread.getId());
              return thread;
            },
            1,
            TimeUnit.MILLISECONDS,
            TICKS);
  }

  /**
   * Runs {@code SECONDS N...}.
   *
   * @throws InterruptedException if somebody interrupts the wait
   */
  public static void main(String[] arguments) throws InterruptedException {
    int seconds = Integer.parseInt(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      int count = Integer.parseInt(arguments[i]);
      double idle = new NettyBench(0).measure(seconds)[0];
      double[] busy = new NettyBench(count).measure(seconds);
      System.out.printf(
          Locale.ROOT,
          "netty N=%d operations=%.0f ns/op=%.1f of which ticks=%.1f bytes/op=%.1f%n",
          count,
          busy[1],
          busy[0] / busy[1],
          idle / busy[1],
          busy[2] / busy[1]);
    }
  }

  /** Processor time of the wheel's thread in nanoseconds, operations, and bytes that it allocated. */
  private double[] measure(int seconds) throws InterruptedException {
    wheel.start();
    CountDownLatch armed = new CountDownLatch(1);
    // All of the work is done on the wheel's thread, so that one thread's time is the time of everything.
    Timeout first =
        wheel.newTimeout(
            timeout -> {
              for (int timer = 0; timer < count; timer++) {
                arm(timer);
              }
              armed.countDown();
            },
            1,
            TimeUnit.MILLISECONDS);
    armed.await();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = worker.get();
    // The first second takes the new timers into the wheel and warms the compiler up.
    TimeUnit.SECONDS.sleep(2);
    double[] before = {threads.getThreadCpuTime(id), operations, threads.getThreadAllocatedBytes(id)};
    TimeUnit.SECONDS.sleep(seconds);
    double[] after = {threads.getThreadCpuTime(id), operations, threads.getThreadAllocatedBytes(id)};
    stopped = true;
    // What expires just now may still want to arm, which a wheel that is stopped refuses; a wheel that is late loses some here.
    TimeUnit.MILLISECONDS.sleep(200);
    int unexpired = wheel.stop().size();
    if (unexpired < count / 8 || first.isCancelled()) {
      throw new IllegalStateException("the wheel lost timers: unexpired=" + unexpired);
    }
    return new double[] {after[0] - before[0], after[1] - before[1], after[2] - before[2]};
  }

  private void arm(int timer) {
    long random = TimersBench.random(timer, generations[timer]++);
    TimerTask task = timeout -> expired(timer);
    timeouts[timer] = wheel.newTimeout(task, 1 + (random >>> 34), TimeUnit.NANOSECONDS);
    operations++;
  }

  private void expired(int timer) {
    if (stopped) {
      return;
    }
    operations++;
    arm(timer);
    int other = TimersBench.victim(cancelled++, count);
    if (timeouts[other].cancel()) {
      operations++;
      arm(other);
    }
  }
}
