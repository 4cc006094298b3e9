// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.peers;

/** Machine and tasks of a workload of the anchor; events at the horizon and later do not happen. */
enum Workload {
  W1(4, 64, true, 60_000_000_000L) {
    @Override
    long computeNs(int task) {
      return 50_000 + 137L * task;
    }

    @Override
    long sleepNs(int task) {
      return 800_000 + 3_001L * task;
    }
  },
  W5(64, 10_000, true, 10_000_000_000L) {
    @Override
    long computeNs(int task) {
      return 100_000 + 13L * task;
    }

    @Override
    long sleepNs(int task) {
      return 24_000_000 + 911L * task;
    }
  };

  private final int harts;
  private final int tasks;
  private final boolean steals;
  private final long horizonNs;

  Workload(int harts, int tasks, boolean steals, long horizonNs) {
    this.harts = harts;
    this.tasks = tasks;
    this.steals = steals;
    this.horizonNs = horizonNs;
  }

  int harts() {
    return harts;
  }

  int tasks() {
    return tasks;
  }

  boolean steals() {
    return steals;
  }

  long horizonNs() {
    return horizonNs;
  }

  int qos(int task) {
    return task % 4;
  }

  int home(int task) {
    return task / 4 % harts;
  }

  abstract long computeNs(int task);

  abstract long sleepNs(int task);
}
