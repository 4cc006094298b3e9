// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.Locale;

/**
 * The policies that come with the kernel. They are written here as anybody would write one; the scheduler knows them and
 * takes a short cut past these methods, to the same decisions.
 */
public enum BuiltInPolicy implements SchedulingPolicy {
  /** Strict priority over classes, round robin within one. */
  QOS {
    @Override
    public long rank(PolicyTask task, Moment moment) {
      return -task.qos();
    }

    @Override
    public long sliceNs(PolicyTask task) {
      return weighedNs(task);
    }
  },
  /** Round robin over all tasks, whatever their class. */
  ROUND_ROBIN {
    @Override
    public long rank(PolicyTask task, Moment moment) {
      return 0;
    }

    @Override
    public long sliceNs(PolicyTask task) {
      return weighedNs(task);
    }
  },
  /** The task of the greatest priority, without slices. */
  FIXED_PRIORITY {
    @Override
    public long rank(PolicyTask task, Moment moment) {
      // The complement turns the order round, for every number.
      return ~task.priority();
    }

    @Override
    public Ties ties() {
      return Ties.DECLARATION;
    }
  },
  /** The job of the earliest deadline, without slices; tasks without a deadline come last. */
  EDF {
    @Override
    public long rank(PolicyTask task, Moment moment) {
      return task.deadlineNs();
    }

    @Override
    public Canon rankCanon() {
      return Canon.AGE;
    }

    @Override
    public Ties ties() {
      return Ties.DECLARATION;
    }
  };

  /** A slice that is shorter than this would be all switching. */
  public static final long SHORTEST_SLICE_NS = 1_000;

  private final String label = name().toLowerCase(Locale.ROOT);

  @Override
  public String label() {
    return label;
  }

  private static long weighedNs(PolicyTask task) {
    return Math.max(task.timesliceNs() * task.shares() / 100, SHORTEST_SLICE_NS);
  }
}
