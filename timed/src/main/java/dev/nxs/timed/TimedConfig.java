// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.QosClass;

/**
 * Everything about a timer service that does not change while it runs. The defaults are the reference's limits; the
 * memory of the task is sized by them, so {@link Builder#owners} and {@link Builder#sleepers} should say how many tasks
 * there can be.
 */
public final class TimedConfig {
  /** The most timers that a service can have room for. */
  public static final int MAX_ROWS = (int) TimedMemory.LINK_MASK;

  private final int endpoint;
  private final long[] windowsNs;
  private final int cap;
  private final int total;
  private final long maxSleepNs;
  private final ClassSource classFrom;
  private final CoalescingPolicy policy;
  private final int owners;
  private final int sleepers;
  private final WallClock wallClock;

  private TimedConfig(Builder builder) {
    endpoint = builder.endpoint;
    windowsNs = builder.windowsNs.clone();
    cap = builder.cap;
    total = builder.total;
    maxSleepNs = builder.maxSleepNs;
    classFrom = builder.classFrom;
    policy = builder.policy;
    owners = builder.owners;
    sleepers = builder.sleepers;
    wallClock = builder.wallClock;
  }

  /**
   * Starts a configuration with the defaults.
   *
   * @param endpoint the number of the endpoint at which the service takes requests
   */
  public static Builder builder(int endpoint) {
    return new Builder(endpoint);
  }

  public int endpoint() {
    return endpoint;
  }

  /** The width of a bucket for a class, 0 for a class that is not coalesced. */
  public long windowNs(QosClass qos) {
    return windowsNs[qos.wire()];
  }

  /**
   * The least common multiple of the windows: two instants that differ by a multiple of it are rounded alike. Where 64
   * bits do not hold it, no two are taken to be.
   */
  public long phaseNs() {
    long phaseNs = 1;
    for (long windowNs : windowsNs) {
      if (windowNs > 1) {
        long factor = windowNs / greatestCommonDivisor(phaseNs, windowNs);
        if (phaseNs > Long.MAX_VALUE / factor) {
          return Long.MAX_VALUE;
        }
        phaseNs *= factor;
      }
    }
    return phaseNs;
  }

  /** Live alarms that one owner may have. */
  public int cap() {
    return cap;
  }

  /** Live alarms that all owners together may have. */
  public int total() {
    return total;
  }

  /** How far ahead a sleep may end at most. */
  public long maxSleepNs() {
    return maxSleepNs;
  }

  public ClassSource classFrom() {
    return classFrom;
  }

  /** What decides when a timer may be delivered. */
  public CoalescingPolicy policy() {
    return policy;
  }

  /** The last instant at which a timer of a class may be delivered; only meaningful where {@link #holds} is true. */
  long latestNs(long deadlineNs, QosClass qos) {
    return policy.latestNs(deadlineNs, windowNs(qos));
  }

  /** Whether that instant exists, and keeps what timers are promised: never early, late by a window at most. */
  boolean holds(long deadlineNs, QosClass qos) {
    long latestNs = latestNs(deadlineNs, qos);
    return Long.compareUnsigned(latestNs, deadlineNs) >= 0
        && Long.compareUnsigned(latestNs - deadlineNs, windowNs(qos)) <= 0;
  }

  /** Owners with a live alarm that the memory has room for. */
  public int owners() {
    return owners;
  }

  /** Sleeping tasks that the memory has room for. */
  public int sleepers() {
    return sleepers;
  }

  public WallClock wallClock() {
    return wallClock;
  }

  /** Alarms that can be live at once. */
  int alarms() {
    return (int) (rowsNeeded() - sleepers);
  }

  /** Timers of both kinds that can be live at once. */
  int rows() {
    return (int) rowsNeeded();
  }

  private static long greatestCommonDivisor(long a, long b) {
    long larger = a;
    long smaller = b;
    while (smaller != 0) {
      long rest = larger % smaller;
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  private long rowsNeeded() {
    return Math.min(total, (long) cap * owners) + sleepers;
  }

  /** Collects a configuration. */
  public static final class Builder {
    private final int endpoint;
    private final long[] windowsNs = {8_000_000, 4_000_000, 1_000_000, 0};
    private int cap = 64;
    private int total = 1024;
    private long maxSleepNs = 2_000_000_000;
    private ClassSource classFrom = ClassSource.KERNEL;
    private CoalescingPolicy policy = BuiltInCoalescing.ALIGNED;
    private int owners = 64;
    private int sleepers = 64;
    private WallClock wallClock = WallClock.absent();

    private Builder(int endpoint) {
      this.endpoint = endpoint;
    }

    public Builder windowNs(QosClass qos, long windowNs) {
      windowsNs[qos.wire()] = notBelow(0, "windowNs", windowNs);
      return this;
    }

    public Builder cap(int alarms) {
      cap = (int) notBelow(1, "cap", alarms);
      return this;
    }

    public Builder total(int alarms) {
      total = (int) notBelow(1, "total", alarms);
      return this;
    }

    public Builder maxSleepNs(long durationNs) {
      maxSleepNs = notBelow(0, "maxSleepNs", durationNs);
      return this;
    }

    public Builder classFrom(ClassSource source) {
      classFrom = source;
      return this;
    }

    public Builder policy(CoalescingPolicy chosen) {
      policy = chosen;
      return this;
    }

    /** How many owners can have an alarm at once; one more is refused as if {@code total} were reached. */
    public Builder owners(int count) {
      owners = (int) notBelow(1, "owners", count);
      return this;
    }

    /** How many tasks can sleep at once; one more is refused. */
    public Builder sleepers(int count) {
      sleepers = (int) notBelow(0, "sleepers", count);
      return this;
    }

    public Builder wallClock(WallClock clock) {
      wallClock = clock;
      return this;
    }

    public TimedConfig build() {
      TimedConfig config = new TimedConfig(this);
      if (config.rowsNeeded() > MAX_ROWS) {
        throw new IllegalArgumentException(
            "alarms and sleepers must be " + MAX_ROWS + " or fewer together: " + config.rowsNeeded());
      }
      return config;
    }

    private static long notBelow(long least, String name, long value) {
      if (value < least) {
        throw new IllegalArgumentException(name + " must be " + least + " or more: " + name + "=" + value);
      }
      return value;
    }
  }
}
