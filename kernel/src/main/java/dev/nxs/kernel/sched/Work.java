// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Speed;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * What computations and the machine's own work take. Work is counted in units that every hart does a whole number of in
 * a nanosecond, so that it is exact at every speed; a computation ends at the first nanosecond at which it is done. Where
 * all harts are equally fast a unit is a nanosecond.
 */
public final class Work {
  private final boolean scaled;
  private final long unitsPerNs;
  private final long[] rates;
  private final Costs costs;
  private final LongUnaryOperator random;
  private final boolean swapCosts;
  private final boolean migrationCosts;
  private final boolean interruptCosts;
  private final boolean syscallCosts;

  /**
   * The work of one machine.
   *
   * @param speeds by hart; empty where all are {@link Speed#FULL}
   * @param random draws a number below a bound, from the run's seed
   */
  public Work(int harts, List<Speed> speeds, Costs costs, LongUnaryOperator random) {
    this.costs = costs;
    this.random = random;
    // Asked at every event, so they lie here and not two references away.
    swapCosts = !costs.swap().isNone();
    migrationCosts = !costs.migrate().isNone();
    interruptCosts = !costs.interrupt().isNone();
    syscallCosts = !costs.syscall().isNone();
    long common = 1;
    for (Speed speed : speeds) {
      common = common / gcd(common, speed.divisor()) * speed.divisor();
    }
    unitsPerNs = common;
    rates = new long[harts];
    boolean different = common != 1;
    for (int hart = 0; hart < harts; hart++) {
      Speed speed = speeds.isEmpty() ? Speed.FULL : speeds.get(hart);
      rates[hart] = common / speed.divisor() * speed.factor();
      different |= rates[hart] != 1;
    }
    scaled = different;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The work of a computation; more than there can be is as much as there can be. */
  public long unitsOf(long durationNs) {
    return scaled ? times(durationNs, unitsPerNs) : durationNs;
  }

  /** The work that a hart does in a time, as far as there is some. */
  long done(int hart, long ns, long left) {
    return scaled ? Math.min(times(ns, rates[hart]), left) : ns;
  }

  /** The work that takes a hart a time. */
  long during(int hart, long ns) {
    return scaled ? times(ns, rates[hart]) : ns;
  }

  /** How long work takes a hart, rounded up to whole nanoseconds. */
  long timeNs(int hart, long units) {
    return scaled ? units / rates[hart] + (units % rates[hart] == 0 ? 0 : 1) : units;
  }

  private static long times(long ns, long factor) {
    return ns > Long.MAX_VALUE / factor ? Column.NEVER : ns * factor;
  }

  /** Whether nothing but a fixed latency of interrupts and what system calls take is to be counted, at one speed. */
  boolean isPlain() {
    boolean isFixed = costs.ipi().leastNs() == costs.ipi().mostNs();
    return !scaled && !swapCosts && !migrationCosts && !interruptCosts && isFixed;
  }

  boolean hasSwapCost() {
    return swapCosts;
  }

  boolean hasMigrationCost() {
    return migrationCosts;
  }

  boolean hasInterruptCost() {
    return interruptCosts;
  }

  /** Whether system calls take time. */
  public boolean hasSyscallCost() {
    return syscallCosts;
  }

  long swapNs() {
    return draw(costs.swap());
  }

  long migrationNs() {
    return draw(costs.migrate());
  }

  long interruptNs() {
    return draw(costs.interrupt());
  }

  long ipiNs() {
    return draw(costs.ipi());
  }

  /** What a system call takes. */
  public long syscallNs() {
    return draw(costs.syscall());
  }

  private long draw(Costs.Cost cost) {
    long least = cost.leastNs();
    long span = cost.mostNs() - least;
    // Of all durations there are, the longest is left out: their number is none.
    return span == 0 ? least : least + random.applyAsLong(Math.max(span, span + 1));
  }
}
